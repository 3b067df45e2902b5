"""Schedules and contracts from files: kept once, unchanged the second time, refused by line and column."""

from datetime import date

import pytest
from sqlmodel import select

from aftersales.imports import ImportKind, LineProblem
from aftersales.maintenance import end_schedule
from aftersales.parts import Parts
from aftersales.records import MaintenanceSchedule, ServiceContract, Unit
from aftersales.store import Session
from tests.aftersales.imports.conftest import SHOP, Importing, row_counts

PRODUCTS = "sku,name,maker,product_type\nB-1,Glow 3,Alpina,boiler\nF-1,Clear,Alpina,water_filter\n"
CUSTOMERS = "number,name,street,postcode,town,country,latitude,longitude\nC-1,Anna,Gasse,9490,Vaduz,LI,47.14,9.52\n"
ORDERS = (
    "order,customer,ordered_on,sku,unit_price,currency,serials\n"
    "S-1,C-1,2026-05-01,B-1,1999.00,CHF,B100\n"
    "S-2,C-1,2026-05-01,F-1,99.00,CHF,F100\n"
)
SCHEDULES = (
    "code,sku,task,every_months,counting,starts,lead_days,grace_days,season_from,season_to,"
    "most_put_offs,needs_visit,is_required,price,source\n"
    "B-YEARLY,B-1,Yearly service,12,fixed,delivery,45,20,9,4,1,yes,yes,120.00,Booklet 9\n"
    "F-CHANGE,F-1,New filter,6,,,,,,,,no,,,Leaflet\n"
)
CONTRACTS = (
    "number,name,provider,sku,serial,starts_on,ends_on,is_transferable,task,every_months,price,source\n"
    "SC-1,Comfort,Alpina Service,B-1,b 100,2026-06-01,2031-05-31,no,Descaling,6,0,Contract of 1 June\n"
)


def schedule_of(session: Session, code: str) -> MaintenanceSchedule:
    return session.exec(select(MaintenanceSchedule).where(MaintenanceSchedule.code == code)).one()


@pytest.fixture
def sold(house: Parts, importing: Importing) -> Parts:
    """A boiler and a filter that somebody bought."""
    for kind, text in (
        (ImportKind.PRODUCTS, PRODUCTS),
        (ImportKind.CUSTOMERS, CUSTOMERS),
        (ImportKind.ORDERS, ORDERS),
    ):
        assert importing(kind, text).problems == ()
    return house


def test_schedule_is_kept_as_its_line_says(sold: Parts, importing: Importing) -> None:
    report = importing(ImportKind.SCHEDULES, SCHEDULES)

    with sold.store.reading() as session:
        row = schedule_of(session, "B-YEARLY")
    assert (report.added, report.problems) == (2, ())
    assert (row.task, row.every_months, row.counting, row.starts) == (
        "Yearly service",
        12,
        "fixed",
        "delivery",
    )
    assert (row.lead_days, row.grace_days, row.season_from, row.season_to) == (45, 20, 9, 4)
    assert (row.most_put_offs, row.needs_visit, row.is_required) == (1, True, True)
    assert (row.price_cents, row.source) == (12_000, "Booklet 9")


def test_blank_cells_of_a_schedule_mean_what_is_usual(sold: Parts, importing: Importing) -> None:
    importing(ImportKind.SCHEDULES, SCHEDULES)

    with sold.store.reading() as session:
        row = schedule_of(session, "F-CHANGE")
    assert (row.counting, row.starts, row.lead_days, row.grace_days) == (
        "last_done",
        "installation",
        30,
        30,
    )
    assert (row.season_from, row.needs_visit, row.is_required, row.price_cents) == (
        None,
        False,
        False,
        None,
    )


def test_contract_is_about_the_unit_with_its_serial_and_held_by_its_owner(
    sold: Parts, importing: Importing
) -> None:
    report = importing(ImportKind.CONTRACTS, CONTRACTS)

    with sold.store.reading() as session:
        [contract] = session.exec(select(ServiceContract)).all()
        unit = session.get_one(Unit, contract.unit_id)
        own = schedule_of(session, "SC-1")
    assert (report.added, report.problems) == (1, ())
    assert (unit.serial, contract.customer_id) == ("B100", unit.customer_id)
    assert (contract.starts_on, contract.ends_on) == (date(2026, 6, 1), date(2031, 5, 31))
    assert (contract.is_transferable, own.service_contract_id) == (False, contract.id)
    assert (own.task, own.every_months, own.price_cents) == ("Descaling", 6, 0)


@pytest.mark.parametrize(
    ("kind", "text", "lines"),
    [(ImportKind.SCHEDULES, SCHEDULES, 2), (ImportKind.CONTRACTS, CONTRACTS, 1)],
)
def test_same_file_again_changes_nothing(
    sold: Parts, importing: Importing, kind: ImportKind, text: str, lines: int
) -> None:
    importing(kind, text)
    before = row_counts(sold)

    again = importing(kind, text)

    assert (again.added, again.unchanged, again.problems, again.notes) == (0, lines, (), ())
    assert row_counts(sold) == before


def test_ended_schedule_stays_ended_and_the_report_says_so(
    sold: Parts, importing: Importing
) -> None:
    importing(ImportKind.SCHEDULES, SCHEDULES)
    with sold.doing(SHOP) as deed:
        end_schedule(deed, schedule_of(deed.session, "F-CHANGE"))
        on = deed.now.date()

    report = importing(ImportKind.SCHEDULES, SCHEDULES)

    assert (report.unchanged, report.notes) == (
        2,
        (
            f"line 3: schedule F-CHANGE was ended on {on} and stays so; to begin anew, give it another code.",
        ),
    )


@pytest.mark.parametrize(
    ("kind", "text", "said", "instead", "line", "column", "sentence"),
    [
        (
            ImportKind.SCHEDULES,
            SCHEDULES,
            ",B-1,",
            ",B-2,",
            2,
            "sku",
            "There is no product “B-2”. Did you mean “B-1”?",
        ),
        (
            ImportKind.SCHEDULES,
            SCHEDULES,
            "Yearly service,12",
            "Yearly service,yearly",
            2,
            "every_months",
            "“yearly” is not a whole number from 1 to 120.",
        ),
        (
            ImportKind.SCHEDULES,
            SCHEDULES,
            ",20,9,4,",
            ",20,9,,",
            2,
            "season_to",
            "is empty; name the first and the last month of the season, or none.",
        ),
        (
            ImportKind.SCHEDULES,
            SCHEDULES,
            ",20,9,4,",
            ",20,,4,",
            2,
            "season_from",
            "is empty; name the first and the last month of the season, or none.",
        ),
        (
            ImportKind.SCHEDULES,
            SCHEDULES,
            "F-CHANGE",
            "B-YEARLY",
            3,
            "code",
            "“B-YEARLY” stands in line 2 already; keep one of the two lines.",
        ),
        (
            ImportKind.CONTRACTS,
            CONTRACTS,
            "b 100",
            "B101",
            2,
            "serial",
            "There is no B-1 with the serial B101. Compare it with the rating plate, or import its order first.",
        ),
        (
            ImportKind.CONTRACTS,
            CONTRACTS,
            "2031-05-31",
            "2026-06-01",
            2,
            "ends_on",
            "2026-06-01 does not lie after 2026-06-01; correct one of them.",
        ),
    ],
)
def test_line_that_cannot_be_so_is_refused_and_nothing_of_its_file_is_kept(
    sold: Parts,
    importing: Importing,
    kind: ImportKind,
    text: str,
    said: str,
    instead: str,
    line: int,
    column: str,
    sentence: str,
) -> None:
    before = row_counts(sold)

    report = importing(kind, text.replace(said, instead))

    assert report.problems == (LineProblem(line, column, sentence),)
    assert row_counts(sold) == before


@pytest.mark.parametrize(
    ("kind", "text", "said", "instead", "difference"),
    [
        (ImportKind.SCHEDULES, SCHEDULES, "YEARLY,B-1", "YEARLY,F-1", "sku is “B-1”, not “F-1”"),
        (
            ImportKind.SCHEDULES,
            SCHEDULES,
            ",delivery,",
            ",purchase,",
            "starts is “delivery”, not “purchase”",
        ),
        (
            ImportKind.SCHEDULES,
            SCHEDULES,
            "120.00",
            "130.00",
            "price is “120.00”, not “130.00”",
        ),
        (ImportKind.CONTRACTS, CONTRACTS, "Comfort", "Basic", "name is “Comfort”, not “Basic”"),
        (ImportKind.CONTRACTS, CONTRACTS, ",no,", ",yes,", "is_transferable is no, not yes"),
    ],
)
def test_line_that_says_something_else_than_what_is_there_is_refused(
    importing: Importing,
    sold: Parts,
    kind: ImportKind,
    text: str,
    said: str,
    instead: str,
    difference: str,
) -> None:
    importing(kind, text)
    before = row_counts(sold)

    report = importing(kind, text.replace(said, instead, 1))

    [problem] = report.problems
    assert f"is there already, but {difference}. An import never overwrites" in problem.sentence
    assert row_counts(sold) == before


def test_schedule_with_the_number_of_a_contract_is_refused(
    sold: Parts, importing: Importing
) -> None:
    importing(ImportKind.CONTRACTS, CONTRACTS)

    report = importing(
        ImportKind.SCHEDULES,
        "code,sku,task,every_months,source\nSC-1,B-1,Descaling,6,Contract of 1 June\n",
    )

    assert [(each.line, each.column) for each in report.problems] == [(2, "sku")]
    assert "sku is “a service contract”, not “B-1”" in report.problems[0].sentence
