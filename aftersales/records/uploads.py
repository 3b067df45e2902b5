"""Files that people sent: what they belong to, what they are, and where they lie."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, key, moment, words


class UploadKind(StrEnum):
    """What a file is, as its content says."""

    JPEG = "jpeg"
    PNG = "png"
    PDF = "pdf"
    HEIC = "heic"


class UploadState(StrEnum):
    """Whether a file may be opened."""

    UNSCANNED = "unscanned"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"


class Upload(Record, table=True):
    """One file of somebody, kept outside the database and outside whatever the web serves.

    It belongs to the row `subject_id` of the table `subject_kind`. `name` is what people call it, made harmless;
    `stored_as` is where it lies in the folder of files. No scanner was set when it came (unscanned), none answered
    (waiting: nobody opens it), it was found clean, or infected and taken away.
    """

    __tablename__ = "upload"

    id: UUID = key()
    subject_kind: str = words(SHORT)
    subject_id: UUID = Field(index=True)
    name: str = words()
    kind: UploadKind = chosen(UploadKind)
    size_bytes: int
    digest: str = words(64)
    stored_as: str = words(SHORT, unique=True)
    state: UploadState = chosen(UploadState, index=True)
    added_at: datetime = moment()
