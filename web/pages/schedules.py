"""Maintenance schedules for the office: the list, a form for managers, and each with what its end calls off."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.errors import Collision, NotThere
from aftersales.imports.upkeep import schedule_as
from aftersales.maintenance import end_schedule
from aftersales.parts import Parts
from aftersales.queries.catalogue import product_by_sku
from aftersales.queries.maintenance_agreed import (
    ahead_by_state,
    catalogue_listed,
    schedules_of_models,
)
from aftersales.records import MaintenanceSchedule, ProductModel
from aftersales.store import Session
from aftersales.words import words_in
from warranty import StartBasis
from web.doors.door import MANAGERS
from web.pages.agreed_words import (
    end_said,
    every_said,
    how_said,
    schedule_state,
    starts_said,
)
from web.pages.upkeep_form import (
    ScheduleTyped,
    Wrong,
    countings,
    months,
    said_at,
    schedule_typed,
)
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/maintenance/schedules")

MOST: Final = 200
"""Schedules that the list shows."""

Typed = Annotated[ScheduleTyped, Form()]


@router.get("")
def schedules(request: Request, parts: PartsIn, me: Me) -> Response:
    """What is done how often with which model; those that have ended last."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        rows = schedules_of_models(session, MOST)
    return page(
        request,
        "maintenance_schedules.html",
        _,
        rows=[(row, model, every_said(_, row), schedule_state(_, row)) for row, model in rows],
        may_add=me.role in MANAGERS,
        left_out=len(rows) == MOST,
    )


@router.get("/new")
def new(request: Request, parts: PartsIn, me: Me) -> Response:
    """The form, with what is usual."""
    usual = ScheduleTyped(
        lead_days="30",
        grace_days="30",
        most_put_offs="2",
        needs_visit="yes",
        starts=StartBasis.INSTALLATION.value,
    )
    return _form(request, parts, me, usual, [])


@router.post("")
def added(request: Request, parts: PartsIn, me: Me, typed: Typed) -> Response:
    """Let every unit of a model be maintained."""
    _ = words_in(me.language)
    row, wrong = schedule_typed(_, typed)
    if row is None:
        return _form(request, parts, me, typed, wrong)
    try:
        with parts.doing(actor_of(me)) as deed:
            model = product_by_sku(deed.session, row.sku)
            if model is None:
                return _form(request, parts, me, typed, [("sku", said_at(_, "sku"))])
            kept = schedule_as(deed, model, row)
    except Collision:
        return _form(request, parts, me, typed, [("code", said_at(_, "code"))])
    return RedirectResponse(f"/maintenance/schedules/{kept.id}", status_code=303)


@router.get("/{schedule_id}")
def schedule(request: Request, parts: PartsIn, me: Me, schedule_id: UUID) -> Response:
    """One schedule as it was agreed, and what its end calls off."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        row, model = _schedule_in(session, schedule_id)
        ahead = ahead_by_state(session, row.id)
    return page(
        request,
        "maintenance_agreed.html",
        _,
        crumbs=("/maintenance/schedules", _("Schedules")),
        title=row.task,
        said=_(
            "{code} for every {product}, {state}.",
            code=row.code,
            product=f"{model.brand} {model.name}",
            state=schedule_state(_, row),
        ),
        facts=[
            *how_said(_, row),
            (_("First time"), starts_said(_)[StartBasis(row.starts)]),
        ],
        one=None,
        source=row.source,
        is_running=row.ended_at is None,
        may_end=me.role in MANAGERS,
        ends=end_said(_, ahead),
        end_at=f"/maintenance/schedules/{row.id}/end",
        rows_at=f"/maintenance?show=planned&model={model.id}",
    )


@router.post("/{schedule_id}/end")
def ended(parts: PartsIn, me: Me, schedule_id: UUID) -> Response:
    """Nobody is asked by it any more."""
    with parts.doing(actor_of(me)) as deed:
        row, _model = _schedule_in(deed.session, schedule_id)
        end_schedule(deed, row)
    return RedirectResponse(f"/maintenance/schedules/{schedule_id}", status_code=303)


def _schedule_in(session: Session, schedule_id: UUID) -> tuple[MaintenanceSchedule, ProductModel]:
    row = session.get(MaintenanceSchedule, schedule_id)
    if row is None or row.product_model_id is None:
        raise NotThere("There is no such schedule. Choose one from the list of schedules.")
    return row, session.get_one(ProductModel, row.product_model_id)


def _form(
    request: Request, parts: Parts, me: SignedIn, typed: ScheduleTyped, problems: Wrong
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        models = catalogue_listed(session)
    return page(
        request,
        "maintenance_schedule_form.html",
        _,
        status_code=422 if problems else 200,
        typed=typed,
        problems=problems,
        models=[
            ("", _("Choose one")),
            *((each.sku, f"{each.brand} {each.name} ({each.sku})") for each in models),
        ],
        starts=[(basis.value, said) for basis, said in starts_said(_).items()],
        countings=countings(_),
        months=months(_),
    )
