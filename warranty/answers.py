"""The answer for one benefit: covered, not covered or unknown, and the reason for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from warranty.cover_kinds import Benefit, CoverKind
from warranty.cover_reasons import cover_reason
from warranty.covers import Cover
from warranty.legal_guarantees import UnknownGuarantee, legal_guarantee_of
from warranty.payers import Payer
from warranty.products import FULL
from warranty.reason_codes import ReasonCode
from warranty.reasons import Reason, sentence
from warranty.standings import OPEN, Question, Standing, best_standing

LEGAL_BENEFITS: Final = frozenset({Benefit.PARTS, Benefit.LABOUR, Benefit.TRAVEL})
"""What a legal guarantee can pay for; a loaner is a courtesy of contracts, so its "no" is never in doubt."""


class AnswerState(StrEnum):
    """Whether a benefit is paid for; unknown means: ask a person, who must find out."""

    COVERED = "covered"
    NOT_COVERED = "not_covered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer for one benefit.

    Attributes:
        benefit: what is asked about.
        state: covered, not covered or unknown.
        percent: share of the cost paid, 1..100 when covered, otherwise 0.
        cover: the cover that answers, or the one nearest to answering; None when there is none.
        until: last covered day when covered, otherwise None.
        reason: why, with what still answers.
    """

    benefit: Benefit
    state: AnswerState
    percent: int
    cover: Cover | None
    until: date | None
    reason: Reason

    def __post_init__(self) -> None:
        is_covered = self.state is AnswerState.COVERED
        if is_covered != (self.percent > 0) or is_covered != (self.until is not None):
            raise ValueError("Only a covered benefit has a share and a last day.")
        if is_covered and self.cover is None:
            raise ValueError("A covered benefit names its cover.")

    @property
    def shares(self) -> tuple[tuple[Payer, int], ...]:
        """Who pays how many percent, the cover first and the customer the rest; empty while nobody knows."""
        if self.state is AnswerState.UNKNOWN:
            return ()
        rest = FULL - self.percent
        own = (
            () if self.cover is None or not self.percent else ((self.cover.paid_by, self.percent),)
        )
        return own if rest == 0 else (*own, (Payer.CUSTOMER, rest))

    @property
    def sentence(self) -> str:
        """The reason as one English sentence for the customer."""
        return sentence(self.reason)


def answer_for(benefit: Benefit, covers: tuple[Cover, ...], question: Question) -> Answer:
    """The answer for one benefit: a sure cover first, then any doubt, and "no" only when nothing is open."""
    standing, cover = best_standing(covers, benefit, question) or (None, None)
    if standing is not None and cover is not None and standing in OPEN:
        is_sure = standing is Standing.ANSWERS
        return Answer(
            benefit=benefit,
            state=AnswerState.COVERED if is_sure else AnswerState.UNKNOWN,
            percent=cover.percent_of(benefit) if is_sure else 0,
            cover=cover,
            until=cover.ends_on if is_sure else None,
            reason=cover_reason(standing, cover, benefit, question),
        )
    asked = ("benefits", (benefit.value,))
    state, reason = AnswerState.NOT_COVERED, Reason(ReasonCode.NO_COVER, (asked,))
    if benefit in LEGAL_BENEFITS and is_legal_guarantee_in_doubt(covers, question):
        state = AnswerState.UNKNOWN
        reason = Reason(ReasonCode.LEGAL_GUARANTEE_UNKNOWN, (asked, ("country", question.country)))
    elif standing is not None and cover is not None:
        reason = cover_reason(standing, cover, benefit, question, covers)
    return Answer(benefit=benefit, state=state, percent=0, cover=cover, until=None, reason=reason)


def is_legal_guarantee_in_doubt(covers: tuple[Cover, ...], question: Question) -> bool:
    """Whether a legal guarantee that we do not know may answer, so that nobody may say "no"."""
    return (
        question.is_consumer
        and question.is_defect
        and all(cover.kind is not CoverKind.LEGAL_GUARANTEE for cover in covers)
        and isinstance(legal_guarantee_of(question.country), UnknownGuarantee)
    )
