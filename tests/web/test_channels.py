"""The channels compared on a page and as CSV, with figures that lead to their cases."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

from aftersales.conversations import Author, Incoming, receive, reply
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
