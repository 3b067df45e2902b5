"""A unit is passed on: offered, answered by its new owner, taken back, or left to run out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from aftersales.covers import entitlement_of
from aftersales.errors import Collision, IllegalMove, NotAllowed, NotThere, NotUnderstood
from aftersales.links import subject_of
from aftersales.notices.delivery import send_due
from aftersales.notices.facts import RegistrationFacts, from_json
from aftersales.queries.ownership import is_buyer, ownerships_of
from aftersales.records import (
    Claim,
    Consent,
    ConsentPurpose,
    Customer,
    LinkPurpose,
    Notice,
    NoticeState,
    Registration,
    RegistrationState,
    TransferState,
    Unit,
    UnitTransfer,
)
from aftersales.registrations import verify_registration
from aftersales.transfers import (
    NewOwner,
    accept_transfer,
    decline_transfer,
    lapse_transfers,
    withdraw_transfer,
)
from tests.aftersales.registrations.conftest import NEWS
from tests.aftersales.transfers.conftest import JANIS, NEW, Passing
from warranty import AnswerState

DAY = date(2030, 6, 1)
"""The maker's warranty is over, the contract of the first buyer still runs."""


def states(passing: Passing, day: date) -> list[AnswerState]:
    """What is answered for parts on a day, for whoever owns the unit now."""
    with passing.village.parts.store.reading() as session:
        unit = session.get_one(Unit, passing.unit.id)
        owner = session.get_one(Customer, unit.customer_id)
        return [each.state for each in entitlement_of(session, unit, owner, day).answers[:1]]


def history(passing: Passing) -> list[tuple[str, str, bool, bool]]:
    """Every owner: name, how, whether they bought it, whether it is theirs now."""
    with passing.village.parts.store.reading() as session:
        return [
            (person.name, row.how.value, row.is_buyer, row.until_at is None)
            for row, person in ownerships_of(session, passing.unit.id)
        ]


def test_offer_is_told_to_its_receiver_and_changes_nothing(passing: Passing) -> None:
    transfer = passing.offered()

    (notice,) = passing.village.notices("transfer_offered")
    with passing.village.parts.store.reading() as session:
        led_to = subject_of(
            session, passing.village.clock.now(), LinkPurpose.TRANSFER, passing.token(notice)
        )
    send_due(passing.village.parts)
    (mail,) = [each for each in passing.village.mail() if "janis@example.org" in each["To"]]
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr] # it has one
    assert (transfer.name, transfer.email) == ("Jānis Ozols", "janis@example.org")
    assert led_to == transfer.id
    assert "Alpina Dish 9" in text
    assert passing.village.customer.name not in text
    assert "/transfer/" in text
    with passing.village.parts.store.reading() as session:
        unit = session.get_one(Unit, passing.unit.id)
    assert unit.model_dump() == passing.unit.model_dump()
    assert history(passing) == []


def test_yes_makes_the_unit_theirs_and_ends_what_the_former_owner_had(passing: Passing) -> None:
    (received,) = passing.village.notices("registration_received")
    transfer = passing.offered()

    row = passing.accepted(transfer)

    with passing.village.parts.store.reading() as session:
        unit = session.get_one(Unit, passing.unit.id)
        former = session.get_one(Registration, passing.registration.id)
        owner = session.get_one(Customer, unit.customer_id)
        with pytest.raises(NotThere):
            subject_of(
                session,
                passing.village.clock.now(),
                LinkPurpose.REGISTRATION,
                passing.token(received),
            )
    assert (owner.name, unit.location_id, row.customer_id) == ("Jānis Ozols", None, owner.id)
    assert (former.state, row.state) == (RegistrationState.TRANSFERRED, RegistrationState.ACTIVE)
    assert history(passing) == [
        (passing.village.customer.name, "bought", True, False),
        ("Jānis Ozols", "passed_on", False, True),
    ]
    (consent,) = [each for each in passing.village.all_of(Consent) if each.customer_id == owner.id]
    assert (consent.purpose, consent.is_given) == (ConsentPurpose.SAFETY_ONLY, True)


def test_each_side_hears_how_it_ended_and_nothing_of_the_other(passing: Passing) -> None:
    passing.accepted(passing.offered())
    send_due(passing.village.parts)

    giver = passing.village.customer
    texts = {
        str(mail["To"]): mail.get_body(("plain",)).get_content()  # type: ignore[union-attr] # it has one
        for mail in passing.village.mail()
        if mail["Date"]
    }
    theirs = "".join(text for to, text in texts.items() if "janis" in to)
    (told,) = passing.told("transfer_settled")
    assert told.state == "accepted"
    assert "Anna" in giver.name
    assert "Anna" not in theirs
    assert all("anis" not in text.lower() for to, text in texts.items() if "janis" not in to)
    assert passing.kept(passing.village.all_of(UnitTransfer)[0]).email == ""


def test_cover_for_the_buyer_alone_ends_for_the_next_owner_with_its_reason(
    passing: Passing,
) -> None:
    before = states(passing, DAY)

    passing.accepted(passing.offered())

    received = passing.village.notices("registration_received")[-1]
    told = {
        each.kind: each.is_passed_on for each in from_json(RegistrationFacts, received.facts).covers
    }
    assert (before, states(passing, DAY)) == (
        [AnswerState.COVERED],
        [AnswerState.NOT_COVERED],
    )
    assert states(passing, date(2027, 1, 1)) == [AnswerState.COVERED]
    assert told == {"legal_guarantee": None, "makers_warranty": True, "extended_contract": False}


def test_unit_that_comes_back_to_its_buyer_is_covered_as_before(passing: Passing) -> None:
    passing.accepted(passing.offered())
    with passing.village.doing() as deed:
        giver = deed.session.get_one(Customer, passing.village.customer.id)
        back = NewOwner(name=giver.name, email="anna@example.org")
    transfer = passing.offered(replace(JANIS, name=back.name, email=back.email))

    passing.accepted(transfer, back)

    with passing.village.parts.store.reading() as session:
        unit = session.get_one(Unit, passing.unit.id)
    assert [each[1:] for each in history(passing)] == [
        ("bought", True, False),
        ("passed_on", False, False),
        ("passed_on", False, True),
    ]
    assert is_buyer_of(passing, unit.customer_id) is (unit.customer_id == giver.id)


def is_buyer_of(passing: Passing, customer_id: object) -> bool:
    with passing.village.parts.store.reading() as session:
        unit = session.get_one(Unit, passing.unit.id)
        assert unit.customer_id == customer_id
        return is_buyer(session, unit.id, unit.customer_id)


@pytest.mark.parametrize(
    ("act", "state", "told"),
    [
        (decline_transfer, TransferState.DECLINED, ["declined"]),
        (withdraw_transfer, TransferState.WITHDRAWN, []),
    ],
)
def test_unit_that_is_not_taken_stays_its_owners(
    passing: Passing,
    act: Callable[..., None],
    state: TransferState,
    told: list[str],
) -> None:
    transfer = passing.offered()
    (notice,) = passing.village.notices("transfer_offered")

    with passing.village.doing() as deed:
        act(deed, deed.session.get_one(UnitTransfer, transfer.id))

    kept = passing.kept(transfer)
    assert (kept.state, kept.name, kept.email, kept.live_key) == (state, "", "", None)
    assert [each.state for each in passing.told("transfer_settled")] == told
    assert history(passing) == []
    with passing.village.parts.store.reading() as session, pytest.raises(NotThere):
        subject_of(
            session, passing.village.clock.now(), LinkPurpose.TRANSFER, passing.token(notice)
        )
    with pytest.raises(IllegalMove):
        passing.accepted(transfer)


def test_offer_that_nobody_answers_runs_out_once_and_its_owner_hears_so(passing: Passing) -> None:
    transfer = passing.offered()
    clock = passing.village.clock

    early = lapse_transfers(passing.village.parts)
    clock.move_to(clock.now() + timedelta(days=14))
    lapsed = [lapse_transfers(passing.village.parts) for _ in range(2)]

    assert (early, lapsed) == (0, [1, 0])
    assert passing.kept(transfer).state is TransferState.LAPSED
    assert [each.state for each in passing.told("transfer_settled")] == ["lapsed"]
    passing.offered()


def test_offer_whose_message_comes_back_ends_at_once_and_says_why(passing: Passing) -> None:
    transfer = passing.offered()
    with passing.village.doing() as deed:
        (notice,) = passing.village.notices("transfer_offered")
        row = deed.session.get_one(Notice, notice.id)
        row.state = NoticeState.UNREACHABLE
        deed.add(row)

    lapsed = [lapse_transfers(passing.village.parts) for _ in range(2)]

    assert lapsed == [1, 0]
    assert passing.kept(transfer).state is TransferState.LAPSED
    assert [each.is_unreached for each in passing.told("transfer_settled")] == [True]
    passing.offered()


def test_yes_after_the_last_day_is_refused_even_before_anybody_looked(passing: Passing) -> None:
    transfer = passing.offered()
    clock = passing.village.clock
    clock.move_to(clock.now() + timedelta(days=14))

    with pytest.raises(NotAllowed, match="run out"):
        passing.accepted(transfer)

    assert passing.kept(transfer).state is TransferState.OFFERED


def test_unit_is_offered_to_one_at_a_time(passing: Passing) -> None:
    passing.offered()

    with pytest.raises(Collision):
        passing.offered(replace(JANIS, email="else@example.org"))


@pytest.mark.parametrize(
    ("invited", "where"),
    [
        (replace(JANIS, name=" "), "name"),
        (replace(JANIS, email="nobody"), "email"),
        (replace(JANIS, email="ANNA@example.org"), "email"),
    ],
)
def test_offer_that_cannot_arrive_is_refused_where_it_is_wrong(
    passing: Passing, invited: object, where: str
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        passing.offered(invited)  # type: ignore[arg-type] # one of them

    assert [each.where for each in refused.value.problems] == [where]
    assert passing.village.all_of(UnitTransfer) == []


@pytest.mark.parametrize(
    ("new", "where"),
    [(replace(NEW, name=""), "name"), (replace(NEW, email="x"), "email")],
)
def test_yes_without_who_it_is_keeps_the_offer_open(
    passing: Passing, new: NewOwner, where: str
) -> None:
    transfer = passing.offered()

    with pytest.raises(NotUnderstood) as refused:
        passing.accepted(transfer, new)

    assert [each.where for each in refused.value.problems] == [where]
    assert passing.kept(transfer).model_dump() == transfer.model_dump()


@pytest.mark.parametrize("why", ["replaced", "given back"])
def test_unit_that_nobody_has_any_more_is_not_passed_on(passing: Passing, why: str) -> None:
    with passing.village.doing() as deed:
        unit = deed.session.get_one(Unit, passing.unit.id)
        if why == "replaced":
            unit.superseded_by_unit_id = unit.id
            deed.add(unit)
    if why == "given back":
        _refunded(passing)

    with pytest.raises(NotAllowed):
        passing.offered()


def _refunded(passing: Passing) -> None:
    from aftersales.claims import ClaimNews, open_claim

    with passing.village.doing() as deed:
        claim = open_claim(
            deed,
            deed.session.get_one(Unit, passing.unit.id),
            passing.village.territory,
            channel="phone",
            fault_on=date(2026, 11, 1),
            news=ClaimNews(symptom="It leaks."),
            next_update_at=deed.now + timedelta(hours=2),
        )
        deed.session.flush()
        row = deed.session.get_one(Claim, claim.id)
        row.remedy, row.state = "refund", "fulfilled"
        deed.add(row)


def test_proof_that_it_is_somebody_elses_ends_the_offer(passing: Passing) -> None:
    from aftersales.registrations import register_by_buyer

    transfer = passing.offered()
    with passing.village.doing() as deed:
        row = register_by_buyer(deed, passing.model, NEWS)
    with passing.village.doing() as deed:
        verify_registration(deed, deed.session.get_one(Registration, row.id))

    assert passing.kept(transfer).state is TransferState.WITHDRAWN
    assert history(passing) == [
        (passing.village.customer.name, "bought", False, False),
        ("Ruta Kalniņa", "proven", True, True),
    ]
    assert states(passing, DAY) == [AnswerState.COVERED]


def test_proof_of_a_second_hand_sale_makes_a_later_owner(passing: Passing) -> None:
    from aftersales.registrations import register_by_buyer

    with passing.village.doing() as deed:
        row = register_by_buyer(deed, passing.model, NEWS)
    with passing.village.doing() as deed:
        verify_registration(deed, deed.session.get_one(Registration, row.id), is_buyer=False)

    assert [each[1:] for each in history(passing)] == [
        ("bought", True, False),
        ("proven", False, True),
    ]
    assert states(passing, DAY) == [AnswerState.NOT_COVERED]


def test_two_yes_at_once_make_one_owner(passing: Passing) -> None:
    transfer = passing.offered()
    passing.accepted(transfer)

    with pytest.raises(IllegalMove), passing.village.doing() as deed:
        accept_transfer(
            deed,
            deed.session.get_one(UnitTransfer, transfer.id),
            replace(NEW, name="Else", email="else@example.org"),
        )

    assert len(history(passing)) == 2
