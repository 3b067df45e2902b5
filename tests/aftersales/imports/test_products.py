import pytest
from sqlmodel import col, select

from aftersales.imports import ImportKind, LineProblem
from aftersales.parts import Parts
from aftersales.records import CoverTerm, ProductModel
from tests.aftersales.imports.conftest import Importing

HEADER = (
    "sku,name,maker,product_type,warranty_months,parts_months,component_months,warranty_excludes,"
    "warranty_from,warranty_source,loaner,serial_pattern,hazards\n"
)
WASHER = "WM,Washer,Rheintal,washing_machine,24,60,motor:120,seal;filter,purchase,Booklet 4,yes,RT[0-9]+,heavy\n"


def test_product_is_kept_with_all_its_terms(house: Parts, importing: Importing) -> None:
    report = importing(ImportKind.PRODUCTS, HEADER + WASHER)

    with house.store.reading() as session:
        model = session.exec(select(ProductModel)).one()
        terms = session.exec(select(CoverTerm).order_by(col(CoverTerm.months))).all()
    assert (report.added, report.problems) == (1, ())
    assert (model.sku, model.brand, model.serial_pattern, model.hazards) == (
        "WM",
        "Rheintal",
        "RT[0-9]+",
        "heavy",
    )
    assert [
        (
            term.months,
            term.parts_percent,
            term.labour_percent,
            term.has_loaner,
            term.components,
            term.exclusions,
            term.starts,
            term.source,
        )
        for term in terms
    ] == [
        (24, 100, 100, True, [], ["filter", "seal"], "purchase", "Booklet 4"),
        (60, 100, 0, False, [], ["filter", "seal"], "purchase", "Booklet 4"),
        (120, 100, 0, False, ["motor"], [], "purchase", "Booklet 4"),
    ]


def test_product_without_warranty_has_no_terms(house: Parts, importing: Importing) -> None:
    importing(ImportKind.PRODUCTS, "sku,name,maker,product_type\nWM,Washer,Rheintal,washer\n")

    with house.store.reading() as session:
        assert session.exec(select(CoverTerm)).all() == []


def test_product_that_is_there_is_unchanged_whether_or_not_terms_are_told(
    importing: Importing,
) -> None:
    importing(ImportKind.PRODUCTS, HEADER + WASHER)

    again = importing(ImportKind.PRODUCTS, HEADER + WASHER)
    bare = importing(
        ImportKind.PRODUCTS, "sku,name,maker,product_type\nWM,Washer,Rheintal,washing_machine\n"
    )

    assert (again.unchanged, bare.unchanged) == (1, 1)


def test_product_with_other_terms_is_refused_with_both_versions(importing: Importing) -> None:
    importing(
        ImportKind.PRODUCTS, "sku,name,maker,product_type,warranty_months\nWM,Washer,R,washer,24\n"
    )

    report = importing(
        ImportKind.PRODUCTS, "sku,name,maker,product_type,warranty_months\nWM,Dryer,R,washer,36\n"
    )

    told = "months from delivery: whole unit, parts/labour/travel 100/100/100 % (makers_warranty, R, Warranty terms of R)"
    assert report.problems == (
        LineProblem(
            2,
            "name",
            f"Product WM is there already, but name is “Washer”, not “Dryer”; warranty_months is “24 {told}”, "
            f"not “36 {told}”. An import never overwrites: correct the line or take it out.",
        ),
    )


def test_sku_that_stands_twice_is_refused(importing: Importing) -> None:
    report = importing(ImportKind.PRODUCTS, HEADER + WASHER + WASHER)

    assert [(problem.line, problem.column) for problem in report.problems] == [(3, "sku")]


FINE_PRINT = (
    "sku,name,maker,product_type,warranty_months,loaner,warranty_payer,warranty_exchange,"
    "warranty_transferable,serial_check,serial_ranges\n"
    "WM,Washer,Rheintal,washing_machine,24,yes,seller,loaner,no,luhn,1000 0008..2000-0007\n"
)


def test_product_is_kept_with_payer_exchange_and_how_its_serials_are_checked(
    house: Parts, importing: Importing
) -> None:
    report = importing(ImportKind.PRODUCTS, FINE_PRINT)
    again = importing(ImportKind.PRODUCTS, FINE_PRINT)

    with house.store.reading() as session:
        model = session.exec(select(ProductModel)).one()
        term = session.exec(select(CoverTerm)).one()
    assert (report.problems, again.problems, again.unchanged) == ((), (), 1)
    assert (model.serial_check, model.serial_ranges) == ("luhn", [["10000008", "20000007"]])
    assert (term.payer, term.exchange, term.is_transferable) == ("seller", "loaner", False)


@pytest.mark.parametrize(
    ("told", "changed", "column"),
    [("seller", "insurer", "warranty_months"), ("2000-0007", "3000-0006", "serial_ranges")],
)
def test_product_with_another_payer_or_range_is_refused_by_its_line(
    importing: Importing, told: str, changed: str, column: str
) -> None:
    importing(ImportKind.PRODUCTS, FINE_PRINT)

    report = importing(ImportKind.PRODUCTS, FINE_PRINT.replace(told, changed))

    assert [(each.line, each.column) for each in report.problems] == [(2, column)]


def test_exchange_by_loaner_needs_a_loaner(importing: Importing) -> None:
    report = importing(ImportKind.PRODUCTS, FINE_PRINT.replace(",yes,seller", ",no,seller"))

    assert [(each.column, each.sentence) for each in report.problems] == [
        ("warranty_exchange", "says that a loaner is lent; write yes under loaner.")
    ]
