"""Notices a second: the whole of delivery against writing the same messages to files.

Run after a demo: python -m benchmarks.delivery demo/aftersales.db
The database is copied; the demo's own is left as it is.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from aftersales.bootstrap import bootstrap
from aftersales.clock import ShiftedClock
from aftersales.notices.delivery import send_due
from aftersales.settings import Settings
from scheduling import Stopwatch


def main() -> None:
    """Print the rate of delivery and of the bare writing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    database: Path = parser.parse_args().database
    with TemporaryDirectory() as name:
        folder = Path(name)
        copy = folder / "aftersales.db"
        shutil.copy(database, copy)
        with sqlite3.connect(copy) as connection:
            connection.execute("DELETE FROM notice_delivery")
            connection.execute(
                "UPDATE notice SET state = 'waiting', attempts = 0, not_before_at = created_at"
            )
        settings = Settings(
            database_url=f"sqlite:///{copy}", outbox=folder / "outbox", secret_key="benchmark"
        )
        with bootstrap(settings, clock=ShiftedClock(timedelta(days=60))) as parts:
            watch = Stopwatch()
            sent = send_due(parts)
            delivery = sent.sent / watch.elapsed
        letters = [file.read_bytes() for file in (folder / "outbox").glob("*.eml")]
        (folder / "bare").mkdir()
        watch = Stopwatch()
        for number, letter in enumerate(letters):
            (folder / "bare" / f"{number}.eml").write_bytes(letter)
        bare = len(letters) / watch.elapsed
    print(f"delivery {delivery:,.0f}/s, bare writing {bare:,.0f}/s, ratio {delivery / bare:.3f}")


if __name__ == "__main__":
    main()
