"""Prices of kinds of work from a file: overruled by the next one, and refused where they contradict themselves."""

import pytest

from aftersales.imports import ImportKind
from aftersales.parts import Parts
from aftersales.queries.catalogue import work_type_by_code
from tests.aftersales.imports.conftest import Importing

HEADER = "work_type,price,currency,reason\n"
FIXED = HEADER + "washing_machine.install,80.00,CHF,fixed_price\n"


def test_line_overrules_what_was_said_before(house: Parts, importing: Importing) -> None:
    reports = [importing(ImportKind.PRICES, text) for text in (FIXED, FIXED)]
    reports.append(importing(ImportKind.PRICES, FIXED.replace("80.00", "95.50")))

    assert [(each.added, each.unchanged) for each in reports] == [(1, 0), (0, 1), (1, 0)]
    with house.store.reading() as session:
        kind = work_type_by_code(session, "washing_machine.install")
        assert kind is not None
        assert (kind.price_cents, kind.price_currency) == (9550, "CHF")
        assert kind.price_reason == "fixed_price"


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("washing_machine.instal,1,CHF,fixed_price", "work_type", "washing_machine.install"),
        ("washing_machine.install,1,CHF,with_product", "reason", "does not fit the amount"),
        ("any_appliance.repair,1,CHF,fixed_price", "price", "follows from covers"),
        ("washing_machine.install,1,francs,fixed_price", "currency", "francs"),
        ("washing_machine.install,1,CHF,cheap", "reason", "cheap"),
    ],
)
def test_wrong_line_is_told_with_its_column(
    importing: Importing, line: str, column: str, said: str
) -> None:
    report = importing(ImportKind.PRICES, HEADER + line + "\n")

    assert not report.is_kept
    assert [(each.line, each.column) for each in report.problems] == [(2, column)]
    assert said in report.problems[0].sentence
