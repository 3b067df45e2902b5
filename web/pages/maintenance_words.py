"""Maintenance in words: how it stands, what it costs, what a cover loses without it, and what was answered."""

from __future__ import annotations

from aftersales.maintenance.asked import Asked
from aftersales.notices.maintenance_wording import asks_said, price_said
from aftersales.records import Cover, Maintenance, MaintenanceState
from aftersales.words import Words


def maintenance_words(_: Words, state: MaintenanceState) -> str:
    """How far a maintenance is."""
    return {
        MaintenanceState.PLANNED: _("planned"),
        MaintenanceState.DUE: _("waits for the owner"),
        MaintenanceState.BOOKED: _("arranged"),
        MaintenanceState.DONE: _("done"),
        MaintenanceState.MISSED: _("missed"),
        MaintenanceState.DECLINED: _("declined"),
        MaintenanceState.VOID: _("not needed any more"),
    }[state]


def stands_said(_: Words, row: Maintenance) -> str:
    """How it stands, as its owner reads it."""
    match row.state:
        case MaintenanceState.BOOKED:
            return _("It is arranged. You hear from us before anybody comes.")
        case MaintenanceState.DONE if row.done_on is not None:
            return _("It was done on {day}. Thank you.", day=_.date(row.done_on))
        case MaintenanceState.MISSED:
            return _("Its time is over, but it can still be done.")
        case MaintenanceState.DECLINED:
            return _("You have told us that you do not want it. You can change your mind.")
        case MaintenanceState.PLANNED if row.put_offs and row.asks_on is not None:
            return _("It is put off. We ask you again on {day}.", day=_.date(row.asks_on))
        case MaintenanceState.VOID:
            return _("It is not needed any more.")
        case _other:
            return ""


def costs_said(_: Words, asked: Asked) -> str:
    """What it costs, where somebody comes for it."""
    schedule = asked.about.schedule
    return price_said(_, schedule.price_cents, schedule.currency) if schedule.needs_visit else ""


def covers_said(_: Words, covers: list[Cover]) -> list[str]:
    """The covers that ask for it."""
    return [
        asks_said(_, each.kind, _.date(each.ends_on), provider=each.provider) for each in covers
    ]


def without_said(_: Words, covers: list[Cover]) -> str:
    """What it means for the covers of a unit if it is not done."""
    if not covers:
        return _("Your covers do not depend on it.")
    return _(
        "Without it we cannot tell you that these covers pay: somebody has to look at it first. "
        "What the law gives you does not depend on it."
    )
