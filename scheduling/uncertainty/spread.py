"""How far drives and works stray from what the plan says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

DRIVE: Final = 0.25
"""Deviation of a drive as a share of its mean: 20 minutes take 14 to 27 in four cases of five."""

WORK: Final = 0.35
"""Deviation of a work as a share of its mean: an hour takes 37 to 88 minutes in four cases of five."""

WIDEST: Final = 3.0
"""The widest spread that is accepted; a work that long after its mean is not planned by its mean at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Coefficients of variation (standard deviation ÷ mean) of all drives and works, to the hundredth.

    Every drive and every work is lognormal and independent of the others; its mean is what the plan says. The
    lognormal fits repairs (MIL-HDBK-338B, §5.6.2.1) and procedures on site in general (May, Strum & Vargas,
    Decision Sciences 31, 2000). The defaults are assumptions, to be replaced by what a shop has measured.

    Attributes:
        drive: of every drive that `drives` does not name, the drives home included.
        work: of every work that `works` does not name.
        drives: by key of a visit, of the drive to it.
        works: by key of a visit, of the work there.
    """

    drive: float = DRIVE
    work: float = WORK
    drives: Mapping[str, float] = field(default_factory=dict, hash=False)
    works: Mapping[str, float] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for share in (self.drive, self.work, *self.drives.values(), *self.works.values()):
            if not 0 <= share <= WIDEST:
                raise ValueError(
                    f"A coefficient of variation lies between 0 and {WIDEST}, not at {share}."
                )

    def percent_of_drive(self, visit: str) -> int:
        """How far the drive to the visit strays, in hundredths of its mean."""
        return round(100 * self.drives.get(visit, self.drive))

    def percent_of_work(self, visit: str) -> int:
        """How far the work at the visit strays, in hundredths of its mean."""
        return round(100 * self.works.get(visit, self.work))
