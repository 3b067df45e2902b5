"""What the README shows, made from what really happens: `python -m tests.readme_blocks` writes it anew.

`test_readme.py` makes the same blocks and compares. What differs from run to run, references and
secret addresses, is shown as "…".
"""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from tempfile import TemporaryDirectory

from aftersales.settings import Settings

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DEMO = "aftersales demo --from 2026-11-23 --no-serve"
REHEARSAL = "2026-11-20"
INIT = (
    "aftersales init --territory li --name Liechtenstein --country LI --depot schaan --depot-at 47.165352,9.508729 "
    '--answers "Maria Vogt,+423 555 00 00,maria@shop.example"'
)
AUTH = '-H "Authorization: Bearer $KEY"'
CASE = (
    f'curl -s $AT/api/v1/cases {AUTH} -H "Idempotency-Key: till-7-0815" '
    """--json '{"customer": "K00001", "subject": "It leaks at the door"}'"""
)
CALLS = (
    f'curl -s "$AT/api/v1/customers?number=K00001" {AUTH}',
    CASE,
    f"{CASE} -D - -o /dev/null | grep -i replayed",
    'curl -s $AT/api/v1/customers -H "Authorization: Bearer as_wrong"',
)
"""An answer, a request that is done once however often it is sent, and a refusal."""

SHOP = (
    INIT,
    "aftersales import products docs/examples/products.csv",
    "aftersales import customers docs/examples/customers.csv",
    "aftersales import technicians docs/examples/technicians.csv",
    "aftersales import orders docs/examples/orders.csv",
    "aftersales import schedules docs/examples/schedules.csv",
    "aftersales import contracts docs/examples/contracts.csv",
    "aftersales import parts docs/examples/parts.csv",
    "aftersales import stock docs/examples/stock.csv",
    "aftersales plan --territory li --from 2026-11-23 --days 5",
    "aftersales notices send",
    "aftersales feed T-1",
)
RANDOM = (
    (re.compile(r"\b([RCW])-[2-9A-Z]{7}\b"), r"\1-…"),
    (re.compile(r"/(visit|feeds)/[\w-]{20,}"), r"/\1/…"),
    (re.compile(r"\b[2-9a-z]{4}(-[2-9a-z]{4}){3}\b"), "…"),
    (re.compile(r"\bas_[\w-]{43}(?![\w-])"), "as_…"),
    (re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "…"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "…"),
)


def run(command: str, folder: Path, environment: Mapping[str, str]) -> str:
    """What a command prints for people, run in a folder; it must succeed."""
    program, *words = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", program, *words],
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}: {done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


def quiet_environment(**more: str) -> dict[str, str]:
    """This process's environment without settings and measuring of its own, with a fixed width."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AFTERSALES_", "COVERAGE_")) and name != "DATABASE_URL"
    }
    return kept | {"COLUMNS": "110", "PYTHONPATH": str(ROOT)} | more


def without_chance(text: str) -> str:
    """The text with "…" where every run differs."""
    for pattern, shown in RANDOM:
        text = pattern.sub(shown, text)
    return text


def console(*lines: str) -> str:
    return "```console\n" + "\n".join(lines) + "\n```"


def story(folder: Path) -> str:
    """The demo's command and summary; the folder keeps what it wrote."""
    printed = run(DEMO, folder, quiet_environment())
    (folder / "printed.txt").write_text(printed)
    return console(f"$ {DEMO}", without_chance(printed))


def calls(folder: Path) -> str:
    """The calls of the API with what they answer, asked of the demo that the folder has."""
    key = re.search(r"\bas_[\w-]{43}", (folder / "printed.txt").read_text())
    assert key is not None
    environment = quiet_environment(
        AFTERSALES_DATABASE_URL=f"sqlite:///{folder / 'demo/aftersales.db'}",
        AFTERSALES_OUTBOX=str(folder / "demo/outbox"),
        AFTERSALES_REHEARSAL_ON="2026-11-23",
    )
    lines = ["$ export AT=http://127.0.0.1:8000 KEY=as_…"]
    with serving(environment) as address:
        for command in CALLS:
            done = subprocess.run(
                ["bash", "-c", command],
                env=environment | {"AT": address, "KEY": key[0]},
                capture_output=True,
                text=True,
                check=True,
                timeout=60,
            )
            lines += [f"$ {command}", without_chance(done.stdout.strip())]
    return console(*lines)


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[str]:
    """The web of an installation on a free port, as its command says where."""
    with subprocess.Popen(
        [sys.executable, "-m", "aftersales", "serve", "--port", str(free_port())],
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found is not None
            address = found[0]
            subprocess.run(
                ["curl", "-s", "--retry", "30", "--retry-connrefused", f"{address}/health"],
                capture_output=True,
                check=True,
                timeout=120,
            )
            yield address
        finally:
            server.terminate()
            server.wait(30)


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def letter(folder: Path) -> str:
    """The text of the first English delay notice that the demo in the folder wrote."""
    for file in sorted((folder / "demo/outbox").glob("delayed-*.eml")):
        message = message_from_bytes(file.read_bytes(), policy=default)
        if message["Content-Language"] == "en":
            body = message.get_body(("plain",))
            assert body is not None
            head = f"Subject: {message['Subject']}"
            return (
                "```text\n"
                + without_chance(f"{head}\n\n{body.get_content().strip()}".replace("\r\n", "\n"))
                + "\n```"
            )
    raise AssertionError("The demo told no delay in English.")


def shop(folder: Path) -> str:
    """The own-shop commands with what they print, run in a folder that has the examples."""
    (folder / "docs").symlink_to(ROOT / "docs")
    always_day = {"AFTERSALES_QUIET_FROM": "00:00", "AFTERSALES_QUIET_UNTIL": "00:00"}
    environment = quiet_environment(AFTERSALES_REHEARSAL_ON=REHEARSAL, **always_day)
    lines = [f"$ export AFTERSALES_REHEARSAL_ON={REHEARSAL}"]
    for command in SHOP:
        lines += [f"$ {command}", without_chance(run(command, folder, environment))]
    return console(*lines)


def settings() -> str:
    """The table of every setting."""
    rows = ["| Variable | Default | Meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default
        is_json = isinstance(default, dict) or (isinstance(default, tuple) and default)
        plain = json.dumps(default, default="{:%H:%M}".format) if is_json else default
        shown = "" if default is None else f"`{plain}`"
        rows.append(f"| `AFTERSALES_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)


def block(name: str) -> str:
    """What stands between the marks of that name."""
    found = re.search(
        rf"<!-- begin {name} -->\n(.*?)\n?<!-- end {name} -->", README.read_text(), re.DOTALL
    )
    assert found is not None, name
    return found.group(1)


def write(name: str, text: str) -> None:
    before = README.read_text()
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    head, _, rest = before.partition(begin)
    _, _, tail = rest.partition(end)
    README.write_text(f"{head}{begin}\n{text}\n{end}{tail}")


def main() -> None:
    """Write every block of the README anew."""
    with TemporaryDirectory() as folder:
        write("story", story(Path(folder)))
        write("letter", letter(Path(folder)))
        write("calls", calls(Path(folder)))
    with TemporaryDirectory() as folder:
        write("shop", shop(Path(folder)))
    write("settings", settings())


if __name__ == "__main__":
    main()
