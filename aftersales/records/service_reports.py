"""What is written down of the work at a visit: the checklist of its kind of work, and what a technician entered."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, facts, key, link, moment, words

SIGNATURE_LENGTH = 20_000
"""Characters of a drawn signature at most; a long name takes some two thousand."""


class EntryKind(StrEnum):
    """What a technician enters of the work at a visit."""

    CHECKLIST = "checklist"
    RESULT = "result"
    SERIAL = "serial"
    PHOTOS = "photos"
    PART_USED = "part_used"
    PART_LEFT = "part_left"
    SIGNATURE = "signature"


class Finding(StrEnum):
    """How one point of a checklist was found."""

    OK = "ok"
    NOT_OK = "not_ok"
    NOT_APPLICABLE = "not_applicable"


class TrialResult(StrEnum):
    """What the test at the end of the work showed."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_TESTED = "not_tested"


class ChecklistPoint(Record, table=True):
    """One thing to check or measure at every visit of a kind of work.

    With a `unit`, such as bar, it asks for a reading, else for a finding. A point is never taken away, because
    visits of the past have answered it: `position` is none once it is no longer asked.
    """

    __tablename__ = "checklist_point"

    id: UUID = key()
    work_type_id: UUID = link("work_type.id")
    position: int | None = None
    text: str = words()
    unit: str = words(SHORT)


class ServiceEntry(Record, table=True):
    """One thing that was entered of a visit; the report is all of them, of the same kind the newest.

    `answers` of a checklist are findings and readings by the identifier of the point. A `signature` is drawn: the
    path of an SVG in a field of 600 × 200. Photographs are uploads about this row. `device_key` was made on the
    device, so that what is sent again is kept once.
    """

    __tablename__ = "service_entry"

    id: UUID = key()
    appointment_id: UUID = link("appointment.id")
    device_key: str | None = Field(default=None, max_length=SHORT, unique=True)
    what: EntryKind = chosen(EntryKind)
    answers: dict[str, str] = facts()
    test_result: str = words(SHORT)
    note: str = words(2000)
    serial: str = words(SHORT)
    spare_part_id: UUID | None = link("spare_part.id", nullable=True)
    quantity: int | None = None
    missing: int | None = None
    signed_by: str = words()
    signature: str = words(SIGNATURE_LENGTH)
    actor: str = words(SHORT)
    happened_at: datetime = moment()
    received_at: datetime = moment()
