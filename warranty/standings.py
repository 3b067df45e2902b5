"""How one cover stands to one question: it answers, may answer, or cannot, and what the obstacle is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from warranty.cover_kinds import Benefit, CoverKind
from warranty.covers import Cover


class Standing(StrEnum):
    """From yes to no; the later, the further the cover is from answering.

    NOT_STARTED and ENDED mean that the day is the only obstacle.
    """

    ANSWERS = "answers"
    DEPENDS_ON_COMPONENT = "depends_on_component"
    TRANSFER_UNKNOWN = "transfer_unknown"
    MAINTENANCE_UNKNOWN = "maintenance_unknown"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    EXCLUDED = "excluded"
    NOT_A_DEFECT = "not_a_defect"
    NOT_TRANSFERABLE = "not_transferable"
    OTHER_COMPONENT = "other_component"
    NOT_INCLUDED = "not_included"


OPEN: Final = frozenset(
    {
        Standing.ANSWERS,
        Standing.DEPENDS_ON_COMPONENT,
        Standing.TRANSFER_UNKNOWN,
        Standing.MAINTENANCE_UNKNOWN,
    }
)
"""The cover runs and answers, or may answer once somebody tells what is not known yet."""

_FROM_YES_TO_NO: Final = tuple(Standing)
_KINDS: Final = tuple(CoverKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked about a unit on one day.

    Attributes:
        day: the day of the fault's report, in the place of the unit.
        country: country of purchase, ISO 3166-1 alpha-2.
        component: name of the faulty component, or None before a diagnosis.
        is_defect: the unit fails by itself; False for an accident, misuse or a wish.
        is_consumer: the buyer was a consumer.
        is_first_owner: the asker is the buyer, not a later owner.
        missed_maintenance_on: the day on which maintenance was due that nobody knows of, if any is missing.
    """

    day: date
    country: str
    component: str | None = None
    is_defect: bool = True
    is_consumer: bool = True
    is_first_owner: bool = True
    missed_maintenance_on: date | None = None


def standing_of(cover: Cover, benefit: Benefit, question: Question) -> Standing:
    """How a cover stands to a benefit; lasting obstacles are named before the day, and the day before doubt."""
    component = question.component
    if cover.percent_of(benefit) == 0:
        return Standing.NOT_INCLUDED
    if component is not None and cover.components and component not in cover.components:
        return Standing.OTHER_COMPONENT
    if not question.is_first_owner and cover.is_transferable is False:
        return Standing.NOT_TRANSFERABLE
    if not question.is_defect and cover.is_for_defects_only:
        return Standing.NOT_A_DEFECT
    if component in cover.exclusions:
        return Standing.EXCLUDED
    if question.day > cover.ends_on:
        return Standing.ENDED
    if question.day < cover.starts_on:
        return Standing.NOT_STARTED
    if not question.is_first_owner and cover.is_transferable is None:
        return Standing.TRANSFER_UNKNOWN
    if cover.requires_maintenance and question.missed_maintenance_on is not None:
        return Standing.MAINTENANCE_UNKNOWN
    if component is None and cover.components:
        return Standing.DEPENDS_ON_COMPONENT
    return Standing.ANSWERS


def best_standing(
    covers: tuple[Cover, ...], benefit: Benefit, question: Question
) -> tuple[Standing, Cover] | None:
    """The cover nearest to a yes with its standing, or None when there is no cover.

    Among covers that answer or may answer, the larger share wins, then the later end; among the others
    the later end, then the larger share; then the kind that `CoverKind` names first, then the provider's name.
    """
    ranked = [(standing_of(cover, benefit, question), cover) for cover in covers]
    return min(ranked, key=lambda pair: _rank(pair[0], pair[1], benefit), default=None)


def _rank(standing: Standing, cover: Cover, benefit: Benefit) -> tuple[int, int, int, int, str]:
    share, end = -cover.percent_of(benefit), -cover.ends_on.toordinal()
    first, second = (share, end) if standing in OPEN else (end, share)
    kind = _KINDS.index(cover.kind)
    return _FROM_YES_TO_NO.index(standing), first, second, kind, cover.provider
