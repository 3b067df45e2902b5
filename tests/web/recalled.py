"""Recalls in the small world, for whoever looks at their pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from uuid import UUID

from sqlmodel import col, select

from aftersales.campaigns.drafting import add_campaign
from aftersales.catalogue import add_work_type
from aftersales.deed import SYSTEM
from aftersales.identifiers import link_token
from aftersales.jobs.recalls import publish
from aftersales.jobs.running import run_due_jobs
from aftersales.jobs.terms import Terms
from aftersales.queries.campaigns import campaign_by_code
from aftersales.records import Campaign, CampaignResponse, Notice, WorkKind
from tests.web.conftest import World
from warranty.recalls.campaigns import Campaign as CampaignFacts
from warranty.recalls.campaigns import Severity

WORDS = {
    "hazard": "The heater can overheat and start a fire",
    "advice": "Unplug it and keep children away.",
    "remedy": "A technician replaces the heater at your home.",
}
LATVIAN = {
    "hazard": "Sildītājs var pārkarst un aizdegties",
    "advice": "Atvienojiet to no strāvas un neļaujiet tuvoties bērniem.",
    "remedy": "Tehniķis pie jums mājās nomaina sildītāju.",
}
BENGALI = {
    "hazard": "হিটার অতিরিক্ত গরম হয়ে আগুন ধরাতে পারে",
    "advice": "প্লাগ খুলে রাখুন এবং শিশুদের দূরে রাখুন।",
    "remedy": "একজন টেকনিশিয়ান আপনার বাড়িতে হিটার বদলে দেবেন।",
}
WORDING = {"en": WORDS, "lv": LATVIAN, "bn": BENGALI}


@dataclass(frozen=True)
class Recalls:
    """A draft, a published recall, and one owner's page of it."""

    draft: UUID
    published: UUID
    responses: list[UUID] = field(default_factory=list)
    token: str = ""


def drafted(world: World, code: str) -> Campaign:
    """A recall of all washing machines of the small world that nobody was told of."""
    facts = CampaignFacts(
        key=code,
        title="Nordwasch: washing machines 8000",
        hazard=WORDS["hazard"],
        severity=Severity.STOP_USING,
        models=frozenset({"WM-8000"}),
        remedy=WORDS["remedy"],
        needs_visit=True,
    )
    with world.parts.doing(SYSTEM) as deed:
        return add_campaign(deed, facts, WORDING)


def remedied(world: World) -> None:
    """Somebody of ours can make the remedy at home."""
    with world.parts.doing(SYSTEM) as deed:
        add_work_type(
            deed,
            product_type="washing_machine",
            kind=WorkKind.RECALL_VISIT,
            minutes=(30, 45, 60),
            crew_size=1,
            skills=("plumbing",),
            source="test",
        )


def published(world: World, code: str = "WM-2026-1") -> Campaign:
    """The same recall, with all its owners told."""
    row = drafted(world, code)
    with world.parts.doing(SYSTEM) as deed:
        publish(deed, deed.session.get_one(Campaign, row.id), row.revision)
    run_due_jobs(world.parts, Terms(), Event())
    return row


def owner_of(world: World, campaign_id: UUID) -> tuple[UUID, str]:
    """One unit of a recall, and what opens its owner's page."""
    with world.parts.store.reading() as session:
        row = session.exec(
            select(CampaignResponse)
            .where(CampaignResponse.campaign_id == campaign_id)
            .order_by(col(CampaignResponse.id))
        ).first()
        assert row is not None
        notice = session.exec(select(Notice).where(Notice.subject_id == row.id)).one()
    return row.id, link_token(world.parts.secret, UUID(str(notice.facts["link_id"])))


def recalls_in(world: World) -> Recalls:
    """Both campaigns; made when first looked for."""
    with world.parts.store.reading() as session:
        draft = campaign_by_code(session, "WM-2026-2")
        told = campaign_by_code(session, "WM-2026-1")
    draft, told = draft or drafted(world, "WM-2026-2"), told or published(world)
    response_id, token = owner_of(world, told.id)
    return Recalls(draft.id, told.id, [response_id], token)
