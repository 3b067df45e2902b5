"""A buyer's choices: what was remembered, what was sent, and what can no longer be chosen."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import select

from aftersales.appointments import advance
from aftersales.cases import advance_case
from aftersales.choices import (
    DAYS_AHEAD,
    call_me,
    days_to_choose,
    keep_visit,
    move_visit,
    resolve_choice,
    visit_of_link,
    wished_half,
)
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere, NotUnderstood, Problem
from aftersales.identifiers import link_token
from aftersales.links import issue_link
from aftersales.notices.delivery import send_due
from aftersales.queries.bookings import wished_windows_of
from aftersales.queries.visits import UNDER_WAY, Visit
from aftersales.records import (
    Appointment,
    AppointmentState,
    Case,
    CaseState,
    Event,
    Link,
    LinkPurpose,
    Promise,
    PromiseKind,
    PromiseState,
    WorkOrder,
)
from aftersales.sla import next_update_by
from aftersales.technicians import DayPlan, add_shift
from tests.aftersales.conftest import MONDAY, Village, visit_in

WEDNESDAY = date(2026, 11, 25)
Choosing = Callable[[Deed, Visit], object]


@pytest.fixture
def working(village: Village) -> Village:
    """A village where somebody works from Monday on, every day but Sunday the 29th, for two weeks."""
    with village.doing() as deed:
        for days in range(14):
            on = MONDAY + timedelta(days=days)
            if on != date(2026, 11, 29):
                plan = DayPlan(from_time=time(8), to_time=time(16))
                add_shift(deed, village.technicians[days % 2], "Europe/Vaduz", on, plan)
    return village


def choose(village: Village, how: Choosing) -> Visit:
    """A buyer's choice about a visit on Tuesday; answers the visit as it stands then."""
    booked = village.book(village.moment(24, 9))
    with village.doing() as deed:
        how(deed, visit_in(deed.session, booked))
    return village.visit(booked)


def events(village: Village) -> list[str]:
    return [event.what for event in village.all_of(Event)]


def test_kept_visit_remembers_the_choice_and_sends_nothing(working: Village) -> None:
    visit = choose(working, keep_visit)

    assert visit.appointment.customer_choice == "keep"
    assert visit.appointment.revision == 1
    assert events(working)[-1] == "buyer_keeps"
    assert [notice.kind for notice in working.notices()] == ["booked"]
    assert working.all_of(Case) == []


def test_moved_visit_remembers_the_wish_and_promises_an_answer(working: Village) -> None:
    visit = choose(working, lambda deed, visit: move_visit(deed, visit, WEDNESDAY, 1))

    now = working.clock.now()
    by = next_update_by(working.parts.settings, visit.territory, now)
    with working.parts.store.reading() as session:
        (window,) = wished_windows_of(session, [visit.work_order.id])[visit.work_order.id]
    (case,) = working.all_of(Case)
    update = next(each for each in working.all_of(Promise) if each.case_id == case.id)
    assert (window.local_from, window.local_to) == (
        datetime(2026, 11, 25, 12),
        datetime(2026, 11, 25, 16),
    )
    assert (visit.appointment.customer_choice, visit.appointment.revision) == ("move", 2)
    assert visit.work_order.revision == 3  # booked, then wished anew
    assert (case.subject, case.description, case.next_update_at) == (
        "Installation: washing machine",
        f"{visit.work_order.reference}: the buyer moves the visit.",
        by,
    )
    assert (update.kind, update.to_at) == (PromiseKind.NEXT_UPDATE, by)
    assert working.cells() != {}  # the visit stands until the next plan
    send_due(working.parts)
    assert sorted(str(mail["Subject"]).split(" (")[0] for mail in working.mail()) == [
        "We have your request",
        "Your visit on Tuesday, 24 November",
    ]


def test_call_is_owned_by_somebody_and_keeps_an_earlier_choice(working: Village) -> None:
    visit = choose(working, call_me)
    assert visit.appointment.customer_choice == "call"

    with working.doing() as deed:
        keep_visit(deed, visit_in(deed.session, visit.appointment.id))
        call_me(deed, visit_in(deed.session, visit.appointment.id))

    assert working.visit(visit.appointment.id).appointment.customer_choice == "keep"
    assert {case.description for case in working.all_of(Case)} == {
        f"{visit.work_order.reference}: the buyer asks for a call."
    }
    assert len(working.notices("case_received")) == 1
    assert events(working)[-1] == "case_repeated"


def test_call_after_the_case_is_resolved_is_a_new_one(working: Village) -> None:
    visit = choose(working, call_me)
    with working.doing() as deed:
        advance_case(deed, deed.session.exec(select(Case)).one(), CaseState.RESOLVED)

    with working.doing() as deed:
        call_me(deed, visit_in(deed.session, visit.appointment.id))

    assert [case.state for case in working.all_of(Case)] == [CaseState.RESOLVED, CaseState.NEW]


def test_choice_that_was_fulfilled_settles_its_case(working: Village) -> None:
    visit = choose(working, lambda deed, visit: move_visit(deed, visit, WEDNESDAY, 0))

    for _ in range(2):  # the second time there is nothing left to settle
        with working.doing() as deed:
            resolve_choice(deed, deed.session.get_one(Appointment, visit.appointment.id))

    (case,) = working.all_of(Case)
    assert case.state is CaseState.RESOLVED
    assert working.visit(visit.appointment.id).appointment.customer_choice is None
    assert [each.state for each in working.all_of(Promise) if each.case_id] == [PromiseState.KEPT]


def test_fulfilled_choice_without_a_case_is_only_cleared(working: Village) -> None:
    visit = choose(working, keep_visit)

    with working.doing() as deed:
        resolve_choice(deed, deed.session.get_one(Appointment, visit.appointment.id))

    assert working.visit(visit.appointment.id).appointment.customer_choice is None


@pytest.mark.parametrize("state", [*UNDER_WAY, AppointmentState.DONE, AppointmentState.CANCELLED])
@pytest.mark.parametrize(
    "how",
    [keep_visit, lambda deed, visit: move_visit(deed, visit, WEDNESDAY, 0)],
    ids=["keep", "move"],
)
def test_visit_that_has_begun_or_is_over_can_no_longer_be_changed(
    working: Village, how: Choosing, state: AppointmentState
) -> None:
    def too_late(deed: Deed, visit: Visit) -> None:
        visit.appointment.state = state
        deed.session.flush()
        how(deed, visit)

    with pytest.raises(NotAllowed, match=r"has begun or is over\. Please call us"):
        choose(working, too_late)

    assert working.all_of(Case) == []


def test_call_is_possible_while_the_technician_is_on_the_way(working: Village) -> None:
    def calling(deed: Deed, visit: Visit) -> None:
        advance(deed, visit.appointment, AppointmentState.EN_ROUTE)
        call_me(deed, visit)

    choose(working, calling)

    assert len(working.all_of(Case)) == 1


@pytest.mark.parametrize(
    ("on", "half"),
    [
        (MONDAY, 0),  # today
        (date(2026, 11, 29), 0),  # nobody works
        (date(2026, 12, 6), 0),  # too far ahead
        (WEDNESDAY, 2),
        (WEDNESDAY, -1),
    ],
)
def test_day_on_which_nobody_can_come_is_refused_and_changes_nothing(
    working: Village, on: date, half: int
) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        choose(working, lambda deed, visit: move_visit(deed, visit, on, half))

    assert refusal.value.problems == (Problem("day", "choose one of the days shown"),)
    assert working.all_of(Case) == []
    assert [order.revision for order in working.all_of(WorkOrder)] == [2]


def test_days_to_choose_are_those_from_tomorrow_on_which_somebody_works(working: Village) -> None:
    with working.parts.store.reading() as session:
        days = days_to_choose(session, working.territory, working.clock.now())

    expected = [MONDAY + timedelta(days=number) for number in range(1, DAYS_AHEAD)]
    assert days == [day for day in expected if day != date(2026, 11, 29)]


def test_wished_half_reads_only_what_was_shown() -> None:
    days = [WEDNESDAY, WEDNESDAY + timedelta(days=1)]

    assert wished_half("2026-11-25/0", days) == (WEDNESDAY, 0)
    assert wished_half("2026-11-26/1", days) == (days[1], 1)
    for choice in ("2026-11-25/2", "2026-11-27/0", "2026-11-25", "", "../0"):
        with pytest.raises(NotUnderstood, match="Please choose one of the times shown"):
            wished_half(choice, days)


def test_link_of_the_notice_leads_to_the_visit_until_it_expires(working: Village) -> None:
    booked = working.book(working.moment(24, 9))
    (link,) = working.all_of(Link)
    token = link_token(working.parts.secret, link.id)

    with working.parts.store.reading() as session:
        assert visit_of_link(session, working.clock.now(), token).appointment.id == booked
        assert link.expires_at == working.moment(24, 12) + timedelta(days=60)
        with pytest.raises(NotThere):
            visit_of_link(session, link.expires_at, token)


def test_link_to_a_visit_that_is_gone_says_so(working: Village) -> None:
    with working.doing() as deed:
        token = link_token(
            working.parts.secret, issue_link(deed, LinkPurpose.VISIT, working.customer.id)
        )

    with (
        working.parts.store.reading() as session,
        pytest.raises(NotThere, match=r"This visit does not exist any more\. Please call us"),
    ):
        visit_of_link(session, working.clock.now(), token)
