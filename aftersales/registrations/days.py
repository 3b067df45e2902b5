"""The days of a unit are corrected by whoever has seen the proof; what it is entitled to follows at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aftersales.covers import correct_covers, term_fact
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.moments import wall_of
from aftersales.notices.kinds import NoticeKind
from aftersales.queries.catalogue import terms_of
from aftersales.records import Customer, ProductModel, Registration, RegistrationState, Unit
from aftersales.registrations.registering import unit_facts
from aftersales.registrations.telling import tell_owner, zone_of_owner
from aftersales.store import lock_rows
from warranty import WarrantyTerms, covers_of


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDays:
    """The days that covers count from, as they stand on the proof."""

    purchased_on: date
    delivered_on: date | None = None
    installed_on: date | None = None


def days_of(unit: Unit) -> UnitDays:
    """The days of a unit as they are kept."""
    return UnitDays(
        purchased_on=unit.purchased_on,
        delivered_on=unit.delivered_on,
        installed_on=unit.installed_on,
    )


def correct_days(deed: Deed, unit: Unit, days: UnitDays) -> bool:
    """Keep the right days and move every cover that counts from them; answers whether anything changed.

    Raises:
        NotUnderstood: the days contradict each other, or lie in the future.
    """
    was = days_of(unit)
    if days == was:
        return False
    model = deed.session.get_one(ProductModel, unit.product_model_id)
    owner = deed.session.get_one(Customer, unit.customer_id)
    check_days(deed, days, zone_of_owner(deed.session, owner.id))
    terms = WarrantyTerms(model.sku, tuple(map(term_fact, terms_of(deed.session, model.id))))
    before = covers_of(unit_facts(unit, model, owner), terms)
    unit.purchased_on = days.purchased_on
    unit.delivered_on = days.delivered_on
    unit.installed_on = days.installed_on
    after = covers_of(unit_facts(unit, model, owner), terms)
    deed.add(unit)
    deed.note("unit_days_corrected", unit, facts=_changes(was, days))
    correct_covers(deed, unit, before, after)
    return True


def correct_registered(deed: Deed, row: Registration, days: UnitDays) -> None:
    """Correct the days of a registration that was confirmed before; its owner gets the certificate anew.

    Raises:
        NotUnderstood: it is not confirmed, or the days cannot be.
    """
    if row.state is not RegistrationState.ACTIVE:
        raise NotUnderstood(
            "This registration is not confirmed. Correct the days when you confirm it.",
            [Problem("purchased_on", "it is not confirmed")],
        )
    lock_rows(deed.session, "unit", [row.unit_id])
    if correct_days(deed, deed.session.get_one(Unit, row.unit_id), days):
        row.revision += 1
        deed.add(row)
        deed.session.flush()
        tell_owner(deed, NoticeKind.CERTIFICATE, row)


def check_days(deed: Deed, days: UnitDays, zone: str) -> None:
    """Make sure that the days can be right where the owner lives.

    Raises:
        NotUnderstood: they contradict each other, or lie in the future.
    """
    today = wall_of(deed.now, zone).date()
    problems = []
    if days.purchased_on > today:
        problems.append(Problem("purchased_on", "it lies in the future"))
    if days.delivered_on is not None and days.delivered_on < days.purchased_on:
        problems.append(Problem("delivered_on", "it lies before the purchase"))
    if days.installed_on is not None and days.installed_on < (
        days.delivered_on or days.purchased_on
    ):
        problems.append(Problem("installed_on", "it lies before the delivery"))
    if days.installed_on is not None and days.installed_on > today:
        problems.append(Problem("installed_on", "it lies in the future"))
    if problems:
        raise NotUnderstood("The days cannot be right. Check them on the invoice.", problems)


def _changes(was: UnitDays, now: UnitDays) -> dict[str, object]:
    """Old and new of each day that changed."""
    pairs = {
        name: (getattr(was, name), getattr(now, name))
        for name in ("purchased_on", "delivered_on", "installed_on")
    }
    return {
        name: [None if day is None else day.isoformat() for day in pair]
        for name, pair in pairs.items()
        if pair[0] != pair[1]
    }
