"""A grant of goodwill: what was granted, by whom, and why it is not what was proposed if it is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from warranty.cover_kinds import Benefit, CoverKind
from warranty.covers import Cover
from warranty.goodwill.proposals import Proposal
from warranty.money import Money
from warranty.products import FULL, LifeEvent

PROVIDER: Final = "goodwill"
"""Provider of every cover that a grant makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One grant, with everything that an audit asks for.

    Attributes:
        proposal: what the rules proposed.
        percent: of the cost that is granted, 1..100.
        amount: what that is expected to cost us.
        granted_by: key of the person.
        level: on which rung of the ladder they stood.
        granted_on: the day.
        why: in the person's words; needed when they grant something else than was proposed.
    """

    proposal: Proposal
    percent: int
    amount: Money
    granted_by: str
    level: str
    granted_on: date
    why: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.percent <= FULL:
            raise ValueError(f"A grant is 1 to 100 percent, not {self.percent}.")
        if self.percent != self.proposal.percent and not self.why.strip():
            raise ValueError("Say why you grant something else than was proposed.")

    def cover(self, ends_on: date, components: frozenset[str] = frozenset()) -> Cover:
        """The grant as a cover, so that the entitlement shows it like every other.

        Args:
            ends_on: last day on which it is honoured.
            components: that it answers for; empty for the whole unit.
        """
        shares = {
            benefit: self.percent if benefit in self.proposal.benefits else 0
            for benefit in (Benefit.PARTS, Benefit.LABOUR, Benefit.TRAVEL)
        }
        return Cover(
            kind=CoverKind.GOODWILL,
            provider=PROVIDER,
            starts_on=self.granted_on,
            ends_on=ends_on,
            counted_from=LifeEvent.GRANT,
            source=f"Goodwill granted on {self.granted_on.isoformat()}",
            parts_percent=shares[Benefit.PARTS],
            labour_percent=shares[Benefit.LABOUR],
            travel_percent=shares[Benefit.TRAVEL],
            components=components,
            is_transferable=False,
        )
