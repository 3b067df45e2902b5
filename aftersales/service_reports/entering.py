"""What a technician enters of the work at a visit: kept as it came, once, whenever it comes.

A phone without signal says things late and twice. Nothing is refused because the visit is over: what was done
there was done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never
from uuid import UUID

from aftersales.appointments import take_turn
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.identifiers import digest_of
from aftersales.queries.service_reports import entry_by_key, points_of
from aftersales.queries.spares import part_by_code
from aftersales.records import (
    SIGNATURE_LENGTH,
    Appointment,
    EntryKind,
    Finding,
    ServiceEntry,
    SparePart,
    TrialResult,
    WorkOrder,
)
from aftersales.records.columns import LINE, SHORT
from aftersales.service_reports.parts import give_back, use
from aftersales.service_reports.serials import take_serial
from aftersales.uploads import CleanFile, keep_file
from warranty import normalised_serial

LONGEST_READING: Final = 40

DRAWN: Final = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*)+")
"""Lines in a field of 600 × 200, as a browser draws them: nothing else can stand in a signature."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings and readings by the identifiers of points; points that are left out stay as they were."""

    answers: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Ended:
    """What the test at the end showed, and what was done, in words."""

    result: TrialResult | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SerialRead:
    """The serial as it stands on the plate."""

    serial: str


@dataclass(frozen=True, slots=True)
class Photographed:
    """Photographs of the work."""

    files: tuple[CleanFile, ...]


@dataclass(frozen=True, slots=True)
class PartUsed:
    """Pieces that were fitted, by the code of their part."""

    code: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class PartLeft:
    """What had been brought along was not needed; its code."""

    code: str


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed for the work, and the signature as the path of an SVG in a field of 600 × 200, if it was drawn."""

    by: str
    drawn: str = ""


Entered = Checked | Ended | SerialRead | Photographed | PartUsed | PartLeft | Signed


def enter(
    deed: Deed,
    appointment: Appointment,
    technician_id: UUID,
    entered: Entered,
    at: datetime,
    key: str | None = None,
) -> ServiceEntry:
    """Keep what was entered of a visit, and what follows from it; `key` was made by the device.

    Args:
        deed: in which it is kept.
        appointment: of the visit.
        technician_id: in whose van the parts lie.
        entered: by the technician.
        at: when, by the clock of the device.
        key: the same key is the same entry.

    Raises:
        NotUnderstood: it is empty, or cannot be; `problems` says what.
    """
    take_turn(deed, appointment.territory_id, appointment)
    known = None if key is None else entry_by_key(deed.session, key)
    if known is not None:
        return known
    row = ServiceEntry(
        id=deed.new_id(),
        appointment_id=appointment.id,
        device_key=key,
        what=_kind(entered),
        test_result="",
        note="",
        serial="",
        signed_by="",
        signature="",
        actor=deed.actor.code,
        happened_at=min(at, deed.now),
        received_at=deed.now,
    )
    order = deed.session.get_one(WorkOrder, appointment.work_order_id)
    deed.add(row)
    _fill(deed, row, order, technician_id, entered)
    deed.note("service_report_entered", appointment, facts={"what": row.what.value})
    return row


def device_key(user_id: UUID, key: str) -> str | None:
    """The key of a device as it is kept: that of one person is never that of another."""
    return digest_of(f"{user_id}:{key}")[:SHORT] if key else None


def _fill(
    deed: Deed, row: ServiceEntry, order: WorkOrder, technician_id: UUID, entered: Entered
) -> None:
    match entered:
        case Checked(answers):
            row.answers = _answers(deed, order, answers)
        case Ended():
            _end(row, entered)
        case SerialRead(serial):
            row.serial = _serial(serial)
            take_serial(deed, order, row.serial)
        case Photographed(files):
            _keep_photos(deed, row, files)
        case PartUsed(code, quantity):
            part = _part(deed, code)
            row.spare_part_id, row.quantity = part.id, quantity
            row.missing = use(deed, order, part, quantity, technician_id)
        case PartLeft(code):
            part = _part(deed, code)
            row.spare_part_id, row.quantity = part.id, give_back(deed, order, part)
        case Signed():
            _sign(row, entered)
        case _never:
            assert_never(_never)


def _end(row: ServiceEntry, ended: Ended) -> None:
    row.note = _short(ended.note, "note", 2000)
    if ended.result is None and not row.note:
        raise _missing("result", "Say what the test showed, or what was done.")
    row.test_result = "" if ended.result is None else ended.result.value


def _serial(text: str) -> str:
    plain = normalised_serial(text)
    if not plain:
        raise _missing("serial", "Write the serial as it stands on the plate.")
    return _short(plain, "serial", SHORT)


def _keep_photos(deed: Deed, row: ServiceEntry, files: Sequence[CleanFile]) -> None:
    if not files:
        raise _missing("files", "Choose a photograph first.")
    for file in files:
        keep_file(deed, row, file)


def _sign(row: ServiceEntry, signed: Signed) -> None:
    row.signed_by = _short(signed.by, "signed_by", LINE)
    if not row.signed_by:
        raise _missing("signed_by", "Write the name of who signs.")
    if signed.drawn and (len(signed.drawn) > SIGNATURE_LENGTH or not DRAWN.fullmatch(signed.drawn)):
        raise _missing("signature", "This signature cannot be read. Let them sign again.")
    row.signature = signed.drawn


def _kind(entered: Entered) -> EntryKind:
    return {
        Checked: EntryKind.CHECKLIST,
        Ended: EntryKind.RESULT,
        SerialRead: EntryKind.SERIAL,
        Photographed: EntryKind.PHOTOS,
        PartUsed: EntryKind.PART_USED,
        PartLeft: EntryKind.PART_LEFT,
        Signed: EntryKind.SIGNATURE,
    }[type(entered)]


def _answers(deed: Deed, order: WorkOrder, answers: Mapping[UUID, str]) -> dict[str, str]:
    """Those that say something, each to a point of this kind of work."""
    points = {
        row.id: row for row in points_of(deed.session, [order.work_type_id])[order.work_type_id]
    }
    said = {point: plain for point, text in answers.items() if (plain := text.strip())}
    if not said:
        raise _missing("answers", "Answer at least one point of the checklist.")
    problems: Sequence[Problem] = [
        Problem(f"answers.{point}", _wrong(points[point].unit) if point in points else "is unknown")
        for point, text in said.items()
        if point not in points or not _is_answer(points[point].unit, text)
    ]
    if problems:
        raise NotUnderstood("This checklist cannot be kept as it is. Correct it.", problems)
    return {str(point): text for point, text in said.items()}


def _is_answer(unit: str, text: str) -> bool:
    return len(text) <= LONGEST_READING if unit else text in set(Finding)


def _wrong(unit: str) -> str:
    return f"write at most {LONGEST_READING} characters" if unit else f"say {', '.join(Finding)}"


def _part(deed: Deed, code: str) -> SparePart:
    part = part_by_code(deed.session, code.strip())
    if part is None:
        raise _missing("part", f"There is no part “{code}”. Look at the code on its label again.")
    return part


def _short(text: str, where: str, most: int) -> str:
    plain = text.strip()
    if len(plain) > most:
        raise NotUnderstood(
            f"This is longer than {most} characters. Shorten it.", [Problem(where, "is too long")]
        )
    return plain


def _missing(where: str, sentence: str) -> NotUnderstood:
    return NotUnderstood(sentence, [Problem(where, "is missing or cannot be read")])
