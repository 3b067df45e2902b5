"""Technicians: who goes to customers, and what they may do."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from fastapi import APIRouter

from aftersales.queries.pages import page_of
from aftersales.queries.places import territories, territory_by_code
from aftersales.queries.staff import skills_held, technician_by_code
from aftersales.records import StartsFrom, Technician
from aftersales.store import Session
from web.api.fields import After, CodeAsked, CodeInPath, Limit, Shown
from web.api.listed import Listed, known
from web.parts import PartsIn

router = APIRouter(prefix="/technicians", tags=["technicians"])


class SkillHeld(Shown):
    """A skill with the last day on which its certificate holds; null does not expire."""

    code: str
    valid_until_on: date | None


class TechnicianShown(Shown):
    """Somebody who goes to customers."""

    id: UUID
    code: str
    name: str
    email: str
    phone: str
    language: str
    territory: str
    starts_from: StartsFrom
    is_active: bool
    skills: list[SkillHeld]


@router.get("", summary="List technicians")
def technicians(
    parts: PartsIn, territory: CodeAsked = None, limit: Limit = 50, after: After = None
) -> Listed[TechnicianShown]:
    """Everybody, or those of a territory."""
    with parts.store.reading() as session:
        area = None
        if territory is not None:
            area = known(territory_by_code(session, territory), "territory", territory)
        page = page_of(
            session,
            Technician,
            after=after,
            limit=limit,
            territory_id=None if area is None else area.id,
        )
        return Listed(items=_shown(session, *page.rows), next=page.next)


@router.get("/{code}", summary="One technician")
def technician(parts: PartsIn, code: CodeInPath) -> TechnicianShown:
    """A technician by code."""
    with parts.store.reading() as session:
        worker = known(technician_by_code(session, code), "technician", code)
        return _shown(session, worker)[0]


def _shown(session: Session, *workers: Technician) -> list[TechnicianShown]:
    areas = {area.id: area.code for area in territories(session)}
    held = skills_held(session)
    return [
        TechnicianShown(
            **worker.model_dump(include=set(TechnicianShown.model_fields)),
            territory=areas[worker.territory_id],
            skills=[
                SkillHeld(code=code, valid_until_on=until)
                for code, _from, until in held.get(worker.id, ())
            ],
        )
        for worker in workers
    ]
