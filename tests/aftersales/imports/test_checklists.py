"""Checklists from a file: the lines of a kind of work are its whole list, in their order."""

import pytest

from aftersales.imports import ImportKind
from aftersales.parts import Parts
from aftersales.queries.catalogue import work_type_by_code
from aftersales.queries.service_reports import points_of
from tests.aftersales.imports.conftest import Importing

HEADER = "work_type,point,unit\n"
TWO = HEADER + "washing_machine.install,Level,\nwashing_machine.install,Pressure,bar\n"


def test_the_newest_file_says_what_is_checked(house: Parts, importing: Importing) -> None:
    reports = [importing(ImportKind.CHECKLISTS, text) for text in (TWO, TWO)]
    reports.append(importing(ImportKind.CHECKLISTS, TWO.replace("Level", "Tight")))

    assert [(each.added, each.unchanged) for each in reports] == [(2, 0), (0, 2), (2, 0)]
    with house.store.reading() as session:
        kind = work_type_by_code(session, "washing_machine.install")
        assert kind is not None
        points = points_of(session, [kind.id])[kind.id]
    assert [(each.position, each.text, each.unit) for each in points] == [
        (0, "Tight", ""),
        (1, "Pressure", "bar"),
        (None, "Level", ""),
    ]


@pytest.mark.parametrize(
    ("lines", "column", "said"),
    [
        ("washing_machine.instal,Level,\n", "work_type", "washing_machine.install"),
        ("washing_machine.install,,\n", "point", "is empty"),
        (2 * "washing_machine.install,Level,\n", "point", "each only once"),
    ],
)
def test_wrong_line_is_told_with_its_column(
    importing: Importing, lines: str, column: str, said: str
) -> None:
    report = importing(ImportKind.CHECKLISTS, HEADER + lines)

    assert not report.is_kept
    assert [(each.line, each.column) for each in report.problems] == [(2, column)]
    assert said in report.problems[0].sentence
