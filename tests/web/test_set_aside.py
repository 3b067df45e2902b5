"""The page of messages that were set aside: why, what they say, and one tap that opens a case."""

from __future__ import annotations

import re

from aftersales.deed import SYSTEM
from aftersales.inbound.intake import keep_unreadable, take_in_mail
from aftersales.records import Case, CaseChannel, IntakeOutcome, Role, ThreadMessage
from aftersales.words import words_in
from tests.aftersales.conftest import all_of
from tests.aftersales.inbound.letters import raw
from tests.web.conftest import World
from tests.web.principals import People
from web.pages.set_aside import SHOWN, reason_words

HOSTILE = "I am away.\n\n<script>alert(1)</script>"


def test_what_was_set_aside_is_shown_harmless_and_opens_a_case_by_one_tap(
    people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)
    row = take_in_mail(
        world.parts, SYSTEM, raw(HOSTILE, auto_submitted="auto-replied", subject="<b>Away</b>")
    )
    keep_unreadable(world.parts, SYSTEM, CaseChannel.EMAIL, b"?", "It is broken.")

    shown = support.get("/set-aside").text
    answer = support.post(f"/set-aside/{row.id}/case", follow_redirects=True)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown
    assert "&lt;b&gt;Away&lt;/b&gt;" in shown
    assert re.findall(r'action="(/set-aside/[^"]+)"', shown) == [f"/set-aside/{row.id}/case"]
    (message,) = all_of(world.parts, ThreadMessage)
    case = next(each for each in all_of(world.parts, Case) if each.id == message.case_id)
    assert f"case {case.reference} now" in answer.text
    assert f"/set-aside/{row.id}/case" not in answer.text


def test_nothing_set_aside_says_so(people: People) -> None:
    assert "Nothing was set aside." in people.client(Role.SUPPORT).get("/set-aside").text


def test_every_reason_that_is_shown_has_words_in_every_language() -> None:
    for language in ("en", "lv", "bn"):
        said = {reason_words(words_in(language), each) for each in SHOWN}
        assert len(said) == len(SHOWN)
        assert "" not in said
    assert reason_words(words_in("en"), IntakeOutcome.THREAD) == ""
