"""The words for improvements on screens: their states, what pointed at them, and the check as one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from aftersales.records import Improvement, ImprovementScope, ImprovementState
from aftersales.words import Words
from aftersales.words.improvements import check_said, measured_said, scope_words

Names = Mapping[tuple[ImprovementScope, str], str]


def improvement_words(_: Words, state: ImprovementState) -> str:
    """How far an improvement has come."""
    return {
        ImprovementState.OPEN: _("at work"),
        ImprovementState.MISSED: _("late: the check does not hold"),
        ImprovementState.ACHIEVED: _("closed: the check holds"),
        ImprovementState.WAIVED: _("ended by a manager"),
    }[state]


def source_words(_: Words, kind: str) -> str:
    """What pointed at the gap."""
    return {
        "survey": _("answers of customers"),
        "complaint": _("a complaint"),
        "alarm": _("an early failure"),
        "channel": _("channels compared"),
    }.get(kind, _("somebody of us"))


def about(_: Words, row: Improvement, names: Names) -> str:
    """Whom or what it is about; the key where nothing has that name any more."""
    name = names.get((row.scope, row.scope_key), row.scope_key)
    return scope_words(_, row.scope, name)


def check_of(_: Words, row: Improvement, names: Names) -> str:
    """The closing check of an improvement as a sentence."""
    return check_said(
        _,
        row.measure,
        about(_, row, names),
        threshold=row.threshold,
        least=row.least,
        from_on=row.from_on,
        due_on=row.due_on,
    )


def measured_of(_: Words, row: Improvement) -> str:
    """What was measured last."""
    return measured_said(_, row.measure, value=row.value, count=row.count, verdict=row.verdict)
