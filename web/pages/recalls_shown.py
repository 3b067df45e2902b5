"""Open recalls wherever a unit is spoken of: they stand before any other advice."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from aftersales.notices.recall_wording import heading, urgent
from aftersales.queries.campaigns import open_recalls_of
from aftersales.store import Session
from aftersales.words import Words
from warranty.recalls.campaigns import Severity
from web.pages.campaign_words import response_words


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRecall:
    """One campaign that is open on a unit, in words.

    Attributes:
        heading: what it is.
        title: its product.
        urgent: what to do now; empty if there is no danger.
        state: what became of it so far.
        href: where staff see to it.
        is_dangerous: nobody is told to go on using the unit.
    """

    heading: str
    title: str
    urgent: str
    state: str
    href: str
    is_dangerous: bool


def open_recalls(_: Words, session: Session, unit_id: UUID) -> list[OpenRecall]:
    """What is open on a unit, for `open_recalls` of parts/campaigns.html."""
    return [
        OpenRecall(
            heading=heading(_, campaign.severity),
            title=campaign.title,
            urgent=urgent(_, campaign.severity, response.found),
            state=response_words(_, response.state),
            href=f"/campaigns/{campaign.id}/responses/{response.id}",
            is_dangerous=campaign.severity != Severity.SERVICE,
        )
        for campaign, response in open_recalls_of(session, [unit_id])[unit_id]
    ]
