"""The reason that one cover gives for its standing, with what still answers beside a "no"."""

from __future__ import annotations

from typing import assert_never

from warranty.cover_kinds import Benefit
from warranty.covers import Cover
from warranty.products import FULL
from warranty.reason_codes import ReasonCode
from warranty.reasons import FactValue, Reason
from warranty.standings import Question, Standing, best_standing

Facts = tuple[tuple[str, FactValue], ...]
"""Named facts of a reason."""


def cover_reason(
    standing: Standing,
    cover: Cover,
    benefit: Benefit,
    question: Question,
    covers: tuple[Cover, ...] = (),
) -> Reason:
    """Why a cover answers, may answer or does not answer for a benefit.

    Args:
        standing: how the cover stands to the benefit.
        cover: the cover that is spoken of.
        benefit: what is asked about.
        question: the rest of what is asked.
        covers: all covers of the unit, searched for what still answers; none for a cover that does.
    """
    facts: Facts = (
        ("benefits", (benefit.value,)),
        ("cover", cover.kind.value),
        ("provider", cover.provider),
    )
    facts += _facts_of(standing, cover, benefit, question) + _what_still_answers(covers, question)
    if standing is not Standing.ANSWERS:
        return Reason(ReasonCode(standing.value), facts)
    is_whole = cover.percent_of(benefit) == FULL
    return Reason(ReasonCode.COVERED if is_whole else ReasonCode.COVERED_IN_PART, facts)


def _facts_of(standing: Standing, cover: Cover, benefit: Benefit, question: Question) -> Facts:
    share: Facts = (("percent", cover.percent_of(benefit)), ("until", cover.ends_on))
    components: Facts = (("components", tuple(sorted(cover.components))),)
    match standing:
        case Standing.ANSWERS | Standing.TRANSFER_UNKNOWN:
            return share
        case Standing.DEPENDS_ON_COMPONENT:
            return share + components
        case Standing.MAINTENANCE_UNKNOWN:
            missed = question.missed_maintenance_on
            return () if missed is None else (("due_on", missed),)
        case Standing.NOT_STARTED:
            return (("starts_on", cover.starts_on),)
        case Standing.ENDED:
            return (("ended_on", cover.ends_on),)
        case Standing.EXCLUDED:
            return (("component", question.component or ""),)
        case Standing.OTHER_COMPONENT:
            return components
        case Standing.NOT_A_DEFECT | Standing.NOT_TRANSFERABLE | Standing.NOT_INCLUDED:
            return ()
        case _:
            assert_never(standing)


def _what_still_answers(covers: tuple[Cover, ...], question: Question) -> Facts:
    """The cover that answers for another benefit, with all benefits it is the best for."""
    best = {benefit: best_standing(covers, benefit, question) for benefit in Benefit}
    answering = {
        benefit: nearest[1]
        for benefit, nearest in best.items()
        if nearest is not None and nearest[0] is Standing.ANSWERS
    }
    if not answering:
        return ()
    still = next(iter(answering.values()))
    return (
        ("still_cover", still.kind.value),
        (
            "still_benefits",
            tuple(name.value for name, cover in answering.items() if cover == still),
        ),
        ("still_until", still.ends_on),
    )
