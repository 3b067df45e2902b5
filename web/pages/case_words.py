"""The words for states, channels, kinds and urgency of cases, and for what is due in them."""

from __future__ import annotations

from typing import assert_never

from aftersales.conversations import Due, Way
from aftersales.records import CaseChannel, CaseKind, CaseState, Priority
from aftersales.words import Words
from aftersales.words.channels import channel_name


def case_state_words(_: Words, state: CaseState) -> str:
    """Where a case stands."""
    return {
        CaseState.NEW: _("new"),
        CaseState.TRIAGED: _("looked at"),
        CaseState.WAITING_CUSTOMER: _("waiting for the customer"),
        CaseState.IN_PROGRESS: _("being worked on"),
        CaseState.REMOTE_FIX_TRIED: _("tried from afar"),
        CaseState.VISIT_NEEDED: _("needs a visit"),
        CaseState.RESOLVED: _("settled"),
        CaseState.CLOSED: _("closed"),
        CaseState.REOPENED: _("reopened"),
    }[state]


def case_step_words(_: Words, state: CaseState) -> str:
    """A step as a button says it."""
    return {
        CaseState.TRIAGED: _("I have looked at it"),
        CaseState.WAITING_CUSTOMER: _("Wait for the customer"),
        CaseState.IN_PROGRESS: _("Work on it"),
        CaseState.REMOTE_FIX_TRIED: _("Tried from afar"),
        CaseState.VISIT_NEEDED: _("It needs a visit"),
        CaseState.RESOLVED: _("It is settled"),
        CaseState.CLOSED: _("Close it"),
        CaseState.REOPENED: _("Reopen it"),
    }.get(state, case_state_words(_, state))


def channel_words(_: Words, channel: CaseChannel) -> str:
    """Which way somebody wrote."""
    return channel_name(_, channel)


def case_kind_words(_: Words, kind: CaseKind) -> str:
    """What a case is."""
    match kind:
        case CaseKind.SUPPORT:
            return _("request")
        case CaseKind.COMPLAINT:
            return _("complaint")
        case _never:
            assert_never(_never)


def priority_words(_: Words, priority: Priority) -> str:
    """How urgent a case is."""
    return {
        Priority.LOW: _("can wait"),
        Priority.NORMAL: _("as usual"),
        Priority.HIGH: _("urgent"),
        Priority.EMERGENCY: _("emergency"),
    }[priority]


def due_words(_: Words, what: Due) -> str:
    """What is due."""
    match what:
        case Due.FIRST_ANSWER:
            return _("first answer")
        case Due.RESOLUTION:
            return _("solution")
        case Due.NEXT_UPDATE:
            return _("promised news")
        case _never:
            assert_never(_never)


def way_words(_: Words, way: Way, channel: CaseChannel) -> str:
    """How an answer comes to the customer."""
    match way:
        case Way.EMAIL:
            return _("By e-mail")
        case Way.CHAT:
            return _("In the chat")
        case Way.BRIDGE:
            return _("Over {channel}", channel=channel_words(_, channel))
        case Way.IN_PERSON:
            return _("I tell them myself, for example on the telephone")
        case _never:
            assert_never(_never)
