"""Alarms and known issues in the small world, for whoever looks at their pages."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import select

from aftersales.deed import SYSTEM
from aftersales.prevention.alarms import raise_alarms
from aftersales.prevention.counting import Counts, Family, Kind
from aftersales.prevention.issues import Article, add_issue, move_issue
from aftersales.queries.issues import issue_by_slug
from aftersales.records import Alarm, KnownIssueState
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
