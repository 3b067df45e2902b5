"""A visit for maintenance: the office chooses its time for whoever is on the telephone."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request, Response

from aftersales.access import SignedIn
from aftersales.errors import NotAllowed
from aftersales.maintenance import maintenance_work
from aftersales.maintenance.answering import open_work
from aftersales.maintenance.asked import asked_by_id
from aftersales.parts import Parts
from aftersales.store import Session
from web.pages.arranging import Choosing, When
from web.pages.errands import Errand
from web.parts import PartsIn
from web.who import Me

router = APIRouter(prefix="/maintenance/{maintenance_id}/book")


@router.get("")
def times(request: Request, parts: PartsIn, me: Me, maintenance_id: UUID) -> Response:
    """When somebody could come, and why not on the other days."""
    return _choosing(request, parts, me, maintenance_id).shown()


@router.post("")
def arranged(
    request: Request, parts: PartsIn, me: Me, maintenance_id: UUID, when: When = ""
) -> Response:
    """The owner names a time on the telephone, or wants the link."""
    return _choosing(request, parts, me, maintenance_id).arranged(when)


def _choosing(request: Request, parts: Parts, me: SignedIn, maintenance_id: UUID) -> Choosing:
    def find(session: Session) -> Errand:
        return _errand(parts, session, maintenance_id)

    return Choosing(request=request, parts=parts, me=me, find=find)


def _errand(parts: Parts, session: Session, maintenance_id: UUID) -> Errand:
    """The visit that maintenance needs.

    Raises:
        NotAllowed: it is arranged or over already, or it is not known where the unit stands or who can do this.
    """
    asked = asked_by_id(session, maintenance_id, parts.clock.now())
    place, work_type = asked.about.place, asked.work_type
    if not asked.is_open or place is None or work_type is None:
        raise NotAllowed(
            "No time can be chosen for this maintenance now. Its page says how it stands."
        )
    return Errand(
        root=f"/maintenance/{maintenance_id}/book",
        back=(f"/maintenance/{maintenance_id}", asked.about.schedule.task),
        customer=asked.about.owner,
        place=place,
        work_type=work_type,
        product_type=asked.about.model.product_type,
        make=lambda deed: maintenance_work(
            deed, asked_by_id(deed.session, maintenance_id, deed.now)
        ),
        order=open_work(session, asked),
    )
