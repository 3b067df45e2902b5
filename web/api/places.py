"""Territories: the areas that are planned as one, with who answers for each today."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from fastapi import APIRouter

from aftersales.queries.pages import page_of
from aftersales.queries.places import depots_of, territory_by_code
from aftersales.queries.planning import planned_days
from aftersales.records import Territory
from web.api.customers import LocationShown
from web.api.fields import After, CodeInPath, Limit, Shown
from web.api.listed import Listed, known, listed
from web.parts import PartsIn

router = APIRouter(prefix="/territories", tags=["territories"])


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
def territories(parts: PartsIn, limit: Limit = 50, after: After = None) -> Listed[TerritoryLine]:
    """Every territory."""
    with parts.store.reading() as session:
        page = page_of(session, Territory, after=after, limit=limit)
        return listed(page, TerritoryLine.model_validate)


@router.get("/{code}", summary="One territory")
def territory(parts: PartsIn, code: CodeInPath) -> TerritoryShown:
    """A territory by code."""
    with parts.store.reading() as session:
        area = known(territory_by_code(session, code), "territory", code)
        return TerritoryShown(
            **TerritoryLine.model_validate(area).model_dump(),
            depots=[
                DepotShown(
                    code=depot.code, name=depot.name, location=LocationShown.model_validate(place)
                )
                for depot, place in depots_of(session, area.id)
            ],
            planned_days=list(planned_days(session, area.id)),
        )
