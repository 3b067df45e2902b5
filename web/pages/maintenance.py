"""Maintenance for the office: what is due, overdue, planned, missed, by model; and one of them whole, to be answered for its owner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotUnderstood
from aftersales.maintenance import (
    Asked,
    decline_maintenance,
    put_off_maintenance,
    record_done,
)
from aftersales.maintenance.answering import STAFF
from aftersales.maintenance.asked import asked_by_id
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.maintenance import (
    ASKED,
    maintained_models,
    maintenance_counts,
    maintenance_in,
)
from aftersales.queries.places import territories
from aftersales.records import MaintenanceState
from aftersales.words import Words, words_in
from web.pages.days_typed import day_typed
from web.pages.maintenance_one import maintenance_page
from web.pages.maintenance_words import maintenance_words
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/maintenance")

_S = MaintenanceState

VIEWS: Final[dict[str, tuple[MaintenanceState, ...]]] = {
    "due": (_S.DUE,),
    "overdue": ASKED,
    "booked": (_S.BOOKED,),
    "planned": (_S.PLANNED,),
    "missed": (_S.MISSED,),
    "declined": (_S.DECLINED,),
    "done": (_S.DONE,),
}
"""What the list can show, by the word in its address."""

OVERDUE: Final = "overdue"

MOST: Final = 200
"""Rows of one list."""

Field = Annotated[str, Form(max_length=20)]
Long = Annotated[str, Form(max_length=2000)]


@router.get("")
def maintenance(
    request: Request,
    parts: PartsIn,
    me: Me,
    show: Annotated[str, Query(max_length=20)] = "due",
    model: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """What is due now, or whatever else was asked for; the first due first."""
    _ = words_in(me.language)
    show = show if show in VIEWS else "due"
    with parts.store.reading() as session:
        areas = territories(session)
        today = wall_of(parts.clock.now(), areas[0].zone if areas else "UTC").date()
        rows = maintenance_in(
            session,
            VIEWS[show],
            MOST,
            due_before=today if show == OVERDUE else None,
            model_id=_model_id(model),
        )
        counts = maintenance_counts(session, today)
        models = maintained_models(session)
    return page(
        request,
        "maintenance.html",
        _,
        rows=[(each, maintenance_words(_, each.row.state)) for each in rows],
        today=today,
        views=_views(_, show, counts, model),
        show=show,
        model=model,
        model_options=[
            ("", _("all models")),
            *((str(each.id), f"{each.brand} {each.name}") for each in models),
        ],
        left_out=len(rows) == MOST,
    )


@router.get("/{maintenance_id}")
def one(request: Request, parts: PartsIn, me: Me, maintenance_id: UUID) -> Response:
    """One maintenance: whose, what, how it stands, and what its owner can answer on the telephone."""
    return maintenance_page(request, parts, me, maintenance_id)


@router.post("/{maintenance_id}/later")
def later(
    request: Request, parts: PartsIn, me: Me, maintenance_id: UUID, until: Field = ""
) -> Response:
    """The owner wants to be asked again later."""

    def act(deed: Deed, asked: Asked) -> None:
        on = day_typed(until)
        put_off_maintenance(deed, asked, asked.today if on is None else on)

    return _changed(request, parts, me, maintenance_id, act, "until", {"until": until})


@router.post("/{maintenance_id}/decline")
def declined(request: Request, parts: PartsIn, me: Me, maintenance_id: UUID) -> Response:
    """The owner does not want it, and was told what that means."""
    return _changed(request, parts, me, maintenance_id, decline_maintenance, "decline")


@router.post("/{maintenance_id}/done")
def done(
    request: Request,
    parts: PartsIn,
    me: Me,
    maintenance_id: UUID,
    done_on: Field = "",
    note: Long = "",
) -> Response:
    """It was done, by the owner or by somebody else."""

    def act(deed: Deed, asked: Asked) -> None:
        record_done(deed, asked, day_typed(done_on) or date.max, by=STAFF, note=note)

    typed = {"done_on": done_on, "note": note}
    return _changed(request, parts, me, maintenance_id, act, "done_on", typed)


def _changed(
    request: Request,
    parts: Parts,
    me: SignedIn,
    maintenance_id: UUID,
    change: Callable[[Deed, Asked], object],
    place: str,
    typed: dict[str, str] | None = None,
) -> Response:
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            change(deed, asked_by_id(deed.session, maintenance_id, deed.now))
    except NotUnderstood:
        said = {
            "until": _("Choose one of the days."),
        }.get(place, _("Write a day between the purchase and today, such as 2026-11-23."))
        return maintenance_page(
            request, parts, me, maintenance_id, problems=[(place, said)], typed=typed
        )
    except (NotAllowed, Collision):
        problem = _("This is not possible, or no longer. See below what is.")
        return maintenance_page(request, parts, me, maintenance_id, refusal=problem, typed=typed)
    return RedirectResponse(f"/maintenance/{maintenance_id}", status_code=303)


def _views(
    _: Words, show: str, counts: dict[str, int], model: str
) -> Sequence[tuple[str, str, str, bool]]:
    """The lists there are, with how many stand in each."""
    names = {
        "due": _("Waits for the owner"),
        "overdue": _("Overdue"),
        "booked": _("Arranged"),
        "planned": _("Planned"),
        "missed": _("Missed"),
        "declined": _("Declined"),
        "done": _("Done"),
    }
    beside = f"&model={model}" if model and _model_id(model) else ""
    return [
        (name, _.number(counts.get(key, 0)), f"/maintenance?show={key}{beside}", key == show)
        for key, name in names.items()
    ]


def _model_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
