"""Staff register a unit on a customer's behalf: on the telephone, at the counter, from a letter."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from aftersales.catalogue import serial_rule_of
from aftersales.customers import require_known
from aftersales.deed import Deed
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.queries.pages import registrations_of_unit
from aftersales.queries.units import unit_by_serial
from aftersales.records import (
    REGISTRATION_OPEN,
    Customer,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
)
from aftersales.registrations.days import UnitDays, check_days, correct_days
from aftersales.registrations.registering import add_unit, register_unit
from aftersales.registrations.telling import zone_of_owner
from aftersales.store import lock_rows
from warranty import SerialOutcome, normalised_serial, serial_verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNews:
    """What somebody of the house takes down.

    Attributes:
        serial: as read out; empty if nobody can read it.
        has_proof: they have seen the proof of purchase, so that nothing is asked.
        unit_id: a unit of this customer that is known already, where the desk came from it.
        channel: how the customer came.
    """

    serial: str
    days: UnitDays
    country: str
    has_proof: bool = False
    unit_id: UUID | None = None
    channel: str = "phone"


def register_for_customer(
    deed: Deed, model: ProductModel, owner: Customer, news: StaffNews
) -> Registration:
    """Register a unit to a customer, who is told as if they had done it; a doubt asks for proof, as always.

    Raises:
        Collision: it is registered to them already.
        NotAllowed: their data were erased, or they are another customer now.
        NotUnderstood: the days cannot be.
    """
    require_known(owner)
    zone = zone_of_owner(deed.session, owner.id)
    check_days(deed, news.days, zone)
    plain = normalised_serial(news.serial)[:64]
    known = _known(deed, model, owner, news, plain)
    if known is not None:
        lock_rows(deed.session, "unit", [known.id])
    if known is not None and known.customer_id == owner.id:
        _check_new(deed, known)
        correct_days(deed, known, news.days)
    unit = known or _added(deed, model, owner, news, plain)
    deed.session.flush()
    return register_unit(
        deed,
        unit,
        model,
        owner,
        channel=news.channel,
        zone=zone,
        told=_told(news, plain),
        is_doubted=unit.customer_id != owner.id,
        is_confirmed=news.has_proof and unit.customer_id == owner.id,
    )


def _known(
    deed: Deed, model: ProductModel, owner: Customer, news: StaffNews, plain: str
) -> Unit | None:
    """The unit that is meant, if it is known: by its identifier if it is theirs, else by its serial."""
    if news.unit_id is not None:
        unit = deed.session.get(Unit, news.unit_id)
        if unit is not None and (unit.customer_id, unit.product_model_id) == (owner.id, model.id):
            return unit
    return unit_by_serial(deed.session, model.id, plain) if plain else None


def _check_new(deed: Deed, unit: Unit) -> None:
    there = {RegistrationState.ACTIVE, *REGISTRATION_OPEN}
    for row in registrations_of_unit(deed.session, unit.id):
        if row.customer_id == unit.customer_id and row.state in there:
            raise Collision(
                f"This unit is registered to this customer already: {row.reference}. Work with that one."
            )


def _added(deed: Deed, model: ProductModel, owner: Customer, news: StaffNews, plain: str) -> Unit:
    """A new unit; a serial that does not fit is believed only with a proof that was seen."""
    rule = serial_rule_of(model)
    is_right = bool(plain) and (
        news.has_proof or rule is None or serial_verdict(plain, rule).outcome is SerialOutcome.OK
    )
    if not news.country:
        raise NotUnderstood(
            "It is not known in which country it was bought. Choose one.",
            [Problem("country", "choose one")],
        )
    return add_unit(
        deed,
        model,
        owner,
        serial=plain if is_right else None,
        country=news.country,
        purchased_on=news.days.purchased_on,
        delivered_on=news.days.delivered_on,
        installed_on=news.days.installed_on,
    )


def _told(news: StaffNews, plain: str) -> dict[str, object]:
    """What the customer said, to be compared with the proof if one is asked for."""
    delivered = news.days.delivered_on
    return {
        "serial": plain,
        "purchased_on": news.days.purchased_on.isoformat(),
        "delivered_on": None if delivered is None else delivered.isoformat(),
        "country": news.country,
    }
