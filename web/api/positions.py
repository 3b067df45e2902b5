"""Where technicians are, for programs that they carry: told with consent, used to see an arrival, and not kept."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.access import Principal
from aftersales.day_watch.positions import agree_to_positions, tell_position
from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.queries.staff import technician_by_code
from aftersales.reach import reach_of
from aftersales.records import Technician
from aftersales.store import Session
from web.api.appointments import Position, moment_of_report
from web.api.fields import CodeInPath, Moment, Sent, Shown, example
from web.api.once import Acted, OnceIn

router = APIRouter(prefix="/technicians/{code}", tags=["technicians"])


class PositionSent(Position):
    """Where a technician is, and since when; now without a moment."""

    model_config = example(latitude=47.1416, longitude=9.5215)

    at: Moment | None = Field(
        default=None, description="Not in the future, and not more than a day ago."
    )


class PositionSeen(Shown):
    """What followed from a position."""

    arrived: UUID | None = Field(description="The appointment at whose door they are now.")


class ConsentToPositions(Sent):
    """Whether a technician lets positions be told."""

    model_config = example(is_agreed=True)

    is_agreed: bool


class PositionsAgreed(Shown):
    """Whether positions of a technician are taken."""

    is_agreed: bool


@router.post("/positions", summary="Say where a technician is", response_model=PositionSeen)
def told(once: OnceIn, code: CodeInPath, sent: PositionSent) -> Response:
    """Whoever is on the way and at the door has arrived; the position is only kept with that."""

    def act(deed: Deed) -> Acted:
        worker = _worker(deed.session, once.principal, code)
        where = sent.latitude, sent.longitude
        arrived = tell_position(deed, worker, where, moment_of_report(deed, sent.at))
        return PositionSeen(arrived=arrived), None

    return once.answer(act, status=200)


@router.post(
    "/position-consent",
    summary="Agree to positions, or no more",
    response_model=PositionsAgreed,
)
def agreed(once: OnceIn, code: CodeInPath, sent: ConsentToPositions) -> Response:
    """Said by technicians themselves, or by the partner whose people they are and who asked them."""

    def act(deed: Deed) -> Acted:
        worker = _worker(deed.session, once.principal, code)
        agree_to_positions(deed, worker, is_agreed=sent.is_agreed)
        return PositionsAgreed(is_agreed=worker.positions_since_at is not None), None

    return once.answer(act, status=200)


def _worker(session: Session, who: Principal, code: str) -> Technician:
    worker = technician_by_code(session, code)
    if worker is None or worker.id not in reach_of(session, who):
        raise NotThere(f"There is no technician “{code}”. Check the code.")
    return worker
