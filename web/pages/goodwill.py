"""Goodwill for managers: budgets, what waits for approval, what was granted, whether it is fair; and one grant whole."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import StringIO
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.errors import Collision, NotAllowed, NotThere, NotUnderstood
from aftersales.goodwill import (
    approve_grant,
    budgets_on,
    decline_grant,
    revoke_grant,
    set_budget,
)
from aftersales.goodwill.fairness import Fairness, fairness_between
from aftersales.moments import day_bounds, wall_of
from aftersales.parts import Parts
from aftersales.queries.access import users
from aftersales.queries.goodwill import grants_between, grants_waiting
from aftersales.queries.goodwill_subjects import subjects_of
from aftersales.queries.places import territories
from aftersales.records import (
    GoodwillPurpose,
    Territory,
)
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.reasons import money
from warranty import months_after
from warranty.goodwill.authority import Budget
from web.pages.amounts import cents_of
from web.pages.goodwill_grant import grant_page, grant_row, subject_named
from web.pages.goodwill_panel import grant_line
from web.pages.goodwill_words import purpose_words
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/goodwill")

Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=2000)]
Month = Annotated[str, Query(max_length=10)]


@router.get("")
def goodwill(request: Request, parts: PartsIn, me: Me, month: Month = "") -> Response:
    """The month: what is left, what waits, what was granted, and whether like cases ended alike."""
    return _month(request, parts, me, month)


@router.get(".csv")
def table(parts: PartsIn, month: Month = "") -> Response:
    """The grants of a month as a table for other programs; amounts in cents, no names."""
    with parts.store.reading() as session:
        first, zone = _first(session, parts, month)
        rows = grants_between(session, *_bounds(first, zone))
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = (
        *("reference", "purpose", "state", "subject_kind", "subject_id", "customer_id"),
        *("remedy", "amount_cents", "currency", "percent", "authority", "asked_at", "granted_at"),
    )
    writer.writerow(columns)
    for row, _person in rows:
        writer.writerow([_cell(getattr(row, name)) for name in columns])
    name = f"goodwill-{first:%Y-%m}.csv"
    return Response(
        out.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post("/budget")
def budgeted(
    request: Request, parts: PartsIn, me: Me, budget: Field = "", amount: Field = ""
) -> Response:
    """Settle what may be granted this month."""
    _ = words_in(me.language)
    cents, (code, _bar, purpose) = cents_of(amount), budget.partition("|")
    with parts.store.reading() as session:
        area = next((each for each in territories(session) if each.code == code), None)
    if cents is None or area is None or purpose not in set(GoodwillPurpose):
        return _month(request, parts, me, "", _("Write an amount, such as 90.00."), amount)
    try:
        with parts.doing(actor_of(me)) as deed:
            today = wall_of(deed.now, area.zone).date()
            set_budget(deed, area, GoodwillPurpose(purpose), today, cents)
    except NotUnderstood:
        problem = _("More than this was granted already. Enter at least what is spent.")
        return _month(request, parts, me, "", problem, amount)
    return RedirectResponse("/goodwill", status_code=303)


@router.get("/grants/{grant_id}")
def one(request: Request, parts: PartsIn, me: Me, grant_id: UUID) -> Response:
    """One grant: what, for whom, why, what the rules proposed, and what can be decided about it."""
    return grant_page(request, parts, me, grant_id)


@router.post("/grants/{grant_id}/{act}")
def decided(
    request: Request, parts: PartsIn, me: Me, grant_id: UUID, act: str, why: Long = ""
) -> Response:
    """Approve it, decline it, or take it back."""
    _ = words_in(me.language)
    if act not in ("approve", "decline", "revoke"):
        raise NotThere("There is no such step. Choose one on the page of the grant.")
    if act != "approve" and not why.strip():
        problem = _("Say why, so that your colleagues can learn from it.")
        return grant_page(request, parts, me, grant_id, problem, 422)
    try:
        with parts.doing(actor_of(me)) as deed:
            row = grant_row(deed.session, grant_id)
            if act == "approve":
                approve_grant(deed, me.role, row)
            elif act == "decline":
                decline_grant(deed, me.role, row, why)
            else:
                revoke_grant(deed, me.role, row, why)
    except (NotAllowed, NotUnderstood, Collision):
        problem = _("This is not possible, or no longer. See below what is, and who may do it.")
        return grant_page(request, parts, me, grant_id, problem, 409, why)
    return RedirectResponse(f"/goodwill/grants/{grant_id}", status_code=303)


def _month(
    request: Request, parts: Parts, me: SignedIn, month: str, problem: str = "", typed: str = ""
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        first, zone = _first(session, parts, month)
        bounds = _bounds(first, zone)
        rows = grants_between(session, *bounds)
        areas = territories(session)
        fairness = fairness_between(session, *bounds)
        subjects = subjects_of(session, [row for row, _person in rows])
        budgets = budgets_on(session, parts.settings, areas, first)
        return page(
            request,
            "goodwill.html",
            _,
            status_code=422 if problem else 200,
            problem=problem,
            typed=typed,
            month=_.month(first),
            this_month=f"{first:%Y-%m}",
            before=f"{_before(first):%Y-%m}",
            after=f"{months_after(first, 1):%Y-%m}",
            zone=zone,
            budgets=[
                _budget_line(_, area, purpose, budgets[area.id, purpose])
                for area in areas
                for purpose in GoodwillPurpose
            ],
            budget_options=[
                (f"{area.code}|{purpose}", f"{area.name}: {purpose_words(_, purpose)}")
                for area in areas
                for purpose in GoodwillPurpose
            ],
            waiting=[(grant_line(_, row), person) for row, person in grants_waiting(session)],
            grants=[
                (grant_line(_, row), person, subject_named(subjects.get(row.subject_id)))
                for row, person in rows
            ],
            names={str(user.id): user.name for user in users(session)},
            **_fair(_, fairness),
        )


def _budget_line(
    _: Words, area: Territory, purpose: GoodwillPurpose, budget: Budget
) -> dict[str, object]:
    return {
        "name": f"{area.name}: {purpose_words(_, purpose)}",
        "spent": money(_, budget.spent),
        "amount": money(_, budget.amount),
        "left": money(_, budget.left),
        "done": budget.spent.minor,
        "total": max(1, budget.amount.minor, budget.spent.minor),
    }


def _fair(_: Words, found: Fairness) -> dict[str, object]:
    """Channels with what they got more or less than like cases of others, and the pairs a person should look at."""
    compared = [each for each in found.report.channels if each.compared]
    return {
        "channels": [
            (
                each.channel.replace("_", " "),
                _.number(each.compared),
                f"{'−' if each.difference < 0 else '+'}{_.number(round(abs(each.difference)))}",
            )
            for each in compared
        ],
        "unequal": [
            tuple(
                (
                    found.claims[offer.reference],
                    offer.reference,
                    offer.channel.replace("_", " "),
                    _("{percent}%", percent=_.number(offer.percent)),
                )
                for offer in pair
            )
            for pair in found.report.unequal
        ],
        "is_fair": bool(compared) and not found.report.unequal,
    }


def _first(session: Session, parts: Parts, month: str) -> tuple[date, str]:
    """The first day of the month that was asked for, else of this one, and the zone in which it is counted."""
    areas = territories(session)
    zone = areas[0].zone if areas else "UTC"
    try:
        asked = date.fromisoformat(f"{month}-01")
    except ValueError:
        asked = wall_of(parts.clock.now(), zone).date().replace(day=1)
    return min(max(asked, date(2000, 1, 1)), date(2100, 12, 1)), zone


def _bounds(first: date, zone: str) -> tuple[datetime, datetime]:
    return day_bounds(first, zone)[0], day_bounds(months_after(first, 1), zone)[0]


def _before(first: date) -> date:
    return (
        first.replace(year=first.year - 1, month=12)
        if first.month == 1
        else first.replace(month=first.month - 1)
    )


def _cell(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else value
