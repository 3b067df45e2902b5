"""A message that was set aside gets its place in a case when somebody sees that a person wrote it."""

from __future__ import annotations

import pytest

from aftersales.deed import SYSTEM
from aftersales.errors import NotAllowed, NotThere
from aftersales.inbound.intake import take_in_mail
from aftersales.inbound.rescuing import INTAKE_MOVES, may_be_rescued, rescue
from aftersales.records import Case, Intake, IntakeOutcome, ThreadMessage
from tests.aftersales.conftest import Village
from tests.aftersales.inbound.letters import raw


def test_a_letter_that_looked_like_a_machines_opens_its_case(village: Village) -> None:
    row = take_in_mail(village.parts, SYSTEM, raw("It leaks.\n\n-- \nAnna", precedence="bulk"))
    assert may_be_rescued(row)

    with village.doing() as deed:
        rescue(deed, row.id)

    (case,), (message,), (kept,) = (
        village.all_of(Case),
        village.all_of(ThreadMessage),
        village.all_of(Intake),
    )
    assert (message.case_id, message.text, message.address) == (
        case.id,
        "It leaks.",
        "anna@example.lv",
    )
    assert (message.who, case.subject) == ("Anna Berzina", "Help")
    assert (kept.outcome, kept.message_id) == (IntakeOutcome.THREAD, message.id)
    assert take_in_mail(village.parts, SYSTEM, raw("It leaks.", precedence="bulk")).id == row.id
    with village.doing() as deed, pytest.raises(NotAllowed):
        rescue(deed, row.id)


def test_the_form_of_a_website_is_answered_where_its_writer_wants(village: Village) -> None:
    form = raw(
        "It leaks.",
        auto_submitted="auto-generated",
        **{"from": "Form <form@shop.example>", "reply_to": "Anna <anna@example.lv>"},
    )
    row = take_in_mail(village.parts, SYSTEM, form)

    with village.doing() as deed:
        rescue(deed, row.id)

    (message,) = village.all_of(ThreadMessage)
    assert (message.who, message.address) == ("Anna", "anna@example.lv")


def test_what_nobody_can_be_answered_for_is_not_rescued(village: Village) -> None:
    bounce = take_in_mail(
        village.parts, SYSTEM, raw(**{"from": "MAILER-DAEMON@mx.example", "message_id": "<2@mx>"})
    )

    with village.doing() as deed, pytest.raises(NotAllowed):
        rescue(deed, bounce.id)
    with village.doing() as deed, pytest.raises(NotThere):
        rescue(deed, deed.new_id())
    assert village.all_of(Case) == []


def test_every_outcome_has_its_place_in_the_graph_and_leads_only_into_a_thread() -> None:
    assert set(INTAKE_MOVES) == set(IntakeOutcome)
    assert {end for ends in INTAKE_MOVES.values() for end in ends} == {IntakeOutcome.THREAD}
