"""Units for staff: found by whatever the customer knows, with everything that stands behind them on one screen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.claims import ClaimNews, decide_claim, open_claim
from aftersales.covers import entitlement_of
from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.identifiers import digest_of
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.claims import claims_of_unit
from aftersales.queries.maintenance import maintenance_of_unit
from aftersales.queries.pages import registrations_of_unit
from aftersales.queries.places import territory_of_unit
from aftersales.queries.units import covers_of_unit, units_found
from aftersales.records import Customer, Location, ProductModel, Unit
from aftersales.remembered import Answer as Remembered
from aftersales.remembered import once
from aftersales.sla import next_update_by
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.reasons import benefit, clauses_said, reason_said
from aftersales.words.sentences import cover
from warranty import SELLER, Answer, AnswerState, Benefit, normalised_serial
from warranty.reasons import merged
from web.api.fields import FIRST, LAST
from web.pages.amounts import cents_of
from web.pages.articles import help_for
from web.pages.claim_words import payer_words, state_words
from web.pages.maintenance_words import maintenance_words
from web.pages.recalls_shown import open_recalls
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/units")

MOST: Final = 50
"""Units that one search shows."""

LEAST: Final = 3
"""Characters that a search needs."""

MOST_MAINTENANCE: Final = 12
"""Maintenance shown with a unit, the latest due first."""

Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=8000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """The answer for one benefit in words."""

    benefit: str
    said: str
    paid_by: str


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
    return _one(request, parts, me, unit_id, component=about)


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
        row = _unit(session, unit_id)
        area = territory_of_unit(session, row)
    if area is None:
        problem = ("fault_on", _("It is not known where this unit stands. Add its place first."))
        return _one(request, parts, me, unit_id, typed=typed, problems=[problem])
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
        return _one(request, parts, me, unit_id, typed=typed, problems=problems)
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
            _unit(deed.session, unit_id),
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


def _one(
    request: Request,
    parts: Parts,
    me: SignedIn,
    unit_id: UUID,
    *,
    component: str = "",
    typed: dict[str, str] | None = None,
    problems: Sequence[tuple[str, str]] = (),
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        row = _unit(session, unit_id)
        owner = session.get_one(Customer, row.customer_id)
        area = territory_of_unit(session, row)
        today = wall_of(parts.clock.now(), "UTC" if area is None else area.zone).date()
        entitlement = entitlement_of(session, row, owner, today, component=component or None)
        covers = covers_of_unit(session, row.id)
        blank = {
            "symptom": "",
            "component": component,
            "fault_on": today.isoformat(),
            "serial_read": row.serial or "",
            "evidence": "0",
            "estimate": "",
            "has_proof_of_purchase": "",
            "is_dangerous": "",
        }
        return page(
            request,
            "unit.html",
            _,
            status_code=422 if problems else 200,
            unit=row,
            model=session.get_one(ProductModel, row.product_model_id),
            owner=owner,
            is_registered=row.superseded_by_unit_id is not None
            or any(each.customer_id == owner.id for each in registrations_of_unit(session, row.id)),
            place=None if row.location_id is None else session.get(Location, row.location_id),
            today=today,
            summary=clauses_said(_, entitlement.summary),
            notes=[
                reason_said(_, reason)
                for reason in entitlement.reasons
                if reason not in merged([answer.reason for answer in entitlement.answers])
            ],
            answers=[_answer(_, answer) for answer in entitlement.answers],
            covers=[(each, cover(_, each.kind), _provider(_, each.provider)) for each in covers],
            component_options=[
                ("", _("not known yet")),
                *(
                    (part, part.replace("_", " "))
                    for part in sorted({part for each in covers for part in each.components})
                ),
            ],
            component=component,
            claims=[
                (claim, state_words(_, claim.state)) for claim in claims_of_unit(session, row.id)
            ],
            maintenance=[
                (each, maintenance_words(_, each.row.state))
                for each in maintenance_of_unit(session, row.id, MOST_MAINTENANCE)
            ],
            recalls=open_recalls(_, session, row.id),
            known=help_for(
                _, session, session.get_one(ProductModel, row.product_model_id), component=component
            ),
            typed=typed or blank,
            form_key=parts.ids.new(parts.clock.now()),
            problems=list(problems),
        )


def _answer(_: Words, answer: Answer) -> AnswerRow:
    paid = [
        _("{payer} {percent}%", payer=payer_words(_, payer), percent=_.number(percent))
        for payer, percent in answer.shares
    ]
    # Nobody pays for a loaner that nobody lends.
    is_not_lent = answer.benefit is Benefit.LOANER and answer.state is AnswerState.NOT_COVERED
    return AnswerRow(
        benefit=benefit(_, answer.benefit.value),
        said=reason_said(_, answer.reason),
        paid_by="–" if is_not_lent else ", ".join(paid),
    )


def _unit(session: Session, unit_id: UUID) -> Unit:
    row = session.get(Unit, unit_id)
    if row is None:
        raise NotThere("There is no such unit. Find it by its serial, a name or an order.")
    return row


def _provider(_: Words, provider: str) -> str:
    return _("the seller") if provider == SELLER else provider


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
