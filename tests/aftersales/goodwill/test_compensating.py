"""A broken promise is made up for once, from its budget, with an apology; one that the customer released never is."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest

from aftersales.goodwill import approve_grant, set_budget
from aftersales.goodwill.compensating import compensate_broken
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.parts import Parts
from aftersales.promises import judge_arrival, judge_run_out, release_promises
from aftersales.records import (
    Appointment,
    GoodwillBudget,
    GoodwillGrant,
    GoodwillPurpose,
    GoodwillState,
    Promise,
    PromiseKind,
    PromiseState,
    Role,
)
from aftersales.words import words_in
from tests.aftersales.conftest import Village
from tests.aftersales.goodwill.conftest import House
from tests.aftersales.questions import questions


def on(village: Village, **settings: object) -> Parts:
    """The installation with compensation switched on."""
    changed = village.parts.settings.model_copy(update={"compensation_on": True, **settings})
    return replace(village.parts, settings=changed)


def booked(village: Village) -> UUID:
    """A visit promised between 8 and 12 on Monday."""
    return village.book(village.moment(23, 9))


def run_out(village: Village, at: datetime) -> None:
    """It is that late, and whatever ran out is judged."""
    village.clock.move_to(at)
    with village.doing() as deed:
        judge_run_out(deed)


def arrived(village: Village, appointment_id: UUID, at: datetime) -> None:
    village.clock.move_to(at)
    with village.doing() as deed:
        visit = deed.session.get_one(Appointment, appointment_id)
        visit.arrived_at = at
        deed.add(visit)
        judge_arrival(deed, visit, at)


def grants(village: Village) -> list[GoodwillGrant]:
    return village.all_of(GoodwillGrant)


def said(village: Village) -> tuple[str, ...]:
    (notice,) = village.notices("compensation")
    return worded(NoticeKind.COMPENSATION, words_in("en"), notice.facts, "").paragraphs


def test_missed_visit_is_made_up_for_once_with_an_apology(village: Village) -> None:
    booked(village)
    run_out(village, village.moment(24, 13))
    parts = on(village)

    first, second = compensate_broken(parts), compensate_broken(parts)

    (row,) = grants(village)
    assert (first, second) == (1, 0)
    assert (row.state, row.amount_cents, row.remedy) == (GoodwillState.GRANTED, 3_000, "credit")
    assert (row.purpose, row.authority) == (GoodwillPurpose.COMPENSATION, "rules")
    assert said(village)[0] == "We are sorry."
    assert (
        "We promised to be with you between 08:00 and 12:00 on Monday, 23 November, and nobody came."
        in said(village)
    )
    assert "You get a credit of 30.00 EUR. You need not ask for it." in said(village)
    (budget,) = village.all_of(GoodwillBudget)
    assert (budget.purpose, budget.spent_cents) == (GoodwillPurpose.COMPENSATION, 3_000)


def test_visit_that_may_still_come_is_waited_for(village: Village) -> None:
    visit = booked(village)
    run_out(village, village.moment(23, 12, 1))
    parts = on(village)
    early = compensate_broken(parts)
    with village.doing() as deed:
        row = deed.session.get_one(Appointment, visit)
        row.arrived_at = village.moment(23, 12, 59)
        deed.add(row)
    village.clock.move_to(village.moment(24, 13))

    late = compensate_broken(parts)

    assert (early, late, grants(village)) == (0, 0, [])  # 59 minutes are not an hour


def test_late_visit_is_worth_less_than_a_missed_one(village: Village) -> None:
    visit = booked(village)
    arrived(village, visit, village.moment(23, 13))

    compensate_broken(on(village))

    (row,) = grants(village)
    assert (row.amount_cents, row.proposal["minutes_late"]) == (1_000, 60)
    assert any("and came later." in paragraph for paragraph in said(village))


@pytest.mark.parametrize("state", [PromiseState.KEPT, PromiseState.RELEASED])
def test_promise_that_was_kept_or_released_is_not_paid_for(
    village: Village, state: PromiseState
) -> None:
    visit = booked(village)
    if state is PromiseState.KEPT:
        arrived(village, visit, village.moment(23, 12))
    else:
        with village.doing() as deed:
            release_promises(deed, deed.session.get_one(Appointment, visit))
    run_out(village, village.moment(24, 13))

    made = compensate_broken(on(village))

    assert [row.state for row in village.promises(visit)] == [state]
    assert (made, grants(village)) == (0, [])


def test_customer_who_was_told_in_time_is_paid_only_where_the_shop_says_so(
    village: Village,
) -> None:
    visit = booked(village)
    run_out(village, village.moment(24, 13))
    with village.doing() as deed:
        (promise,) = village.promises(visit)
        row = deed.session.get_one(Promise, promise.id)
        row.state = PromiseState.BROKEN_TOLD
        deed.add(row)

    told, also = (
        compensate_broken(on(village)),
        compensate_broken(on(village, compensation_if_told=True)),
    )

    assert (told, also) == (0, 1)


def test_nothing_is_paid_while_it_is_off_or_for_what_is_long_ago(village: Village) -> None:
    booked(village)
    run_out(village, village.moment(24, 13))

    off = compensate_broken(village.parts)
    village.clock.move_to(village.clock.now() + timedelta(days=15))
    late = compensate_broken(on(village))

    assert (off, late, grants(village)) == (0, 0, [])


def test_two_broken_promises_of_one_visit_are_made_up_for_once(village: Village) -> None:
    visit = booked(village)
    run_out(village, village.moment(24, 13))
    with village.doing() as deed:
        (promise,) = village.promises(visit)
        deed.add(
            Promise(
                **promise.model_dump(exclude={"id", "kind"}),
                id=deed.new_id(),
                kind=PromiseKind.ETA,
            )
        )
    parts = on(village)

    assert (compensate_broken(parts), compensate_broken(parts)) == (1, 0)


def test_promised_news_that_never_came_is_made_up_for(house: House) -> None:
    house.case()
    run_out(house.village, house.village.clock.now() + timedelta(hours=27))

    compensate_broken(on(house.village))

    (row,) = grants(house.village)
    assert (row.amount_cents, row.proposal["rule"]) == (500, "silent")
    assert "We promised you news by 09:00 on Monday, 23 November, and did not keep it." in said(
        house.village
    )


def test_beyond_the_budget_a_person_decides_and_can_raise_it(house: House) -> None:
    village = house.village
    house.hire("Mara", Role.MANAGER, is_on_call=True)
    booked(village)
    run_out(village, village.moment(24, 13))
    parts = on(village, compensation_budget_cents=2_999)

    made, again = compensate_broken(parts), compensate_broken(parts)

    (row,) = grants(village)
    assert (made, again, row.state) == (0, 0, GoodwillState.ASKED)
    assert village.notices("compensation") == []
    assert len(village.notices("approval_needed")) == 1
    with village.doing() as deed:
        today = village.moment(24, 13).date()
        set_budget(deed, village.territory, GoodwillPurpose.COMPENSATION, today, 3_000)
        approve_grant(deed, Role.MANAGER, deed.session.get_one(GoodwillGrant, row.id))
    assert house.granted(row).state is GoodwillState.GRANTED
    assert any("nobody came." in paragraph for paragraph in said(village))


def test_two_rounds_at_once_make_up_for_it_once(village: Village) -> None:
    booked(village)
    run_out(village, village.moment(24, 13))
    parts, start = on(village), Barrier(4)

    def one(_number: int) -> int:
        start.wait()
        return compensate_broken(parts)

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(one, range(4)))

    assert (sum(made), len(grants(village))) == (1, 1)
    assert len(village.notices("compensation")) == 1


def test_promises_that_nothing_is_owed_for_are_looked_at_with_as_many_questions(
    village: Village,
) -> None:
    parts = on(village, compensation_missed_cents=0, compensation_late_cents=0)
    booked(village)
    run_out(village, village.moment(24, 13))
    with questions(parts.store) as few:
        compensate_broken(parts)
    for number in (1, 2):
        village.book(village.moment(24, 15), crew=(number,))
    run_out(village, village.moment(25, 23))

    with questions(parts.store) as many:
        assert compensate_broken(parts) == 0

    states = [each.state for each in village.all_of(Promise)]
    assert states == [PromiseState.BROKEN_UNTOLD] * 3
    assert len(many) == len(few)
