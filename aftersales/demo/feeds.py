"""The calendars of the demo's technicians, as files."""

from __future__ import annotations

from pathlib import Path

from aftersales.calendars.feeds import own_feed, written
from aftersales.parts import Parts
from aftersales.queries.staff import technicians_of
from aftersales.records import Territory


def write_feeds(parts: Parts, folder: Path, territory: Territory) -> None:
    """Write the feed of every technician of a territory into a folder of its own."""
    target = folder / "feeds"
    target.mkdir(parents=True, exist_ok=True)
    with parts.store.reading() as session:
        for worker in technicians_of(session, territory.id):
            content = written(
                session, parts.settings, parts.clock.now(), own_feed(session, worker.id)
            )
            (target / f"{worker.code}.ics").write_bytes(content)
