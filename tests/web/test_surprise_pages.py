"""Small surprises on pages: rules are looked at before they are made, paused and ended; what nobody was told is handed over."""

import re

import pytest

from aftersales.queries.surprises import rule_by_code, surprises_of
from aftersales.records import Role, SurpriseRule, SurpriseRuleState
from aftersales.settings import Settings
from aftersales.words import words_in
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.surprised import CODE, surprised_in
from tests.web.test_customer_pages import sent
from web.pages.goodwill_words import loyalty_said

PATH = "/goodwill/surprises"
FORM = {
    "code": "five-years",
    "kind": "voucher",
    "worth_cents": "10.00",
    "gift": "",
    "occasion": "anniversary",
    "number": "5",
    "every_months": "12",
    "starts_on": "2026-11-23",
    "ends_on": "31.12.2026",
    "most_a_day": "10",
    "most": "100",
    "valid_days": "180",
}


def rule_in(world: World, code: str) -> SurpriseRule | None:
    with world.parts.store.reading() as session:
        return rule_by_code(session, code)


def test_page_says_that_nobody_is_surprised_before_there_is_a_rule(
    people: People, world: World
) -> None:
    text = people.client(Role.MANAGER).get(PATH).text

    assert "There is no rule yet, so nobody is surprised." in text
    assert "500.00 EUR of 500.00 EUR are left until 30 November 2026." in text
    names = re.findall(r' id="([^"]+)"', text)
    assert len(names) == len(set(names))


def test_goodwill_leads_managers_to_the_rules_and_nobody_else(people: People) -> None:
    manager = people.client(Role.MANAGER).get("/goodwill").text
    support = people.client(Role.SUPPORT)

    assert f'href="{PATH}"' in manager
    assert f'href="{PATH}"' not in support.get("/goodwill").text
    assert support.get(PATH).status_code == 403


def test_rule_is_looked_at_and_nothing_is_kept(people: People, world: World) -> None:
    surprised_in(world)
    manager, before = people.client(Role.MANAGER), world.dump()

    status, text = sent(manager, PATH, **FORM | {"number": "10", "way": "look"})

    assert status == 200
    assert "The rule fits 0 customers now." in text
    assert "Today it would surprise 0, which costs 0.00 EUR; 485.00 EUR of the budgets" in text
    assert "1: There was a surprise already, and the rule waits 12 months." in text
    assert 'value="five-years"' in text
    assert world.dump() == before


def test_rule_is_made_shown_paused_and_ended(people: People, world: World) -> None:
    manager = people.client(Role.MANAGER)

    status, text = sent(manager, PATH, **FORM, way="add")

    row = rule_in(world, "five-years")
    assert row is not None
    assert (status, row.worth_cents, row.state) == (200, 1_000, SurpriseRuleState.ACTIVE)
    assert "a voucher for 10.00 EUR" in text
    assert "Years since the first purchase: 5" in text
    assert "0 of 100" in text
    _, paused = sent(manager, f"{PATH}/{row.id}/pause")
    assert "paused" in paused
    sent(manager, f"{PATH}/{row.id}/resume")
    sent(manager, f"{PATH}/{row.id}/end")
    refused, again = sent(manager, f"{PATH}/{row.id}/resume")
    ended = rule_in(world, "five-years")
    assert ended is not None
    assert (ended.state, refused) == (SurpriseRuleState.ENDED, 409)
    assert "This is not possible, or no longer." in again


def test_code_that_is_taken_and_a_step_that_is_none_are_refused(
    people: People, world: World
) -> None:
    surprised_in(world)
    manager = people.client(Role.MANAGER)

    taken, text = sent(manager, PATH, **FORM | {"code": CODE, "way": "add"})
    row = rule_in(world, CODE)
    assert row is not None
    lost, _ = sent(manager, f"{PATH}/{row.id}/double")
    gone, _ = sent(manager, f"{PATH}/{world.unit_id}/pause")

    assert (taken, lost, gone) == (422, 404, 404)
    assert "Another rule has this code." in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "five years"}, "Write letters, digits and dashes, such as five-years."),
        ({"worth_cents": "50.01"}, "A surprise is small: write an amount up to 50.00 EUR."),
        ({"worth_cents": "much"}, "A surprise is small: write an amount up to 50.00 EUR."),
        ({"kind": "upgrade"}, "Say what it is, as the customer reads it."),
        ({"number": "x"}, "Write a number from 1 to 50."),
        ({"every_months": "121"}, "Write a number from 1 to 120."),
        ({"starts_on": "soon"}, "Write a day such as 2026-11-23."),
        ({"ends_on": "2026-11-22"}, "Write a day from today on that is not before the first day."),
        ({"most_a_day": "101"}, "Write a number from 1 on that is not more than in all."),
        ({"valid_days": "0"}, "Write a number from 1 on."),
    ],
)
def test_field_that_does_not_fit_says_what_to_write_and_nothing_is_lost(
    people: People, world: World, changes: dict[str, str], said: str
) -> None:
    status, text = sent(people.client(Role.MANAGER), PATH, **FORM | changes | {"way": "add"})

    assert status == 422
    assert said in text
    (value,) = changes.values()
    assert f'value="{value}"' in text
    assert rule_in(world, "five-years") is None


def test_customer_shows_what_is_to_be_handed_over_until_somebody_has(
    people: People, world: World
) -> None:
    customer_id = surprised_in(world)
    support = people.client(Role.SUPPORT)
    with world.parts.store.reading() as session:
        ((row, _rule, grant),) = surprises_of(session, customer_id, 5)

    before = support.get(f"/customers/{customer_id}").text
    status, after = sent(support, f"/customers/{customer_id}/surprises/{row.id}")
    again, _ = sent(support, f"/customers/{customer_id}/surprises/{row.id}")
    other = world.customers[0].id
    strange, _ = sent(support, f"/customers/{other}/surprises/{row.id}")

    assert "To hand over in person at the next visit or call, until 22 May 2027." in before
    assert f'href="/goodwill/grants/{grant.id}"' in before
    assert "Delivery in the evening (15.00 EUR)" in before
    assert (status, again, strange) == (200, 409, 404)
    assert "handed over on 23 November 2026" in after
    assert "To hand over in person" not in after


def test_customer_shows_years_and_worth_and_how_little_they_count(
    people: People, world: World
) -> None:
    text = people.client(Role.SUPPORT).get(f"/customers/{surprised_in(world)}").text

    assert "with us since 23 November 2016." in text
    assert "Bought for 999.00 CHF." in text
    assert "Loyalty moves a proposal by 20 of 100 points at most." in text


def test_sentence_about_loyalty_says_what_the_shop_has_settled() -> None:
    settled = Settings(secret_key="x" * 40, goodwill_points={"most_for_loyalty": 7})

    assert loyalty_said(words_in("en"), settled) == (
        "Loyalty moves a proposal by 7 of 100 points at most."
    )


def test_grant_of_a_surprise_leads_to_its_customer(people: People, world: World) -> None:
    customer_id = surprised_in(world)
    with world.parts.store.reading() as session:
        ((_row, _rule, grant),) = surprises_of(session, customer_id, 5)

    text = people.client(Role.MANAGER).get(f"/goodwill/grants/{grant.id}").text

    assert f'href="/customers/{customer_id}"' in text
    assert "Small surprises" in text
