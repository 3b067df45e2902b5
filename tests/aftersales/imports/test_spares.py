"""Spare parts and what was counted of them from files."""

from __future__ import annotations

import pytest

from aftersales.imports import ImportKind
from aftersales.parts import Parts
from aftersales.records import SparePart, SpareStock
from tests.aftersales.conftest import all_of
from tests.aftersales.imports.conftest import Importing

PRODUCTS = "sku,name,maker,product_type\nB-1,Glow 3,Alpina,boiler\n"
PARTS = "code,name,product_types,skus\nPUMP-1,Drain pump,washing_machine;dryer,\nFAN-2,Fan,,B-1\n"
STOCK = "part,depot,quantity\nPUMP-1,schaan,4\nFAN-2,schaan,0\n"


@pytest.fixture
def known(house: Parts, importing: Importing) -> Parts:
    """A house with a boiler and two parts."""
    for kind, text in ((ImportKind.PRODUCTS, PRODUCTS), (ImportKind.PARTS, PARTS)):
        assert importing(kind, text).problems == ()
    return house


def test_parts_are_kept_once_with_what_they_fit(known: Parts, importing: Importing) -> None:
    again = importing(ImportKind.PARTS, PARTS)

    rows = {row.code: row for row in all_of(known, SparePart)}
    assert (again.added, again.unchanged) == (0, 2)
    assert rows["PUMP-1"].product_types == ["dryer", "washing_machine"]
    assert (rows["FAN-2"].product_types, rows["FAN-2"].skus) == ([], ["B-1"])


def test_part_that_is_there_with_another_name_is_refused(
    known: Parts, importing: Importing
) -> None:
    report = importing(ImportKind.PARTS, "code,name\nPUMP-1,Other pump\n")

    assert [(each.line, each.column) for each in report.problems] == [(2, "name")]


def test_part_of_an_unknown_model_is_refused(known: Parts, importing: Importing) -> None:
    report = importing(ImportKind.PARTS, "code,name,skus\nX,Thing,B-2\n")

    assert str(report.problems[0]) == (
        "line 2, skus: There is no product “B-2”. Did you mean “B-1”?"
    )


def test_count_is_taken_over_and_a_newer_one_overrules_it(
    known: Parts, importing: Importing
) -> None:
    reports = [
        importing(ImportKind.STOCK, text) for text in (STOCK, STOCK, STOCK.replace(",4", ",2"))
    ]

    assert [(each.added, each.unchanged) for each in reports] == [(1, 1), (0, 2), (1, 1)]
    assert [row.quantity for row in all_of(known, SpareStock)] == [2]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("NONE,schaan,,1", "line 2, part: There is no part “NONE”. There are: FAN-2, PUMP-1."),
        ("PUMP-1,nowhere,,1", "line 2, depot: There is no depot “nowhere”. Check its code."),
        (
            "PUMP-1,,nobody,1",
            "line 2, technician: There is no technician “nobody”. Check their code.",
        ),
        ("PUMP-1,,,1", "line 2, depot: or technician must be filled in, one of the two."),
        (
            "PUMP-1,schaan,,-1",
            "line 2, quantity: “-1” is not a whole number from 0 to 100000.",
        ),
    ],
)
def test_count_that_makes_no_sense_is_refused_by_line_and_column(
    known: Parts, importing: Importing, line: str, problem: str
) -> None:
    report = importing(ImportKind.STOCK, f"part,depot,technician,quantity\n{line}\n")

    assert [str(each) for each in report.problems] == [problem]
    assert all_of(known, SpareStock) == []


def test_place_that_is_counted_twice_in_a_file_is_refused(
    known: Parts, importing: Importing
) -> None:
    report = importing(ImportKind.STOCK, STOCK + "PUMP-1,schaan,5\n")

    assert [each.line for each in report.problems] == [4]
    assert "was counted in line 2 already" in report.problems[0].sentence
