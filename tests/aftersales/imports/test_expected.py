"""Units that are still to be delivered, as a file of orders tells of them."""

import pytest
from sqlmodel import select

from aftersales.imports import ImportKind
from aftersales.parts import Parts
from aftersales.queries.spares import deliveries_before
from aftersales.records import Order, OrderLine, WorkOrder
from aftersales.spares import note_delivery
from tests.aftersales.imports.conftest import Importing
from tests.conftest import STAFF

HEADER = "order,customer,ordered_on,sku,unit_price,currency,delivered_on,delivery_expected_on,installation\n"
"""The columns that these files have."""


def line_of(expected: str, *, delivered: str = "", ordered: str = "2026-11-20") -> str:
    return f"{HEADER}S-1,C-1,{ordered},WM,899,CHF,{delivered},{expected},yes\n"


def test_unit_that_is_expected_keeps_its_installation_waiting(
    house: Parts, sale: Importing
) -> None:
    report = sale(ImportKind.ORDERS, line_of("2026-12-01"))

    assert (report.added, report.problems) == (1, ())
    with house.store.reading() as session:
        line = session.exec(select(OrderLine)).one()
        work = session.exec(select(WorkOrder)).one()
        waits = deliveries_before(session, [work.id], house.clock.now().date())
    assert (line.is_delivery_awaited, str(line.delivery_on)) == (True, "2026-12-01")
    assert [each for each, _line, _model in waits] == [work.id]


def test_same_file_again_changes_nothing_even_after_the_unit_came(
    house: Parts, sale: Importing
) -> None:
    sale(ImportKind.ORDERS, line_of("2026-12-01"))
    waiting = sale(ImportKind.ORDERS, line_of("2026-12-01"))
    other = sale(ImportKind.ORDERS, line_of("2026-12-02"))
    with house.doing(STAFF) as deed:
        line = deed.session.exec(select(OrderLine)).one()
        note_delivery(deed, line, house.clock.now().date())

    came = sale(ImportKind.ORDERS, line_of("2026-12-01"))

    assert [(each.unchanged, each.problems) for each in (waiting, came)] == [(1, ()), (1, ())]
    assert "delivery_expected_on is “2026-12-01”, not “2026-12-02”" in other.problems[0].sentence


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (line_of("2026-11-21"), "Write the day on which the unit is expected"),
        (line_of("2036-12-01"), "does not lie between today and"),
        (line_of("2026-12-01", delivered="2026-11-21"), "write one of the two days"),
    ],
)
def test_day_that_cannot_be_is_refused_at_its_column(
    house: Parts, sale: Importing, line: str, words: str
) -> None:
    report = sale(ImportKind.ORDERS, line)

    (problem,) = report.problems
    assert (problem.line, problem.column) == (2, "delivery_expected_on")
    assert words in problem.sentence
    with house.store.reading() as session:
        assert session.exec(select(Order)).all() == []
