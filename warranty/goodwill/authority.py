"""Who may grant how much, from which budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warranty.money import Money
from warranty.reason_codes import ReasonCode
from warranty.reasons import FactValue, Reason


@dataclass(frozen=True, slots=True)
class AuthorityLevel:
    """A rung of the ladder: whoever stands on it may grant so much for one case."""

    name: str
    most: Money


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs, from the lowest to the highest; every one may grant more than the one below."""

    levels: tuple[AuthorityLevel, ...]

    def __post_init__(self) -> None:
        if not self.levels:
            raise ValueError("A ladder has a rung.")
        if len({level.name for level in self.levels}) < len(self.levels):
            raise ValueError("A level stands on the ladder once.")
        for lower, higher in zip(self.levels, self.levels[1:], strict=False):
            if higher.most.is_at_most(lower.most):
                raise ValueError(f"{higher.name} may grant more than {lower.name}.")

    def level(self, name: str) -> AuthorityLevel | None:
        """The rung of this name, or None: whoever is not on the ladder grants nothing."""
        return next((level for level in self.levels if level.name == name), None)

    def lowest_for(self, amount: Money) -> AuthorityLevel | None:
        """The lowest rung that may grant the amount, or None when nobody may."""
        return next((level for level in self.levels if amount.is_at_most(level.most)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What may be granted in a period; both days belong to it.

    Attributes:
        starts_on: first day.
        ends_on: last day.
        amount: of the whole period.
        spent: what was granted of it so far.
    """

    starts_on: date
    ends_on: date
    amount: Money
    spent: Money

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError("A period does not end before it starts.")
        if self.amount.currency != self.spent.currency:
            raise ValueError("A budget is spent in its own currency.")

    @property
    def left(self) -> Money:
        """What can still be granted; nothing once it is overspent."""
        return Money(self.amount.currency, max(0, self.amount.minor - self.spent.minor))


@dataclass(frozen=True, slots=True)
class GrantVerdict:
    """Whether somebody may grant an amount.

    Attributes:
        reason: `GRANT_WITHIN` if so, otherwise what is in the way.
        needs: the level that may, if it is only theirs that does not reach; None when it is the budget, or nobody may.
    """

    reason: Reason
    needs: AuthorityLevel | None = None

    @property
    def may_grant(self) -> bool:
        """Whether they may."""
        return self.reason.code is ReasonCode.GRANT_WITHIN


def judge_grant(amount: Money, level_name: str, ladder: Ladder, budget: Budget) -> GrantVerdict:
    """Whether somebody on a level may grant an amount for one case now.

    Args:
        amount: of the grant.
        level_name: on which rung they stand; one that is not on the ladder grants nothing.
        ladder: of the shop.
        budget: of the period of today.
    """
    able = ladder.lowest_for(amount)
    said: tuple[str, FactValue] = ("amount", amount)
    if able is None:
        most = ("most", ladder.levels[-1].most)
        return GrantVerdict(Reason(ReasonCode.GRANT_ABOVE_ALL, (said, most)))
    own = ladder.level(level_name)
    most_of_own = Money(amount.currency, 0) if own is None else own.most
    if own is None or not amount.is_at_most(own.most):
        by = (said, ("level", level_name), ("most", most_of_own), ("next", able.name))
        return GrantVerdict(Reason(ReasonCode.GRANT_ABOVE_LEVEL, by), able)
    left = budget.left
    if not amount.is_at_most(left):
        short = (said, ("left", left), ("until", budget.ends_on))
        return GrantVerdict(Reason(ReasonCode.GRANT_ABOVE_BUDGET, short))
    stays = Money(left.currency, left.minor - amount.minor)
    facts = (said, ("level", level_name), ("left", stays))
    return GrantVerdict(Reason(ReasonCode.GRANT_WITHIN, facts))
