"""The clock of complaints: business hours and holidays of the region, stopped while the customer has to answer."""

from datetime import timedelta

from aftersales.cases import advance_case, open_case
from aftersales.complaints import Grievance, accept_offer, open_complaint
from aftersales.records import Case, CaseKind, CaseState, Complaint, ComplaintState
from tests.aftersales.complaints.conftest import Office


def test_weekend_and_holiday_do_not_count(office: Office) -> None:
    village = office.village
    village.clock.move_to(village.moment(4, 15, month=12))

    complaint = office.opened()

    assert complaint.acknowledge_by_at == village.moment(7, 10, month=12)
    # Monday until five, Tuesday the eighth is Our Lady's day in Liechtenstein, Wednesday, and Thursday
    assert complaint.answer_by_at == village.moment(10, 12, month=12)


def test_clock_stands_still_while_the_customer_has_an_offer(office: Office) -> None:
    village = office.village
    complaint, offer = office.offered()
    left = office.kept(complaint).answer_by_at

    village.clock.move_to(village.moment(30, 7))
    office.acted(complaint, lambda deed, row: accept_offer(deed, row, offer.id))

    (case,) = village.all_of(Case)
    kept = office.kept(complaint)
    assert (left, kept.answer_by_at) == (village.moment(25, 14), village.moment(2, 14, month=12))
    assert kept.answer_by_at == case.resolve_due_at
    assert case.paused_at is None


def test_request_that_waited_goes_on_as_a_complaint_with_a_clock_of_its_own(office: Office) -> None:
    village = office.village
    with village.doing() as deed:
        case = open_case(
            deed,
            village.territory,
            village.customer,
            kind=CaseKind.SUPPORT,
            channel="phone",
            subject="It leaks",
            description="",
            next_update_at=deed.now + timedelta(hours=2),
        )
        deed.session.flush()
        for state in (CaseState.TRIAGED, CaseState.WAITING_CUSTOMER):
            advance_case(deed, case, state)
    village.clock.move_to(village.moment(24, 8))

    with village.doing() as deed:
        row = deed.session.get_one(Case, case.id)
        grievance = Grievance(subject="-", happened="Nobody called back.")
        open_complaint(
            deed, village.territory, village.customer, grievance, channel="phone", case=row
        )

    (kept,) = village.all_of(Case)
    (complaint,) = village.all_of(Complaint)
    assert (kept.state, kept.paused_at) == (CaseState.IN_PROGRESS, None)
    assert complaint.state is ComplaintState.RECEIVED
    assert complaint.acknowledge_by_at == village.moment(24, 12)
    assert complaint.answer_by_at == kept.resolve_due_at == village.moment(26, 14)
