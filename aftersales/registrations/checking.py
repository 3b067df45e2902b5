"""Registrations that need something: proof arrives, and a person verifies, asks, or rejects with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.deed import Deed
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.links import revoke_links
from aftersales.notices.kinds import NoticeKind
from aftersales.ownership import hand_over
from aftersales.queries.pages import registrations_of_unit
from aftersales.queries.units import unit_by_serial
from aftersales.records import (
    REGISTRATION_OPEN,
    Customer,
    LinkPurpose,
    OwnershipStart,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
    Upload,
)
from aftersales.registrations.days import UnitDays, correct_days
from aftersales.registrations.known import tell_what_is_known
from aftersales.registrations.moving import step
from aftersales.registrations.telling import tell_owner
from aftersales.store import lock_rows
from aftersales.uploads import CleanFile, keep_file
from warranty import normalised_serial


def add_proof(deed: Deed, row: Registration, files: Sequence[CleanFile]) -> list[Upload]:
    """Keep proof of purchase; one that was rejected is looked at again with it."""
    kept = [keep_file(deed, row, file) for file in files]
    if row.state is RegistrationState.REJECTED:
        step(deed, row, RegistrationState.SUBMITTED)
    return kept


def verify_registration(
    deed: Deed,
    row: Registration,
    *,
    serial: str = "",
    days: UnitDays | None = None,
    is_buyer: bool = True,
) -> None:
    """The proof is right: the unit is theirs, and they get their certificate.

    Args:
        deed: by a person.
        row: open.
        serial: as it stands on the proof, where the one on the unit is missing or wrong.
        days: as they stand on the proof; without them those of the unit stay.
        is_buyer: the proof shows that they bought it new; else they have it from the owner before.

    Raises:
        Collision: that serial is another unit's; then that unit is the one to look at.
        NotUnderstood: the days contradict each other, or lie in the future.
        IllegalMove: it is not open.
    """
    unit = deed.session.get_one(Unit, row.unit_id)
    lock_rows(deed.session, "unit", [unit.id])
    step(deed, row, RegistrationState.VERIFIED)
    plain = normalised_serial(serial)
    if plain and plain != unit.serial:
        _take_serial(deed, unit, plain)
    for other in registrations_of_unit(deed.session, unit.id):
        if other.id != row.id and other.state is RegistrationState.ACTIVE:
            step(deed, other, RegistrationState.TRANSFERRED, why=f"proof came with {row.reference}")
            revoke_links(deed, LinkPurpose.REGISTRATION, other.id)
    owner = deed.session.get_one(Customer, row.customer_id)
    is_handed_over = unit.customer_id != row.customer_id
    if is_handed_over:
        hand_over(deed, unit, owner, OwnershipStart.PROVEN, is_buyer=is_buyer)
    if days is not None:
        correct_days(deed, unit, days)
    row.question = ""
    step(deed, row, RegistrationState.ACTIVE)
    deed.session.flush()
    if is_handed_over:
        model = deed.session.get_one(ProductModel, unit.product_model_id)
        tell_what_is_known(deed, unit, model, owner)
    tell_owner(deed, NoticeKind.CERTIFICATE, row)


def ask_about(deed: Deed, row: Registration, question: str) -> None:
    """Ask the owner for something; they answer on their page.

    Raises:
        NotUnderstood: nothing is asked.
        IllegalMove: it is not open.
    """
    row.question = _said(question, "question")
    if row.state is RegistrationState.SUBMITTED:
        step(deed, row, RegistrationState.NEEDS_INFO)
    else:
        _require_open(row)
        row.revision += 1
        deed.add(row)
    deed.note("registration_asked", row)
    tell_owner(deed, NoticeKind.REGISTRATION_QUESTION, row)


def reject_registration(deed: Deed, row: Registration, why: str) -> None:
    """The registration is not theirs to make; they are told why, and that proof changes it.

    Raises:
        NotUnderstood: no reason is given.
        IllegalMove: it is not open.
    """
    row.question = _said(why, "why")
    step(deed, row, RegistrationState.REJECTED, why=row.question)
    tell_owner(deed, NoticeKind.REGISTRATION_QUESTION, row)


def _require_open(row: Registration) -> None:
    if row.state not in REGISTRATION_OPEN:
        raise NotUnderstood(
            "Nothing is open about this registration. Look at its state.",
            [Problem("question", "nothing is open")],
        )


def _said(text: str, where: str) -> str:
    plain = text.strip()
    if not plain:
        raise NotUnderstood(
            "Say it in a sentence that the customer can read.", [Problem(where, "it is missing")]
        )
    return plain


def _take_serial(deed: Deed, unit: Unit, plain: str) -> None:
    taken = unit_by_serial(deed.session, unit.product_model_id, plain)
    if taken is not None:
        raise Collision(
            f"The serial {plain} is another unit's already. Compare the two owners before you go on."
        )
    unit.serial = plain
    deed.add(unit)
    deed.note("unit_serial_corrected", unit)
