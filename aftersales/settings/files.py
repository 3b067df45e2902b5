"""Files that people send, and how long names are kept."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, Field


class FileSettings(BaseModel):
    """Files that people send, and how long names are kept."""

    retention_days: int = Field(
        default=730,
        ge=30,
        description="Days after which names, places and serial numbers are taken out of old notices.",
    )
    limitation_years: int = Field(
        default=3,
        ge=0,
        le=30,
        description="Full years after the year of a claim for which its skeleton is kept when a customer's data are erased, in countries whose limitation is not verified (warranty/data/limitation_periods.csv).",
    )
    uploads_folder: Path = Field(
        default=Path("uploads"),
        description="Folder for the files that people send; the web serves nothing from it. Back it up.",
    )
    guarantee_notice_folder: Path | None = Field(
        default=None,
        description="Folder with the official notice on the legal guarantee as the European Commission publishes it, named by "
        "language (`en.svg`, `lv.png`); shown unchanged. Without it our own summary leads to the official one.",
    )
    upload_mb: int = Field(
        default=15,
        ge=1,
        le=100,
        description="Megabytes that one file may have that somebody sends.",
    )
    uploads_mb: int = Field(
        default=40,
        ge=1,
        le=400,
        description="Megabytes that the files of one form may have together.",
    )
    clamd: str | None = Field(
        default=None,
        pattern=r"^(/.+|\[[0-9A-Fa-f:.]+\]:\d{1,5}|[^/:\s]+:\d{1,5})$",
        description="Where clamd scans files for viruses: `HOST:PORT`, or the path of its socket. While it is "
        "silent, new files are kept and not opened.",
    )
    scan_command: tuple[str, ...] = Field(
        default=(),
        description="A command that scans a file from its standard input, as a JSON list; it ends with 0 if the "
        "file is clean and with 1 if not.",
    )
