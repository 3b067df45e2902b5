"""Who may grant how much: the ladder of the roles, and the directory of people on it."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.claims import names_of, whoever_may
from aftersales.records import Role, User
from aftersales.settings import Settings
from aftersales.store import Session
from warranty import Money, ReasonCode, sentence
from warranty.goodwill.authority import AuthorityLevel, GrantVerdict, Ladder


def ladder_of(settings: Settings) -> Ladder | None:
    """The rungs by amount, each named after the first role on it; None while nobody may grant anything."""
    rungs = {
        cents: role for role, cents in reversed(settings.goodwill_authority.items()) if cents > 0
    }
    levels = tuple(
        AuthorityLevel(role.value, Money(settings.currency, cents))
        for cents, role in sorted(rungs.items())
    )
    return Ladder(levels) if levels else None


def level_of(settings: Settings, role: Role) -> str:
    """The name of the rung on which a role stands; its own if it stands on none."""
    ladder, cents = ladder_of(settings), settings.goodwill_authority.get(role, 0)
    levels = () if ladder is None else ladder.levels
    return next((each.name for each in levels if each.most.minor == cents), role.value)


def may_grant(settings: Settings, role: Role, amount_cents: int) -> bool:
    """Whether somebody in a role may grant so much for one case."""
    return amount_cents <= settings.goodwill_authority.get(role, 0)


def who_may_grant(session: Session, settings: Settings, amount_cents: int) -> Sequence[User]:
    """Everybody who may grant so much, whoever is on call first."""
    return whoever_may(session, settings.goodwill_authority, amount_cents)


def refusal_of(
    session: Session, settings: Settings, verdict: GrantVerdict, amount_cents: int
) -> str:
    """Why somebody may not grant it, and who can."""
    if verdict.reason.code is ReasonCode.GRANT_ABOVE_BUDGET:
        return sentence(verdict.reason)
    names = names_of(who_may_grant(session, settings, amount_cents))
    if verdict.needs is None or not names:
        return "This is more than anybody here may grant. Ask your management to settle who may."
    return f"This is more than you may grant. Ask {names}."
