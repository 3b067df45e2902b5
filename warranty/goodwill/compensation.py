"""Compensation that nobody has to ask for: what a broken promise is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warranty.claims.remedies import RemedyKind
from warranty.money import Money
from warranty.reason_codes import ReasonCode
from warranty.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenPromise:
    """A promise that was not kept.

    Attributes:
        kind: which sort of promise, as the promise ledger names it.
        minutes_late: by how much; None if it was not kept at all, such as a visit nobody came to.
        was_told: the customer heard of it from us before it was broken.
    """

    kind: str
    minutes_late: int | None
    was_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompensationRule:
    """One line of the table.

    Attributes:
        name: for staff.
        kinds: promises that it is about.
        least_minutes: from so late on; 0 for any lateness.
        is_for_told: it counts although the customer was told in time.
        remedy: what the customer gets.
        amount: of it.
    """

    name: str
    kinds: frozenset[str]
    least_minutes: int
    is_for_told: bool
    remedy: RemedyKind
    amount: Money

    def __post_init__(self) -> None:
        if self.remedy not in (RemedyKind.CREDIT, RemedyKind.VOUCHER, RemedyKind.GIFT):
            raise ValueError("A broken promise is made up for by a credit, a voucher or a gift.")

    def is_about(self, promise: BrokenPromise) -> bool:
        """Whether the promise is one of those, broken badly enough."""
        if promise.kind not in self.kinds or (promise.was_told and not self.is_for_told):
            return False
        return promise.minutes_late is None or promise.minutes_late >= self.least_minutes


@dataclass(frozen=True, slots=True)
class Compensation:
    """What the customer gets, and by which rule."""

    rule: CompensationRule

    @property
    def reason(self) -> Reason:
        """As it is said to the customer."""
        return Reason(ReasonCode.COMPENSATION, (("amount", self.rule.amount),))


def compensation_for(
    promise: BrokenPromise, rules: Sequence[CompensationRule]
) -> Compensation | None:
    """The best of what the rules give for one broken promise, never a sum of them; None for nothing."""
    fitting = [rule for rule in rules if rule.is_about(promise)]
    if not fitting:
        return None
    return Compensation(max(fitting, key=lambda rule: rule.amount.minor))
