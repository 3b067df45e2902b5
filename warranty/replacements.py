"""What a replacement changes: the new serial supersedes the old, and the covers go on with the new unit.

A replacement does not begin a new legal guarantee: Directive (EU) 2019/771 Recital 44 leaves that to national law, and
none that says so is in our table. What remains of each cover answers for the new unit; the maker may
promise at least so many months from the exchange.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from warranty.calendar_months import last_day_of_term
from warranty.cover_kinds import CoverKind
from warranty.covers import Cover
from warranty.products import LifeEvent, UnitFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A unit that was exchanged for another one of the same or of a successor model.

    Attributes:
        model: SKU of the new unit's product model.
        serial: of the new unit, as it was read, or None.
        handed_over_on: the day the customer received it.
        least_months: what remains of the maker's warranty lasts at least so long from then on; 0 for no such promise.
    """

    model: str
    serial: str | None
    handed_over_on: date
    least_months: int = 0

    def __post_init__(self) -> None:
        if self.least_months < 0:
            raise ValueError(f"Months are counted forwards only: {self.least_months}.")


def unit_after_replacement(unit: UnitFacts, replacement: Replacement) -> UnitFacts:
    """The facts of the new unit: bought when the old one was, so that no term begins anew by accident.

    Raises:
        ValueError: it has the serial of the unit it replaces, or was handed over before that was bought.
    """
    if replacement.serial is not None and replacement.serial == unit.serial:
        raise ValueError(f"A replacement has a serial of its own, not {unit.serial}.")
    if replacement.handed_over_on < unit.purchased_on:
        raise ValueError("A unit is replaced after it was bought.")
    return replace(unit, model=replacement.model, serial=replacement.serial, manufactured_on=None)


def covers_after_replacement(
    covers: tuple[Cover, ...], replacement: Replacement
) -> tuple[Cover, ...]:
    """What answers for the new unit: everything that still ran on the day of the exchange, or began later.

    Warranties on a repair of the old unit end with it: the repaired part is gone.
    """
    return tuple(
        _carried_over(cover, replacement)
        for cover in covers
        if cover.ends_on >= replacement.handed_over_on
        and cover.kind is not CoverKind.REPAIR_WARRANTY
    )


def _carried_over(cover: Cover, replacement: Replacement) -> Cover:
    """The cover as it was, or as long as the maker promises for replacements if that is longer."""
    if cover.kind is not CoverKind.MAKERS_WARRANTY or replacement.least_months == 0:
        return cover
    least = last_day_of_term(replacement.handed_over_on, replacement.least_months)
    if least <= cover.ends_on:
        return cover
    return replace(cover, ends_on=least, counted_from=LifeEvent.REPLACEMENT)
