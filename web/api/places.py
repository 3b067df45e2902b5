"""Territories and their depots: the areas that are planned as one, with who answers for each today."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.queries.pages import page_of
from aftersales.queries.places import depots_of, territory_by_code
from aftersales.queries.planning import planned_days
from aftersales.records import Depot, Location, Territory
from aftersales.store import Session
from aftersales.territories import add_depot, add_territory, edit_territory
from web.api.addresses import YARD, AddressSent
from web.api.fields import (
    Code,
    CodeAsked,
    CodeInPath,
    Country,
    Edited,
    Line,
    NewCode,
    Sent,
    Shown,
    example,
)
from web.api.listed import Listed, PagedIn, known
from web.api.locations import LocationShown
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/territories", tags=["territories"])


class DepotSent(Sent):
    """A place where routes may start and end."""

    model_config = example(code="D2", name="Yard in Schaan", address=YARD)

    code: NewCode = Field(examples=["D2"])
    name: Line = Field(examples=["Yard in Schaan"])
    address: AddressSent


class TerritorySent(Sent):
    """An area that is to be planned as one, with its first depot; its days are in the depot's zone."""

    model_config = example(
        code="north",
        name="The north",
        country="LI",
        depot={"code": "N1", "name": "Yard in Schaan", "address": YARD},
        answers_name="Inga Frick",
        answers_phone="+423 555 00 11",
        answers_email="inga@shop.example",
    )

    code: NewCode = Field(examples=["north"])
    name: Line = Field(examples=["The north"])
    country: Country = Field(examples=["LI"])
    depot: DepotSent
    answers_name: Line = Field(examples=["Inga Frick"])
    answers_phone: Code = Field(examples=["+423 555 00 11"])
    answers_email: Line = Field(examples=["inga@shop.example"])


class TerritoryEdited(Edited):
    """What is to be another way; what is left out stays."""

    model_config = example(answers_name="Eva Office", answers_phone="+423 555 00 12")

    name: Line | None = None
    answers_name: Line | None = Field(default=None, description="Who answers from now on.")
    answers_phone: Code | None = None
    answers_email: Line | None = None


class TerritoryLine(Shown):
    """An area planned as one; `zone` is the IANA zone of its days."""

    id: UUID
    code: str
    name: str
    country: str
    zone: str
    travel_scale: float
    road_table: str | None
    answers_name: str
    answers_phone: str
    answers_email: str


class DepotShown(Shown):
    """Where routes may start and end."""

    code: str
    name: str
    location: LocationShown


class TerritoryShown(TerritoryLine):
    """A territory with its depots and the days that are planned."""

    depots: list[DepotShown]
    planned_days: list[date]


@router.get("", summary="List territories")
def territories(parts: PartsIn, paged: PagedIn, country: CodeAsked = None) -> Listed[TerritoryLine]:
    """Every territory, or those of a country."""
    with parts.store.reading() as session:
        page = page_of(session, Territory, after=paged.after, limit=paged.limit, country=country)
        return paged.listed(page, TerritoryLine.model_validate)


@router.get("/{code}", summary="One territory", response_model=TerritoryShown)
def territory(parts: PartsIn, held: HeldIn, code: CodeInPath) -> Response:
    """A territory by code."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, _territory(session, code)))


@router.post("", status_code=201, summary="Add a territory", response_model=TerritoryShown)
def add(once: OnceIn, sent: TerritorySent) -> Response:
    """Keep an area and its first depot; both are checked on the map."""

    def act(deed: Deed) -> Acted:
        area, _depot = add_territory(
            deed,
            code=sent.code,
            name=sent.name,
            country=sent.country,
            depot_code=sent.depot.code,
            depot_name=sent.depot.name,
            depot=sent.depot.address.address,
            answers=(sent.answers_name, sent.answers_phone, sent.answers_email),
        )
        deed.session.flush()
        return _shown(deed.session, area), f"/api/v1/territories/{area.code}"

    return once.answer(act)


@router.patch("/{code}", summary="Change a territory", response_model=TerritoryShown)
def edited(edit: EditIn, code: CodeInPath, sent: TerritoryEdited) -> Response:
    """Change its name, or who answers for it from now on."""
    return edit.answer(
        lambda session: _territory(session, code),
        shown=_shown,
        change=lambda deed, area: edit_territory(deed, area, **sent.model_dump()),
    )


@router.get("/{code}/depots", summary="List the depots of a territory")
def depots(parts: PartsIn, code: CodeInPath) -> list[DepotShown]:
    """Every depot of a territory, by code."""
    with parts.store.reading() as session:
        return _depots(session, _territory(session, code))


@router.post("/{code}/depots", status_code=201, summary="Add a depot", response_model=DepotShown)
def add_depot_(once: OnceIn, code: CodeInPath, sent: DepotSent) -> Response:
    """Keep one more place where the routes of a territory may begin and end."""

    def act(deed: Deed) -> Acted:
        area = _territory(deed.session, code)
        row = add_depot(deed, area, code=sent.code, name=sent.name, address=sent.address.address)
        deed.session.flush()
        place = deed.session.get_one(Location, row.location_id)
        return _depot(row, place), f"/api/v1/territories/{area.code}/depots"

    return once.answer(act)


def _territory(session: Session, code: str) -> Territory:
    return known(territory_by_code(session, code), "territory", code)


def _depots(session: Session, area: Territory) -> list[DepotShown]:
    return [_depot(depot, place) for depot, place in depots_of(session, area.id)]


def _depot(depot: Depot, place: Location) -> DepotShown:
    return DepotShown(
        code=depot.code, name=depot.name, location=LocationShown.model_validate(place)
    )


def _shown(session: Session, area: Territory) -> TerritoryShown:
    return TerritoryShown(
        **TerritoryLine.model_validate(area).model_dump(),
        depots=_depots(session, area),
        planned_days=list(planned_days(session, area.id)),
    )
