"""What was made of trouble, as rows of a customer's timeline: complaints, goodwill, surveys, recalls."""

from __future__ import annotations

from aftersales.queries.timeline_beside import Beside
from aftersales.records import (
    CampaignResponse,
    Complaint,
    GoodwillGrant,
    Maintenance,
    Survey,
)
from aftersales.words import Words
from aftersales.words.reasons import money
from warranty import Money
from web.pages.campaign_words import response_words
from web.pages.claim_words import remedy_words
from web.pages.complaint_words import complaint_words
from web.pages.goodwill_words import grant_words
from web.pages.maintenance_words import maintenance_words
from web.pages.timeline_kinds import Told


def complaint_told(_: Words, beside: Beside, row: Complaint) -> Told:
    """Something they were not content with, and how far it has come."""
    case = beside.cases[row.case_id]
    return Told(
        said=_(
            "Complaint {reference}: {state}",
            reference=case.reference,
            state=complaint_words(_, row.state),
        ),
        href=f"/complaints/{row.id}",
        more=case.subject,
    )


def grant_told(_: Words, _beside: Beside, row: GoodwillGrant) -> Told:
    """Something granted beyond every cover."""
    amount = money(_, Money(row.currency, row.amount_cents))
    return Told(
        said=_(
            "Goodwill {reference}: {state}",
            reference=row.reference,
            state=grant_words(_, row.state),
        ),
        href=f"/goodwill/grants/{row.id}",
        more=f"{remedy_words(_, row.remedy)} · {amount}",
    )


def survey_told(_: Words, _beside: Beside, row: Survey) -> Told:
    """What they answered when they were asked how it went."""
    scores = [score for score in (row.service_score, row.visit_score) if score is not None]
    return Told(
        said=_(
            "How it went with {reference}: {scores} of 5",
            reference=row.reference,
            scores=" / ".join(_.number(score) for score in scores),
        ),
        more=row.text,
    )


def recall_told(_: Words, beside: Beside, row: CampaignResponse) -> Told:
    """A unit of theirs that a recall means, and what became of it."""
    campaign = beside.campaigns[row.campaign_id]
    return Told(
        said=_("Recall {code}: {state}", code=campaign.code, state=response_words(_, row.state)),
        href=f"/campaigns/{campaign.id}/responses/{row.id}",
        more=campaign.title,
    )


def maintenance_told(_: Words, beside: Beside, row: Maintenance) -> Told:
    """Maintenance that they were asked about, and what became of it."""
    schedule = beside.schedules[row.maintenance_schedule_id]
    return Told(
        said=_(
            "Maintenance due on {day}: {state}",
            day=_.date(row.due_on),
            state=maintenance_words(_, row.state),
        ),
        href=f"/maintenance/{row.id}",
        more=schedule.task,
    )
