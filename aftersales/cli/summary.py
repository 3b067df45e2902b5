"""The demo's summary in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from aftersales.demo.summary import Summary


def print_summary(console: Console, summary: Summary) -> None:
    """Print the figures, each with what it means."""
    result, planned, played, scores = (
        summary.result,
        summary.result.planned,
        summary.result.played,
        summary.scores,
    )
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column()
    table.add_row(
        "Asked for",
        f"{planned.visits} visits, {result.demand.remote} requests solved on the telephone",
    )
    table.add_row("Planned", f"{planned.planned} visits in two weeks from {result.first_day}")
    table.add_row("Unplanned", str(len(planned.left_out)))
    for reason, rows in summary.left_out.items():
        table.add_row("", f"{len(rows)} × {reason.value}: {rows[0][1]}")
    table.add_row(
        "Driving",
        f"{planned.driving_share:.1%} of the time on the road and at work, {planned.metres / 1000:,.0f} km",
    )
    table.add_row(
        "Played",
        f"{result.played_on:%A}: {played.done} visits done; {summary.overrun} overran by "
        f"{played.overrun_minutes} minutes; {summary.sick} called in sick",
    )
    table.add_row(
        "Promises",
        f"{scores.made} ran out that day: {scores.kept} kept, {scores.broken_told} broken and told, "
        f"{scores.broken_untold} broken and not told, {scores.superseded} narrowed",
    )
    if summary.to_be_called:
        table.add_row(
            "",
            f"{summary.to_be_called} of those not told have no e-mail address: staff were asked to call",
        )
    share = scores.heard_from_us_first
    if share is not None:
        table.add_row("Told first", f"{share:.0%} of the broken promises were heard from us first")
    kinds = ", ".join(f"{kind} {number}" for kind, number in summary.notices.items())
    table.add_row("Notices", kinds)
    table.add_row(
        "Written",
        f"{result.folder}: {', '.join(path.name for path in result.pictures)}, feeds/*.ics, outbox/*.eml",
    )
    console.print(table)
    console.print(f"A buyer's page       {result.visit_url}", soft_wrap=True)
    console.print(f"A technician's feed  {result.feed_url}", soft_wrap=True)
    console.print()
    signs = result.sign_ins
    console.print("Sign in with the password", f"[bold]{signs.password}[/]", "as", soft_wrap=True)
    for role, email in signs.emails:
        console.print(f"  {role:<18} {email}", soft_wrap=True)
    console.print(f"A shop system's key  {signs.api_key}", soft_wrap=True)
