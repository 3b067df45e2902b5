"""A service partner is asked whether it takes a visit, and says yes or no in time."""

from __future__ import annotations

import threading
from datetime import date, datetime, time, timedelta

import pytest

from aftersales.appointments import set_window
from aftersales.business_hours import BusinessHours, OpenSpan
from aftersales.deed import Actor
from aftersales.errors import AftersalesError, IllegalMove, NotAllowed, NotUnderstood
from aftersales.moments import utc_of
from aftersales.partner_work import accept_work, answer_by, decline_work
from aftersales.queries.access import partner_by_code
from aftersales.queries.visits import UNDER_WAY
from aftersales.records import Appointment, AppointmentState, WorkOffer, WorkOfferState
from aftersales.service_partners import edit_service_partner
from tests.aftersales.partner_work.conftest import OFFICE, TOMORROW, Asking
from tests.aftersales.small_city import MONDAY
from tests.conftest import STAFF


def at(on: date, wall: time) -> datetime:
    return utc_of(datetime.combine(on, wall), "Europe/Vaduz")


def accept(asking: Asking, number: int = -1, actor: Actor = OFFICE) -> None:
    with asking.parts.doing(actor) as deed:
        accept_work(deed, deed.session.get_one(WorkOffer, asking.offers()[number].id))


def decline(asking: Asking, reason: str = "No van is free.", number: int = -1) -> None:
    with asking.parts.doing(OFFICE) as deed:
        decline_work(deed, deed.session.get_one(WorkOffer, asking.offers()[number].id), reason)


def test_a_visit_of_a_partner_is_offered_once_until_a_deadline(asking: Asking) -> None:
    (reference,) = asking.booked()

    assert (asking.look(), asking.look()) == (1, 0)

    (offer,) = asking.offers()
    visit = asking.visit(reference).appointment
    now = asking.city.clock.now()
    assert offer.state is WorkOfferState.OPEN
    assert offer.appointment_id == visit.id
    assert (offer.window_from_at, offer.window_to_at) == (visit.window_from_at, visit.window_to_at)
    assert (offer.offered_at, offer.answer_by_at) == (now, now + timedelta(hours=4))
    assert asking.happened() == ["work_offered"]


def test_a_partner_without_hours_to_answer_is_asked_nothing(asking: Asking) -> None:
    asking.booked()
    with asking.parts.doing(STAFF) as deed:
        partner = partner_by_code(deed.session, "P1")
        assert partner is not None
        edit_service_partner(deed, partner, answer_hours=0)

    assert asking.look() == 0
    assert asking.offers() == []


NINE_TO_FIVE = BusinessHours(
    zone="Europe/Vaduz", week=((OpenSpan(time(9), time(17)),),) * 5 + ((),) * 2
)


@pytest.mark.parametrize(
    ("now", "window_from", "until"),
    [
        (time(9), time(20), time(13)),
        (time(9), time(14), time(12)),
        (time(9), time(11, 30), time(9, 30)),
        (time(9), time(11, 29), None),
        (time(7), time(11, 30), time(9, 30)),  # before anybody is there
        (time(7), time(11, 29), None),
    ],
)
def test_there_is_less_time_near_the_window_and_nobody_is_asked_too_late(
    now: time, window_from: time, until: time | None
) -> None:
    found = answer_by(NINE_TO_FIVE, at(MONDAY, now), timedelta(hours=4), at(MONDAY, window_from))

    assert found == (until and at(MONDAY, until))


def test_time_to_answer_is_time_in_which_somebody_is_there() -> None:
    evening, afternoon = at(MONDAY, time(16)), at(TOMORROW, time(15))

    assert answer_by(NINE_TO_FIVE, evening, timedelta(hours=4), afternoon) == at(TOMORROW, time(12))
    assert answer_by(NINE_TO_FIVE, evening, timedelta(hours=4), at(TOMORROW, time(8))) == at(
        TOMORROW, time(6)
    )
    night = at(MONDAY, time(18))
    assert answer_by(NINE_TO_FIVE, night, timedelta(hours=4), at(TOMORROW, time(11))) is None


def test_accepted_work_stays_and_is_not_offered_again(asking: Asking) -> None:
    (reference,) = asking.booked()
    asking.look()

    accept(asking)
    asking.wait(hours=5)

    assert asking.look() == 0
    assert asking.states() == ["accepted"]
    assert asking.offers()[0].answered_at == asking.city.clock.now() - timedelta(hours=5)
    assert asking.lead(reference) == "T1"
    assert asking.happened() == ["work_offered", "work_accepted"]


def test_a_partner_says_why_it_declines(asking: Asking) -> None:
    asking.booked()
    asking.look()

    for wrong in (" ", "x" * 2001):
        with pytest.raises(NotUnderstood, match="why you cannot come"):
            decline(asking, wrong)
    decline(asking, " No van is free. ")

    assert [(offer.state.value, offer.reason) for offer in asking.offers()] == [
        ("declined", "No van is free.")
    ]


def test_an_answer_counts_once_and_in_time(asking: Asking) -> None:
    asking.booked()
    asking.look()
    asking.wait(hours=4)

    with pytest.raises(NotAllowed, match="time to answer is over"):
        accept(asking)
    with pytest.raises(NotAllowed, match="time to answer is over"):
        decline(asking)
    asking.look()
    with pytest.raises(IllegalMove, match="time to answer is over"):
        accept(asking)

    assert asking.states() == ["expired"]


def test_the_office_that_spoke_to_the_partner_accepts_after_all(asking: Asking) -> None:
    (reference,) = asking.booked()
    asking.look()
    decline(asking)

    accept(asking, actor=STAFF)
    asking.city.hire("T2", TOMORROW)
    asking.wait(minutes=20)
    asking.look()

    assert asking.states() == ["accepted"]
    assert asking.lead(reference) == "T1"


def test_whoever_is_on_the_way_has_taken_the_visit(asking: Asking) -> None:
    asking.booked()
    asking.look()
    offer = asking.offers()[0]

    with asking.parts.doing(STAFF) as deed:
        deed.session.get_one(Appointment, offer.appointment_id).state = UNDER_WAY[0]
    asking.look()

    assert asking.states() == ["accepted"]


@pytest.mark.parametrize("is_accepted", [False, True])
def test_another_time_is_another_question(asking: Asking, *, is_accepted: bool) -> None:
    (reference,) = asking.booked()
    asking.look()
    if is_accepted:
        accept(asking)
    with asking.parts.doing(STAFF) as deed:
        visit = deed.session.get_one(Appointment, asking.offers()[0].appointment_id)
        hour = timedelta(hours=1)
        set_window(deed, visit, (visit.window_from_at + hour, visit.window_to_at + hour))

    assert asking.look() == 1

    assert asking.states() == ["withdrawn", "open"]
    assert asking.offers()[-1].window_to_at == asking.visit(reference).appointment.window_to_at


def test_a_shorter_window_inside_is_the_same_question(asking: Asking) -> None:
    asking.booked()
    asking.look()
    accept(asking)
    with asking.parts.doing(STAFF) as deed:
        visit = deed.session.get_one(Appointment, asking.offers()[0].appointment_id)
        set_window(deed, visit, (visit.window_from_at, visit.window_to_at - timedelta(hours=1)))

    assert asking.look() == 0
    assert asking.states() == ["accepted"]


def test_a_visit_that_does_not_take_place_is_not_waited_for(asking: Asking) -> None:
    asking.booked()
    asking.look()
    with asking.parts.doing(STAFF) as deed:
        visit = deed.session.get_one(Appointment, asking.offers()[0].appointment_id)
        visit.state = AppointmentState.CANCELLED

    with pytest.raises(NotAllowed, match="does not take place"):
        accept(asking)
    asking.look()

    assert asking.states() == ["withdrawn"]


def test_of_two_answers_at_once_one_counts(asking: Asking) -> None:
    asking.booked()
    asking.look()
    start = threading.Barrier(8)
    refused: list[AftersalesError] = []

    def answer(number: int) -> None:
        start.wait()
        try:
            if number % 2:
                accept(asking)
            else:
                decline(asking, f"No {number}.")
        except AftersalesError as error:
            refused.append(error)

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 7
    answers = [what for what in asking.happened() if what != "work_offered"]
    assert answers == [f"work_{asking.states()[0]}"]


def test_rounds_at_once_offer_a_visit_once(asking: Asking) -> None:
    asking.booked()
    start = threading.Barrier(4)
    offered: list[int] = []

    def look() -> None:
        start.wait()
        offered.append(asking.look())

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(offered) == len(asking.offers()) == 1
