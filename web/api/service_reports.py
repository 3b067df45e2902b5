"""Service reports: what was done at a visit, entered by technicians' own programs and read by the shop's."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, assert_never
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.access import Principal, SignedIn
from aftersales.deed import Deed
from aftersales.errors import NotThere, NotUnderstood, Problem
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.reach import is_within, reach_of
from aftersales.records import SIGNATURE_LENGTH, EntryKind, TrialResult
from aftersales.service_reports import (
    Checked,
    Ended,
    Entered,
    PartCount,
    PartLeft,
    PartUsed,
    Photographed,
    SerialRead,
    ServiceReport,
    Signed,
    enter,
    reports_of,
)
from aftersales.settings import Settings
from aftersales.spares import MOST_PIECES
from aftersales.store import Session
from aftersales.uploads import MOST_FILES, clean_files
from web.api.evidence import EvidenceSent, UploadShown
from web.api.fields import Code, Line, Moment, Sent, Shown, Text, example
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Who

router = APIRouter(prefix="/appointments", tags=["appointments"])

NEEDED: Final = {
    EntryKind.CHECKLIST: ("answers",),
    EntryKind.SERIAL: ("serial",),
    EntryKind.PHOTOS: ("photos",),
    EntryKind.PART_USED: ("part",),
    EntryKind.PART_LEFT: ("part",),
    EntryKind.SIGNATURE: ("signed_by",),
}
"""The fields that each kind of entry cannot be without."""


class EntrySent(Sent):
    """One thing that was done at a visit; each kind has fields of its own.

    `checklist` has answers, `result` what the test showed and what was done, `serial` what stands on the plate,
    `photos` files, `part_used` and `part_left` the code of a part, `signature` who signed.
    """

    model_config = example(what="result", result="passed", note="Hose changed, ran a cycle.")

    what: EntryKind
    at: Moment | None = Field(default=None, description="When it was done; now without.")
    answers: dict[UUID, Line] = Field(
        default_factory=dict,
        description="By the identifier of a point: ok, not_ok or not_applicable, or a reading.",
    )
    result: TrialResult | None = None
    note: Text = ""
    serial: Code | None = None
    photos: list[EvidenceSent] = Field(default_factory=list, max_length=MOST_FILES)
    part: Code | None = None
    quantity: int = Field(default=1, ge=1, le=MOST_PIECES)
    signed_by: Line | None = None
    signature: Annotated[str, Field(max_length=SIGNATURE_LENGTH)] = Field(
        default="", description="The path of an SVG in a field of 600 × 200, such as M10 20L30 40."
    )


class AnswerShown(Shown):
    """A point of the checklist; `said` is empty while nobody has answered it."""

    point_id: UUID
    text: str
    unit: str = Field(description="Of the reading that is asked for; empty where a finding is.")
    said: str


class PartCounted(Shown):
    """So many pieces of a part."""

    part: str
    name: str
    quantity: int
    missing: int = Field(description="Of these, the stock of the van did not know.")


class ServiceReportShown(Shown):
    """What was done at a visit, as far as it was entered."""

    answers: list[AnswerShown]
    result: TrialResult | None
    note: str
    serial: str
    photos: list[UploadShown]
    used: list[PartCounted]
    left: list[PartCounted]
    signed_by: str
    signature: str
    signed_at: datetime | None


@router.get(
    "/{appointment_id}/service-report",
    summary="What was done at a visit",
    response_model=ServiceReportShown,
)
def report(parts: PartsIn, who: Who, held: HeldIn, appointment_id: UUID) -> Response:
    """The checklist with its answers, the test, photographs, parts and the signature."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, _visit(session, who, appointment_id)))


@router.post(
    "/{appointment_id}/service-report",
    summary="Enter what was done at a visit",
    response_model=ServiceReportShown,
)
def entered(once: OnceIn, appointment_id: UUID, sent: EntrySent) -> Response:
    """Keep one thing that was done; parts that were used go out of the van at once."""
    piece = _piece(once.parts.settings, sent)

    def act(deed: Deed) -> Acted:
        visit = _visit(deed.session, once.principal, appointment_id)
        who = once.principal
        own = who.technician_id if isinstance(who, SignedIn) else None
        enter(deed, visit.appointment, own or visit.lead.id, piece, sent.at or deed.now)
        deed.session.flush()
        return _shown(deed.session, visit), None

    return once.answer(act, status=200)


def _piece(settings: Settings, sent: EntrySent) -> Entered:
    """What was sent, as the house takes it.

    Raises:
        NotUnderstood: a field is missing that this kind needs.
        FileRefused: a photograph is not taken.
    """
    for name in NEEDED.get(sent.what, ()):
        if not getattr(sent, name):
            raise NotUnderstood(
                f"A {sent.what} needs {name}. Send it.", [Problem(name, "is missing")]
            )
    match sent.what:
        case EntryKind.CHECKLIST:
            return Checked(sent.answers)
        case EntryKind.RESULT:
            return Ended(sent.result, sent.note)
        case EntryKind.SERIAL:
            return SerialRead(sent.serial or "")
        case EntryKind.PHOTOS:
            named = [(each.name, each.content) for each in sent.photos]
            return Photographed(tuple(clean_files(settings, named)))
        case EntryKind.PART_USED:
            return PartUsed(sent.part or "", sent.quantity)
        case EntryKind.PART_LEFT:
            return PartLeft(sent.part or "")
        case EntryKind.SIGNATURE:
            return Signed(sent.signed_by or "", sent.signature)
        case _never:
            assert_never(_never)


def _visit(session: Session, who: Principal, appointment_id: UUID) -> Visit:
    visit = visits_by_id(session, [appointment_id]).get(appointment_id)
    if visit is None or not is_within(reach_of(session, who), visit):
        raise NotThere(f"There is no appointment {appointment_id}. Check the identifier.")
    return visit


def _shown(session: Session, visit: Visit) -> ServiceReportShown:
    found: ServiceReport = reports_of(session, [visit])[visit.appointment.id]
    return ServiceReportShown(
        answers=[
            AnswerShown(
                point_id=each.point.id, text=each.point.text, unit=each.point.unit, said=each.said
            )
            for each in found.answers
        ],
        result=found.result,
        note=found.note,
        serial=found.serial,
        photos=[UploadShown.model_validate(each) for each in found.photos],
        used=[_counted(each) for each in found.used],
        left=[_counted(each) for each in found.left],
        signed_by=found.signed_by,
        signature=found.signature,
        signed_at=found.signed_at,
    )


def _counted(each: PartCount) -> PartCounted:
    return PartCounted(
        part=each.part.code, name=each.part.name, quantity=each.quantity, missing=each.missing
    )
