"""How an improvement moves: begun with an owner, a day and a check; ended by its figures, or by a manager who says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from aftersales.access import OFFICE
from aftersales.deed import Deed
from aftersales.errors import NotPermitted, NotUnderstood, Problem
from aftersales.improvements.checks import SCOPES, THRESHOLDS, Check, Measured
from aftersales.improvements.telling import tell_assigned, tell_late
from aftersales.queries.improvements import scope_names
from aftersales.queries.surveys import FROM_VISIT
from aftersales.records import (
    Improvement,
    ImprovementState,
    Measure,
    Role,
    User,
    Verdict,
)
from aftersales.states import moved
from aftersales.store import Session

_S = ImprovementState

IMPROVEMENT_MOVES: Final = MappingProxyType(
    {
        _S.OPEN: frozenset({_S.ACHIEVED, _S.MISSED, _S.WAIVED}),
        # It may still come true, get another day, or be given up by a manager.
        _S.MISSED: frozenset({_S.OPEN, _S.ACHIEVED, _S.WAIVED}),
        _S.ACHIEVED: frozenset[ImprovementState](),
        _S.WAIVED: frozenset[ImprovementState](),
    }
)
"""From each state, the states that an improvement may come to."""

WAIVERS: Final = frozenset({Role.MANAGER, Role.ADMIN})
"""Whose word ends an improvement without its check."""

LONGEST: Final = timedelta(days=730)
"""A day further away than this is no plan."""

MOST_NEEDED: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What somebody sets out to do.

    Attributes:
        title: the gap, in one line.
        plan: what is done about it.
        owner_id: who sees to it.
        due_on: the day at whose end the check is looked at.
        check: what has to hold then.
        source_kind: what pointed at it: survey, complaint, alarm or channel; empty for none.
        source_id: which complaint or alarm.
    """

    title: str
    plan: str = ""
    owner_id: UUID
    due_on: date
    check: Check
    source_kind: str = ""
    source_id: UUID | None = None


def open_improvement(deed: Deed, aim: Aim) -> Improvement:
    """Begin an improvement; its owner is told unless they begin it themselves.

    Raises:
        NotUnderstood: something is missing or cannot be measured.
    """
    problems = list(_problems(deed, aim))
    if problems:
        raise NotUnderstood("The improvement is not complete. Correct what is marked.", problems)
    check = aim.check
    row = Improvement(
        id=deed.new_id(),
        reference=deed.ids.reference("I"),
        state=_S.OPEN,
        title=aim.title.strip(),
        plan=aim.plan.strip(),
        source_kind=aim.source_kind,
        source_id=aim.source_id,
        measure=check.measure,
        scope=check.scope,
        scope_key=check.key,
        threshold=check.threshold if check.measure in THRESHOLDS else None,
        least=check.least,
        owner_id=aim.owner_id,
        from_on=deed.now.date(),
        due_on=aim.due_on,
        verdict=Verdict.NOT_MEASURED,
        close_reason="",
        opened_at=deed.now,
    )
    deed.add(row)
    deed.session.flush()
    deed.note("improvement_opened", row)
    tell_assigned(deed, row)
    return row


def hand_over(deed: Deed, row: Improvement, owner_id: UUID) -> None:
    """Somebody else sees to it from now on, and is told.

    Raises:
        NotUnderstood: they do not work in the office, or no longer.
        IllegalMove: it has ended.
    """
    _check_live(row)
    if not _is_able(deed.session.get(User, owner_id)):
        raise NotUnderstood("Choose somebody of the office.", [_OWNER])
    row.owner_id = owner_id
    row.revision += 1
    deed.add(row)
    deed.note("improvement_handed_over", row)
    tell_assigned(deed, row)


def postpone(deed: Deed, row: Improvement, due_on: date, why: str) -> None:
    """Give it another day; after a miss it is measured anew from today.

    Raises:
        NotUnderstood: nobody says why, or the day does not lie ahead.
        IllegalMove: it has ended.
    """
    _check_live(row)
    problems = [*_day_problems(deed, due_on)]
    if not why.strip():
        problems.append(Problem("why", "it is missing"))
    if problems:
        raise NotUnderstood("Name a day to come, and say why.", problems)
    row.due_on = due_on
    row.revision += 1
    if row.state is _S.MISSED:
        row.state = moved(IMPROVEMENT_MOVES, row.state, _S.OPEN, "improvement")
        row.from_on = deed.now.date()
        row.value, row.count, row.verdict = None, 0, Verdict.NOT_MEASURED
        row.measured_at = None
    deed.add(row)
    deed.note("improvement_postponed", row, why=why.strip())


def waive(deed: Deed, row: Improvement, role: Role, why: str) -> None:
    """A manager ends it without its check, and writes why.

    Raises:
        NotPermitted: only a manager may.
        NotUnderstood: nobody says why.
        IllegalMove: it has ended.
    """
    if role not in WAIVERS:
        raise NotPermitted("Only a manager can end it without its check. Ask one of them.")
    if not why.strip():
        raise NotUnderstood("Say why it ends without its check.", [Problem("why", "it is missing")])
    row.close_reason = why.strip()
    _end(deed, row, _S.WAIVED, why=why.strip())


def take_measure(deed: Deed, row: Improvement, found: Measured) -> None:
    """Keep what was measured; once its day is over the check decides, and whoever must know of a miss is told."""
    row.value, row.count, row.verdict = found.value, found.count, found.verdict
    row.measured_at = deed.now
    deed.add(row)
    if row.due_on >= deed.now.date():
        return
    if found.verdict is Verdict.HOLDS:
        _end(deed, row, _S.ACHIEVED)
    elif row.state is _S.OPEN:
        row.state = moved(IMPROVEMENT_MOVES, row.state, _S.MISSED, "improvement")
        row.revision += 1
        deed.note("improvement_missed", row)
        _warn(deed, row)
    elif row.warned_at is None or row.warned_at + _again(deed) <= deed.now:
        _warn(deed, row)


def _warn(deed: Deed, row: Improvement) -> None:
    row.warned += 1
    row.warned_at = deed.now
    deed.add(row)
    tell_late(deed, row)


def _again(deed: Deed) -> timedelta:
    return timedelta(days=deed.settings.improvement_warn_days)


def _end(deed: Deed, row: Improvement, state: ImprovementState, *, why: str = "") -> None:
    row.state = moved(IMPROVEMENT_MOVES, row.state, state, "improvement")
    row.closed_at = deed.now
    row.revision += 1
    deed.add(row)
    deed.note(f"improvement_{state}", row, why=why)


_OWNER: Final = Problem("owner", "choose somebody of the office")


def _check_live(row: Improvement) -> None:
    """Nothing is changed of what has ended: the graph has no arrow from there."""
    if not IMPROVEMENT_MOVES[row.state]:
        moved(IMPROVEMENT_MOVES, row.state, _S.OPEN, "improvement")


def _problems(deed: Deed, aim: Aim) -> Iterator[Problem]:
    if not aim.title.strip():
        yield Problem("title", "it is missing")
    if not _is_able(deed.session.get(User, aim.owner_id)):
        yield _OWNER
    yield from _day_problems(deed, aim.due_on)
    yield from _check_problems(deed.session, aim.check)


def _day_problems(deed: Deed, due_on: date) -> Iterator[Problem]:
    today = deed.now.date()
    if not today < due_on <= today + LONGEST:
        yield Problem("due_on", "name a day to come, within two years")


def _check_problems(session: Session, check: Check) -> Iterator[Problem]:
    if (
        check.scope not in SCOPES[check.measure]
        or not _is_there(session, check)
        or _is_vague(check)
    ):
        yield Problem("about", "this cannot be measured of it")
    if check.measure in THRESHOLDS:
        low, high = THRESHOLDS[check.measure]
        if check.threshold is None or not low <= check.threshold <= high:
            yield Problem("threshold", f"a figure from {low:g} to {high:g}")
    if not 1 <= check.least <= MOST_NEEDED:
        yield Problem("least", "a whole number of at least 1")


def _is_there(session: Session, check: Check) -> bool:
    return bool(scope_names(session, [(check.scope, check.key)]))


def _is_vague(check: Check) -> bool:
    """Visits are no channel of cases: only answers about them are gathered under that name."""
    return check.key == FROM_VISIT and check.measure is not Measure.SURVEY_SCORE


def _is_able(user: User | None) -> bool:
    return user is not None and user.is_active and user.role in OFFICE
