"""Registration by buyers themselves: whatever they type is taken kindly, and doubt asks for proof of purchase.

Whoever comes is a stranger until a message to their address is answered, so nothing that is known already is
shown or told to them here: a serial that is taken asks the same as one that is not recognised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aftersales.catalogue import serial_rule_of
from aftersales.codes import customers_written_to
from aftersales.customers import add_customer, record_consent
from aftersales.deed import Deed
from aftersales.email_addresses import email_to_keep, same_email
from aftersales.errors import NotUnderstood, Problem
from aftersales.moments import wall_of
from aftersales.notices.kinds import NoticeKind
from aftersales.queries.catalogue import all_models
from aftersales.queries.notices import contacts_of
from aftersales.queries.pages import registrations_of_unit
from aftersales.queries.units import unit_by_serial
from aftersales.records import (
    Channel,
    ConsentPurpose,
    Contact,
    Customer,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
)
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
    owner = _owner(deed, news)
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
    _keep_safety(deed, owner, news, row)
    return row


def _has_all(model: ProductModel, wanted: Sequence[str]) -> bool:
    said = f"{model.sku} {model.brand} {model.name}".casefold()
    return all(each in said for each in wanted)


def _owner(deed: Deed, news: BuyerNews) -> Customer:
    """Whoever has this name and is written to at this address, else somebody new."""
    email = email_to_keep(news.email)
    for person in customers_written_to(deed.session, same_email(email)):
        if _plain(person.name) == _plain(news.name):
            return person
    return add_customer(
        deed,
        number=deed.ids.reference("C"),
        name=news.name,
        language=news.language,
        email=email,
        phone=news.phone or None,
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


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


def _keep_safety(deed: Deed, owner: Customer, news: BuyerNews, row: Registration) -> None:
    """Consent to safety warnings, and the address that is for them alone (Regulation (EU) 2023/988, Art. 36)."""
    record_consent(
        deed,
        owner.id,
        Channel.EMAIL,
        ConsentPurpose.SAFETY_ONLY,
        is_given=news.wants_safety or bool(news.safety_email),
        source=f"registration {row.reference}",
    )
    address = email_to_keep(news.safety_email, "safety_email") if news.safety_email else ""
    if address and address not in {each.address for each in contacts_of(deed.session, owner.id)}:
        deed.add(
            Contact(
                id=deed.new_id(),
                customer_id=owner.id,
                channel=Channel.EMAIL,
                address=address,
                is_safety_only=True,
                created_at=deed.now,
            )
        )
