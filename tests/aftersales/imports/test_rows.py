from datetime import date, time

import pytest

from aftersales.imports import COLUMNS, ImportKind
from aftersales.imports.judging import row_in
from aftersales.imports.rows import CustomerRow, OrderRow, ProductRow, Row, TechnicianRow
from aftersales.technicians import DayPlan

CUSTOMER = {
    "number": "C-1",
    "name": "Anna",
    "street": "Gasse",
    "postcode": "9490",
    "town": "Vaduz",
    "country": "LI",
}
PRODUCT = {"sku": "WM", "name": "Washer", "maker": "Rheintal", "product_type": "washing_machine"}
ORDER = {
    "order": "S-1",
    "customer": "C-1",
    "ordered_on": "2026-05-01",
    "sku": "WM",
    "unit_price": "899.00",
    "currency": "CHF",
}
TECHNICIAN = {
    "code": "T-1",
    "name": "Marco",
    "email": "m@x.example",
    "phone": "1",
    "skills": "repair",
    "cost_per_hour": "48",
    "depot": "schaan",
}
GOOD: dict[type[Row], dict[str, str]] = {
    CustomerRow: CUSTOMER,
    ProductRow: PRODUCT,
    OrderRow: ORDER,
    TechnicianRow: TECHNICIAN,
}


@pytest.mark.parametrize(
    ("model", "column", "text", "sentence"),
    [
        (CustomerRow, "name", "  ", "is empty; fill it in."),
        (CustomerRow, "number", "x" * 65, "is longer than 64 characters; shorten it."),
        (
            CustomerRow,
            "name",
            "a\nb",
            "holds a line break or an invisible character; write it on one line.",
        ),
        (
            CustomerRow,
            "email",
            "anna.example",
            "“anna.example” is not an e-mail address; write one, as name@example.org.",
        ),
        (
            CustomerRow,
            "email",
            "a@",
            "“a@” is not an e-mail address; write one, as name@example.org.",
        ),
        (
            CustomerRow,
            "email",
            "a@b@c",
            "“a@b@c” is not an e-mail address; write one, as name@example.org.",
        ),
        (CustomerRow, "country", "li", "“li” is not 2 capital letters; write it as LI."),
        (CustomerRow, "language", "de", "“de” is not understood; write one of en, lv, bn."),
        (CustomerRow, "kind", "firm", "“firm” is not understood; write one of person, company."),
        (
            CustomerRow,
            "latitude",
            "91",
            "“91” is not a coordinate from -90 to 90; write it in degrees, as 47.141.",
        ),
        (
            CustomerRow,
            "longitude",
            "9,5",
            "“9,5” is not a coordinate from -180 to 180; write it in degrees, as 47.141.",
        ),
        (CustomerRow, "latitude", "47.1", None),
        (ProductRow, "warranty_months", "0", "“0” is not a whole number from 1 to 600."),
        (
            ProductRow,
            "warranty_months",
            "2 years",
            "“2 years” is not a whole number from 1 to 600.",
        ),
        (
            ProductRow,
            "warranty_from",
            "birth",
            "“birth” is not understood; write one of purchase, delivery, installation, manufacture.",
        ),
        (
            ProductRow,
            "component_months",
            "motor",
            "“motor” lacks months; write it as compressor:120;motor:96.",
        ),
        (
            ProductRow,
            "component_months",
            "motor:12|motor:13",
            "“motor:12|motor:13” names an entry twice; leave one out.",
        ),
        (ProductRow, "component_months", "motor:x", "“x” is not a whole number from 1 to 600."),
        (ProductRow, "loaner", "maybe", "“maybe” is neither yes nor no; write yes or no."),
        (ProductRow, "loaner", "yes", "needs warranty_months; fill them in."),
        (
            ProductRow,
            "warranty_excludes",
            "seal",
            "needs warranty_months or parts_months; fill them in.",
        ),
        (
            ProductRow,
            "serial_check",
            "crc",
            "“crc” is not understood; write one of luhn, gs1, mod_11_2, mod_37_36, mod_97_10.",
        ),
        (
            ProductRow,
            "serial_ranges",
            "RT1",
            "“RT1” is no range; write the first and the last serial as RT00000001..RT00999999.",
        ),
        (
            ProductRow,
            "serial_ranges",
            "RT1..RT20",
            "RT1..RT20 has two lengths; correct one of the two.",
        ),
        (
            ProductRow,
            "warranty_payer",
            "nobody",
            "“nobody” is not understood; write one of maker, seller, insurer, goodwill, customer.",
        ),
        (
            ProductRow,
            "warranty_payer",
            "maker",
            "needs months of a warranty; fill them in.",
        ),
        (
            ProductRow,
            "warranty_exchange",
            "advance",
            "needs warranty_months; fill them in.",
        ),
        (
            ProductRow,
            "serial_pattern",
            "[",
            "The pattern '[' is wrong: unterminated character set at position 0. Correct the regular expression.",
        ),
        (
            OrderRow,
            "ordered_on",
            "31.12.2026",
            "“31.12.2026” is not a date; write it as 2026-12-31.",
        ),
        (OrderRow, "ordered_on", "12/31/26", "“12/31/26” is not a date; write it as 2026-12-31."),
        (
            OrderRow,
            "ordered_on",
            "2026-02-30",
            "“2026-02-30” is a day that no calendar has; correct it.",
        ),
        (
            OrderRow,
            "delivered_on",
            "2026-04-30",
            "2026-04-30 lies before the purchase on 2026-05-01; correct one of them.",
        ),
        (
            OrderRow,
            "unit_price",
            "1'299.00",
            "“1'299.00” is not an amount; write it as 1299.00, without blanks or currency.",
        ),
        (
            OrderRow,
            "unit_price",
            "1.234",
            "“1.234” is not an amount; write it as 1299.00, without blanks or currency.",
        ),
        (OrderRow, "currency", "Fr.", "“Fr.” is not 3 capital letters; write it as CHF."),
        (OrderRow, "quantity", "1001", "“1001” is not a whole number from 1 to 1000."),
        (OrderRow, "serials", "a;;b", "“a;;b” has an empty entry; write the list as first;second."),
        (OrderRow, "serials", "a;a", "“a;a” names an entry twice; leave one out."),
        (
            OrderRow,
            "serials",
            "a|b",
            "There are 2 serials for 1 sold; correct one of them.",
        ),
        (
            TechnicianRow,
            "skills",
            "gas:soon",
            "“soon” is not a date; write it as 2026-12-31.",
        ),
        (
            TechnicianRow,
            "skills",
            "gas;gas:2027-01-01",
            "“gas;gas:2027-01-01” names an entry twice; leave one out.",
        ),
        (
            TechnicianRow,
            "depot",
            "",
            "There is neither a depot nor a home address; name where the route begins.",
        ),
    ],
)
def test_cell_is_refused_with_a_sentence_that_says_how_to_write_it(
    model: type[Row], column: str, text: str, sentence: str | None
) -> None:
    row = row_in(model, GOOD[model] | {column: text})

    if sentence is None:
        assert row == [("longitude", "is empty; give both coordinates or none.")]
    else:
        assert row == [(column, sentence)]


def test_row_tells_all_wrong_cells_at_once() -> None:
    wrong = row_in(OrderRow, ORDER | {"unit_price": "free", "ordered_on": "today", "sku": ""})

    assert isinstance(wrong, list)
    assert {column for column, _ in wrong} == {"unit_price", "ordered_on", "sku"}


def test_customer_keeps_what_is_written_and_trims_blanks() -> None:
    row = row_in(
        CustomerRow,
        CUSTOMER
        | {
            "name": " রহিমা\u200d খাতুন\u00a0",
            "language": "BN",
            "latitude": "-47.5",
            "longitude": "9",
        },
    )

    assert isinstance(row, CustomerRow)
    assert (row.name, row.language, row.latitude, row.longitude) == (
        "রহিমা\u200d খাতুন",
        "bn",
        -47.5,
        9.0,
    )


@pytest.mark.parametrize(
    ("text", "cents"),
    [("0", 0), ("0.29", 29), ("1299.9", 129990), ("8,05", 805), ("9999999.99", 999999999)],
)
def test_price_is_exact_in_cents(text: str, cents: int) -> None:
    row = row_in(OrderRow, ORDER | {"unit_price": text})

    assert isinstance(row, OrderRow)
    assert row.unit_price == cents


@pytest.mark.parametrize(
    ("text", "said"),
    [("yes", True), ("TRUE", True), ("1", True), ("no", False), ("False", False), ("0", False)],
)
def test_yes_and_no_are_read_as_people_write_them(text: str, *, said: bool) -> None:
    row = row_in(OrderRow, ORDER | {"installation": text})

    assert isinstance(row, OrderRow)
    assert row.installation is said


def test_parts_months_must_be_longer_than_the_warranty() -> None:
    assert row_in(ProductRow, PRODUCT | {"warranty_months": "24", "parts_months": "24"}) == [
        (
            "parts_months",
            "is not longer than warranty_months; leave it empty.",
        )
    ]


def test_technician_has_skills_with_the_last_day_of_their_certificate() -> None:
    row = row_in(TechnicianRow, TECHNICIAN | {"skills": "plumbing; gas:2027-03-31"})

    assert isinstance(row, TechnicianRow)
    assert row.skills == {"plumbing": None, "gas": date(2027, 3, 31)}


def test_technician_with_half_an_address_is_told_what_is_missing() -> None:
    assert row_in(TechnicianRow, TECHNICIAN | {"street": "Gasse", "latitude": "47"}) == [
        ("postcode", "is empty though there is an address; fill it in."),
        ("town", "is empty though there is an address; fill it in."),
        ("country", "is empty though there is an address; fill it in."),
        ("longitude", "is empty; give both coordinates or none."),
    ]


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (
            {"works": "mon 08:00-16:00"},
            [
                ("from", "is empty; works, from and until are filled in together."),
                ("until", "is empty; works, from and until are filled in together."),
            ],
        ),
        (
            {"lunch": "11:30-13:00/30", "from": "2026-11-23", "until": "2026-11-24"},
            [("works", "is empty; works, from and until are filled in together.")],
        ),
        (
            {"works": "mon 08:00-16:00", "from": "2026-11-23", "until": "2026-11-22"},
            [("until", "2026-11-22 lies before 2026-11-23; correct one of them.")],
        ),
        (
            {
                "works": "mon 08:00-12:00",
                "lunch": "11:30-12:00/30",
                "from": "2026-11-23",
                "until": "2026-11-24",
            },
            [("lunch", "No working day is long enough for this pause; correct its times.")],
        ),
    ],
)
def test_technician_needs_a_whole_working_week(
    cells: dict[str, str], wrong: list[tuple[str, str]]
) -> None:
    assert row_in(TechnicianRow, TECHNICIAN | cells) == wrong


def test_technician_works_with_a_pause_on_days_that_are_long_enough() -> None:
    row = row_in(
        TechnicianRow,
        TECHNICIAN
        | {
            "works": "mon-thu 08:00-17:00, fri 08:00-12:00",
            "lunch": "11:30-13:30/30",
            "from": "2026-11-26",
            "until": "2026-11-29",
        },
    )

    assert isinstance(row, TechnicianRow)
    assert row.works is not None
    assert row.lunch is not None
    assert list(
        row.works.with_pause(row.lunch).between(date(2026, 11, 26), date(2026, 11, 29))
    ) == [
        (
            date(2026, 11, 26),
            DayPlan(
                from_time=time(8),
                to_time=time(17),
                break_from=time(11, 30),
                break_to=time(13, 30),
                break_minutes=30,
            ),
        ),
        (date(2026, 11, 27), DayPlan(from_time=time(8), to_time=time(12))),
    ]


def test_columns_of_each_kind_are_those_of_its_rows() -> None:
    assert COLUMNS[ImportKind.ORDERS].required == (
        "order",
        "customer",
        "ordered_on",
        "sku",
        "unit_price",
        "currency",
    )
    assert COLUMNS[ImportKind.TECHNICIANS].optional[-4:] == ("works", "lunch", "from", "until")
