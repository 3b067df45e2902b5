"""The timeline of a customer: everything that happened, whatever it was, in one order and in words.

A new kind of row joins it by a line in `SERIES` of `aftersales.queries.timeline`, which says how the rows are found,
and one in `SOURCES` here: what they are called, and the words for one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, assert_never
from uuid import UUID

from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.queries.timeline import Mark, Matter, Stretch, rows_in
from aftersales.queries.timeline_beside import Beside, beside
from aftersales.records import (
    Appointment,
    Case,
    Claim,
    Consent,
    Cover,
    Direction,
    Event,
    Notice,
    Order,
    Promise,
    PromiseKind,
    Registration,
    ThreadMessage,
    Unit,
    WorkOrder,
)
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.sentences import work
from warranty import CoverKind
from warranty.sentences import COVER_NAMES
from web.pages.claim_words import state_words
from web.pages.customer_words import case_words, consent_said, registration_words
from web.pages.happening import happened
from web.pages.standing import progress_words, promise_words
from web.pages.telling import headline, newest_of
from web.pages.timeline_care import (
    complaint_told,
    grant_told,
    maintenance_told,
    recall_told,
    survey_told,
)
from web.pages.timeline_kinds import Kind, Told

PAGE: Final = 30
"""Entries of one page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row with its place and kind."""

    mark: Mark
    kind: Kind
    told: Told


@dataclass(frozen=True, slots=True)
class Source:
    """What entries of one matter are called, and how one is told."""

    kind: Kind
    told: Callable[[Words, Beside, Any], Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some entries, the newest first; `before` is where the older ones begin."""

    entries: list[Entry] = field(default_factory=list)
    before: Mark | None = None


def page_of_timeline(
    _: Words,
    session: Session,
    customer_ids: Collection[UUID],
    kinds: Collection[Kind],
    before: Mark | None,
) -> Page:
    """The newest entries before a mark; of every kind if none is named."""
    stretch = Stretch(customer_ids=customer_ids, before=before, limit=PAGE + 1)
    found = [
        (mark, source, row)
        for matter, source in SOURCES.items()
        if not kinds or source.kind in kinds
        for mark, row in rows_in(session, matter, stretch)
    ]
    found.sort(key=lambda each: each[0], reverse=True)
    shown = found[:PAGE]
    near = beside(session, [row for _mark, _source, row in shown])
    entries = [Entry(mark, source.kind, source.told(_, near, row)) for mark, source, row in shown]
    return Page(entries=entries, before=entries[-1].mark if len(found) > PAGE else None)


def whole_timeline(_: Words, session: Session, customer_ids: Collection[UUID]) -> list[Entry]:
    """Everything that ever happened with some customers, the newest first."""
    entries: list[Entry] = []
    before: Mark | None = None
    while True:
        found = page_of_timeline(_, session, customer_ids, (), before)
        entries += found.entries
        if found.before is None:
            return entries
        before = found.before


def mark_of(text: str) -> Mark | None:
    """A mark as it stands in an address; None for something else."""
    moment, _slash, identifier = text.partition("/")
    try:
        mark = Mark(datetime.fromisoformat(moment), UUID(identifier))
    except ValueError:
        return None
    return mark if mark.at.tzinfo is not None else None


def written(mark: Mark) -> str:
    """A mark as it stands in an address."""
    return f"{mark.at.isoformat()}/{mark.id}"


def _purchase(_: Words, beside: Beside, row: Order) -> Told:
    products = ", ".join(
        f"{_.number(line.quantity)} × {model.brand} {model.name}"
        for line, model in beside.lines.get(row.id, ())
    )
    return Told(said=_("Order {number}", number=row.number), more=products, is_day=True)


def _unit(_: Words, beside: Beside, row: Unit) -> Told:
    return Told(
        said=_("Product {product}", product=_product_of(beside, row.id)),
        href=f"/units/{row.id}",
        more=row.serial or "",
        is_day=True,
    )


def _cover(_: Words, beside: Beside, row: Cover) -> Told:
    kind = _(COVER_NAMES[CoverKind(row.kind)])
    return Told(
        said=_("Cover until {day}: {kind}", day=_.date(row.ends_on), kind=kind),
        href=f"/units/{row.unit_id}",
        more=f"{_product_of(beside, row.unit_id)} · {row.provider}".removesuffix(" · "),
        is_day=True,
    )


def _registration(_: Words, beside: Beside, row: Registration) -> Told:
    return Told(
        said=_("Registration {reference}", reference=row.reference),
        href=f"/units/{row.unit_id}",
        more=f"{_product_of(beside, row.unit_id)} · {registration_words(_, row.state)}",
    )


def _case(_: Words, _beside: Beside, row: Case) -> Told:
    return Told(
        said=_(
            "Case {reference}: {state}", reference=row.reference, state=case_words(_, row.state)
        ),
        href=f"/cases/{row.id}",
        more=row.subject,
    )


def _message(_: Words, _beside: Beside, row: ThreadMessage) -> Told:
    match row.direction:
        case Direction.IN:
            said = _("{name} wrote", name=row.who)
        case Direction.OUT:
            said = _("{name} answered", name=row.who)
        case Direction.NOTE:
            said = _("{name} noted for colleagues", name=row.who)
        case _never:
            assert_never(_never)
    return Told(said=said, href=f"/cases/{row.case_id}", more=row.text)


def _claim(_: Words, beside: Beside, row: Claim) -> Told:
    return Told(
        said=_(
            "Claim {reference}: {state}", reference=row.reference, state=state_words(_, row.state)
        ),
        href=f"/claims/{row.id}",
        more=_product_of(beside, row.unit_id),
    )


def _visit(_: Words, beside: Beside, row: Appointment) -> Told:
    visit = beside.visits[row.id]
    what = work(_, visit.work_type.kind.value, visit.product_type)
    return Told(
        said=headline(_, visit, newest_of(beside.told.get(row.id, ()), visit)),
        href=f"/visits/{row.id}",
        more=f"{what} · {progress_words(_, row.state)}",
    )


def _unplanned(_: Words, beside: Beside, row: WorkOrder) -> Told:
    kind = beside.work_types[row.work_type_id]
    return Told(
        said=_("A visit waits for a time ({reference})", reference=row.reference),
        more=work(_, kind.kind.value, kind.product_type),
    )


def _notice(_: Words, _beside: Beside, row: Notice) -> Told:
    message = worded(NoticeKind(row.kind), words_in(row.language), row.facts, "")
    return Told(said=message.subject, letter=(row, message))


def _promise(_: Words, _beside: Beside, row: Promise) -> Told:
    from_time, to_time = _.time_at(row.from_at, row.zone), _.time_at(row.to_at, row.zone)
    day = _.day_at(row.to_at, row.zone)
    if row.kind is PromiseKind.NEXT_UPDATE:
        said = _("Promised: more news by {time} on {day}", time=to_time, day=day)
    else:
        said = _(
            "Promised: between {from_time} and {to_time} on {day}",
            from_time=from_time,
            to_time=to_time,
            day=day,
        )
    return Told(said=said, more=promise_words(_, row.state))


def _consent(_: Words, _beside: Beside, row: Consent) -> Told:
    return Told(said=consent_said(_, row), more=row.source)


def _change(_: Words, _beside: Beside, row: Event) -> Told:
    return Told(said=happened(_, row.what), more=row.why)


def _product_of(beside: Beside, unit_id: UUID) -> str:
    _unit, model = beside.units[unit_id]
    return f"{model.brand} {model.name}"


SOURCES: Final[Mapping[Matter, Source]] = MappingProxyType(
    {
        Matter.ORDERS: Source(Kind.PURCHASES, _purchase),
        Matter.UNITS: Source(Kind.UNITS, _unit),
        Matter.COVERS: Source(Kind.COVERS, _cover),
        Matter.REGISTRATIONS: Source(Kind.REGISTRATIONS, _registration),
        Matter.CASES: Source(Kind.CASES, _case),
        Matter.CLAIMS: Source(Kind.CLAIMS, _claim),
        Matter.COMPLAINTS: Source(Kind.COMPLAINTS, complaint_told),
        Matter.GRANTS: Source(Kind.GOODWILL, grant_told),
        Matter.SURVEYS: Source(Kind.SURVEYS, survey_told),
        Matter.RECALLS: Source(Kind.RECALLS, recall_told),
        Matter.MAINTENANCE: Source(Kind.MAINTENANCE, maintenance_told),
        Matter.VISITS: Source(Kind.VISITS, _visit),
        Matter.UNPLANNED: Source(Kind.VISITS, _unplanned),
        Matter.MESSAGES: Source(Kind.MESSAGES, _message),
        Matter.NOTICES: Source(Kind.NOTICES, _notice),
        Matter.PROMISES: Source(Kind.PROMISES, _promise),
        Matter.CONSENTS: Source(Kind.RECORD, _consent),
        Matter.CHANGES: Source(Kind.RECORD, _change),
    }
)
"""How each matter is called, and one row of it told."""
