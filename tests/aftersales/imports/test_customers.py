from sqlmodel import select

from aftersales.imports import ImportKind, LineProblem
from aftersales.parts import Parts
from aftersales.records import Channel, Contact, Customer, CustomerKind, Location
from tests.aftersales.imports.conftest import SHOP, Importing, add_territory

HEADER = "number,name,kind,language,email,phone,street,house_number,postcode,town,country,latitude,longitude,territory\n"
ANNA = "C-1,Anna Beck,company,lv,a@x.example,+423 1,Gasse,1,9490,Vaduz,LI,47.137653,9.518897,\n"


def test_customer_is_kept_with_contacts_and_place(house: Parts, importing: Importing) -> None:
    report = importing(ImportKind.CUSTOMERS, HEADER + ANNA)

    with house.store.reading() as session:
        customer = session.exec(select(Customer)).one()
        contacts = session.exec(select(Contact).order_by(Contact.channel)).all()
        place = session.exec(select(Location).where(Location.customer_id == customer.id)).one()
    assert (report.added, report.unchanged, report.problems, report.notes) == (1, 0, (), ())
    assert (customer.number, customer.name, customer.kind, customer.language) == (
        "C-1",
        "Anna Beck",
        CustomerKind.COMPANY,
        "lv",
    )
    assert [(each.channel, each.address) for each in contacts] == [
        (Channel.EMAIL, "a@x.example"),
        (Channel.PHONE, "+423 1"),
    ]
    assert (place.town, place.latitude, place.longitude, place.zone) == (
        "Vaduz",
        47.137653,
        9.518897,
        "Europe/Vaduz",
    )


def test_customer_that_is_there_word_for_word_is_unchanged(importing: Importing) -> None:
    importing(ImportKind.CUSTOMERS, HEADER + ANNA)

    report = importing(ImportKind.CUSTOMERS, HEADER + ANNA)

    assert (report.added, report.unchanged, report.is_kept) == (0, 1, True)


def test_customer_with_blank_cells_contradicts_nothing(importing: Importing) -> None:
    importing(ImportKind.CUSTOMERS, HEADER + ANNA)

    report = importing(
        ImportKind.CUSTOMERS,
        "number,name,street,postcode,town,country\nC-1,Anna Beck,Gasse,9490,Vaduz,LI\n",
    )

    assert (report.unchanged, report.problems) == (1, ())


def test_customer_that_contradicts_is_refused_naming_each_difference(
    importing: Importing,
) -> None:
    importing(ImportKind.CUSTOMERS, HEADER + ANNA)

    report = importing(
        ImportKind.CUSTOMERS,
        HEADER
        + "C-1,Anna Beck,company,en,b@x.example,+423 1,Gasse,1,9490,Schaan,LI,47.137653,9.518897,li\n",
    )

    assert report.problems == (
        LineProblem(
            2,
            "language",
            "Customer C-1 is there already, but language is “lv”, not “en”; email is “a@x.example”, "
            "not “b@x.example”; town is “Vaduz”, not “Schaan”. "
            "An import never overwrites: correct the line or take it out.",
        ),
    )


def test_customer_without_a_place_contradicts_a_line_that_has_one(
    house: Parts, importing: Importing
) -> None:
    with house.doing(SHOP) as deed:
        deed.add(
            Customer(
                id=deed.new_id(),
                number="C-1",
                kind=CustomerKind.PERSON,
                name="Anna",
                language="en",
                created_at=deed.now,
            )
        )

    report = importing(
        ImportKind.CUSTOMERS,
        "number,name,email,street,postcode,town,country\nC-1,Anna,a@x.example,Gasse,9490,Vaduz,LI\n",
    )

    assert "email is nothing, not “a@x.example”; street is nothing, not “Gasse”" in str(
        report.problems[0]
    )


def test_customer_whose_data_were_erased_does_not_come_back(
    house: Parts, importing: Importing
) -> None:
    importing(ImportKind.CUSTOMERS, HEADER + ANNA)
    with house.doing(SHOP) as deed:
        customer = deed.session.exec(select(Customer)).one()
        customer.name, customer.erased_at = "", deed.now

    report = importing(ImportKind.CUSTOMERS, HEADER + ANNA)

    assert report.problems == (
        LineProblem(
            2, "", "The data of customer C-1 were erased on 2026-11-23. Take the line out."
        ),
    )


def test_number_that_stands_twice_is_refused_at_the_second_line(importing: Importing) -> None:
    report = importing(ImportKind.CUSTOMERS, HEADER + ANNA + ANNA)

    assert report.problems == (
        LineProblem(3, "number", "“C-1” stands in line 2 already; keep one of the two lines."),
    )


def test_place_in_the_sea_or_far_away_or_unknown_is_refused(importing: Importing) -> None:
    place = "number,name,street,postcode,town,country,latitude,longitude\n"

    report = importing(
        ImportKind.CUSTOMERS,
        place
        + "C-1,A,Gasse,9490,Vaduz,LI,0,-30\n"
        + "C-2,B,Gasse,9490,Vaduz,LI,56.95,24.1\n"
        + "C-3,C,Gasse,9490,Vaduz,LI,,\n"
        + "C-4,D,Gasse,9490,Vaduz,LI,47.1376,9.5188\n",
    )

    assert [(problem.line, problem.column) for problem in report.problems] == [
        (2, ""),
        (3, ""),
        (4, "street"),
    ]
    assert "lies in the sea" in report.problems[0].sentence
    assert "is 1470 km from" in report.problems[1].sentence
    assert "is not in the address list" in report.problems[2].sentence


def test_territory_is_asked_for_when_there_are_several(house: Parts, importing: Importing) -> None:
    add_territory(house, "ch", "Rheintal", "buchs")
    bo = "C-2,Bo,,,b@x.example,,Gasse,2,9490,Vaduz,LI,47.137653,9.518897"

    report = importing(
        ImportKind.CUSTOMERS, f"{HEADER}{ANNA}{bo},lie\n{bo.replace('2', '3', 1)},ch\n"
    )

    assert report.problems == (
        LineProblem(2, "territory", "is empty; there are several territories: ch, li."),
        LineProblem(3, "territory", "There is no territory “lie”. Did you mean “li”?"),
    )


def test_customers_that_nobody_can_reach_are_noted(importing: Importing) -> None:
    report = importing(
        ImportKind.CUSTOMERS,
        "number,name,street,postcode,town,country,latitude,longitude\n"
        "C-1,A,Gasse,9490,Vaduz,LI,47.1376,9.5188\n",
    )

    assert report.notes == (
        "1 new customers have neither e-mail nor phone, so nobody can tell them anything.",
    )
