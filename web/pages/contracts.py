"""Service contracts for the office: the list, a form on the page of a unit, and each with what its end calls off."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.errors import Collision, NotAllowed, NotThere
from aftersales.imports.upkeep import contract_as
from aftersales.maintenance import end_contract
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.maintenance_agreed import (
    Contracted,
    ahead_by_state,
    contracts_listed,
)
from aftersales.queries.places import territories, territory_of_unit
from aftersales.records import ProductModel
from aftersales.store import Session
from aftersales.words import words_in
from web.pages.agreed_words import contract_state, end_said, every_said, how_said
from web.pages.unit_page import unit_in
from web.pages.upkeep_form import (
    ContractTyped,
    Wrong,
    contract_typed,
    countings,
    months,
    said_at,
)
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter()

MOST: Final = 200
"""Contracts that the list shows."""

Typed = Annotated[ContractTyped, Form()]


@router.get("/maintenance/contracts")
def contracts(request: Request, parts: PartsIn, me: Me) -> Response:
    """Every contract with its unit and who owns that; those that have ended last."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        rows = contracts_listed(session, MOST)
        areas = territories(session)
    today = wall_of(parts.clock.now(), areas[0].zone if areas else "UTC").date()
    return page(
        request,
        "maintenance_contracts.html",
        _,
        rows=[
            (each, every_said(_, each.schedule), contract_state(_, each, today)) for each in rows
        ],
        left_out=len(rows) == MOST,
    )


@router.get("/maintenance/contracts/{contract_id}")
def contract(request: Request, parts: PartsIn, me: Me, contract_id: UUID) -> Response:
    """One contract as it was agreed, and what its end calls off."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        one = _contract_in(session, contract_id)
        ahead = ahead_by_state(session, one.schedule.id)
        area = territory_of_unit(session, one.unit)
    today = wall_of(parts.clock.now(), "UTC" if area is None else area.zone).date()
    row = one.contract
    passes_on = (
        _("It passes to the next owner.") if row.is_transferable else _("It ends with its holder.")
    )
    return page(
        request,
        "maintenance_agreed.html",
        _,
        crumbs=("/maintenance/contracts", _("Service contracts")),
        title=f"{row.number}: {row.name}",
        said=_(
            "{task}, from {first} to {last}, {state}.",
            task=one.schedule.task,
            first=_.date(row.starts_on),
            last=_.date(row.ends_on),
            state=contract_state(_, one, today),
        ),
        facts=[
            (_("From whom"), row.provider),
            *how_said(_, one.schedule),
            (_("If the unit is sold"), passes_on),
        ],
        one=one,
        source=row.source,
        is_running=one.schedule.ended_at is None and row.ends_on >= today,
        may_end=True,
        ends=end_said(_, ahead),
        end_at=f"/maintenance/contracts/{row.id}/end",
        rows_at=f"/units/{one.unit.id}#maintenance",
    )


@router.post("/maintenance/contracts/{contract_id}/end")
def ended(parts: PartsIn, me: Me, contract_id: UUID) -> Response:
    """Nobody is asked under it any more."""
    with parts.doing(actor_of(me)) as deed:
        end_contract(deed, _contract_in(deed.session, contract_id).contract)
    return RedirectResponse(f"/maintenance/contracts/{contract_id}", status_code=303)


@router.get("/units/{unit_id}/contracts/new")
def new(request: Request, parts: PartsIn, me: Me, unit_id: UUID) -> Response:
    """The form, with what is usual."""
    with parts.store.reading() as session:
        area = territory_of_unit(session, unit_in(session, unit_id))
    today = wall_of(parts.clock.now(), "UTC" if area is None else area.zone).date()
    usual = ContractTyped(
        starts_on=today.isoformat(),
        lead_days="30",
        grace_days="30",
        most_put_offs="2",
        needs_visit="yes",
        is_transferable="yes",
    )
    return _form(request, parts, me, unit_id, usual, [])


@router.post("/units/{unit_id}/contracts")
def added(request: Request, parts: PartsIn, me: Me, unit_id: UUID, typed: Typed) -> Response:
    """Keep a contract about the unit, held by whoever owns it."""
    _ = words_in(me.language)
    row, wrong = contract_typed(_, typed)
    if row is None:
        return _form(request, parts, me, unit_id, typed, wrong)
    try:
        with parts.doing(actor_of(me)) as deed:
            kept = contract_as(deed, unit_in(deed.session, unit_id), row)
    except Collision:
        problem = ("number", said_at(_, "number"))
        return _form(request, parts, me, unit_id, typed, [problem])
    except NotAllowed:
        problem = (
            "number",
            _("Another unit has replaced this one. Make the contract about that one."),
        )
        return _form(request, parts, me, unit_id, typed, [problem])
    return RedirectResponse(f"/maintenance/contracts/{kept.id}", status_code=303)


def _contract_in(session: Session, contract_id: UUID) -> Contracted:
    found = contracts_listed(session, 1, contract_id=contract_id)
    if not found:
        raise NotThere("There is no such contract. Choose one from the list of contracts.")
    return found[0]


def _form(
    request: Request,
    parts: Parts,
    me: SignedIn,
    unit_id: UUID,
    typed: ContractTyped,
    problems: Wrong,
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        unit = unit_in(session, unit_id)
        model = session.get_one(ProductModel, unit.product_model_id)
    return page(
        request,
        "maintenance_contract_form.html",
        _,
        status_code=422 if problems else 200,
        unit=unit,
        model=model,
        typed=typed,
        problems=problems,
        countings=countings(_),
        months=months(_),
    )
