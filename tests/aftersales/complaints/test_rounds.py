"""Time: complaints climb the ladder before a promise runs out, and customers are asked until they have said so."""

from datetime import timedelta
from threading import Event
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersales.complaints import (
    COMPLAINT_MOVES,
    accept_offer,
    acknowledge,
    decline_offer,
    investigate,
    make_offer,
    resolve,
    settle,
    watch_complaints,
)
from aftersales.complaints.settling import MOST_ASKED
from aftersales.errors import AftersalesError, NotAllowed, NotUnderstood
from aftersales.jobs.rounds import rounds
from aftersales.queries.complaints import complaints_due
from aftersales.queries.conversations import cases_by_subject
from aftersales.records import (
    Case,
    CaseState,
    Complaint,
    ComplaintState,
    JobKind,
    OfferState,
    Promise,
    PromiseState,
    User,
)
from tests.aftersales.complaints.conftest import VOUCHER, Office

DONE = "The voucher was sent."


def resolved(office: Office) -> Complaint:
    complaint, offer = office.offered()
    office.acted(complaint, lambda deed, row: accept_offer(deed, row, offer.id))
    office.acted(complaint, lambda deed, row: resolve(deed, row, DONE))
    return complaint


def due_now(office: Office, days: int = 0) -> list[UUID]:
    """The complaints that a round after so many days would look at."""
    village = office.village
    with village.parts.store.reading() as session:
        until = village.clock.now() + timedelta(days=days)
        return list(complaints_due(session, until, MOST_ASKED))


def test_complaint_nobody_took_on_climbs_before_its_time_is_over(office: Office) -> None:
    complaint = office.opened()

    too_soon = office.after(hours=4, minutes=29)
    climbed = office.after(minutes=2)

    kept = office.kept(complaint)
    assert (too_soon, climbed) == (0, 1)
    assert (kept.state, kept.level, kept.owner_id) == (
        ComplaintState.ESCALATED,
        1,
        office.people["Mia"],
    )
    first, second = office.village.all_of(Promise)
    assert (first.state, second.state) == (PromiseState.KEPT, PromiseState.MADE)
    assert first.to_at > office.village.clock.now()
    assert watch_complaints(office.village.parts) == 0


def test_complaint_climbs_level_by_level_and_the_highest_goes_on_telling(office: Office) -> None:
    complaint = office.taken_on()

    levels = [office.kept(complaint).level]
    for days in (3, 1, 1, 3):
        office.after(days=days)
        levels.append(office.kept(complaint).level)

    assert levels == [0, 1, 2, 2, 2]
    assert office.kept(complaint).owner_id == office.people["Ada"]
    raised = [
        bool(each.facts["is_raised"]) for each in office.village.notices("complaint_escalated")
    ]
    assert raised == [True, True, False, False]


def test_level_without_anybody_is_passed_over(office: Office) -> None:
    complaint = office.opened()
    with office.village.doing() as deed:
        for name in ("Max", "Mia"):
            user = deed.session.get_one(User, office.people[name])
            user.is_active = False
            deed.add(user)

    office.after(hours=24)

    assert office.kept(complaint).owner_id == office.people["Ada"]
    assert office.kept(complaint).level == 2


def test_offer_without_an_answer_is_told_again_twice_and_then_waits_for_a_call(
    office: Office,
) -> None:
    complaint, _ = office.offered()

    went_on = [office.after(days=14) for _ in range(4)]

    assert went_on == [1, 1, 0, 0]
    assert office.kept(complaint).state is ComplaintState.OFFER_MADE
    assert len(office.village.notices("complaint_offer")) == 3
    assert office.offers(complaint)[0].state is OfferState.MADE


def test_complaint_that_waits_for_a_call_is_not_looked_at_round_after_round(
    office: Office,
) -> None:
    complaint, _ = office.offered()
    office.after(days=14)
    due_last = due_now(office)

    office.after(days=14)
    waits = due_now(office)
    with office.village.doing() as deed:
        deed.session.get_one(Complaint, complaint.id).wrote_at = deed.now

    assert (due_last, waits) == ([], [])
    assert due_now(office, days=14) == [complaint.id]


def test_accepted_offer_that_nobody_carries_out_climbs(office: Office) -> None:
    complaint, offer = office.offered()
    office.acted(complaint, lambda deed, row: accept_offer(deed, row, offer.id))

    office.after(days=5)

    assert office.kept(complaint).level == 1


def test_resolved_complaint_tells_what_was_done_and_asks_a_week_later(office: Office) -> None:
    complaint = resolved(office)

    went_on = [office.after(days=6), office.after(days=1)]

    assert went_on == [0, 1]
    assert [each.facts["why"] for each in office.village.notices("complaint_closed")] == [DONE]
    assert len(office.village.notices("complaint_follow_up")) == 1
    assert office.village.all_of(Case)[0].state is CaseState.RESOLVED
    assert [office.after(days=7) for _ in range(3)] == [1, 0, 0]
    assert office.kept(complaint).state is ComplaintState.RESOLVED


def test_customer_says_that_it_is_settled_and_nothing_is_promised_any_more(office: Office) -> None:
    complaint = resolved(office)

    office.acted(complaint, lambda deed, row: settle(deed, row, is_settled=True))

    kept = office.kept(complaint)
    assert (kept.state, kept.due_at) == (ComplaintState.FOLLOWED_UP, None)
    assert kept.settled_at == office.village.clock.now()
    assert office.village.all_of(Case)[0].state is CaseState.CLOSED
    open_states = {PromiseState.MADE, PromiseState.AT_RISK}
    assert not [each for each in office.village.all_of(Promise) if each.state in open_states]
    with pytest.raises(NotAllowed):
        office.acted(complaint, lambda deed, row: settle(deed, row, is_settled=True))


@pytest.mark.parametrize("is_said_before", [False, True])
def test_customer_says_that_it_is_not_settled_and_somebody_further_up_looks(
    office: Office, *, is_said_before: bool
) -> None:
    complaint = resolved(office)
    if is_said_before:
        office.acted(complaint, lambda deed, row: settle(deed, row, is_settled=True))

    office.acted(
        complaint, lambda deed, row: settle(deed, row, is_settled=False, why="It drips again.")
    )

    kept = office.kept(complaint)
    assert (kept.state, kept.level) == (ComplaintState.ESCALATED, 1)
    (case,) = office.village.all_of(Case)
    assert (case.state, case.next_update_at) == (CaseState.IN_PROGRESS, kept.due_at)


def test_complaint_is_not_resolved_without_a_word(office: Office) -> None:
    complaint = office.taken_on()

    with pytest.raises(NotUnderstood):
        office.acted(complaint, lambda deed, row: resolve(deed, row, " "))

    assert office.kept(complaint).state is ComplaintState.ACKNOWLEDGED


def test_round_is_among_those_that_come_again_and_again(office: Office) -> None:
    complaint = office.opened()
    office.village.clock.move_to(complaint.acknowledge_by_at)
    (each,) = [each for each in rounds() if each.kind is JobKind.COMPLAINTS]

    each.do(office.village.parts, "", Event())

    assert office.kept(complaint).level == 1


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(st.integers(0, 8), max_size=12))
def test_whatever_happens_a_complaint_stays_in_its_graph_and_nobody_is_left_without_news(
    office: Office, acts: list[int]
) -> None:
    complaint = office.opened()

    for act in acts:
        before = office.kept(complaint).state
        done = (
            lambda d, r: acknowledge(d, r, office.user(d.session, "Sara")),
            investigate,
            lambda d, r: make_offer(d, r, office.user(d.session, "Sara"), VOUCHER),
            lambda d, r: accept_offer(d, r, office.offers(complaint)[-1].id),
            lambda d, r: decline_offer(d, r, office.offers(complaint)[-1].id),
            lambda d, r: resolve(d, r, DONE),
            lambda d, r: settle(d, r, is_settled=True),
            lambda d, r: settle(d, r, is_settled=False),
        )
        try:
            if act < len(done):
                office.acted(complaint, done[act])
            else:
                office.after(hours=30)
        except (AftersalesError, IndexError):
            assert office.kept(complaint).state is before

        row = office.kept(complaint)
        steps = {before, *COMPLAINT_MOVES[before]}
        steps |= {after for each in COMPLAINT_MOVES[before] for after in COMPLAINT_MOVES[each]}
        assert row.state in steps
        promised = [
            each.to_at
            for each in office.village.all_of(Promise)
            if each.case_id == complaint.case_id and each.state is PromiseState.MADE
        ]
        is_over = row.state is ComplaintState.FOLLOWED_UP or row.asked >= 2
        assert promised == ([] if is_over else [row.due_at])


def test_answer_to_a_message_about_a_complaint_finds_its_case(office: Office) -> None:
    complaint = office.taken_on()
    case_id = office.kept(complaint).case_id

    with office.village.parts.store.reading() as session:
        found = cases_by_subject(session, [complaint.id])

    assert [case.id for case in found] == [case_id]
