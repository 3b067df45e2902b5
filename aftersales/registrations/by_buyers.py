"""Registration by buyers themselves: whatever they type is taken kindly, and doubt asks for proof of purchase.

Whoever comes is a stranger until a message to their address is answered, so nothing that is known already is
shown or told to them here: a serial that is taken asks the same as one that is not recognised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aftersales.catalogue import serial_rule_of
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.moments import wall_of
from aftersales.notices.kinds import NoticeKind
from aftersales.queries.catalogue import all_models
from aftersales.queries.pages import registrations_of_unit
from aftersales.queries.units import unit_by_serial
from aftersales.records import (
    Customer,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
)
from aftersales.registrations.owners import keep_safety, owner_named
from aftersales.registrations.registering import add_unit, register_unit
from aftersales.registrations.telling import tell_owner, zone_of_owner
from aftersales.store import Session
from warranty import SerialOutcome, SerialVerdict, normalised_serial, serial_verdict

STILL_THERE = (
    RegistrationState.SUBMITTED,
    RegistrationState.NEEDS_INFO,
    RegistrationState.ACTIVE,
)
"""A buyer who registers the same unit again means the registration that is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerNews:
    """What a buyer tells.

    Attributes:
        serial: as typed; empty if they cannot read it.
        wants_safety: they agree to be warned about the safety of the product.
        safety_email: another address for such warnings alone; empty without one.
        channel: where they came from.
    """

    serial: str
    purchased_on: date
    delivered_on: date | None
    name: str
    email: str
    phone: str
    country: str
    language: str
    wants_safety: bool
    safety_email: str = ""
    channel: str = "web"


def models_meant(session: Session, text: str) -> Sequence[ProductModel]:
    """The models that somebody may mean by an SKU, a name, or parts of them; one if it is clear."""
    wanted = text.casefold().split()
    if not wanted:
        return ()
    models = all_models(session)
    plain = normalised_serial(text)
    exact = [each for each in models if normalised_serial(each.sku) == plain]
    return exact or [each for each in models if _has_all(each, wanted)]


def verdict_on(model: ProductModel, serial: str) -> SerialVerdict:
    """What the model's rule says about a serial as typed; without a rule any will do, but none will not."""
    rule = serial_rule_of(model)
    plain = normalised_serial(serial)
    if rule is None:
        return SerialVerdict(SerialOutcome.OK if plain else SerialOutcome.UNKNOWN_PATTERN, plain)
    return serial_verdict(serial, rule)


def register_by_buyer(deed: Deed, model: ProductModel, news: BuyerNews) -> Registration:
    """Register a unit for whoever typed this; doubt about the serial asks for proof and blocks nothing.

    Raises:
        NotUnderstood: the days cannot be, or an e-mail address has not the shape of one.
    """
    owner = owner_named(
        deed, name=news.name, email=news.email, phone=news.phone, language=news.language
    )
    deed.session.flush()
    zone = zone_of_owner(deed.session, owner.id)
    _check_days(news, wall_of(deed.now, zone).date())
    verdict = verdict_on(model, news.serial)
    plain = verdict.serial[:64]
    known = unit_by_serial(deed.session, model.id, plain) if plain else None
    if known is None:
        is_right = verdict.outcome is SerialOutcome.OK
        unit = _new_unit(deed, model, owner, news, serial=plain if is_right else None)
    else:
        unit = known
    present = _present(deed.session, unit, owner)
    if present is not None:
        present.revision += 1
        deed.add(present)
        tell_owner(deed, NoticeKind.REGISTRATION_RECEIVED, present, zone=zone)
        return present
    row = register_unit(
        deed,
        unit,
        model,
        owner,
        channel=news.channel,
        zone=zone,
        told=_told(news, plain),
        is_doubted=unit.customer_id != owner.id,
    )
    keep_safety(deed, owner, row, wants_safety=news.wants_safety, safety_email=news.safety_email)
    return row


def _has_all(model: ProductModel, wanted: Sequence[str]) -> bool:
    said = f"{model.sku} {model.brand} {model.name}".casefold()
    return all(each in said for each in wanted)


def _check_days(news: BuyerNews, today: date) -> None:
    problems = []
    if news.purchased_on > today:
        problems.append(Problem("purchased_on", "it lies in the future"))
    if news.delivered_on is not None and news.delivered_on < news.purchased_on:
        problems.append(Problem("delivered_on", "it lies before the purchase"))
    if problems:
        raise NotUnderstood("The days cannot be right. Check them on the invoice.", problems)


def _new_unit(
    deed: Deed, model: ProductModel, owner: Customer, news: BuyerNews, *, serial: str | None
) -> Unit:
    unit = add_unit(
        deed,
        model,
        owner,
        serial=serial,
        country=news.country,
        purchased_on=news.purchased_on,
        delivered_on=news.delivered_on,
    )
    deed.session.flush()
    return unit


def _present(session: Session, unit: Unit, owner: Customer) -> Registration | None:
    """The registration of the same unit by the same person that still stands."""
    return next(
        (
            each
            for each in registrations_of_unit(session, unit.id)
            if each.customer_id == owner.id and each.state in STILL_THERE
        ),
        None,
    )


def _told(news: BuyerNews, plain: str) -> dict[str, object]:
    """What staff compare with the proof; nothing of it is believed before."""
    return {
        "serial": plain,
        "purchased_on": news.purchased_on.isoformat(),
        "delivered_on": None if news.delivered_on is None else news.delivered_on.isoformat(),
        "country": news.country,
    }
