"""The graph of registrations walked whole: every arrow by the use case that people have for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from aftersales.claims import ClaimNews, fulfil_claim, open_claim
from aftersales.ownership import hand_over
from aftersales.privacy.erasing import erase_customer
from aftersales.records import (
    Claim,
    Customer,
    Event,
    OwnershipStart,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
)
from aftersales.registrations import (
    REGISTRATION_MOVES,
    add_proof,
    ask_about,
    reject_registration,
    verify_registration,
)
from aftersales.transfers import Invited, NewOwner, accept_transfer, offer_transfer
from aftersales.uploads import clean_file
from tests.aftersales.conftest import Village
from tests.aftersales.registrations.conftest import Registering
from tests.aftersales.uploads.files import picture

Act = Callable[[Village, UUID], None]

AT_ONCE: Final = (RegistrationState.VERIFIED, RegistrationState.ERASED)
"""Whoever is verified is registered in the same deed, so nobody can be forgotten in between."""


def _row(village: Village, row_id: UUID) -> Registration:
    with village.parts.store.reading() as session:
        return session.get_one(Registration, row_id)


def confirmed(village: Village, row_id: UUID) -> None:
    with village.doing() as deed:
        verify_registration(deed, deed.session.get_one(Registration, row_id))


def asked(village: Village, row_id: UUID) -> None:
    with village.doing() as deed:
        ask_about(deed, deed.session.get_one(Registration, row_id), "Which shop was it?")


def rejected(village: Village, row_id: UUID) -> None:
    with village.doing() as deed:
        reject_registration(deed, deed.session.get_one(Registration, row_id), "Another model.")


def proved(village: Village, row_id: UUID) -> None:
    file = clean_file(village.parts.settings, "a.jpg", picture())
    with village.doing() as deed:
        add_proof(deed, deed.session.get_one(Registration, row_id), [file])


def passed_on(village: Village, row_id: UUID) -> None:
    with village.doing() as deed:
        unit = deed.session.get_one(Unit, _row(village, row_id).unit_id)
        to = Invited(name="Jānis", email="janis@example.org", language="en")
        transfer = offer_transfer(deed, unit, to)
        deed.session.flush()
        accept_transfer(deed, transfer, NewOwner(name="Jānis", email="janis@example.org"))


def replaced(village: Village, row_id: UUID) -> None:
    with village.doing() as deed:
        claim = open_claim(
            deed,
            deed.session.get_one(Unit, _row(village, row_id).unit_id),
            village.territory,
            channel="phone",
            fault_on=date(2026, 11, 10),
            news=ClaimNews(symptom="It leaks."),
            next_update_at=deed.now + timedelta(hours=2),
        )
        claim.remedy, claim.state = "replace", "visit_planned"
    with village.doing() as deed:
        row = deed.session.get_one(Claim, claim.id)
        fulfil_claim(deed, row, done_on=date(2026, 11, 20), replacement_serial="AB9999")


def forgotten(village: Village, row_id: UUID) -> None:
    with village.doing() as deed:
        person = deed.session.get_one(Customer, _row(village, row_id).customer_id)
        erase_customer(deed, person, is_open_ended=True)


WALKS: Final[tuple[tuple[str, tuple[Act, ...]], ...]] = (
    ("", (confirmed, passed_on, forgotten)),
    ("", (rejected, proved, asked, rejected, proved, confirmed, replaced, forgotten)),
    ("", (forgotten,)),
    ("", (rejected, proved, rejected, forgotten)),
    ("", (rejected, proved, forgotten)),
    ("AB1234", (forgotten,)),
)
"""Serials as typed, and what happens to their registrations."""


def test_every_arrow_is_walked_by_somebody(
    village: Village, model: ProductModel, registering: Registering
) -> None:
    walked: set[tuple[RegistrationState, RegistrationState]] = set()
    for number, (serial, acts) in enumerate(WALKS):
        row = registering(serial=serial, name=f"Owner {number}", email=f"o{number}@example.org")
        state = row.state
        for act in acts:
            before = {event.id for event in village.all_of(Event)}
            act(village, row.id)
            for event in village.all_of(Event):
                is_step = event.subject_id == row.id and event.what.startswith("registration_")
                word = event.what.removeprefix("registration_")
                if event.id not in before and is_step and word in set(RegistrationState):
                    walked.add((state, RegistrationState(word)))
                    state = RegistrationState(word)
        assert _row(village, row.id).state is state

    arrows = {(one, other) for one, others in REGISTRATION_MOVES.items() for other in others}
    assert walked == arrows - {AT_ONCE}


def test_replacement_is_registered_to_the_same_owner_and_the_old_page_shows_no_covers(
    village: Village, model: ProductModel, registering: Registering
) -> None:
    row = registering()

    replaced(village, row.id)

    _old, new = village.all_of(Registration)
    units = village.all_of(Unit)
    received = village.notices("registration_received")[-1]
    assert (new.state, new.customer_id) == (RegistrationState.ACTIVE, row.customer_id)
    assert new.unit_id == units[-1].id == units[0].superseded_by_unit_id
    assert received.facts["serial"] == "AB9999"


def test_replacement_of_a_later_owner_is_a_later_owners(
    village: Village, model: ProductModel, registering: Registering
) -> None:
    from aftersales.queries.ownership import is_buyer

    row = registering()
    with village.doing() as deed:
        unit = deed.session.get_one(Unit, row.unit_id)
        owner = deed.session.get_one(Customer, village.customer.id)
        hand_over(deed, unit, owner, OwnershipStart.PASSED_ON, is_buyer=False)

    replaced(village, row.id)

    new = village.all_of(Unit)[-1]
    with village.parts.store.reading() as session:
        assert not is_buyer(session, new.id, village.customer.id)
