"""A cover that asks for maintenance is never refused for a missing one: it is in doubt, and the rest still answers."""

from dataclasses import replace
from datetime import date

import pytest

from warranty import (
    AnswerState,
    Cover,
    CoverKind,
    CoverTerm,
    ReasonCode,
    StartBasis,
    UnitFacts,
    WarrantyTerms,
    covers_of,
    entitlement_on,
)

LEGAL = Cover(
    kind=CoverKind.LEGAL_GUARANTEE,
    provider="seller",
    starts_on=date(2024, 6, 9),
    ends_on=date(2027, 6, 9),
    counted_from=StartBasis.DELIVERY,
    source="PT: Decreto-Lei 84/2021",
    is_transferable=None,
)
MAKERS = Cover(
    kind=CoverKind.MAKERS_WARRANTY,
    provider="Acme",
    starts_on=date(2024, 6, 9),
    ends_on=date(2034, 6, 9),
    counted_from=StartBasis.DELIVERY,
    source="Booklet 2024, page 3",
    requires_maintenance=True,
)
MISSED = date(2028, 5, 1)
LATE = date(2028, 8, 1)


def test_missing_maintenance_leaves_the_answer_open_and_says_what_to_show() -> None:
    found = entitlement_on(LATE, (LEGAL, MAKERS), country="PT", missed_maintenance_on=MISSED)

    assert (found.parts.state, found.parts.percent, found.answering) == (AnswerState.UNKNOWN, 0, ())
    assert found.parts.sentence == (
        "The maker's warranty asks for maintenance that was due on 1 May 2028, and we know of none; "
        "please show us that it was done, or ask us before you pay for a repair."
    )
    assert found.sentence == found.parts.sentence


def test_cover_answers_while_no_maintenance_is_missing() -> None:
    found = entitlement_on(LATE, (LEGAL, MAKERS), country="PT")

    assert found.sentence == (
        "Parts, labour and travel are covered by the maker's warranty until 9 June 2034."
    )


def test_law_answers_whatever_was_maintained() -> None:
    on = date(2026, 8, 1)

    found = entitlement_on(
        on, (MAKERS, LEGAL), country="PT", missed_maintenance_on=date(2026, 5, 1)
    )

    assert (found.parts.state, found.parts.cover) == (AnswerState.COVERED, LEGAL)


def test_cover_that_asks_for_nothing_answers_all_the_same() -> None:
    found = entitlement_on(
        LATE,
        (replace(MAKERS, requires_maintenance=False),),
        country="PT",
        missed_maintenance_on=MISSED,
    )

    assert found.parts.state is AnswerState.COVERED


def test_end_of_the_cover_is_named_before_its_maintenance() -> None:
    found = entitlement_on(
        date(2035, 1, 1), (MAKERS,), country="PT", missed_maintenance_on=date(2034, 5, 1)
    )

    assert found.parts.reason.code is ReasonCode.ENDED


def test_terms_hand_on_that_they_ask_for_maintenance() -> None:
    unit = UnitFacts(model="B-1", serial=None, country="PT", purchased_on=date(2024, 6, 9))
    term = CoverTerm(
        kind=CoverKind.MAKERS_WARRANTY,
        provider="Acme",
        starts=StartBasis.PURCHASE,
        months=24,
        source="Booklet",
        requires_maintenance=True,
    )

    legal, makers = covers_of(unit, WarrantyTerms("B-1", (term,)))

    assert (legal.requires_maintenance, makers.requires_maintenance) == (False, True)


@pytest.mark.parametrize(
    "kind", [CoverKind.LEGAL_GUARANTEE, CoverKind.REPAIR_WARRANTY, CoverKind.GOODWILL]
)
def test_only_terms_of_a_sale_ask_for_maintenance(kind: CoverKind) -> None:
    with pytest.raises(ValueError, match="asks for no maintenance"):
        replace(MAKERS, kind=kind)
