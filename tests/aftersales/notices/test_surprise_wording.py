"""A small surprise is told whole and warmly, whatever it is and whatever it is for."""

from dataclasses import replace
from datetime import date

import pytest

from aftersales.notices.facts import to_json
from aftersales.notices.goodwill_facts import SurpriseFacts
from aftersales.notices.kinds import CAN_WAIT, NoticeKind
from aftersales.notices.wording import worded
from aftersales.words import words_in
from warranty.goodwill.surprises import Occasion, SurpriseKind

FACTS = SurpriseFacts(
    reference="G-2345678",
    kind="upgrade",
    gift="Delivery in the evening",
    amount_cents=1_000,
    currency="EUR",
    occasion="registration",
    number=1,
    ends_on=date(2027, 5, 22),
    work_reference="W-2345678",
    answers_name="Eva Office",
    answers_phone="+371 60000000",
)


def said(facts: SurpriseFacts) -> tuple[str, ...]:
    """The paragraphs that a customer reads."""
    return worded(NoticeKind.SURPRISE, words_in("en"), to_json(facts), "").paragraphs


@pytest.mark.parametrize(
    ("occasion", "number", "sentence"),
    [
        (Occasion.ANNIVERSARY, 1, "You have been our customer for 1 year."),
        (Occasion.REGISTRATION, 3, "You have registered 3 products with us."),
        (Occasion.AFTER_DELAY, 1, "You were patient with us when a visit was late."),
        (Occasion.CLAIM_FREE, 4, "You have had no claim for 4 years."),
    ],
)
def test_letter_begins_with_what_it_is_for(occasion: Occasion, number: int, sentence: str) -> None:
    facts = replace(FACTS, occasion=occasion.value, number=number)

    assert said(facts)[0] == sentence


@pytest.mark.parametrize(
    ("kind", "gift", "how"),
    [
        (SurpriseKind.UPGRADE, "Delivery in the evening", "with your next order or visit until"),
        (SurpriseKind.EARLIER_SLOT, "an earlier visit", "Your visit W-2345678 goes ahead"),
        (SurpriseKind.VOUCHER, "a voucher for 10.00 EUR", "Name G-2345678 when you pay, until"),
    ],
)
def test_letter_says_what_it_is_and_how_to_take_it(kind: SurpriseKind, gift: str, how: str) -> None:
    paragraphs = said(replace(FACTS, kind=kind.value))

    assert paragraphs[1].endswith(f"a small surprise for you: {gift}.")
    assert how in paragraphs[2]


def test_letter_without_a_number_to_call_names_nobody() -> None:
    assert "Eva Office" in " ".join(said(FACTS))
    assert "Eva Office" not in " ".join(said(replace(FACTS, answers_phone="")))


def test_surprise_waits_for_the_end_of_quiet_hours() -> None:
    assert NoticeKind.SURPRISE in CAN_WAIT
