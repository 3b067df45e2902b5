"""Every kind of notice says everything it has to say, in every language of the house."""

from dataclasses import replace
from datetime import timedelta

import pytest

from aftersales.notices.facts import RouteFacts, from_json, to_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Choice, Message
from aftersales.notices.wording import worded
from aftersales.words import LANGUAGES, words_in
from aftersales.words.sentences import cause, earlier_cause
from scheduling.forecast import CauseKind
from tests.aftersales.notices.conftest import CHANGED, FACTS, NINE, REGISTRATION, ROUTE, VISIT

LINK = "https://aftersales.example/visit/x"


def said(kind: NoticeKind, facts: object, language: str = "en", link: str = LINK) -> Message:
    return worded(kind, words_in(language), to_json(facts), link)


def test_every_kind_has_facts_here() -> None:
    assert set(FACTS) == set(NoticeKind)


@pytest.mark.parametrize("kind", NoticeKind)
def test_facts_come_back_equal_from_their_row(kind: NoticeKind) -> None:
    facts = FACTS[kind]

    assert from_json(type(facts), to_json(facts)) == facts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("cause", [None, *CauseKind])
def test_message_has_no_gap_in_any_language(
    kind: NoticeKind, language: str, cause: CauseKind | None
) -> None:
    facts = FACTS[kind]
    if facts == CHANGED:
        facts = replace(CHANGED, cause=cause)

    message = said(kind, facts, language)

    texts = [message.subject, *message.paragraphs, *(each.label for each in message.choices)]
    assert all(text.strip() for text in texts)
    assert not any(mark in text for text in texts for mark in "{}")
    assert message == said(kind, facts, language)


def test_booked_says_who_when_what_where_and_whom_to_call() -> None:
    assert said(NoticeKind.BOOKED, VISIT) == Message(
        subject="Your visit on Tuesday, 24 November (W-2345678)",
        paragraphs=(
            "Ģirts arrives between 10:00 and 14:00 on Tuesday, 24 November.",
            "Installation: washing machine",
            "Brīvības iela 85, LV-1001 Rīga",
            "If we see that we will be late, we tell you before you notice it.",
            "Eva Office answers for your visit: +371 60000000.",
        ),
        choices=(Choice("See or change your visit", LINK),),
    )


def test_delayed_says_the_new_time_the_old_one_the_cause_and_the_next_update() -> None:
    message = said(NoticeKind.DELAYED, CHANGED)

    assert message == Message(
        subject="Your visit today will be later: 12:00 (W-2345678)",
        paragraphs=(
            "Ģirts arrives between 10:00 and 14:00 on Tuesday, 24 November. Now expected 12:00.",
            "Before, we had told you between 09:00 and 11:00 on Tuesday, 24 November.",
            "An earlier visit today takes 40 minutes longer than planned.",
            "We are sorry that you have to wait.",
            "You hear from us again by 13:00 at the latest.",
            "Eva Office answers for your visit: +371 60000000.",
        ),
        choices=(
            Choice("Keep this time", f"{LINK}#keep"),
            Choice("Choose another time", f"{LINK}#move"),
            Choice("Call me", f"{LINK}#call"),
        ),
    )


@pytest.mark.parametrize(
    ("between", "sentence"),
    [
        (0, ""),
        (1, " 1 visit between it and yours moves with it."),
        (2, " 2 visits between it and yours move with it."),
    ],
)
def test_delayed_says_at_which_work_the_cause_began_and_how_it_came_down(
    between: int, sentence: str
) -> None:
    chain = replace(CHANGED, cause_at=NINE, cause_work="repair", cause_between=between)

    why = said(NoticeKind.DELAYED, chain).paragraphs[2]
    assert (
        why == "An earlier visit (Repair, 10:00) takes 40 minutes longer than planned." + sentence
    )


def test_recovered_says_that_the_time_told_first_holds_again() -> None:
    message = said(NoticeKind.RECOVERED, replace(CHANGED, cause=None, expected_at=None))

    assert message == Message(
        subject="Good news: your visit today is on time again (W-2345678)",
        paragraphs=(
            "Ģirts arrives between 10:00 and 14:00 on Tuesday, 24 November.",
            "Before, we had told you between 09:00 and 11:00 on Tuesday, 24 November.",
            "The delay has been made good, so the time that we had told you first holds again.",
            "Eva Office answers for your visit: +371 60000000.",
        ),
        choices=(
            Choice("Keep this time", f"{LINK}#keep"),
            Choice("Choose another time", f"{LINK}#move"),
            Choice("Call me", f"{LINK}#call"),
        ),
    )


@pytest.mark.parametrize("kind", [NoticeKind.DELAYED, NoticeKind.MOVED, NoticeKind.PROMISE_AT_RISK])
def test_change_without_a_known_cause_or_former_time_leaves_those_out(kind: NoticeKind) -> None:
    full = said(kind, CHANGED).paragraphs

    bare = said(kind, VISIT).paragraphs

    assert len(bare) < len(full)
    assert not any(paragraph.startswith(("Before,", "An earlier visit")) for paragraph in bare)


def test_registration_lists_covers_and_needs_neither_serial_nor_known_law() -> None:
    full = said(NoticeKind.REGISTRATION_RECEIVED, REGISTRATION).paragraphs
    bare = said(
        NoticeKind.REGISTRATION_RECEIVED,
        replace(REGISTRATION, serial=None, covers=(), unknown_country=None),
    ).paragraphs

    assert full == (
        "Thank you. Your product is registered.",
        "Serial number: AB12",
        "Legal guarantee (the seller): until 23 November 2028",
        (
            "We have not yet read the legal guarantee of your country. "
            "Please ask us before you pay for a repair."
        ),
        "Your proof of purchase is always enough: no claim depends on this registration.",
    )
    assert bare == (full[0], full[-1])


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        (ROUTE, ("1 visit is now on it.", "Next: 10:00, Rīga.")),
        (
            RouteFacts(on=ROUTE.on, visits=0, zone=ROUTE.zone, next_start_at=None, next_place=None),
            ("0 visits are now on it.", "Nothing is left for you on this day."),
        ),
    ],
)
def test_plan_changed_says_how_many_and_what_is_next(
    facts: RouteFacts, lines: tuple[str, str]
) -> None:
    assert said(NoticeKind.PLAN_CHANGED, facts).paragraphs == (
        *lines,
        "Your calendar shows the new times.",
    )


def test_message_takes_braces_in_facts_as_they_are() -> None:
    facts = replace(
        VISIT, answers_name="{phone} {0} {{}}", window_to_at=VISIT.window_to_at + timedelta(0)
    )

    assert (
        "{phone} {0} {{}} answers for your visit: +371 60000000."
        in said(NoticeKind.BOOKED, facts).paragraphs
    )


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(99, "99 minutes"), (100, "about 2 hours"), (149, "about 2 hours"), (240, "about 4 hours")],
)
def test_long_delay_is_told_in_hours(minutes: int, words: str) -> None:
    english = words_in("en")

    said = [
        cause(english, CauseKind.OVERRUN, minutes, "Jānis"),
        cause(english, CauseKind.LATE_START, minutes, "Jānis"),
        earlier_cause(english, "Repair", "10:00", minutes, 0),
    ]

    assert all(words in each for each in said)
