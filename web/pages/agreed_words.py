"""What was agreed about maintenance, in words: how often, how owners are asked, and what its end calls off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from aftersales.queries.maintenance_agreed import Contracted
from aftersales.records import MaintenanceSchedule, MaintenanceState
from aftersales.words import Words
from aftersales.words.reasons import money
from warranty import Money, StartBasis
from warranty.maintenance.schedules import Counting

Facts = list[tuple[str, str]]
"""What something is called, and what it is."""


def every_said(_: Words, schedule: MaintenanceSchedule) -> str:
    """How long it is from one time to the next."""
    return _.many("{number} month", "{number} months", schedule.every_months)


def how_said(_: Words, schedule: MaintenanceSchedule) -> Facts:
    """How often, how its owner is asked, and what it costs."""
    return [
        (_("Every"), every_said(_, schedule)),
        (_("Counted"), counted_said(_)[Counting(schedule.counting)]),
        (_("Owners are asked"), _days_before(_, schedule.lead_days)),
        (_("In time"), _days_after(_, schedule.grace_days)),
        (_("Months"), _season(_, schedule)),
        (
            _("Can be put off"),
            _.many("{number} time", "{number} times", schedule.most_put_offs),
        ),
        (
            _("Who does it"),
            _("Somebody of ours comes") if schedule.needs_visit else _("Its owner"),
        ),
        (_("Costs"), _price(_, schedule)),
        (
            _("Covers"),
            _("Covers that ask for maintenance mean this")
            if schedule.is_required
            else _("No cover depends on it"),
        ),
    ]


def counted_said(_: Words) -> dict[Counting, str]:
    """From where the next one is counted."""
    return {
        Counting.LAST_DONE: _("from the day on which it was done last"),
        Counting.FIXED: _("always from the first day"),
    }


def starts_said(_: Words) -> dict[StartBasis, str]:
    """From which day of a unit's life a schedule counts."""
    return {
        StartBasis.INSTALLATION: _("from the installation"),
        StartBasis.DELIVERY: _("from the delivery"),
        StartBasis.PURCHASE: _("from the purchase"),
        StartBasis.MANUFACTURE: _("from the manufacture"),
    }


def schedule_state(_: Words, schedule: MaintenanceSchedule) -> str:
    """Whether a schedule runs."""
    if schedule.ended_at is not None:
        return _("ended on {day}", day=_.date(schedule.ended_at.date()))
    return _("in force")


def contract_state(_: Words, one: Contracted, today: date) -> str:
    """Whether a contract runs."""
    contract = one.contract
    is_held = contract.is_transferable or contract.customer_id == one.unit.customer_id
    if one.schedule.ended_at is None and contract.ends_on < today:
        return _("over since {day}", day=_.date(contract.ends_on))
    if one.schedule.ended_at is None and not is_held:
        return _("over: its holder has sold the unit")
    return schedule_state(_, one.schedule)


def end_said(_: Words, ahead: Mapping[MaintenanceState, int]) -> list[str]:
    """What the end calls off."""
    total, booked = sum(ahead.values()), ahead.get(MaintenanceState.BOOKED, 0)
    said = [_("Then nobody is asked by it any more.")]
    if total:
        said.append(_("What lies ahead is called off: {number}.", number=_.number(total)))
    if booked:
        said.append(
            _("Arranged with owners already: {number}. Please call them.", number=_.number(booked))
        )
    return said


def _price(_: Words, schedule: MaintenanceSchedule) -> str:
    if schedule.price_cents is None:
        return _("not known")
    if schedule.price_cents == 0:
        return _("nothing")
    return money(_, Money(schedule.currency, schedule.price_cents))


def _days_before(_: Words, days: int) -> str:
    return _.many("{number} day before it is due", "{number} days before it is due", days)


def _days_after(_: Words, days: int) -> str:
    return _.many("{number} day after it is due", "{number} days after it is due", days)


def _season(_: Words, schedule: MaintenanceSchedule) -> str:
    if schedule.season_from is None or schedule.season_to is None:
        return _("any month")
    named = _.locale.months["stand-alone"]["wide"]
    return f"{named[schedule.season_from]} – {named[schedule.season_to]}"
