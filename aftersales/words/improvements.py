"""The words for closing checks: what has to hold, and what was measured; on screens and in messages alike."""

from __future__ import annotations

from datetime import date
from typing import Final, assert_never

from aftersales.records import ImprovementScope, Measure, Verdict
from aftersales.words.catalogue import Words
from aftersales.words.channels import channel_words

OWN: Final = "-"
"""Stands for our own people among the partners."""


def scope_words(_: Words, scope: ImprovementScope, name: str) -> str:
    """Whom or what a check is about; `name` is that of a person, a partner, a model, a channel or a group."""
    match scope:
        case ImprovementScope.PARTNER if name == OWN:
            return _("our own people")
        case ImprovementScope.CHANNEL:
            return channel_words(_, name)
        case _scope:
            return name


def check_said(
    _: Words,
    measure: Measure,
    about: str,
    *,
    threshold: float | None,
    least: int,
    from_on: date,
    due_on: date,
) -> str:
    """The closing check as a sentence; `about` is already in words."""
    days = {"first": _.date(from_on), "last": _.date(due_on), "about": about}
    figure = _.digits(f"{threshold or 0.0:g}")
    number = _.number(least)
    match measure:
        case Measure.COMPLAINT_RATE:
            return _(
                "{about}: at most {figure} complaints of 100 from {first} to {last}, counted over at least {number}.",
                figure=figure,
                number=number,
                **days,
            )
        case Measure.SURVEY_SCORE:
            return _(
                "{about}: customers give at least {figure} of 5 from {first} to {last}, in at least {number} answers.",
                figure=figure,
                number=number,
                **days,
            )
        case Measure.FAILURES:
            return _(
                "{about}: does not fail too often any more from {first} to {last}, by the test that raised the alarm.",
                **days,
            )
        case Measure.CHANNEL_SPEED:
            return _(
                "{about}: first answers come no later than on the other channels from {first} to {last}, in at least {number} cases.",
                number=number,
                **days,
            )
        case _never:
            assert_never(_never)


def measured_said(
    _: Words, measure: Measure, *, value: float | None, count: int, verdict: Verdict
) -> str:
    """What was measured last, as a sentence."""
    if verdict is Verdict.NOT_MEASURED:
        return _("Nothing was measured yet.")
    number = _.number(count)
    if verdict is Verdict.TOO_FEW or value is None:
        return _("Too few to say anything: {number} so far.", number=number)
    figure = _.digits(f"{value:.1f}")
    match measure:
        case Measure.COMPLAINT_RATE:
            return _("{figure} complaints of 100, over {number}.", figure=figure, number=number)
        case Measure.SURVEY_SCORE:
            return _("{figure} of 5, in {number} answers.", figure=figure, number=number)
        case Measure.FAILURES:
            claims = _.number(round(value))
            return _("{claims} failures in {number} months of use.", claims=claims, number=number)
        case Measure.CHANNEL_SPEED:
            minutes = _.number(round(value))
            return _(
                "{minutes} minutes to the first answer, in {number} cases.",
                minutes=minutes,
                number=number,
            )
        case _never:
            assert_never(_never)


def verdict_words(_: Words, verdict: Verdict) -> str:
    """Whether the check holds."""
    return {
        Verdict.NOT_MEASURED: _("not measured yet"),
        Verdict.HOLDS: _("the check holds"),
        Verdict.FAILS: _("the check does not hold"),
        Verdict.TOO_FEW: _("too few to say"),
    }[verdict]
