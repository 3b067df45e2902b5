"""The channels compared on a page and as CSV, with figures that lead to their cases."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

from aftersales.conversations import Author, Incoming, receive, reply
from aftersales.conversations.falling_behind import watch_channels
from aftersales.deed import SYSTEM
from aftersales.records import Case, CaseChannel, CaseState, Role
from tests.web.conftest import World
from tests.web.principals import People


def live(world: World, channel: CaseChannel, wait: timedelta, number: int) -> None:
    """Somebody writes and is answered after a while, for good."""
    with world.parts.doing(SYSTEM) as deed:
        message = receive(
            deed,
            Incoming(
                channel=channel,
                address="buyer0@example.org" if channel is CaseChannel.EMAIL else "+4235550199",
                text=f"It hums {number}",
                subject=f"{number}",
            ),
        )
    world.clock.move_to(world.clock.now() + wait)
    with world.parts.doing(SYSTEM) as deed:
        case = deed.session.get_one(Case, message.case_id)
        reply(deed, case, "Open it.", Author("Eva"), state=CaseState.RESOLVED)


def test_slow_channel_is_named_and_its_figures_lead_to_its_cases(
    people: People, world: World
) -> None:
    manager = people.client(Role.MANAGER)
    for number in range(5):
        live(world, CaseChannel.EMAIL, timedelta(minutes=40), number)
        live(world, CaseChannel.WEB_FORM, timedelta(minutes=5), number)

    text = manager.get("/channels").text
    rows = list(csv.DictReader(StringIO(manager.get("/channels.csv").text)))

    assert "e-mail falls behind the others" in text
    assert "/cases?channel=email&amp;state=every" in text
    found = {row["channel"]: row for row in rows}
    assert (found["email"]["answered"], found["email"]["is_behind"]) == ("5", "yes")
    assert found["email"]["first_answer_median"] == "0.67"
    assert found["email"]["resolution_median"] == "0.67"
    assert found["web_form"]["is_behind"] == "no"
    assert manager.get("/cases?channel=email&state=every").text.count("settled</td>") == 5


def test_period_is_chosen_and_every_figure_leads_to_its_cases(people: People, world: World) -> None:
    live(world, CaseChannel.EMAIL, timedelta(minutes=40), 1)
    world.clock.move_to(world.clock.now() + timedelta(days=10))
    manager = people.client(Role.MANAGER)

    week = manager.get("/channels?days=7").text
    month = manager.get("/channels?days=30").text
    late = manager.get("/cases?channel=email&state=every&days=30&only=late").text
    settled = manager.get("/cases?channel=email&state=every&days=30&only=settled").text
    recent = manager.get("/cases?channel=email&state=every&days=7&only=settled").text

    assert "Nobody wrote in these days." in week
    assert '<option value="30" selected>the last 30 days</option>' in month
    for only in ("answered", "settled", "late"):
        assert f"/cases?channel=email&amp;state=every&amp;days=30&amp;only={only}" in month
    assert "Opened in the last 30 days and settled" in settled
    assert (settled.count("settled</td>"), late.count("settled</td>")) == (1, 0)
    assert recent.count("settled</td>") == 0


def test_manager_sees_on_their_first_page_which_channel_fell_behind(
    people: People, world: World
) -> None:
    for number in range(5):
        live(world, CaseChannel.EMAIL, timedelta(minutes=40), number)
        live(world, CaseChannel.WEB_FORM, timedelta(minutes=5), number)
    watch_channels(world.parts)

    assert "e-mail falls behind the others" in people.client(Role.MANAGER).get("/").text
    assert "falls behind" not in people.client(Role.SUPPORT).get("/").text
