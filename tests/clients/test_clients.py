"""Calendar programs that are not ours read the same instants as stand in the database, in four zones, through every change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clients.readers import by_icalevents, by_khal, by_node, by_recurring_ical_events
from tests.clients.story import SHOPS, STAGES, Told, name_of, told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clients")


@pytest.fixture(scope="module")
def story(folder: Path) -> Told:
    """The whole story, through servers on this machine; a subscriber saw each change, and vdirsyncer too."""
    return told(folder)


def test_the_story_is_one_of_changes(story: Told) -> None:
    for zone in SHOPS:
        booked, moved, cancelled, left = (story.calendars[stage, zone, 0].meant for stage in STAGES)
        gained = story.calendars["handed on", zone, 1].meant

        assert [len(each) for each in (booked, moved, cancelled, left, gained)] == [4, 4, 4, 3, 1]
        assert sum(booked[uid] != moved[uid] for uid in booked) == 1
        assert [sum(off for _from, _to, off in each.values()) for each in (moved, cancelled)] == [
            0,
            1,
        ]
        assert set(left) | set(gained) == set(booked)


@pytest.mark.parametrize("zone", SHOPS)
@pytest.mark.parametrize("stage", STAGES)
def test_python_readers_read_what_is_meant(story: Told, stage: str, zone: str) -> None:
    calendar = story.calendars[stage, zone, 0]

    assert by_recurring_ical_events(calendar.content) == calendar.meant
    assert by_icalevents(calendar.content) == calendar.meant


@pytest.mark.parametrize("stage", STAGES)
def test_khal_shows_what_vdirsyncer_brought(story: Told, folder: Path, stage: str) -> None:
    """By its times, because vdirsyncer gives events of the web identifiers of its own."""
    newest = {
        name_of(zone, number): sorted(calendar.meant.values())
        for at in STAGES[: STAGES.index(stage) + 1]
        for (when, zone, number), calendar in story.calendars.items()
        if when == at
    }

    shown = by_khal(story.vdirs[stage], newest, folder / f"khal-{STAGES.index(stage)}")

    assert {name: sorted(read.values()) for name, read in shown.items()} == newest


def test_ical_js_and_node_ical_read_what_is_meant(story: Told, folder: Path) -> None:
    files = {}
    for number, calendar in enumerate(story.calendars.values()):
        file = folder / f"{number}.ics"
        file.write_bytes(calendar.content)
        files[str(file)] = calendar.meant

    read = by_node(map(Path, files))

    assert {file: clients["ical.js"] for file, clients in read.items()} == files
    assert {file: clients["node-ical"] for file, clients in read.items()} == files
