"""The words for alarms and known issues."""

from __future__ import annotations

from aftersales.prevention.counting import Family
from aftersales.records import AlarmState, KnownIssueState
from aftersales.words import Words


def family_words(_: Words, family: str) -> str:
    """By what the group of an alarm was told apart."""
    return {
        Family.MODEL: _("Model"),
        Family.BATCH: _("Batch"),
        Family.COMPONENT: _("Part of a model"),
        Family.INSTALLER: _("Installed by"),
    }[Family(family)]


def alarm_state_words(_: Words, state: AlarmState) -> str:
    """Who has seen an alarm, and whether it is over."""
    return {
        AlarmState.OPEN: _("nobody sees to it yet"),
        AlarmState.ACKNOWLEDGED: _("somebody sees to it"),
        AlarmState.CLOSED: _("closed"),
    }[state]


def issue_state_words(_: Words, state: KnownIssueState) -> str:
    """Whether an article is read by anybody but its writers."""
    return {
        KnownIssueState.DRAFT: _("draft"),
        KnownIssueState.PUBLISHED: _("published"),
        KnownIssueState.RETIRED: _("retired"),
    }[state]


def method(_: Words) -> str:
    """How it is known that a group fails too often."""
    return _(
        "Each group is compared with all others of its kind by the exact conditional test of two Poisson rates (Przyborowski and Wilenski, 1940); the lower bound is that of Clopper and Pearson (1934), and false alarms are held down by the procedure of Benjamini and Hochberg (1995). Failures of the first 24 months count, each part of a unit once."
    )
