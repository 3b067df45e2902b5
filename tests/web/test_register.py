"""Registration as buyers and staff meet it: one page without an account, a message with a link, a queue for doubt."""

import re
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from aftersales.deed import SYSTEM
from aftersales.notices.delivery import send_due
from aftersales.records import (
    Customer,
    ProductModel,
    Registration,
    RegistrationState,
    Role,
    Unit,
    Upload,
)
from aftersales.registrations import ask_about
from tests.aftersales.conftest import all_of
from tests.aftersales.uploads.files import picture
from tests.web.conftest import World, text_of
from tests.web.principals import People
from warranty.harmonised_notice import EUROPEAN_UNION
from web.pages.countries import country_options, is_country, notice_of_guarantee
from web.pages.days_typed import day_typed

FORM = {
    "model": "WM-8000",
    "serial": "nw 900-0001",
    "purchased_on": "2026-11-02",
    "delivered_on": "5.11.2026",
    "country": "PT",
    "name": "Ruta Kalniņa",
    "email": "ruta@example.org",
    "language": "en",
    "wants_safety": "yes",
}


def newest(world: World) -> Registration:
    with world.parts.store.reading() as session:
        return session.exec(
            select(Registration).order_by(col(Registration.id).desc()).limit(1)
        ).one()


def registered(client: TestClient, **changes: str) -> str:
    """Where a filled form leads."""
    answer = client.post("/register", data={**FORM, **changes})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def page_in_mail(world: World) -> str:
    """The link of the newest message to somebody who registered."""
    send_due(world.parts)
    texts = [text_of(mail) for mail in world.mails()]
    found = [each for text in texts for each in re.findall(r"/registration/\S+", text)]
    return str(found[-1])


def test_buyer_registers_and_finds_what_stands_behind_it_in_the_message(
    stranger: TestClient, world: World
) -> None:
    shown = stranger.get(registered(stranger)).text
    own = stranger.get(page_in_mail(world)).text

    assert "Thank you. We have written to you." in shown
    assert "2 November 2029" not in shown  # whoever typed it may not be who it is
    assert "Your product is registered" in own
    assert "2 November 2029" in own
    assert "NW9000001" in own
    assert newest(world).state is RegistrationState.ACTIVE


def test_certificate_is_a_sheet_for_whoever_is_confirmed_and_nobody_else(
    stranger: TestClient, world: World
) -> None:
    registered(stranger)
    confirmed = page_in_mail(world)
    registered(stranger, serial="NW0000000", email="other@example.org")
    doubted = page_in_mail(world)

    sheet = stranger.get(f"{confirmed}/certificate.pdf")

    assert sheet.headers["content-type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF-")
    assert f"{confirmed}/certificate.pdf" in stranger.get(confirmed).text
    assert stranger.get(f"{doubted}/certificate.pdf").status_code == 404
    assert "certificate.pdf" not in stranger.get(doubted).text


def test_page_after_the_form_is_the_same_whatever_is_known_of_the_serial(
    stranger: TestClient, world: World
) -> None:
    def plain(**changes: str) -> str:
        text = stranger.get(registered(stranger, **changes)).text
        return re.sub(r"R-\w{7}|/register/[\w-]+/proof", "", text)

    fresh = plain()
    taken = plain(serial="NW0000000", email="other@example.org")
    missing = plain(serial="", email="third@example.org")

    assert fresh == taken == missing


def test_serial_of_somebody_else_asks_for_proof_and_shows_nothing_of_theirs(
    stranger: TestClient, world: World
) -> None:
    registered(stranger, serial="NW0000000")

    own = stranger.get(page_in_mail(world)).text

    assert "We need one more thing from you" in own
    assert "Please send a photograph of the proof of purchase." in own
    assert "Anna" not in own
    assert "NW0000000" not in own
    assert "2029" not in own


def test_proof_is_added_after_the_form_and_from_the_message(
    stranger: TestClient, world: World
) -> None:
    first = registered(stranger, serial="")
    file = {"files": ("receipt.jpg", picture(), "image/jpeg")}

    at_once = stranger.post(f"{first}/proof", files=file)
    later = stranger.post(f"{page_in_mail(world)}/proof", files=file)
    wrong = stranger.post(f"{first}/proof", files={"files": ("x.exe", b"MZ", "image/png")})

    assert (at_once.status_code, later.status_code, wrong.status_code) == (303, 303, 422)
    assert "Your proof of purchase is with us." in stranger.get(at_once.headers["location"]).text
    assert "We have 2 files from you." in stranger.get(later.headers["location"]).text
    assert "x.exe: This is neither a picture nor a PDF." in wrong.text
    assert len(all_of(world.parts, Upload)) == 2


def test_link_of_the_form_opens_neither_the_certificate_nor_lasts(
    stranger: TestClient, world: World
) -> None:
    token = registered(stranger).rsplit("/", 1)[1]

    assert stranger.get(f"/registration/{token}").status_code == 404
    world.clock.move_to(datetime(2026, 11, 25, tzinfo=UTC))
    assert stranger.get(f"/register/{token}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"model": "toaster"}, "We do not know this model."),
        ({"model": ""}, "We do not know this model."),
        ({"purchased_on": "yesterday"}, "Write the day of the purchase"),
        ({"purchased_on": "2026-12-24", "delivered_on": ""}, "The days cannot be right."),
        ({"delivered_on": "2026-11-01"}, "The days cannot be right."),
        ({"delivered_on": "soon"}, "Write a day such as"),
        ({"country": "XX"}, "Choose the country"),
        ({"country": "EU"}, "Choose the country"),
        ({"name": " "}, "Write your name."),
        ({"email": "ruta"}, "Write one e-mail address"),
        ({"safety_email": "ruta"}, "Write one e-mail address"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_typed_is_lost(
    stranger: TestClient, world: World, changes: dict[str, str], said: str
) -> None:
    answer = stranger.post("/register", data={**FORM, **changes})

    assert (answer.status_code, said in answer.text) == (422, True)
    assert 'role="alert"' in answer.text
    assert "nw 900-0001" in answer.text
    assert all_of(world.parts, Registration) == []


def test_serial_with_look_alikes_is_asked_about_and_the_choice_is_taken(
    stranger: TestClient, world: World
) -> None:
    with world.parts.doing(SYSTEM) as deed:
        model = deed.session.exec(select(ProductModel)).one()
        model.serial_pattern = "NW[0-9]{7}"
        deed.add(model)

    asked = stranger.post("/register", data={**FORM, "serial": "NW9OO0001"})
    chosen = registered(stranger, serial="NW9OO0001", serial_meant="NW9000001")
    kept = registered(stranger, serial="NW9OO0002", serial_meant="NW9OO0002", email="b@example.org")

    rows = all_of(world.parts, Registration)
    assert (asked.status_code, 'value="NW9000001"' in asked.text) == (422, True)
    assert "as you typed it" in asked.text
    assert chosen != kept
    assert [row.state for row in rows] == [RegistrationState.ACTIVE, RegistrationState.NEEDS_INFO]


def test_label_fills_the_form_in_and_changes_nothing(stranger: TestClient, world: World) -> None:
    before = world.dump()

    text = stranger.get("/register?model=WM-8000&serial=NW9000001").text

    assert '<option value="WM-8000" selected>' in text
    assert 'value="NW9000001"' in text
    assert world.dump() == before


def test_whoever_registers_too_often_waits(stranger: TestClient, world: World) -> None:
    for number in range(5):
        registered(stranger, serial=f"NW910000{number}")

    answer = stranger.post("/register", data=FORM)

    assert answer.status_code == 429
    assert "nw 900-0001" in answer.text
    assert len(all_of(world.parts, Registration)) == 5


def test_texts_of_strangers_are_text(stranger: TestClient, world: World) -> None:
    name = "<script>alert(1)</script>\x00 রুতা \u200d"

    registered(stranger, name=name, serial="<b>")

    owner = all_of(world.parts, Customer)[-1]
    assert owner.name.startswith("<script>alert(1)</script> রুতা")
    assert "<script>alert" not in stranger.get(page_in_mail(world)).text


def test_notice_of_the_legal_guarantee_stands_in_the_union_only(
    stranger: TestClient, world: World
) -> None:
    inside = stranger.get(registered(stranger)).text
    outside = stranger.get(registered(stranger, serial="NW9100001", country="LI")).text

    assert "at least two years from delivery" in inside
    assert "at least two years from delivery" not in outside


def test_staff_look_at_what_came_first_and_confirm_it(
    stranger: TestClient, people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)
    nothing = support.get("/registrations").text
    registered(stranger, serial="")
    waiting = newest(world)
    proven = registered(stranger, serial="", email="b@example.org", name="Jānis")
    row = newest(world)
    stranger.post(f"{proven}/proof", files={"files": ("r.jpg", picture(), "image/jpeg")})

    queue = support.get("/registrations").text
    shown = support.get(f"/registrations/{row.id}").text
    done = support.post(
        f"/registrations/{row.id}/verify",
        data={"serial": "NW 920-0001", "purchased_on": "2026-11-02", "delivered_on": "2026-11-05"},
    )

    assert "No registration waits." in nothing
    assert queue.index(row.reference) < queue.index(waiting.reference)
    assert "1 file" in queue
    assert "/uploads/" in shown
    assert done.status_code == 303
    assert newest(world).state is RegistrationState.ACTIVE
    assert all_of(world.parts, Unit)[-1].serial == "NW9200001"
    assert "NW9200001" in stranger.get(page_in_mail(world)).text


def test_staff_ask_and_say_why_not_in_words_that_the_owner_reads(
    stranger: TestClient, people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)
    registered(stranger, serial="NW0000000")
    path = f"/registrations/{newest(world).id}"

    warned = support.get(path).text
    empty = support.post(f"{path}/ask", data={"words": " "})
    support.post(f"{path}/ask", data={"words": "Which shop was it?"})
    asked = stranger.get(page_in_mail(world)).text
    support.post(f"{path}/reject", data={"words": "The invoice names another model."})
    again = support.post(f"{path}/verify", data={"purchased_on": "2026-11-02"})
    why = stranger.get(page_in_mail(world)).text

    assert "belongs to somebody else: Anna Beck (C-0000)" in warned
    assert empty.status_code == 422
    assert "Which shop was it?" in asked
    assert "The invoice names another model." in why
    assert again.status_code == 409
    assert newest(world).state is RegistrationState.REJECTED


def test_staff_correct_the_days_and_read_which_stood_there_before(
    stranger: TestClient, people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)
    registered(stranger, serial="")
    path = f"/registrations/{newest(world).id}"

    wrong = support.post(f"{path}/verify", data={"purchased_on": "yesterday"})
    odd = support.post(
        f"{path}/verify", data={"purchased_on": "2026-11-02", "installed_on": "2026-11-01"}
    )
    support.post(f"{path}/verify", data={"purchased_on": "2.10.2026", "installed_on": "9.10.2026"})
    confirmed = support.get(path).text
    support.post(f"{path}/days", data={"purchased_on": "2026-10-03"})
    again = support.get(path).text

    assert (wrong.status_code, odd.status_code) == (422, 422)
    assert 'value="yesterday"' in wrong.text
    assert 'id="installed_on-error"' in odd.text
    assert "Bought: 2 October 2026 instead of 2 November 2026" in confirmed
    assert "Installed: 9 October 2026 instead of no day" in confirmed
    assert "Bought: 3 October 2026 instead of 2 October 2026" in again
    assert "Installed: no day instead of 9 October 2026" in again
    assert "Support" in again


def test_question_of_staff_is_not_translated_and_ours_is(
    stranger: TestClient, world: World
) -> None:
    registered(stranger, serial="", language="lv")
    ours = stranger.get(page_in_mail(world)).text

    with world.parts.doing(SYSTEM) as deed:
        ask_about(deed, deed.session.get_one(Registration, newest(world).id), "Kurš veikals?")
    theirs = stranger.get(page_in_mail(world)).text

    assert "Lūdzu, nosūtiet pirkuma apliecinājuma fotoattēlu." in ours
    assert "Kurš veikals?" in theirs


def test_labels_lead_to_the_form_of_their_unit(people: People) -> None:
    support = people.client(Role.SUPPORT)

    empty = support.get("/labels").text
    each = support.get("/labels?model=WM-8000&serials=nw-1%0Anw-2%0Anw-1").text
    alike = support.get("/labels?model=WM-8000").text

    assert empty.count("data:image/svg+xml") == 0
    assert (each.count("data:image/svg+xml"), alike.count("data:image/svg+xml")) == (2, 12)
    assert "NW1" in each


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2026-11-23", "2026-11-23"),
        ("23.11.2026", "2026-11-23"),
        ("23. 11. 2026.", "2026-11-23"),
        ("3/1/2026", "2026-01-03"),
        ("২০২৬-১১-২৩", "2026-11-23"),
        ("2026-02-30", None),
        ("1926-11-23", None),
        ("23.11.26", None),
        ("", None),
    ],
)
def test_days_are_read_as_people_type_them(text: str, on: str | None) -> None:
    found = day_typed(text)

    assert (None if found is None else found.isoformat()) == on


@pytest.mark.parametrize("language", ["en", "lv", "bn"])
def test_countries_have_names_and_those_of_the_house_come_first(language: str) -> None:
    from aftersales.words import words_in

    options = country_options(words_in(language), ["LI", "LV"])

    assert [code for code, _name in options[:2]] == ["LI", "LV"]
    assert len(options) == len(dict(options)) > 240
    assert all(is_country(code) for code in EUROPEAN_UNION)
    assert not is_country("XX")
    assert notice_of_guarantee(words_in(language), "LV")
    assert notice_of_guarantee(words_in(language), "GB") == ""
    assert notice_of_guarantee(words_in(language), "LV", is_consumer=False) == ""


def test_colleague_registers_for_a_customer_once_and_is_named(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    customer = world.customers[0]
    path = f"/customers/{customer.id}/registrations"
    own = support.get(f"/customers/{customer.id}").text
    filled = support.get(f"{path}/new?unit={world.unit_id}").text
    sent = {
        "model": "WM-8000",
        "serial": "nw 910 0002",
        "purchased_on": "2.11.2026",
        "country": "PT",
        "form_key": "0a",
    }

    wrong = support.post(path, data={**sent, "purchased_on": "", "country": ""})
    done = [support.post(path, data=sent) for _press in range(2)]
    again = support.post(path, data={**sent, "form_key": "0b"})
    shown = support.get(done[0].headers["location"]).text

    assert f"{path}/new" in own
    assert 'value="NW0000000"' in filled
    assert wrong.status_code == 422
    assert 'value="nw 910 0002"' in wrong.text
    assert {each.headers["location"] for each in done} == {f"/registrations/{newest(world).id}"}
    assert (again.status_code, newest(world).state) == (409, RegistrationState.ACTIVE)
    assert newest(world).customer_id == customer.id
    assert "Support" in shown
