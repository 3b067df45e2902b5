"""`aftersales doctor`: what is wrong with an installation, and how to mend it."""

from __future__ import annotations

from typing import Annotated, Final

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from aftersales.cli.terminal import out, say_json
from aftersales.doctor import Finding, Verdict, examine
from aftersales.logs import configure_logs

Json = Annotated[bool, typer.Option("--json", help="Print the findings as JSON only.")]

COLOURS: Final = {
    Verdict.OK: "[green]ok[/]",
    Verdict.WARNING: "[yellow]warning[/]",
    Verdict.WRONG: "[bold red]wrong[/]",
}


def doctor(as_json: Json = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Look at settings, database, jobs, mail and keys, and say how to mend what is wrong. Changes nothing."""
    configure_logs("error")
    findings = examine()
    if as_json:
        say_json([_plain(finding) for finding in findings])
    else:
        _show(findings)
    if any(finding.verdict is Verdict.WRONG for finding in findings):
        raise typer.Exit(1)


def _show(findings: tuple[Finding, ...]) -> None:
    table = Table("", "What", box=box.SIMPLE)
    table.add_column("How it stands, and how to mend it", overflow="fold")
    for each in findings:
        mend = f"\n→ {escape(each.mend)}" if each.mend else ""
        table.add_row(COLOURS[each.verdict], escape(each.what), escape(each.sentence) + mend)
    out.print(table)
    counts = {verdict: sum(each.verdict is verdict for each in findings) for verdict in Verdict}
    out.print(
        f"{counts[Verdict.OK]} ok, {counts[Verdict.WARNING]} to look at, {counts[Verdict.WRONG]} wrong."
    )


def _plain(finding: Finding) -> dict[str, str]:
    return {
        "what": finding.what,
        "verdict": finding.verdict.value,
        "sentence": finding.sentence,
        "mend": finding.mend,
    }
