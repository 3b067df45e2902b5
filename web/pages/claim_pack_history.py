"""What was decided, told and done about a claim, as its document says it."""

from __future__ import annotations

from aftersales.claims import stored_reasons
from aftersales.claims.pack import Section
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.queries.notices import notices_about
from aftersales.records import (
    Event,
    RecipientKind,
)
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.reasons import reason_said
from warranty import ClaimState
from web.pages.claim_pack_whole import Whole, beside, moment_said
from web.pages.happening import by_whom, happened

DECIDING = frozenset(
    {
        *(f"claim_{state}" for state in (ClaimState.APPROVED, ClaimState.PARTLY_APPROVED)),
        *(f"claim_{state}" for state in (ClaimState.REJECTED, ClaimState.NEEDS_INFO)),
        "claim_routed",
    }
)
"""Events that are decisions."""


def decisions(_: Words, found: Whole) -> Section:
    """Who decided what and why; the reasons of the last decision whole."""
    reasons = [reason_said(_, each) for each in stored_reasons(found.claim)]
    why = str(found.claim.decision.get("why") or "")
    return Section(
        heading=_("Decisions, by whom and why"),
        heads=(_("When"), _("What"), _("By whom"), _("Why")),
        rows=tuple(
            (
                moment_said(_, each.at, found.zone),
                happened(_, each.what),
                _who(_, each, found),
                each.why,
            )
            for each in found.events
            if each.what in DECIDING
        ),
        facts=((_("Reasons of the last one"), " ".join([*reasons, why]).strip()),)
        if reasons or why
        else (),
        paragraphs=() if reasons or why else (_("Nothing is decided yet."),),
    )


def messages(_: Words, session: Session, found: Whole) -> Section:
    """What the customer was told and when; in the language in which they read it."""
    about = {found.claim.id, found.case.id, *beside(session, found.claim)}
    told = sorted(
        (each for subject in about for each in notices_about(session, subject)),
        key=lambda each: each.id,
    )
    return Section(
        heading=_("What was told"),
        heads=(_("When"), _("What"), _("Sent")),
        rows=tuple(
            (
                moment_said(_, each.created_at, found.zone),
                worded(NoticeKind(each.kind), words_in(each.language), each.facts, "").subject,
                moment_said(_, each.sent_at, found.zone) or _("not sent yet"),
            )
            for each in told
            if each.recipient_kind is RecipientKind.CUSTOMER
        ),
    )


def history(_: Words, found: Whole) -> Section:
    """Everything that happened, the first first."""
    return Section(
        heading=_("What happened"),
        heads=(_("When"), _("What"), _("By whom")),
        rows=tuple(
            (moment_said(_, each.at, found.zone), happened(_, each.what), _who(_, each, found))
            for each in found.events
        ),
    )


def _who(_: Words, event: Event, found: Whole) -> str:
    return by_whom(_, event, found.names)
