"""The first page, by role: what needs you today, and the way to the day that matters now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import OFFICE, SignedIn
from aftersales.clock import SystemClock
from aftersales.moments import day_bounds, wall_of
from aftersales.promises import Scores, scores_of
from aftersales.queries.channels import channels_behind
from aftersales.queries.goodwill import granted_since, grants_waiting
from aftersales.queries.home import cases_due, failed_jobs, phones_of, team_of_partner, unreached
from aftersales.queries.pages import promise_states_in
from aftersales.queries.places import territories
from aftersales.queries.planning import planned_days
from aftersales.queries.staff import technicians_of
from aftersales.queries.visits import visits_between
from aftersales.queries.work_offers import open_offers, refused_standing
from aftersales.records import (
    Appointment,
    Case,
    Customer,
    GoodwillPurpose,
    Job,
    Role,
    Technician,
    Territory,
)
from aftersales.settings import Settings
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.reasons import money
from warranty import Money
from web.pages.board import counts_of
from web.pages.case_words import channel_words
from web.pages.day import nearest_day
from web.pages.standing import Standing, standing_words
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter()

WEEK: Final = timedelta(days=7)

MOST_DUE: Final = 12
"""Cases and calls on the first page: as many as somebody can begin with before noon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A territory: its day to look at, its week of promises, and its technicians."""

    territory: Territory
    today: date
    on: date | None
    counts: list[tuple[Standing, int]]
    week: Scores
    technicians: tuple[Technician, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A technician of a partner, with the day that comes next."""

    technician: Technician
    on: date
    visits: int
    first_at: datetime | None
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A customer whom no message reached, and the visit that it was about."""

    customer: Customer
    appointment: Appointment
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What waits for somebody of the office."""

    cases: Sequence[tuple[Case, Customer]] = ()
    calls: Sequence[Call] = ()
    jobs: Sequence[Job] = ()


@router.get("/")
def home(request: Request, me: Me, parts: PartsIn) -> Response:
    """What needs this user today; a technician's first page is their own day."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        if me.role is Role.TECHNICIAN:
            return own_day(session, me, now)
        is_office = me.role in OFFICE
        return page(
            request,
            "home.html",
            words_in(me.language),
            now=now,
            areas=[_area(session, each, now) for each in territories(session)] if is_office else [],
            needed=_needed(session, me, now),
            team=_team(session, me, now),
            standing_words=standing_words,
            behind=_behind(words_in(me.language), session, me),
            offers=_offers(words_in(me.language), session, me, now),
            goodwill=_goodwill(words_in(me.language), session, parts.settings, me, now),
            played=None if isinstance(parts.clock, SystemClock) else now,
        )


def _goodwill(
    _: Words, session: Session, settings: Settings, me: SignedIn, now: datetime
) -> dict[str, str]:
    """For managers: what made up for broken promises this week, and what waits for their approval."""
    if me.role not in (Role.MANAGER, Role.ADMIN):
        return {"made_up": "", "approvals": ""}
    number, cents = granted_since(session, GoodwillPurpose.COMPENSATION, now - WEEK)
    amount, waiting = money(_, Money(settings.currency, cents)), len(grants_waiting(session))
    return {
        "made_up": _.many(
            "{number} broken promise of the last seven days was made up for: {amount}.",
            "{number} broken promises of the last seven days were made up for: {amount}.",
            number,
            amount=amount,
        )
        if number or settings.compensation_on
        else "",
        "approvals": _.many(
            "{number} grant waits for approval.", "{number} grants wait for approval.", waiting
        )
        if waiting
        else "",
    }


def _offers(_: Words, session: Session, me: SignedIn, now: datetime) -> str:
    """For partners: what waits for their answer; for the office: what they refused and nobody else can take."""
    if me.role is Role.PARTNER:
        number = len(open_offers(session, now, me.service_partner_id))
        said = _.many(
            "{number} visit waits for your answer", "{number} visits wait for your answer", number
        )
    elif me.role in OFFICE:
        number = len(refused_standing(session))
        said = _.many(
            "{number} visit was refused by its service partner, and nobody else can come yet",
            "{number} visits were refused by their service partners, and nobody else can come yet",
            number,
        )
    else:
        return ""
    return said if number else ""


def _behind(_: Words, session: Session, me: SignedIn) -> str:
    """For managers: the channels that fell behind the others."""
    if me.role not in (Role.MANAGER, Role.ADMIN):
        return ""
    return ", ".join(channel_words(_, each.channel) for each in channels_behind(session))


def own_day(session: Session, me: SignedIn, now: datetime) -> Response:
    """The way to a technician's own day, today."""
    worker = session.get_one(Technician, me.technician_id)
    territory = session.get_one(Territory, worker.territory_id)
    today = wall_of(now, territory.zone).date()
    return RedirectResponse(f"/technicians/{worker.code}/{today}", status_code=303)


def _area(session: Session, territory: Territory, now: datetime) -> Area:
    today = wall_of(now, territory.zone).date()
    on = nearest_day(list(planned_days(session, territory.id)), today)
    this_week = promise_states_in(session, territory.id, now - WEEK, now)
    return Area(
        territory=territory,
        today=today,
        on=on,
        counts=[] if on is None else counts_of(session, territory, on, now),
        week=scores_of(this_week),
        technicians=tuple(technicians_of(session, territory.id)),
    )


def _needed(session: Session, me: SignedIn, now: datetime) -> Needed:
    if me.role not in OFFICE:
        return Needed()
    return Needed(
        cases=cases_due(session, MOST_DUE),
        calls=_calls(session, now),
        jobs=failed_jobs(session, now - WEEK) if me.role is Role.ADMIN else (),
    )


def _calls(session: Session, now: datetime) -> list[Call]:
    """One call for each visit, however many messages about it failed."""
    rows = {
        appointment.id: (appointment, customer)
        for _notice, appointment, customer in unreached(session, now - WEEK, MOST_DUE)
    }
    phones = phones_of(session, {customer.id for _appointment, customer in rows.values()})
    return [
        Call(customer=customer, appointment=appointment, phone=phones.get(customer.id, ""))
        for appointment, customer in rows.values()
    ]


def _team(session: Session, me: SignedIn, now: datetime) -> list[Member]:
    """The technicians of a partner; nobody for anybody else."""
    if me.service_partner_id is None:
        return []
    members = []
    team = team_of_partner(session, me.service_partner_id)
    for territory in territories(session):
        mine = [worker for worker in team if worker.territory_id == territory.id]
        members += _members(session, territory, mine, now) if mine else []
    return sorted(members, key=lambda member: member.technician.code)


def _members(
    session: Session, territory: Territory, team: Sequence[Technician], now: datetime
) -> list[Member]:
    """The technicians of a partner in one territory, with what its next day holds for each."""
    today = wall_of(now, territory.zone).date()
    on = nearest_day(list(planned_days(session, territory.id)), today) or today
    starts: dict[UUID, list[datetime]] = defaultdict(list)
    for visit in visits_between(session, territory.id, *day_bounds(on, territory.zone)):
        for member in visit.crew:
            starts[member.id].append(visit.appointment.planned_start_at)
    return [
        Member(
            technician=worker,
            on=on,
            visits=len(starts[worker.id]),
            first_at=min(starts[worker.id], default=None),
            zone=territory.zone,
        )
        for worker in team
    ]
