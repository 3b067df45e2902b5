"""Alarms and known issues in the small world, for whoever looks at their pages."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlmodel import select

from aftersales.cases import open_case
from aftersales.deed import SYSTEM
from aftersales.prevention.alarms import raise_alarms
from aftersales.prevention.counting import Counts, Family, Kind
from aftersales.prevention.issues import Article, add_issue, move_issue
from aftersales.prevention.playbooks import Plan, Step, keep_playbook
from aftersales.queries.issues import issue_by_slug
from aftersales.queries.playbooks import playbook_by_code
from aftersales.records import (
    Alarm,
    Case,
    CaseKind,
    Customer,
    KnownIssueState,
    Role,
    Territory,
    Unit,
    WorkKind,
)
from tests.web.conftest import World

FORM = {
    "slug": "filter-clogs",
    "product_type": "washing_machine",
    "component": "pump",
    "symptoms": "does not drain\nneizsūknē",
    "en_title": "It does not drain",
    "en_summary": "The filter clogs.",
    "en_steps": "Open the filter.\nRinse it.",
    "lv_title": "Neizsūknē ūdeni",
    "lv_summary": "Aizsērējis filtrs.",
    "lv_steps": "Atveriet filtru.\nIzskalojiet to.",
    "bn_title": "পানি বের হয় না",
    "bn_summary": "ফিল্টার আটকে গেছে।",
    "bn_steps": "ফিল্টার খুলুন।\nধুয়ে ফেলুন।",
}


def alarm_in(world: World) -> UUID:
    """An alarm about the pumps of the washing machines; raised when first looked for."""
    with world.parts.store.reading() as session:
        there = session.exec(select(Alarm)).first()
    if there is not None:
        return there.id
    counts = Counts()
    kind = Kind(Family.COMPONENT, "washing_machine", component="pump")
    for sku, claims in (("WM-8000", 9), ("WM-9000", 1)):
        counts.months[kind][sku] = 120.0
        counts.claims[kind][sku] = claims
    with world.parts.doing(SYSTEM) as deed:
        raise_alarms(deed, counts)
    with world.parts.store.reading() as session:
        return session.exec(select(Alarm)).one().id


PLAYBOOK = {
    "code": "does-not-drain",
    "title": "It does not drain",
    "is_active": "yes",
    "product_type": "washing_machine",
    "symptoms": "does not drain",
    "owner_role": "support",
    "steps": "support 5: Ask for the serial.\nsupport 15: Open the filter together.",
    "guidance": "Ask for water on the floor first.",
    "work_kind": "repair",
    "parts": "PUMP-7",
    "text_en": "We open the filter together.",
}


def case_in(world: World) -> UUID:
    """A case about a machine that does not drain; opened when first looked for."""
    with world.parts.store.reading() as session:
        there = session.exec(select(Case).where(Case.subject == "Nordwasch 8000?")).first()
    if there is not None:
        return there.id
    with world.parts.doing(SYSTEM) as deed:
        unit = deed.session.get_one(Unit, world.unit_id)
        case = open_case(
            deed,
            deed.session.get_one(Territory, world.territory_id),
            deed.session.get_one(Customer, unit.customer_id),
            kind=CaseKind.SUPPORT,
            channel="phone",
            subject="Nordwasch 8000?",
            description="It does not drain.",
            next_update_at=deed.now + timedelta(hours=2),
            unit_id=unit.id,
            location_id=unit.location_id,
        )
    return case.id


def playbook_in(world: World) -> UUID:
    """A playbook for it; written when first looked for."""
    with world.parts.store.reading() as session:
        there = playbook_by_code(session, PLAYBOOK["code"])
    if there is not None:
        return there.id
    plan = Plan(
        code=PLAYBOOK["code"],
        title=PLAYBOOK["title"],
        product_type=PLAYBOOK["product_type"],
        symptoms=("does not drain",),
        steps=(Step(text="Ask for the serial.", role=Role.SUPPORT, minutes=5),),
        customer_texts={"en": PLAYBOOK["text_en"]},
        guidance=PLAYBOOK["guidance"],
        work_kind=WorkKind.REPAIR,
        parts=("PUMP-7",),
    )
    with world.parts.doing(SYSTEM) as deed:
        return keep_playbook(deed, plan).id


def issue_in(world: World) -> UUID:
    """A published article in three languages; written when first looked for."""
    with world.parts.store.reading() as session:
        there = issue_by_slug(session, FORM["slug"])
    if there is not None:
        return there.id
    texts = {
        language: {name: FORM[f"{language}_{name}"] for name in ("title", "summary", "steps")}
        for language in ("en", "lv", "bn")
    }
    article = Article(
        slug=FORM["slug"],
        product_type=FORM["product_type"],
        component=FORM["component"],
        symptoms=tuple(FORM["symptoms"].splitlines()),
        texts=texts,
        video_url="https://films.example/filter",
    )
    with world.parts.doing(SYSTEM) as deed:
        row = add_issue(deed, article)
        deed.session.flush()
        move_issue(deed, row, KnownIssueState.PUBLISHED)
    return row.id
