import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersales.errors import NotUnderstood, Problem
from aftersales.imports import reading
from aftersales.imports.reading import Columns, TableRow, table_in
from aftersales.imports.report import LineProblem

COLUMNS = Columns(required=("number", "name"), optional=("town", "post_code"))


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "customers.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def refusal(path: Path) -> NotUnderstood:
    with pytest.raises(NotUnderstood) as caught:
        table_in(path, COLUMNS)
    return caught.value


CELL = st.text(
    st.characters(
        exclude_categories=["Cs"],
        exclude_characters=[chr(code) for code in (*range(9), *range(14, 32))],
    ),
    max_size=12,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(grid=st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6))
@settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_table_gives_back_every_cell_that_a_writer_wrote(
    tmp_path: Path, delimiter: str, encoding: str, grid: list[list[str]]
) -> None:
    kept = [["x", *cells] for cells in grid]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([["number", "name", "town"], *kept])

    table = table_in(written(tmp_path, text.getvalue().encode(encoding)), COLUMNS)

    assert [list(row.cells.values()) for row in table.rows] == kept
    assert table.problems == ()
    assert table.notes == ()


def test_table_numbers_lines_as_the_file_does_when_cells_hold_line_breaks(tmp_path: Path) -> None:
    file = written(tmp_path, '\nnumber,name\r\n1,"a\nb"\r\n\r\n , \r\n2,c\r\n')

    table = table_in(file, COLUMNS)

    assert table.rows == (
        TableRow(3, {"number": "1", "name": "a\nb"}),
        TableRow(7, {"number": "2", "name": "c"}),
    )


def test_table_reads_windows_1252_and_says_so_when_it_is_not_utf_8(tmp_path: Path) -> None:
    table = table_in(written(tmp_path, "number;name\n1;Müller\n".encode("cp1252")), COLUMNS)

    assert table.rows == (TableRow(2, {"number": "1", "name": "Müller"}),)
    assert table.notes == (
        "The file is not UTF-8; it was read as Windows-1252. Check that names with accents are right.",
    )


def test_table_understands_a_header_in_capitals_with_blanks(tmp_path: Path) -> None:
    table = table_in(written(tmp_path, '"Number "\tNAME\tPost code\n1\ta\tb\n'), COLUMNS)

    assert table.rows == (TableRow(2, {"number": "1", "name": "a", "post_code": "b"}),)


def test_table_lists_lines_of_the_wrong_length_and_reads_the_others(tmp_path: Path) -> None:
    table = table_in(written(tmp_path, "number\tname\n1\ta\tb\n2\n3\tc\n"), COLUMNS)

    told = "cells where the header has 2. Put a cell that contains a tab into quotation marks, and write empty cells too."
    assert table.problems == (
        LineProblem(2, "", f"This line has 3 {told}"),
        LineProblem(3, "", f"This line has 1 {told}"),
    )
    assert table.rows == (TableRow(4, {"number": "3", "name": "c"}),)


def test_table_names_everything_that_is_wrong_with_a_header(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, "nubmer,town,town,,zebra\n1,2,3,4,5\n"))

    assert error.problems == (
        Problem("number", "is missing"),
        Problem("name", "is missing"),
        Problem("nubmer", "is not known (did you mean number?)"),
        Problem("town", "stands there 2 times"),
        Problem("", "a column has no name"),
        Problem("zebra", "is not known"),
    )
    assert str(error) == (
        "The header of customers.csv is not understood. number is missing. name is missing. "
        "nubmer is not known (did you mean number?). town stands there 2 times. "
        "a column has no name. zebra is not known. Needed: number, name; allowed as well: town, post_code."
    )


def test_table_refuses_a_quotation_mark_without_partner_and_says_where(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, 'number,name\n1,a\n2,"b\n3,c\n'))

    assert [problem.where for problem in error.problems] == ["line 3"]
    assert str(error).startswith("From line 3 on, customers.csv cannot be read: ")


def test_table_refuses_a_header_that_no_delimiter_makes_readable(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, '"number,name\n'))

    assert str(error).startswith("From line 1 on, ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"number,name\n", "has a header but no lines"),
        (b"number,name\n1,\x00\n", "holds characters that no text has"),
        (b"number,name\n1,\xff\x01\n", "holds characters that no text has"),
        (b"number,name\n1,\xff\x81\n", "byte 16 fits none"),
        (b"\xff\xfen\x00u", "holds characters"),
        (b"\xff\xfen\x00u\xd8", "is not text in UTF-8"),
        (b"\xef\xbb\xbfa\xff", "is not text in UTF-8"),
        (b"PK\x03\x04rest", "is a spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "is a spreadsheet"),
    ],
)
def test_table_refuses_what_is_no_csv_text(tmp_path: Path, content: bytes, said: str) -> None:
    if content == b"\xff\xfen\x00u":
        content = "n\x01".encode("utf-16")

    assert said in str(refusal(written(tmp_path, content)))


def test_table_refuses_a_folder(tmp_path: Path) -> None:
    assert str(refusal(tmp_path)) == f"{tmp_path} is a folder. Name the CSV file in it."


def test_table_refuses_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "no.csv"

    assert str(refusal(path)) == f"There is no file {path}. Check the path."


def test_table_refuses_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = Path("/proc/self/mem")

    assert "cannot be read" in str(refusal(file))


def test_table_refuses_a_file_that_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    with file.open("wb") as opened:
        opened.truncate(reading.MOST_BYTES + 1)

    assert str(refusal(file)) == "large.csv is larger than 100 MB. Split it into several files."
