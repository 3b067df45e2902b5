from datetime import datetime

import pytest
from sqlmodel import col, select

from aftersales.imports import ImportKind, LineProblem, Report
from aftersales.imports import orders as order_files
from aftersales.imports import sold as sold_files
from aftersales.parts import Parts
from aftersales.queries.bookings import wished_windows_of
from aftersales.records import (
    Cover,
    Customer,
    CustomerKind,
    Location,
    Order,
    OrderLine,
    Unit,
    WorkOrder,
    WorkOrderState,
)
from tests.aftersales.imports.conftest import SHOP, Importing, row_counts

HEADER = "order,customer,ordered_on,sku,quantity,unit_price,currency,delivered_on,installation,serials,channel\n"
WASHER = "S-1,C-1,2026-09-14,WM,1,899.00,CHF,2026-09-18,yes,rt-0001,web\n"
DRYERS = "S-1,C-1,2026-09-14,DR,2,500,CHF,,no,A1;A2,web\n"


def problem_of(importing: Importing, line: str) -> LineProblem:
    (problem,) = importing(ImportKind.ORDERS, HEADER + line).problems
    return problem


def test_order_is_kept_with_its_lines_and_a_unit_for_each_serial(
    house: Parts, sale: Importing
) -> None:
    report = sale(ImportKind.ORDERS, HEADER + WASHER + DRYERS)

    with house.store.reading() as session:
        order = session.exec(select(Order)).one()
        lines = session.exec(select(OrderLine).order_by(col(OrderLine.line_number))).all()
        units = session.exec(select(Unit).order_by(col(Unit.serial))).all()
        covers = session.exec(select(Cover)).all()
    assert (report.added, report.problems, report.notes) == (2, (), ())
    assert (order.number, order.channel, str(order.ordered_on)) == ("S-1", "web", "2026-09-14")
    assert [
        (line.quantity, line.unit_price_cents, line.currency, line.wants_installation)
        for line in lines
    ] == [(1, 89900, "CHF", True), (2, 50000, "CHF", False)]
    assert [(unit.serial, unit.order_line_id, unit.country) for unit in units] == [
        ("A1", lines[1].id, "LI"),
        ("A2", lines[1].id, "LI"),
        ("RT0001", lines[0].id, "LI"),
    ]
    assert {cover.unit_id for cover in covers} == {unit.id for unit in units}


def test_order_that_is_there_is_unchanged_when_blank_cells_say_nothing(sale: Importing) -> None:
    sale(ImportKind.ORDERS, HEADER + WASHER + DRYERS)

    same = sale(ImportKind.ORDERS, HEADER + WASHER + DRYERS)
    brief = sale(ImportKind.ORDERS, HEADER + WASHER + "S-1,C-1,2026-09-14,DR,2,500,CHF,,,,\n")

    assert (same.added, same.unchanged, same.problems) == (0, 2, ())
    assert (brief.unchanged, brief.problems) == (2, ())


def test_order_that_contradicts_is_refused_naming_each_difference(sale: Importing) -> None:
    sale(ImportKind.ORDERS, HEADER + WASHER)

    problem = problem_of(
        sale, "S-1,C-1,2026-09-15,WM,2,899.90,CHF,2026-09-18,no,rt0001;rt0002,web\n"
    )

    assert problem == LineProblem(
        2,
        "ordered_on",
        "Order S-1, line 1, is there already, but ordered_on is “2026-09-14”, not “2026-09-15”; "
        "unit_price is “899.00”, not “899.90”; quantity is “1”, not “2”; installation is yes, not no; "
        "serials is “RT0001”, not “RT0001, RT0002”. "
        "An import never overwrites: correct the line or take it out.",
    )


def test_order_with_another_number_of_lines_than_before_is_refused(sale: Importing) -> None:
    sale(ImportKind.ORDERS, HEADER + WASHER)

    report = sale(ImportKind.ORDERS, HEADER + WASHER + DRYERS)

    assert report.problems == (
        LineProblem(
            2,
            "order",
            "Order S-1 is there already with 1 lines, not 2. "
            "An import never overwrites: take its lines out, or complete them.",
        ),
    )


def test_order_of_another_customer_is_refused(house: Parts, sale: Importing) -> None:
    sale(ImportKind.ORDERS, HEADER + DRYERS)
    sale(
        ImportKind.CUSTOMERS,
        "number,name,email,street,postcode,town,country,latitude,longitude\n"
        "C-2,Bo,b@x.example,Gasse,9490,Vaduz,LI,47.1376,9.5188\n",
    )

    problem = problem_of(sale, DRYERS.replace("C-1", "C-2"))

    assert "customer is “another customer”, not “C-2”" in problem.sentence


def test_lines_of_one_order_must_agree_on_their_head(sale: Importing) -> None:
    report = sale(ImportKind.ORDERS, HEADER + WASHER + DRYERS.replace("web", "shop"))

    assert report.problems == (
        LineProblem(
            2,
            "channel",
            "Order S-1 has “web” in line 2, but “shop” in line 3. "
            "Make them equal, or give one of them another number.",
        ),
    )


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        (
            WASHER.replace("C-1", "C-11"),
            "customer",
            "There is no customer “C-11”. Did you mean “C-1”?",
        ),
        (
            WASHER.replace("C-1", "K-7"),
            "customer",
            "There is no customer “K-7”. Import the customers first.",
        ),
        (WASHER.replace("WM", "WN"), "sku", "There is no product “WN”. Did you mean “WM”?"),
        (WASHER.replace("WM", "ZZZZZ"), "sku", "There is no product “ZZZZZ”. There are: DR, WM."),
        (
            WASHER.replace("2026-09-14", "1926-09-14"),
            "ordered_on",
            "1926-09-14 does not lie between 1990-01-01 and 2026-11-24; correct the year.",
        ),
        (
            WASHER.replace("2026-09-14", "2026-11-25").replace("2026-09-18", "2026-11-26"),
            "ordered_on",
            "2026-11-25 does not lie between 1990-01-01 and 2026-11-24; correct the year.",
        ),
        (
            WASHER.replace("2026-09-18", "2062-09-18"),
            "delivered_on",
            "2062-09-18 does not lie between 1990-01-01 and 2027-11-24; correct the year.",
        ),
        (
            WASHER.replace("rt-0001", "--"),
            "serials",
            "“--” is not a serial; copy it from the rating plate.",
        ),
    ],
)
def test_line_that_refers_to_nothing_or_cannot_be_is_refused(
    sale: Importing, line: str, column: str, sentence: str
) -> None:
    assert problem_of(sale, line) == LineProblem(2, column, sentence)


def test_serial_that_stands_twice_or_belongs_to_another_sale_is_refused(sale: Importing) -> None:
    sale(ImportKind.ORDERS, HEADER + WASHER)

    report = sale(
        ImportKind.ORDERS,
        HEADER
        + "S-2,C-1,2026-09-14,WM,1,899.00,CHF,,,RT 0001,\n"
        + "S-3,C-1,2026-09-14,DR,1,1,CHF,,,X9,\n"
        + "S-4,C-1,2026-09-14,DR,1,1,CHF,,,x-9,\n"
        + "S-1,C-1,2026-09-14,DR,1,899.00,CHF,,,,\n",
    )

    assert report.problems[:2] == (
        LineProblem(
            2,
            "serials",
            "The serial RT0001 of WM belongs to another sale already. "
            "Compare it with the rating plate; leave it out if the item was returned and sold again.",
        ),
        LineProblem(4, "serials", "The serial X9 stands in line 3 already; correct one."),
    )
    assert report.problems[2].line == 5


def test_serial_that_looks_unusual_is_kept_and_noted(
    sale: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_files, "MOST_NOTES", 2)

    report = sale(
        ImportKind.ORDERS,
        HEADER + "S-1,C-1,2026-09-14,WM,4,899.00,CHF,,,RT000O;other;third;RT0009,\n",
    )

    assert report.is_kept
    assert report.notes == (
        "line 2: RT000O does not look like a serial of WM, perhaps RT0000; it was kept.",
        "line 2: OTHER does not look like a serial of WM; it was kept.",
        "1 more serials look unusual; they were kept too.",
    )


def test_other_lines_of_an_order_are_judged_when_one_cannot_be_read(sale: Importing) -> None:
    sale(ImportKind.ORDERS, HEADER + WASHER + DRYERS)

    report = sale(
        ImportKind.ORDERS,
        HEADER + WASHER.replace("899.00", "free") + DRYERS + DRYERS.replace("DR", "DX"),
    )

    assert [(problem.line, problem.column) for problem in report.problems] == [
        (2, "unit_price"),
        (4, "sku"),
    ]


def test_order_of_an_erased_customer_or_one_without_address_is_refused(
    house: Parts, sale: Importing
) -> None:
    with house.doing(SHOP) as deed:
        erased = deed.session.exec(select(Customer)).one()
        erased.erased_at = deed.now
        deed.add(
            Customer(
                id=deed.new_id(),
                number="C-2",
                kind=CustomerKind.PERSON,
                name="Bo",
                language="en",
                created_at=deed.now,
            )
        )

    report = sale(ImportKind.ORDERS, HEADER + WASHER + DRYERS.replace("C-1", "C-2"))

    assert report.problems == (
        LineProblem(
            2,
            "customer",
            "The data of customer C-1 were erased on 2026-11-23. Take the line out.",
        ),
        LineProblem(
            3, "customer", "Customer C-2 has no address. Give them one before their orders."
        ),
    )


def test_unknown_customers_are_hinted_at_only_so_often(
    sale: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sold_files, "MOST_HINTS", 1)

    report = sale(
        ImportKind.ORDERS,
        HEADER
        + "S-1,C-12,2026-09-14,WM,1,1,CHF,,,,\n"
        + "S-2,C-13,2026-09-14,WM,1,1,CHF,,,,\n"
        + "S-3,C-12,2026-09-14,WM,1,1,CHF,,,,\n",
    )

    assert [problem.sentence for problem in report.problems] == [
        "There is no customer “C-12”. Did you mean “C-1”?",
        "There is no customer “C-13”. Import the customers first.",
        "There is no customer “C-12”. Did you mean “C-1”?",
    ]


def test_order_goes_to_the_customers_first_place(house: Parts, sale: Importing) -> None:
    sale(ImportKind.ORDERS, HEADER + WASHER)

    with house.store.reading() as session:
        order = session.exec(select(Order)).one()
        place = session.exec(
            select(Location).where(Location.customer_id == order.customer_id)
        ).one()
    assert order.location_id == place.id


WISHED = (
    "order,customer,ordered_on,sku,unit_price,currency,installation,installation_windows,serials\n"
    "S-9,C-1,2026-11-14,WM,899,CHF,{installation},{windows},RT0009\n"
)


def wished(sale: Importing, windows: str, installation: str = "yes") -> Report:
    return sale(ImportKind.ORDERS, WISHED.format(windows=windows, installation=installation))


def test_windows_chosen_with_an_order_book_its_installation(house: Parts, sale: Importing) -> None:
    wished(sale, "2026-11-25 12:00-16:00|2026-11-24 08:00-12:00")

    with house.store.reading() as session:
        order = session.exec(select(WorkOrder)).one()
        windows = wished_windows_of(session, [order.id])[order.id]
        unit = session.exec(select(Unit)).one()
    assert (order.state, order.unit_id) == (WorkOrderState.OPEN, unit.id)
    assert [(each.local_from, each.local_to, each.zone) for each in windows] == [
        (datetime(2026, 11, 24, 8), datetime(2026, 11, 24, 12), "Europe/Vaduz"),
        (datetime(2026, 11, 25, 12), datetime(2026, 11, 25, 16), "Europe/Vaduz"),
    ]


@pytest.mark.parametrize(
    ("windows", "said"),
    [
        ("tomorrow", "write it as 2026-11-24 08:00-12:00"),
        ("2026-02-30 08:00-12:00", "write it as 2026-11-24 08:00-12:00"),
        ("2026-11-20 08:00-12:00", "it is in the past"),
        ("2026-11-24 08:00-18:00", "it is longer than the 4 hours that we promise"),
    ],
)
def test_windows_that_cannot_be_are_refused_and_nothing_is_kept(
    house: Parts, sale: Importing, windows: str, said: str
) -> None:
    before = row_counts(house)

    report = wished(sale, windows)

    assert said in report.problems[0].sentence
    assert row_counts(house) == before


def test_windows_without_an_installation_are_refused(sale: Importing) -> None:
    report = wished(sale, "2026-11-24 08:00-12:00", "no")

    assert [problem.column for problem in report.problems] == ["installation_windows"]
