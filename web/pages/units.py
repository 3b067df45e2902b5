"""Units for staff: found by whatever the customer knows, and the way from one to a claim."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import actor_of
from aftersales.claims import ClaimNews, decide_claim, open_claim
from aftersales.deed import Deed
from aftersales.identifiers import digest_of
from aftersales.moments import wall_of
from aftersales.queries.places import territory_of_unit
from aftersales.queries.units import units_found
from aftersales.remembered import Answer as Remembered
from aftersales.remembered import once
from aftersales.sla import next_update_by
from aftersales.words import words_in
from warranty import normalised_serial
from web.api.fields import FIRST, LAST
from web.pages.amounts import cents_of
from web.pages.unit_page import unit_in, unit_page
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/units")

MOST: Final = 50
"""Units that one search shows."""

LEAST: Final = 3
"""Characters that a search needs."""


Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=8000)]


@router.get("")
def units(request: Request, me: Me) -> Response:
    """The way to a unit."""
    _ = words_in(me.language)
    return page(request, "units.html", _, asked="", found=None, count="", problems=[])


@router.post("/find")
def found(request: Request, parts: PartsIn, me: Me, asked: Field = "") -> Response:
    """Units by what the customer knows; asked by POST, so that no name stands in an address or a log."""
    _ = words_in(me.language)
    if len(normalised_serial(asked)) < LEAST:
        problems = [("asked", _("Write at least three characters."))]
        return page(
            request,
            "units.html",
            _,
            status_code=422,
            asked=asked,
            found=None,
            count="",
            problems=problems,
        )
    with parts.store.reading() as session:
        rows = units_found(session, asked, MOST)
    count = _.many("{number} unit", "{number} units", len(rows))
    return page(request, "units.html", _, asked=asked, found=rows, count=count, problems=[])


@router.get("/{unit_id}")
def unit(
    request: Request,
    parts: PartsIn,
    me: Me,
    unit_id: UUID,
    about: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """One unit: whose it is, what answers today (for one part) and why, its claims, and the way to another."""
    return unit_page(request, parts, me, unit_id, component=about)


@router.post("/{unit_id}/claims")
def claimed(  # noqa: PLR0917 - one argument for each question of the form
    request: Request,
    parts: PartsIn,
    me: Me,
    unit_id: UUID,
    symptom: Long = "",
    component: Field = "",
    fault_on: Field = "",
    serial_read: Field = "",
    evidence: Field = "",
    estimate: Field = "",
    has_proof_of_purchase: Field = "",
    is_dangerous: Field = "",
    form_key: Annotated[str, Form(max_length=64, pattern="^[0-9a-f-]*$")] = "",
) -> Response:
    """Open a claim, once however often the button is pressed, and let the rules decide it."""
    _ = words_in(me.language)
    typed = {
        "symptom": symptom,
        "component": component,
        "fault_on": fault_on,
        "serial_read": serial_read,
        "evidence": evidence,
        "estimate": estimate,
        "has_proof_of_purchase": has_proof_of_purchase,
        "is_dangerous": is_dangerous,
    }
    with parts.store.reading() as session:
        row = unit_in(session, unit_id)
        area = territory_of_unit(session, row)
    if area is None:
        problem = ("fault_on", _("It is not known where this unit stands. Add its place first."))
        return unit_page(request, parts, me, unit_id, typed=typed, problems=[problem])
    today = wall_of(parts.clock.now(), area.zone).date()
    on, cents, pieces = _day(fault_on), cents_of(estimate), _count(evidence)
    problems = []
    if on is None or on > today or on < row.purchased_on:
        problems.append(
            ("fault_on", _("Write a day between the purchase and today, such as 2026-11-23."))
        )
    if cents is None and estimate.strip():
        problems.append(("estimate", _("Write an amount, such as 90.00.")))
    if pieces is None:
        problems.append(("evidence", _("Write a number, such as 2.")))
    if on is None or problems:
        return unit_page(request, parts, me, unit_id, typed=typed, problems=problems)
    news = ClaimNews(
        symptom=symptom.strip(),
        component=component.strip(),
        serial_read=serial_read.strip() or None,
        evidence=pieces,
        estimate_cents=cents,
        has_proof_of_purchase=bool(has_proof_of_purchase),
        is_dangerous=bool(is_dangerous),
    )

    def act(deed: Deed) -> Remembered:
        claim = open_claim(
            deed,
            unit_in(deed.session, unit_id),
            area,
            channel="phone",
            fault_on=on,
            news=news,
            next_update_at=next_update_by(deed.settings, area, deed.now),
        )
        deed.session.flush()
        decide_claim(deed, claim)
        return Remembered(303, {"Location": f"/claims/{claim.id}"}, "")

    # What was typed belongs to the key: whoever goes back and corrects something means another claim.
    digest = digest_of(json.dumps(typed, sort_keys=True))
    answer, _is_again = once(
        parts,
        actor_of(me),
        caller=f"form:{me.user_id}",
        key=f"claim:{form_key}:{digest}" if form_key else None,
        request_digest=digest,
        act=act,
    )
    return RedirectResponse(answer.headers["Location"], status_code=answer.status)


def _day(text: str) -> date | None:
    try:
        on = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return on if FIRST <= on <= LAST else None


def _count(text: str) -> int | None:
    """A small whole number; nothing is none of it."""
    plain = text.strip() or "0"
    return int(plain) if plain.isdecimal() and int(plain) <= 1000 else None  # noqa: PLR2004 - nobody sends more
