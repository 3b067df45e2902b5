"""The words for campaigns: how dangerous, how far, how a unit matches, what became of it, by which way."""

from __future__ import annotations

from typing import Final

from aftersales.records import CampaignState
from aftersales.words import Words
from warranty.recalls.campaigns import Match, Severity
from warranty.recalls.responses import ResponseState

ORDER: Final = (
    ResponseState.OWED,
    ResponseState.NOTIFIED,
    ResponseState.SCHEDULED,
    ResponseState.DONE,
    ResponseState.GONE,
    ResponseState.DECLINED,
    ResponseState.UNREACHABLE,
    ResponseState.CLEARED,
)
"""In which states are listed: from nothing done to settled, and then what people have to see to."""


def severity_words(_: Words, severity: str) -> str:
    """How dangerous it is to go on as before."""
    return {
        Severity.STOP_USING: _("Danger: stop using it"),
        Severity.HAZARD: _("Hazard under some conditions"),
        Severity.SERVICE: _("No danger: a free service"),
    }[Severity(severity)]


def campaign_state_words(_: Words, state: CampaignState) -> str:
    """How far a campaign has come."""
    return {
        CampaignState.DRAFT: _("draft, nobody is told"),
        CampaignState.PUBLISHED: _("published"),
        CampaignState.CLOSED: _("closed"),
        CampaignState.DISCARDED: _("discarded"),
    }[state]


def match_words(_: Words, found: str) -> str:
    """How a unit matches, and why."""
    return {
        Match.AFFECTED: _("Meant: model and serial are on the lists"),
        Match.CHECK_SERIAL: _("Serial to be read: the model is on the list"),
        Match.CHECK_MODEL: _("To be checked: the list of models is not complete"),
        Match.NOT_AFFECTED: _("Not meant"),
    }[Match(found)]


def response_words(_: Words, state: str) -> str:
    """What became of a unit."""
    return {
        ResponseState.OWED: _("not told yet"),
        ResponseState.NOTIFIED: _("told, no answer yet"),
        ResponseState.SCHEDULED: _("remedy arranged"),
        ResponseState.DONE: _("remedy done"),
        ResponseState.UNREACHABLE: _("owner not reachable"),
        ResponseState.DECLINED: _("owner declines"),
        ResponseState.GONE: _("sold or thrown away"),
        ResponseState.CLEARED: _("checked, not meant"),
    }[ResponseState(state)]


def way_words(_: Words, way: str) -> str:
    """A way to an owner."""
    return {
        "email": _("by e-mail"),
        "phone": _("by telephone"),
        "post": _("by letter"),
        "": _("not at all"),
    }.get(way, way)


def language_words(_: Words, language: str) -> str:
    """A language by its name in this one."""
    return (_.locale.languages.get(language) or language).capitalize()
