"""What programs of others read in a calendar: recurring-ical-events, icalevents, khal, ical.js and node-ical."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import recurring_ical_events
from icalendar import Calendar
from icalevents import icalevents

from tests.clients.story import NOW, Read, run

FROM, TO = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 12, 1, tzinfo=UTC)
MODULES: Final = Path(__file__).parents[2] / "web" / "frontend"
ISO: Final = "%Y-%m-%dT%H:%M:%S%z"


def by_recurring_ical_events(content: bytes) -> Read:
    """As CalDAV clients in Python expand it."""
    return {
        str(each["UID"]): (
            each["DTSTART"].dt.astimezone(UTC),
            each["DTEND"].dt.astimezone(UTC),
            str(each["STATUS"]) == "CANCELLED",
        )
        for each in recurring_ical_events.of(Calendar.from_ical(content)).between(FROM, TO)
    }


def by_icalevents(content: bytes) -> Read:
    """As small programs and home automation read it."""
    found = icalevents.events(string_content=content, start=FROM, end=TO, strict=True)
    read: Read = {}
    for each in found:
        assert each.start is not None
        assert each.end is not None
        times = each.start.astimezone(UTC), each.end.astimezone(UTC)
        read[str(each.uid)] = (*times, each.status == "CANCELLED")
    return read


def by_khal(folder: Path, names: Iterable[str], home: Path) -> dict[str, Read]:
    """What khal lists of each of vdirsyncer's folders."""
    home.mkdir()
    calendars = "".join(
        f"[[{name}]]\npath = {folder / name}\nreadonly = True\n" for name in sorted(names)
    )
    config = home / "khal.conf"
    config.write_text(
        f"[calendars]\n{calendars}[sqlite]\npath = {home / 'khal.db'}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ntimeformat = %H:%M\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        "[view]\nevent_view_always_visible = False\n",
        encoding="utf-8",
    )
    fields = ("calendar", "uid", "start-long-full", "end-long-full", "status")
    said = run(
        "khal",
        "-c",
        str(config),
        "list",
        "--once",
        *(part for each in fields for part in ("--json", each)),
        NOW.strftime("%Y-%m-%d"),
        "200d",
        HOME=str(home),
    )
    found: dict[str, Read] = {name: {} for name in names}
    for line in said.splitlines():
        for each in json.loads(line):
            found[each["calendar"]][each["uid"]] = (
                datetime.fromisoformat(each["start-long-full"]).replace(tzinfo=UTC),
                datetime.fromisoformat(each["end-long-full"]).replace(tzinfo=UTC),
                "CANCELLED" in each["status"].upper(),
            )
    return found


def by_node(files: Iterable[Path]) -> dict[str, Mapping[str, Read]]:
    """What ical.js and node-ical read in each file."""
    script = Path(__file__).with_name("read.mjs")
    said: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(
        run("node", str(script), str(MODULES), *map(str, files))
    )
    return {
        file: {client: _of_node(events) for client, events in clients.items()}
        for file, clients in said.items()
    }


def _of_node(events: list[dict[str, Any]]) -> Read:
    return {
        each["uid"]: (
            datetime.fromisoformat(each["start"]),
            datetime.fromisoformat(each["end"]),
            each["status"] == "CANCELLED",
        )
        for each in events
    }
