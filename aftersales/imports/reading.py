"""A CSV file becomes a table of texts, or one error that says what is wrong with the file."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final

from aftersales.errors import NotUnderstood, Problem
from aftersales.imports.nearby import in_words, nearest
from aftersales.imports.report import LineProblem

MOST_BYTES: Final = 100_000_000
"""Largest file that is read: about half a million orders, and still held in memory with ease."""

DELIMITERS: Final = (",", ";", "\t")

WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of spreadsheet files: a ZIP archive (.xlsx, .ods) or an OLE2 document (.xls)."""

UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a kind of file must have, and those it may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that is understood."""
        return self.required + self.optional


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one line by column, and the number in the file of the line where it begins."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose header was understood; lines of the wrong length are among the problems."""

    rows: tuple[TableRow, ...]
    problems: tuple[LineProblem, ...]
    notes: tuple[str, ...]


def table_in(path: Path, columns: Columns) -> Table:
    """The lines of a file with the expected columns; blank lines are skipped.

    Raises:
        NotUnderstood: it is no readable CSV file, or its header has other columns.
    """
    text, notes = _text_in(path)
    delimiter = _delimiter_of(path, text, columns)
    records = _records(path, text, delimiter)
    header = _header_checked(path, next(records)[1], columns)
    rows, problems = [], []
    for line, cells in records:
        if len(cells) == len(header):
            rows.append(TableRow(line, dict(zip(header, cells, strict=True))))
        else:
            problems.append(LineProblem(line, "", _wrong_length(cells, header, delimiter)))
    if not rows and not problems:
        raise NotUnderstood(f"{path.name} has a header but no lines. Add a line for each entry.")
    return Table(tuple(rows), tuple(problems), notes)


def _text_in(path: Path) -> tuple[str, tuple[str, ...]]:
    content = _bytes_in(path)
    if content.startswith(WORKBOOKS):
        raise NotUnderstood(
            f"{path.name} is a spreadsheet, not a CSV file. Save the sheet as “CSV UTF-8” and import that."
        )
    notes: tuple[str, ...] = ()
    try:
        if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            text = content.decode("utf-16")
        elif content.startswith(BOM_UTF8):
            text = content.decode("utf-8-sig")
        else:
            text, notes = _text_without_mark(content)
    except UnicodeDecodeError as error:
        raise NotUnderstood(
            f"{path.name} is not text in UTF-8, UTF-16 or Windows-1252: byte {error.start + 1} fits none. "
            "Save it as “CSV UTF-8” and try again."
        ) from error
    if UNPRINTABLE.search(text):
        raise NotUnderstood(
            f"{path.name} holds characters that no text has, so it is no CSV file. "
            "Export it again as “CSV UTF-8”."
        )
    if not text.strip():
        raise NotUnderstood(f"{path.name} is empty. Check that the export has finished.")
    return text, notes


def _text_without_mark(content: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    return text, (
        "The file is not UTF-8; it was read as Windows-1252. Check that names with accents are right.",
    )


def _bytes_in(path: Path) -> bytes:
    if path.is_dir():
        raise NotUnderstood(f"{path} is a folder. Name the CSV file in it.")
    if not path.is_file():
        raise NotUnderstood(f"There is no file {path}. Check the path.")
    if path.stat().st_size > MOST_BYTES:
        raise NotUnderstood(
            f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB. Split it into several files."
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotUnderstood(
            f"{path} cannot be read: {error.strerror}. Check its permissions."
        ) from error


def _records(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line; those without any text are skipped."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise NotUnderstood(
            f"From line {line} on, {path.name} cannot be read: {error}. "
            "A quotation mark there has no partner, or is not doubled inside a quoted cell. Correct it.",
            [Problem(f"line {line}", str(error))],
        ) from error


def _delimiter_of(path: Path, text: str, columns: Columns) -> str:
    """The delimiter under which the header has most of the columns, then the one with most cells."""

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            header = next(_records(path, text, delimiter))[1]
        except NotUnderstood:
            return 0, 0
        return len(set(map(_plain, header)) & set(columns.all)), len(header)

    return max(DELIMITERS, key=fit)


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip()).casefold()


def _header_checked(path: Path, cells: Sequence[str], columns: Columns) -> list[str]:
    header = [_plain(cell) for cell in cells]
    problems = [Problem(name, "is missing") for name in columns.required if name not in header]
    for name, count in Counter(header).items():
        if not name:
            problems.append(Problem(name, "a column has no name"))
        elif name not in columns.all:
            close = nearest(name, columns.all)
            hint = f" (did you mean {close}?)" if close else ""
            problems.append(Problem(name, f"is not known{hint}"))
        elif count > 1:
            problems.append(Problem(name, f"stands there {count} times"))
    if problems:
        raise NotUnderstood(
            f"The header of {path.name} is not understood. "
            + ". ".join(f"{each.where} {each.sentence}".strip() for each in problems)
            + f". Needed: {in_words(columns.required)}; allowed as well: {in_words(columns.optional)}.",
            problems,
        )
    return header


def _wrong_length(cells: Sequence[str], header: Sequence[str], delimiter: str) -> str:
    shown = "tab" if delimiter == "\t" else f"“{delimiter}”"
    return (
        f"This line has {len(cells)} cells where the header has {len(header)}. "
        f"Put a cell that contains a {shown} into quotation marks, and write empty cells too."
    )
