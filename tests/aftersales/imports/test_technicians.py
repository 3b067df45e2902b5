from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from aftersales.imports import ImportKind, LineProblem
from aftersales.parts import Parts
from aftersales.queries.staff import skills_held
from aftersales.records import Location, Shift, StartsFrom, Technician
from tests.aftersales.imports.conftest import Importing, add_territory

HEADER = (
    "code,name,email,phone,language,skills,cost_per_hour,depot,partner,street,house_number,postcode,town,"
    "country,latitude,longitude,territory,works,lunch,from,until\n"
)
MARCO = (
    "T-1,Marco,m@x.example,+423 1,lv,plumbing;gas:2027-03-31,48.50,schaan,alpen,,,,,,,,li,"
    "mon-fri 08:00-16:30,11:30-13:30/30,2026-11-23,2026-11-29\n"
)
ILZE = "T-2,Ilze,i@x.example,+423 2,,repair,50,,,Feldstrasse,11,9495,Triesen,LI,47.103081,9.525744,,,,,\n"


def problems_of(importing: Importing, *lines: str) -> tuple[LineProblem, ...]:
    return importing(ImportKind.TECHNICIANS, HEADER + "".join(lines)).problems


def test_technician_is_kept_with_skills_depot_and_shifts(
    house: Parts, importing: Importing
) -> None:
    report = importing(ImportKind.TECHNICIANS, HEADER + MARCO)

    with house.store.reading() as session:
        worker = session.exec(select(Technician)).one()
        held = skills_held(session)[worker.id]
        shifts = session.exec(select(Shift).order_by(col(Shift.from_at))).all()
    assert (report.added, report.problems, report.notes) == (1, (), ("5 shifts were added.",))
    assert (worker.starts_from, worker.cost_per_hour_cents, worker.language) == (
        StartsFrom.DEPOT,
        4850,
        "lv",
    )
    assert worker.service_partner_id is not None
    assert held == [("gas", None, date(2027, 3, 31)), ("plumbing", None, None)]
    assert len(shifts) == 5
    assert (shifts[0].from_at, shifts[0].to_at, shifts[0].zone) == (
        datetime(2026, 11, 23, 7, tzinfo=UTC),
        datetime(2026, 11, 23, 15, 30, tzinfo=UTC),
        "Europe/Vaduz",
    )
    assert (shifts[0].break_local_from, shifts[0].break_local_to, shifts[0].break_minutes) == (
        datetime.fromisoformat("2026-11-23T11:30"),
        datetime.fromisoformat("2026-11-23T13:30"),
        30,
    )


def test_technician_with_an_address_starts_from_home(house: Parts, importing: Importing) -> None:
    report = importing(ImportKind.TECHNICIANS, HEADER + ILZE)

    with house.store.reading() as session:
        worker = session.exec(select(Technician)).one()
        home = session.get(Location, worker.home_location_id)
    assert (report.added, report.notes) == (1, ())
    assert worker.starts_from is StartsFrom.HOME
    assert home is not None
    assert (home.town, home.customer_id) == ("Triesen", None)


def test_technicians_that_are_there_are_unchanged(importing: Importing) -> None:
    importing(ImportKind.TECHNICIANS, HEADER + MARCO + ILZE)

    report = importing(ImportKind.TECHNICIANS, HEADER + MARCO + ILZE)

    assert (report.added, report.unchanged, report.problems, report.notes) == (0, 2, (), ())


def test_known_technician_gets_the_shifts_of_a_later_span(
    house: Parts, importing: Importing
) -> None:
    importing(ImportKind.TECHNICIANS, HEADER + MARCO)

    report = importing(ImportKind.TECHNICIANS, HEADER + MARCO.replace("11-29", "12-01"))

    with house.store.reading() as session:
        days = [shift.local_from.day for shift in session.exec(select(Shift)).all()]
    assert (report.added, report.notes) == (1, ("2 shifts were added.",))
    assert sorted(days) == [1, 23, 24, 25, 26, 27, 30]


def test_known_technician_with_a_home_gets_shifts_in_its_zone(
    house: Parts, importing: Importing
) -> None:
    importing(ImportKind.TECHNICIANS, HEADER + ILZE)

    report = importing(
        ImportKind.TECHNICIANS,
        HEADER + ILZE.replace(",,,,\n", ",mon 08:00-12:00,,2026-11-23,2026-11-29\n"),
    )

    assert report.added == 1


def test_shift_with_other_times_on_a_day_is_refused(importing: Importing) -> None:
    importing(ImportKind.TECHNICIANS, HEADER + MARCO)

    problems = problems_of(importing, MARCO.replace("16:30", "17:00"))

    assert problems == (
        LineProblem(
            2,
            "works",
            "Marco has a shift on 2026-11-23 already, from 08:00 to 16:30, with another beginning, end or "
            "pause. An import never overwrites: correct the line, or begin after that day.",
        ),
    )


def test_shift_without_pause_is_refused_when_there_is_one_with(importing: Importing) -> None:
    importing(ImportKind.TECHNICIANS, HEADER + MARCO.replace("11:30-13:30/30", ""))

    assert [problem.column for problem in problems_of(importing, MARCO)] == ["works"]


def test_technician_that_contradicts_is_refused_naming_each_difference(
    importing: Importing,
) -> None:
    importing(ImportKind.TECHNICIANS, HEADER + MARCO + ILZE)

    problems = problems_of(
        importing,
        MARCO.replace("gas:2027-03-31", "gas").replace("48.50", "49").replace(",alpen", ","),
        ILZE.replace("Triesen", "Vaduz").replace(",,,Feld", ",schaan,,Feld"),
    )

    assert "\n".join(map(str, problems)) == (
        "line 2, skills: Technician T-1 is there already, but skills is “gas:2027-03-31, plumbing”, not "
        "“gas, plumbing”; cost_per_hour is “48.5”, not “49.0”. "
        "An import never overwrites: correct the line or take it out.\n"
        "line 3, depot: Technician T-2 is there already, but depot is nothing, not “schaan”; "
        "town is “Triesen”, not “Vaduz”. An import never overwrites: correct the line or take it out."
    )


def test_technician_who_has_no_home_contradicts_a_line_with_one(importing: Importing) -> None:
    importing(ImportKind.TECHNICIANS, HEADER + MARCO)

    (problem,) = problems_of(importing, MARCO.replace("alpen,,,,,", "alpen,Gasse,1,9490,Vaduz,LI"))

    assert "street is nothing, not “Gasse”" in problem.sentence


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        (
            MARCO.replace("plumbing", "plumming"),
            "skills",
            "There is no skill “plumming”. Did you mean “plumbing”?",
        ),
        (
            MARCO.replace("2027-03-31", "2072-03-31"),
            "skills",
            "2072-03-31 is too far ahead; correct the year.",
        ),
        (
            MARCO.replace("schaan", "schan"),
            "depot",
            "Liechtenstein has no depot “schan”. Did you mean “schaan”?",
        ),
        (
            MARCO.replace("schaan", "buchs"),
            "depot",
            "Liechtenstein has no depot “buchs”. There are: schaan.",
        ),
        (
            MARCO.replace("alpen", "alpine"),
            "partner",
            "There is no service partner “alpine”. Did you mean “alpen”?",
        ),
        (
            MARCO.replace("2026-11-29", "2028-11-29"),
            "until",
            "Shifts are made for at most 400 days; shorten the span.",
        ),
        (
            MARCO.replace("2026-11-23", "2029-11-23").replace("2026-11-29", "2029-11-29"),
            "until",
            "2029-11-29 is too far ahead; correct the year.",
        ),
        (
            MARCO.replace(",li,", ",lx,"),
            "territory",
            "There is no territory “lx”. Did you mean “li”?",
        ),
    ],
)
def test_line_that_refers_to_nothing_or_cannot_be_is_refused(
    house: Parts, importing: Importing, line: str, column: str, sentence: str
) -> None:
    add_territory(house, "ch", "Rheintal", "buchs")

    assert problems_of(importing, line) == (LineProblem(2, column, sentence),)


def test_all_that_is_wrong_with_a_line_is_told_at_once(importing: Importing) -> None:
    problems = problems_of(
        importing,
        MARCO.replace("plumbing;gas:2027-03-31", "welding;magic").replace("alpen", "x"),
        MARCO,
    )

    assert [(problem.line, problem.column) for problem in problems] == [
        (2, "partner"),
        (2, "skills"),
        (2, "skills"),
        (3, "code"),
    ]


def test_home_in_the_sea_is_refused(importing: Importing) -> None:
    (problem,) = problems_of(importing, ILZE.replace("47.103081,9.525744", "9.525744,-47.1"))

    assert "lies in the sea" in problem.sentence
