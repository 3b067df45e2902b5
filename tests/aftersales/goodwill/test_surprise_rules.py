"""Rules of surprises: refused where they make no sense, paused and ended, previewed before they are made."""

from dataclasses import replace
from datetime import date

import pytest

from aftersales.errors import Collision, IllegalMove, NotUnderstood
from aftersales.goodwill.surprises import checked_terms, move_rule, preview_rule
from aftersales.goodwill.surprises.previewing import SurprisePreview
from aftersales.queries.surprises import rules_with_sums
from aftersales.records import Surprise, SurpriseRule, SurpriseRuleState
from tests.aftersales.conftest import Village
from tests.aftersales.goodwill.conftest import House
from tests.aftersales.goodwill.surprised import (
    FIVE_YEARS,
    TODAY,
    bought,
    neighbours,
    ruled,
    surprised,
)
from warranty import Money, sentence
from warranty.goodwill.surprises import Occasion, SurpriseKind


def looked(village: Village, **changes: object) -> SurprisePreview:
    """What the rule would do now."""
    settings = village.parts.settings
    terms = checked_terms(settings, replace(FIVE_YEARS, **changes), TODAY)  # type: ignore[arg-type] # passed on
    with village.parts.store.reading() as session:
        return preview_rule(session, settings, terms, village.clock.now())


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"worth_cents": 0}, ["worth_cents"]),
        ({"worth_cents": 5_001}, ["worth_cents"]),
        ({"kind": SurpriseKind.UPGRADE, "gift": " "}, ["gift"]),
        ({"number": 0}, ["number"]),
        ({"number": 51}, ["number"]),
        ({"every_months": 0}, ["every_months"]),
        ({"every_months": 121}, ["every_months"]),
        ({"starts_on": date(2027, 1, 1)}, ["ends_on"]),
        ({"ends_on": date(2026, 11, 22)}, ["ends_on"]),
        ({"most_a_day": 0}, ["most_a_day"]),
        ({"most_a_day": 101}, ["most_a_day"]),
        ({"most": 0, "most_a_day": 1}, ["most", "most_a_day"]),
        ({"valid_days": 0}, ["valid_days"]),
    ],
)
def test_rule_that_makes_no_sense_is_refused_place_by_place(
    village: Village, changes: dict[str, object], where: list[str]
) -> None:
    with pytest.raises(NotUnderstood, match="Correct what is named") as refused:
        ruled(village, **changes)  # type: ignore[arg-type] # its code is left as it is

    assert [each.where for each in refused.value.problems] == where
    assert village.all_of(SurpriseRule) == []


def test_rule_about_a_delay_needs_no_number(village: Village) -> None:
    assert ruled(village, occasion=Occasion.AFTER_DELAY, number=0).number == 1


def test_code_of_a_rule_is_given_once(village: Village) -> None:
    ruled(village)

    with pytest.raises(Collision, match="There is a rule five-years already"):
        ruled(village)


def test_rule_is_paused_goes_on_and_ends_for_good(village: Village) -> None:
    rule = ruled(village)
    for state in (
        SurpriseRuleState.PAUSED,
        SurpriseRuleState.ACTIVE,
        SurpriseRuleState.PAUSED,
        SurpriseRuleState.ENDED,
    ):
        with village.doing() as deed:
            move_rule(deed, deed.session.get_one(SurpriseRule, rule.id), state)

    (kept,) = village.all_of(SurpriseRule)
    assert (kept.state, kept.revision) == (SurpriseRuleState.ENDED, 5)
    with pytest.raises(IllegalMove), village.doing() as deed:
        move_rule(deed, deed.session.get_one(SurpriseRule, rule.id), SurpriseRuleState.ACTIVE)


def test_list_says_how_often_each_rule_gave_and_what_that_cost(village: Village) -> None:
    neighbours(village, 2)
    first = ruled(village)
    second = ruled(village, "later", number=6)

    surprised(village)

    with village.parts.store.reading() as session:
        found = [(row.id, *sums) for row, *sums in rules_with_sums(session, 10)]
    assert found == [(second.id, 0, 0), (first.id, 2, 2_000)]


def test_preview_says_whom_it_meets_what_it_costs_and_what_speaks_against_others(
    house: House,
) -> None:
    village = house.village
    bought(village)
    neighbours(village, 3)
    house.case()

    preview = looked(village, most_a_day=2)

    assert (preview.fits, preview.given) == (3, 2)
    assert (preview.cost, preview.left) == (Money("EUR", 2_000), Money("EUR", 50_000))
    assert {sentence(reason): number for reason, number in preview.against.items()} == {
        "A case is open, and its answer is owed first.": 1
    }
    assert village.all_of(Surprise) == []


def test_preview_of_an_occasion_that_nobody_has_meets_nobody(village: Village) -> None:
    preview = looked(village, occasion=Occasion.AFTER_DELAY)

    assert (preview.fits, preview.given, preview.cost.minor, preview.against) == (0, 0, 0, {})
