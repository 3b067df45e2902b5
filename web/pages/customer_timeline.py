"""The timeline of a customer: everything that happened, whatever it was, in one order and in words.

A new kind of row joins it by one line in `SOURCES`: the question that finds the rows, and the words for one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, assert_never
from uuid import UUID

from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.queries import timeline
from aftersales.queries.pages import lines_of_order
from aftersales.queries.timeline import Found, Mark, Stretch
from aftersales.queries.visits import visits_by_id
from aftersales.records import (
    Appointment,
    Case,
    Claim,
    Consent,
    Direction,
    Event,
    Notice,
    Order,
    ProductModel,
    Promise,
    PromiseKind,
    Registration,
    ThreadMessage,
    Unit,
    WorkOrder,
    WorkType,
)
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.sentences import work
from web.pages.claim_words import state_words
from web.pages.customer_words import case_words, consent_said, registration_words
from web.pages.happening import happened
from web.pages.standing import progress_words, promise_words
from web.pages.telling import headline, newest_told
from web.pages.timeline_care import complaint_told, grant_told, recall_told, survey_told
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
    """Where entries of one kind come from."""

    kind: Kind
    rows: Callable[[Session, Stretch], Found]
    told: Callable[[Words, Session, Any], Told]


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
        for source in SOURCES
        if not kinds or source.kind in kinds
        for mark, row in source.rows(session, stretch)
    ]
    found.sort(key=lambda each: each[0], reverse=True)
    entries = [
        Entry(mark, source.kind, source.told(_, session, row)) for mark, source, row in found[:PAGE]
    ]
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


def _purchase(_: Words, session: Session, row: Order) -> Told:
    lines = lines_of_order(session, row.id)
    models = [session.get_one(ProductModel, each.product_model_id) for each in lines]
    products = ", ".join(
        f"{_.number(line.quantity)} × {model.brand} {model.name}"
        for line, model in zip(lines, models, strict=True)
    )
    return Told(said=_("Order {number}", number=row.number), more=products, is_day=True)


def _registration(_: Words, session: Session, row: Registration) -> Told:
    return Told(
        said=_("Registration {reference}", reference=row.reference),
        href=f"/units/{row.unit_id}",
        more=f"{_product_of(session, row.unit_id)} · {registration_words(_, row.state)}",
    )


def _case(_: Words, _session: Session, row: Case) -> Told:
    return Told(
        said=_(
            "Case {reference}: {state}", reference=row.reference, state=case_words(_, row.state)
        ),
        href=f"/cases/{row.id}",
        more=row.subject,
    )


def _message(_: Words, _session: Session, row: ThreadMessage) -> Told:
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


def _claim(_: Words, session: Session, row: Claim) -> Told:
    return Told(
        said=_(
            "Claim {reference}: {state}", reference=row.reference, state=state_words(_, row.state)
        ),
        href=f"/claims/{row.id}",
        more=_product_of(session, row.unit_id),
    )


def _visit(_: Words, session: Session, row: Appointment) -> Told:
    visit = visits_by_id(session, [row.id])[row.id]
    what = work(_, visit.work_type.kind.value, visit.product_type)
    return Told(
        said=headline(_, visit, newest_told(session, visit)),
        href=f"/visits/{row.id}",
        more=f"{what} · {progress_words(_, row.state)}",
    )


def _unplanned(_: Words, session: Session, row: WorkOrder) -> Told:
    kind = session.get_one(WorkType, row.work_type_id)
    return Told(
        said=_("A visit waits for a time ({reference})", reference=row.reference),
        more=work(_, kind.kind.value, kind.product_type),
    )


def _notice(_: Words, _session: Session, row: Notice) -> Told:
    message = worded(NoticeKind(row.kind), words_in(row.language), row.facts, "")
    return Told(said=message.subject, letter=(row, message))


def _promise(_: Words, _session: Session, row: Promise) -> Told:
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


def _consent(_: Words, _session: Session, row: Consent) -> Told:
    return Told(said=consent_said(_, row), more=row.source)


def _change(_: Words, _session: Session, row: Event) -> Told:
    return Told(said=happened(_, row.what), more=row.why)


def _product_of(session: Session, unit_id: UUID) -> str:
    model = session.get_one(ProductModel, session.get_one(Unit, unit_id).product_model_id)
    return f"{model.brand} {model.name}"


SOURCES: Final[Sequence[Source]] = (
    Source(Kind.PURCHASES, timeline.orders_in, _purchase),
    Source(Kind.REGISTRATIONS, timeline.registrations_in, _registration),
    Source(Kind.CASES, timeline.cases_in, _case),
    Source(Kind.CLAIMS, timeline.claims_in, _claim),
    Source(Kind.COMPLAINTS, timeline.complaints_in, complaint_told),
    Source(Kind.GOODWILL, timeline.grants_in, grant_told),
    Source(Kind.SURVEYS, timeline.surveys_in, survey_told),
    Source(Kind.RECALLS, timeline.recalls_in, recall_told),
    Source(Kind.VISITS, timeline.visits_in, _visit),
    Source(Kind.VISITS, timeline.unplanned_in, _unplanned),
    Source(Kind.MESSAGES, timeline.messages_in, _message),
    Source(Kind.NOTICES, timeline.notices_in, _notice),
    Source(Kind.PROMISES, timeline.promises_in, _promise),
    Source(Kind.RECORD, timeline.consents_in, _consent),
    Source(Kind.RECORD, timeline.changes_in, _change),
)
"""Everything that a timeline is made of: one line for each kind of row."""
