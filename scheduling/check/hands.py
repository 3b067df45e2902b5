"""Rules of hands: who may serve a visit, whatever the time."""

from __future__ import annotations

from collections.abc import Iterator

from scheduling.shift import Shift
from scheduling.violation import Rule, Violation
from scheduling.visit import Visit


def skills(shift: Shift, visit: Visit) -> Iterator[Violation]:
    """The shift has every skill that the visit needs."""
    missing = ", ".join(sorted(visit.skills - shift.skills))
    if missing:
        sentence = f"Shift {shift.key} lacks the skills it needs: {missing}."
        yield Violation(Rule.SKILLS, visit.key, sentence)


def crew_size(shift: Shift, visit: Visit) -> Iterator[Violation]:
    """The shift's crew is large enough."""
    if shift.crew_size < visit.crew_size:
        sentence = f"It needs {visit.crew_size} people, shift {shift.key} has {shift.crew_size}."
        yield Violation(Rule.CREW_SIZE, visit.key, sentence)


def territory(shift: Shift, visit: Visit) -> Iterator[Violation]:
    """A visit in a territory is served by a shift that works there or everywhere."""
    if visit.territory is None or shift.territories is None:
        return
    if visit.territory not in shift.territories:
        sentence = f"Shift {shift.key} does not work in territory {visit.territory}."
        yield Violation(Rule.TERRITORY, visit.key, sentence)


def forbidden(shift: Shift, visit: Visit) -> Iterator[Violation]:
    """Nobody serves a visit for which they are forbidden."""
    if shift.technician in visit.forbidden:
        sentence = f"Technician {shift.technician} must not serve it."
        yield Violation(Rule.FORBIDDEN, visit.key, sentence)


def pinned_technician(shift: Shift, visit: Visit) -> Iterator[Violation]:
    """A visit that is promised to a technician is served by them."""
    if visit.pinned_technician not in (None, shift.technician):
        sentence = (
            f"It is promised to technician {visit.pinned_technician}, not {shift.technician}."
        )
        yield Violation(Rule.PINNED_TECHNICIAN, visit.key, sentence)


def pinned_shift(shift: Shift, visit: Visit) -> Iterator[Violation]:
    """A visit that is promised to a shift is served by it."""
    if visit.pinned_shift not in (None, shift.key):
        sentence = f"It is promised to shift {visit.pinned_shift}, not {shift.key}."
        yield Violation(Rule.PINNED_SHIFT, visit.key, sentence)
