"""Entitlement: what the covers answer on a day for parts, labour, travel and a loaner, and why.

Whether the unit is registered is not asked: proof of purchase is enough (compare 16 CFR 700.7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, assert_never

from warranty.answers import (
    LEGAL_BENEFITS,
    Answer,
    AnswerState,
    answer_for,
    is_legal_guarantee_in_doubt,
)
from warranty.cover_kinds import Benefit, CoverKind
from warranty.covers import Cover
from warranty.payers import BurdenOfProof
from warranty.products import FULL
from warranty.reason_codes import ReasonCode
from warranty.reasons import Reason, joined_sentence, merged, sentence
from warranty.standings import Question, Standing, standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """The answers for one unit on one day.

    Attributes:
        question: what was asked.
        parts: the answer for parts.
        labour: the answer for labour.
        travel: the answer for travel.
        loaner: the answer for a loaner.
        answering: every cover that answers for something, in the order given: what still applies.
        reasons: the answers' reasons, equal ones said once, then what to know besides.
        burden_of_proof_turns_on: first day on which the customer may have to show that the defect was
            there at delivery, from the legal guarantee that answers; None when none does or no day is known.
    """

    question: Question
    parts: Answer
    labour: Answer
    travel: Answer
    loaner: Answer
    answering: tuple[Cover, ...]
    reasons: tuple[Reason, ...]
    burden_of_proof_turns_on: date | None

    def __post_init__(self) -> None:
        if tuple(answer.benefit for answer in self.answers) != tuple(Benefit):
            raise ValueError("Each benefit has its own answer.")

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The four answers in the order of `Benefit`."""
        return self.parts, self.labour, self.travel, self.loaner

    @property
    def burden_of_proof(self) -> BurdenOfProof | None:
        """Who has to show whether the defect was there at delivery; None when no legal guarantee answers."""
        if self.burden_of_proof_turns_on is None:
            return None
        is_presumed = self.question.day < self.burden_of_proof_turns_on
        return BurdenOfProof.SELLER if is_presumed else BurdenOfProof.CUSTOMER

    @property
    def summary(self) -> tuple[Reason, ...]:
        """The answers for parts, labour and travel in as few clauses as they need; a loaner is a courtesy."""
        repair = [answer for answer in self.answers if answer.benefit in LEGAL_BENEFITS]
        alike = merged([answer.reason for answer in repair])
        if len(alike) == 1:
            return alike
        groups: dict[ReasonCode, list[Answer]] = {}
        for answer in repair:
            groups.setdefault(_clause_of(answer), []).append(answer)
        return tuple(_clause(code, groups[code]) for code in CLAUSES if code in groups)

    @property
    def sentence(self) -> str:
        """The summary as one English sentence for the customer."""
        return joined_sentence(self.summary)

    @property
    def sentences(self) -> tuple[str, ...]:
        """All reasons as English sentences for the customer."""
        return tuple(sentence(reason) for reason in self.reasons)


def entitlement_on(
    day: date,
    covers: tuple[Cover, ...],
    *,
    country: str,
    component: str | None = None,
    is_defect: bool = True,
    is_consumer: bool = True,
    is_first_owner: bool = True,
    missed_maintenance_on: date | None = None,
) -> Entitlement:
    """What a unit's covers answer on a day; the keywords are those of `Question`.

    The legal guarantee is in doubt when its law is unknown, no cover given is one, and a consumer asks
    about a defect: then a benefit that nothing else covers is unknown, never refused.
    """
    question = Question(
        day=day,
        country=country,
        component=component,
        is_defect=is_defect,
        is_consumer=is_consumer,
        is_first_owner=is_first_owner,
        missed_maintenance_on=missed_maintenance_on,
    )
    answering = tuple(
        cover
        for cover in covers
        if any(standing_of(cover, benefit, question) is Standing.ANSWERS for benefit in Benefit)
    )
    answers = tuple(answer_for(benefit, covers, question) for benefit in Benefit)
    parts, labour, travel, loaner = answers
    return Entitlement(
        question=question,
        parts=parts,
        labour=labour,
        travel=travel,
        loaner=loaner,
        answering=answering,
        reasons=(
            *merged([answer.reason for answer in answers]),
            *_notes(covers, answers, question),
        ),
        burden_of_proof_turns_on=next(
            (
                cover.burden_of_proof_turns_on
                for cover in answering
                if cover.kind is CoverKind.LEGAL_GUARANTEE
            ),
            None,
        ),
    )


CLAUSES: Final = (
    ReasonCode.SUMMARY_COVERED,
    ReasonCode.SUMMARY_IN_PART,
    ReasonCode.SUMMARY_UNKNOWN,
    ReasonCode.SUMMARY_REFUSED,
)
"""In the order in which the one sentence says them: the good news first."""


def _clause_of(answer: Answer) -> ReasonCode:
    match answer.state:
        case AnswerState.COVERED:
            is_whole = answer.percent == FULL
            return ReasonCode.SUMMARY_COVERED if is_whole else ReasonCode.SUMMARY_IN_PART
        case AnswerState.UNKNOWN:
            return ReasonCode.SUMMARY_UNKNOWN
        case AnswerState.NOT_COVERED:
            return ReasonCode.SUMMARY_REFUSED
        case _:
            assert_never(answer.state)


def _clause(code: ReasonCode, answers: list[Answer]) -> Reason:
    """One clause about several benefits; what is covered is covered until the first of their days."""
    benefits = ("benefits", tuple(answer.benefit.value for answer in answers))
    days = [answer.until for answer in answers if answer.until is not None]
    return Reason(code, (benefits, ("until", min(days))) if days else (benefits,))


def _notes(
    covers: tuple[Cover, ...], answers: tuple[Answer, ...], question: Question
) -> tuple[Reason, ...]:
    """What to know besides: the law may pay the rest, and who has to prove what."""
    notes: list[Reason] = []
    is_paid_in_part = any(0 < answer.percent < FULL for answer in answers)
    is_said = any(a.reason.code is ReasonCode.LEGAL_GUARANTEE_UNKNOWN for a in answers)
    if is_paid_in_part and not is_said and is_legal_guarantee_in_doubt(covers, question):
        notes.append(Reason(ReasonCode.LEGAL_GUARANTEE_UNKNOWN, (("country", question.country),)))
    for answer in answers:
        cover, is_covered = answer.cover, answer.state is AnswerState.COVERED
        if is_covered and cover is not None and cover.burden_of_proof_turns_on is not None:
            notes.append(_burden(cover.burden_of_proof_turns_on, question.day))
            break
    return tuple(notes)


def _burden(turns_on: date, day: date) -> Reason:
    if day < turns_on:
        return Reason(ReasonCode.BURDEN_ON_SELLER, (("until", turns_on - timedelta(1)),))
    return Reason(ReasonCode.BURDEN_ON_CUSTOMER, (("since", turns_on),))
