"""Calendars for planners: who may follow whose visits, and how much they learn of customers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, StringConstraints

from aftersales.access import SignedIn, actor_of
from aftersales.calendars.feeds import subject_of_feed
from aftersales.errors import NotThere
from aftersales.feeds import renew_shared_feed, share_feed, withdraw_feed
from aftersales.identifiers import link_token
from aftersales.parts import Parts
from aftersales.queries.feeds import open_feeds
from aftersales.queries.places import all_depots, territories
from aftersales.queries.staff import all_crews, technicians_at_work
from aftersales.records import FeedDetail, FeedKind, SharedFeed
from aftersales.store import Session
from aftersales.words import LANGUAGES, Words, words_in
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/calendars")

Typed = Annotated[str, StringConstraints(strip_whitespace=True, max_length=320)]


class CalendarTyped(BaseModel):
    """A calendar as it was asked for; `whose` is a kind and a code, with a colon between them."""

    whose: Typed = ""
    detail: Typed = FeedDetail.DISTRICT.value
    language: Typed = "en"
    purpose: Typed = ""

    def problems(self, _: Words, whose: Iterable[str]) -> list[tuple[str, str]]:
        """What cannot be used, by field."""
        found = []
        if self.whose not in whose:
            found.append(("whose", _("Choose whose visits it shows.")))
        if self.detail not in {detail.value for detail in FeedDetail}:
            found.append(("detail", _("Choose how much it tells.")))
        if self.language not in LANGUAGES:
            found.append(("language", _("Choose a language.")))
        if not self.purpose:
            found.append(
                ("purpose", _("Write for whom it is, so that it can be withdrawn from them."))
            )
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarShown:
    """A calendar in words."""

    id: UUID
    purpose: str
    whose: str
    detail: str
    language: str
    made_at: datetime


@router.get("")
def calendars(request: Request, parts: PartsIn, me: Me) -> Response:
    """Every calendar that opens, and the form of another one."""
    return _shown(request, parts, me, CalendarTyped(language=me.language))


@router.post("")
def shared(
    request: Request, parts: PartsIn, me: Me, typed: Annotated[CalendarTyped, Form()]
) -> Response:
    """Hand out a calendar; its address is on the answer, and nowhere else ever."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        problems = typed.problems(_, (value for value, _label in _choices(_, session)))
    if problems:
        return _shown(request, parts, me, typed, problems=problems)
    kind, _colon, code = typed.whose.partition(":")
    with parts.doing(actor_of(me)) as deed:
        link_id = share_feed(
            deed,
            kind=FeedKind(kind),
            code=code,
            detail=FeedDetail(typed.detail),
            language=typed.language,
            purpose=typed.purpose,
        )
    return _shown(request, parts, me, CalendarTyped(language=me.language), made=link_id)


@router.post("/{feed_id}/renew")
def renewed(request: Request, parts: PartsIn, me: Me, feed_id: UUID) -> Response:
    """Another address for a calendar; the former one stops working."""
    with parts.doing(actor_of(me)) as deed:
        link_id = renew_shared_feed(deed, _one(deed.session, feed_id))
    return _shown(request, parts, me, CalendarTyped(language=me.language), made=link_id)


@router.post("/{feed_id}/withdraw")
def withdrawn(parts: PartsIn, me: Me, feed_id: UUID) -> Response:
    """Let a calendar open no more; said twice it is withdrawn."""
    with parts.doing(actor_of(me)) as deed:
        withdraw_feed(deed, _one(deed.session, feed_id))
    return RedirectResponse("/calendars", status_code=303)


def _one(session: Session, feed_id: UUID) -> SharedFeed:
    row = session.get(SharedFeed, feed_id)
    if row is None:
        raise NotThere("There is no such calendar. Look at the list of calendars again.")
    return row


def _shown(
    request: Request,
    parts: Parts,
    me: SignedIn,
    typed: CalendarTyped,
    *,
    problems: Sequence[tuple[str, str]] = (),
    made: UUID | None = None,
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        rows = [_row(_, session, row) for row in open_feeds(session)]
        whose = _choices(_, session)
        workers = technicians_at_work(session)
    return page(
        request,
        "calendars.html",
        _,
        status_code=422 if problems else 200,
        address=None if made is None else feed_address(parts, made),
        rows=rows,
        typed=typed,
        problems=problems,
        whose=[("", _("Choose")), *whose],
        workers=workers,
        details=[(detail.value, said) for detail, said in detail_words(_).items()],
        languages=[(each, language_name(each)) for each in LANGUAGES],
    )


def feed_address(parts: Parts, link_id: UUID) -> str:
    """The address of a calendar, as browsers and apps that want https take it."""
    return f"{parts.settings.public_url}/feeds/{link_token(parts.secret, link_id)}.ics"


def language_name(language: str) -> str:
    """A language as those call it who speak it."""
    return words_in(language).locale.get_language_name(language) or language


def detail_words(_: Words) -> dict[FeedDetail, str]:
    """What a calendar tells of customers."""
    return {
        FeedDetail.FULL: _("everything: name, address, what to know at the door"),
        FeedDetail.DISTRICT: _("the first name and the district"),
        FeedDetail.BUSY: _("only that the time is taken"),
    }


def _row(_: Words, session: Session, row: SharedFeed) -> CalendarShown:
    name, _territory = subject_of_feed(session, row.kind, row.subject_id)
    return CalendarShown(
        id=row.id,
        purpose=row.purpose,
        whose=_named(_, row.kind, name),
        detail=detail_words(_)[row.detail],
        language=language_name(row.language),
        made_at=row.created_at,
    )


def _choices(_: Words, session: Session) -> list[tuple[str, str]]:
    """Whose visits a calendar can show: values for the form, and how they are called."""
    there = [
        *((FeedKind.TERRITORY, row.code, row.name) for row in territories(session)),
        *((FeedKind.DEPOT, depot.code, depot.name) for depot, _place in all_depots(session)),
        *((FeedKind.CREW, row.code, row.name) for row in all_crews(session)),
        *((FeedKind.TECHNICIAN, row.code, row.name) for row in technicians_at_work(session)),
    ]
    return [(f"{kind}:{code}", _named(_, kind, name)) for kind, code, name in there]


def _named(_: Words, kind: FeedKind, name: str) -> str:
    kinds = {
        FeedKind.TERRITORY: _("Territory: {name}", name=name),
        FeedKind.DEPOT: _("Depot: {name}", name=name),
        FeedKind.CREW: _("Crew: {name}", name=name),
        FeedKind.TECHNICIAN: _("Technician: {name}", name=name),
    }
    return kinds[kind]
