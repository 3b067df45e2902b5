"""The report of a visit: everything that was entered of it, put together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aftersales.queries.service_reports import entries_of, parts_by_id, points_of
from aftersales.queries.uploads import uploads_of_each
from aftersales.queries.visits import Visit
from aftersales.records import (
    ChecklistPoint,
    EntryKind,
    Finding,
    ServiceEntry,
    SparePart,
    TrialResult,
    Upload,
)
from aftersales.store import Session


@dataclass(frozen=True, slots=True)
class Answer:
    """A point of the checklist with what was found or read there; empty if nobody said."""

    point: ChecklistPoint
    said: str

    @property
    def is_bad(self) -> bool:
        """Whether something is not as it should be."""
        return not self.point.unit and self.said == Finding.NOT_OK


@dataclass(frozen=True, slots=True)
class PartCount:
    """So many pieces of a part; `missing` of them the stock of the van did not know of."""

    part: SparePart
    quantity: int
    missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReport:
    """What was done at a visit.

    Attributes:
        answers: the checklist as it is now, and what is no longer asked but was answered.
        result: of the test; none if nobody said.
        note: what was done, in words.
        serial: as it was read from the plate; empty if it was not.
        photos: in the order in which they came.
        used: parts that were fitted from what lay in the van.
        left: parts that had been brought along and were not needed.
        signed_by: who signed for the work; empty if nobody did.
        signature: as the path of an SVG in a field of 600 × 200; empty where only a name was written.
        signed_at: when.
    """

    answers: tuple[Answer, ...] = ()
    result: TrialResult | None = None
    note: str = ""
    serial: str = ""
    photos: tuple[Upload, ...] = ()
    used: tuple[PartCount, ...] = ()
    left: tuple[PartCount, ...] = ()
    signed_by: str = ""
    signature: str = ""
    signed_at: datetime | None = None

    @property
    def is_begun(self) -> bool:
        """Whether anything was entered."""
        said = any(answer.said for answer in self.answers)
        rest = (self.result, self.note, self.serial, self.photos, self.used, self.left)
        return said or any(rest) or bool(self.signed_by)

    @property
    def open_points(self) -> int:
        """How many points of the checklist nobody has answered."""
        return sum(not answer.said for answer in self.answers)


def reports_of(session: Session, visits: Collection[Visit]) -> Mapping[UUID, ServiceReport]:
    """The report of each visit by its appointment, also where nothing was entered yet."""
    entries = entries_of(session, [visit.appointment.id for visit in visits])
    rows = [row for each in entries.values() for row in each]
    points = points_of(session, {visit.work_type.id for visit in visits})
    photos = uploads_of_each(
        session, "service_entry", [row.id for row in rows if row.what is EntryKind.PHOTOS]
    )
    parts = parts_by_id(session, {row.spare_part_id for row in rows if row.spare_part_id})
    return {
        visit.appointment.id: put_together(
            entries.get(visit.appointment.id, ()),
            points.get(visit.work_type.id, ()),
            parts,
            photos,
        )
        for visit in visits
    }


def put_together(
    entries: Sequence[ServiceEntry],
    points: Sequence[ChecklistPoint],
    parts: Mapping[UUID, SparePart],
    photos: Mapping[UUID, Sequence[Upload]],
) -> ServiceReport:
    """Pure: of each kind the newest counts; photographs and parts add up, answers overwrite those to the same point."""
    said: dict[str, str] = {}
    newest: dict[EntryKind, ServiceEntry] = {}
    for row in entries:
        said |= row.answers
        newest[row.what] = row
    result, serial, signed = (
        newest.get(kind) for kind in (EntryKind.RESULT, EntryKind.SERIAL, EntryKind.SIGNATURE)
    )
    return ServiceReport(
        answers=tuple(
            Answer(point, said.get(str(point.id), ""))
            for point in points
            if point.position is not None or str(point.id) in said
        ),
        result=TrialResult(result.test_result) if result and result.test_result else None,
        note=result.note if result else "",
        serial=serial.serial if serial else "",
        photos=tuple(photo for row in entries for photo in photos.get(row.id, ())),
        used=_counted(entries, EntryKind.PART_USED, parts),
        left=_counted(entries, EntryKind.PART_LEFT, parts),
        signed_by=signed.signed_by if signed else "",
        signature=signed.signature if signed else "",
        signed_at=signed.happened_at if signed else None,
    )


def _counted(
    entries: Sequence[ServiceEntry], what: EntryKind, parts: Mapping[UUID, SparePart]
) -> tuple[PartCount, ...]:
    counts: dict[UUID, PartCount] = {}
    for row in entries:
        part = parts.get(row.spare_part_id) if row.spare_part_id else None
        if row.what is what and part is not None:
            was = counts.get(part.id, PartCount(part, 0))
            counts[part.id] = PartCount(
                part, was.quantity + (row.quantity or 0), was.missing + (row.missing or 0)
            )
    return tuple(counts.values())
