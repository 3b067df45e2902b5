"""Claims in one screen: found by whatever the customer knows, decided, ruled on, made good, in words for people."""

import re
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from aftersales.deed import SYSTEM
from aftersales.records import Claim, Cover, Notice, Role, Unit, User
from tests.web.conftest import World
from tests.web.principals import People
from web.pages.amounts import cents_of

FORM = {
    "symptom": "It does not drain.",
    "component": "pump",
    "fault_on": "2026-11-20",
    "serial_read": "NW0000000",
    "evidence": "1",
    "estimate": "90,00",
    "has_proof_of_purchase": "yes",
}


def claim_of(world: World) -> Claim:
    with world.parts.store.reading() as session:
        return session.exec(select(Claim).order_by(col(Claim.id).desc()).limit(1)).one()


def sent(client: TestClient, path: str, **form: str) -> tuple[int, str]:
    """A form sent as its page would, and where it leads."""
    answer = client.post(path, data=form, follow_redirects=True)
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    "asked",
    ["NW0000000", "nw 000-0000", "anna be", "ANNA BECK", "C-0000", "buyer0@example.org"],
)
def test_unit_is_found_by_what_the_customer_knows(people: People, world: World, asked: str) -> None:
    support = people.client(Role.SUPPORT)

    status, text = sent(support, "/units/find", asked=asked)

    assert status == 200
    assert f'href="/units/{world.unit_id}"' in text
    assert "1 unit<" in text


def test_units_are_found_by_the_end_of_a_phone_number(people: People) -> None:
    _, text = sent(people.client(Role.SUPPORT), "/units/find", asked="555 0102")

    assert text.count('<th scope="row">') == 8


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [("zz", 422, "Write at least three characters."), ("nobody at all", 200, "Nothing was found.")],
)
def test_search_says_what_to_do_when_nothing_is_found(
    people: People, asked: str, status: int, said: str
) -> None:
    found, text = sent(people.client(Role.SUPPORT), "/units/find", asked=asked)

    assert (found, said in text) == (status, True)


def test_unit_shows_what_answers_today_and_who_pays(people: People, world: World) -> None:
    text = people.client(Role.SUPPORT).get(f"/units/{world.unit_id}").text

    assert "Parts, labour and travel are covered by the maker&#39;s warranty" in text
    assert "the maker 100%" in text
    assert "Anna Beck" in text


def test_unit_answers_for_one_part_and_every_field_has_a_name_of_its_own(
    people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)
    sent(support, f"/units/{world.unit_id}/claims", **FORM)
    path = f"/claims/{claim_of(world).id}"
    sent(support, f"{path}/remedy", remedy="repair")
    sent(support, f"{path}/fulfil", done_on="2026-11-23")

    text = support.get(f"/units/{world.unit_id}?about=pump").text

    names = re.findall(r' id="([^"]+)"', text)
    assert len(names) == len(set(names))
    assert '<option value="pump" selected>' in text
    assert 'value="pump"' in text.partition('name="component"')[2].partition(">")[0]


def test_claim_is_opened_and_decided_on_one_screen(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)

    status, text = sent(support, f"/units/{world.unit_id}/claims", **FORM)

    claim = claim_of(world)
    assert (status, claim.state, claim.estimate_cents) == (200, "approved", 9_000)
    assert f"Claim {claim.reference}: approved" in text
    assert "What the customer may choose" in text
    assert f"Your claim is approved ({claim.reference})" in text


def test_button_pressed_twice_opens_one_claim_and_a_corrected_form_another(
    people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)
    path = f"/units/{world.unit_id}"
    found = re.search(r'name="form_key" value="([^"]+)"', support.get(path).text)
    assert found is not None
    form = {**FORM, "form_key": found[1]}

    first, second = (
        support.post(f"{path}/claims", data=form, follow_redirects=False) for _ in range(2)
    )
    other = support.post(
        f"{path}/claims", data={**form, "component": "door"}, follow_redirects=False
    )

    assert first.headers["location"] == second.headers["location"] != other.headers["location"]
    assert (first.status_code, second.status_code) == (303, 303)
    with world.parts.store.reading() as session:
        assert len(session.exec(select(Claim)).all()) == 2


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("fault_on", "yesterday", "Write a day between the purchase and today"),
        ("fault_on", "2026-11-01", "Write a day between the purchase and today"),
        ("fault_on", "2026-12-24", "Write a day between the purchase and today"),
        ("estimate", "much", "Write an amount, such as 90.00."),
        ("evidence", "some", "Write a number, such as 2."),
    ],
)
def test_form_that_does_not_fit_is_shown_again_with_everything_typed(
    people: People, world: World, field: str, value: str, said: str
) -> None:
    support = people.client(Role.SUPPORT)

    status, text = sent(support, f"/units/{world.unit_id}/claims", **{**FORM, field: value})

    assert status == 422
    assert said in text
    assert "It does not drain." in text
    assert f'value="{value}"' in text
    with world.parts.store.reading() as session:
        assert session.exec(select(Claim)).all() == []


def test_claim_goes_its_whole_way_to_a_repair(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    sent(support, f"/units/{world.unit_id}/claims", **FORM)
    path = f"/claims/{claim_of(world).id}"

    sent(support, f"{path}/remedy", remedy="repair")
    sent(support, f"{path}/step", state="visit_planned")
    sent(support, f"{path}/cost", kind="parts", amount="40.50", note="pump")
    sent(support, f"{path}/recover", state="filed")
    sent(support, f"{path}/fulfil", done_on="2026-11-23")
    status, text = sent(support, f"{path}/step", state="closed")

    assert status == 200
    assert "What it cost: 40.50 EUR" in text
    assert "The maker can be asked for 40.50 EUR: asked for." in text
    assert claim_of(world).state == "closed"
    with world.parts.store.reading() as session:
        kinds = session.exec(select(Cover.kind).where(Cover.unit_id == world.unit_id)).all()
    assert "repair_warranty" in kinds


def test_claim_goes_its_whole_way_to_a_replacement(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    sent(support, f"/units/{world.unit_id}/claims", **FORM)
    path = f"/claims/{claim_of(world).id}"
    sent(support, f"{path}/remedy", remedy="replace")
    _, awaited = sent(support, f"{path}/step", state="return_awaited")
    sent(support, f"{path}/step", state="inspected")

    taken, again = sent(
        support, f"{path}/fulfil", done_on="2026-11-23", replacement_serial="NW0000003"
    )
    status, text = sent(
        support, f"{path}/fulfil", done_on="2026-11-23", replacement_serial="NW 999-9999"
    )

    assert re.search(r"RMA-\w{7}", awaited)
    assert (taken, "This serial is registered already." in again) == (409, True)
    assert (status, "Replaced by" in text) == (200, True)
    with world.parts.store.reading() as session:
        old = session.get_one(Unit, world.unit_id)
        assert old.superseded_by_unit_id is not None
        assert session.get_one(Unit, old.superseded_by_unit_id).serial == "NW9999999"
    assert "Replaced by" in support.get(f"/units/{world.unit_id}").text


def test_page_names_who_may_approve_and_the_sentence_is_not_lost(
    people: People, world: World
) -> None:
    support, manager = people.client(Role.SUPPORT), people.client(Role.MANAGER)
    with world.parts.doing(SYSTEM) as deed:
        for user in deed.session.exec(select(User).where(User.role == Role.MANAGER)):
            user.phone, user.is_on_call = "+423 555 77 88", True
            deed.add(user)
    sent(support, f"/units/{world.unit_id}/claims", **{**FORM, "estimate": "400"})
    path = f"/claims/{claim_of(world).id}"

    status, refused = sent(support, f"{path}/rule", outcome="approve", why="She waited.")
    shown = support.get(path).text
    done, text = sent(manager, f"{path}/rule", outcome="approve", why="She waited.")

    assert "You may approve up to 300.00 EUR" in shown
    assert 'href="tel:+4235557788"' in shown
    assert (status, "who may do it" in refused, "She waited." in refused) == (409, True, True)
    assert (done, claim_of(world).state) == (200, "approved")
    assert "She waited." in text


def test_ruling_without_a_word_is_refused(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    sent(support, f"/units/{world.unit_id}/claims", **{**FORM, "estimate": ""})
    path = f"/claims/{claim_of(world).id}"

    status, text = sent(support, f"{path}/rule", outcome="reject", why=" ")

    assert (status, claim_of(world).state) == (422, "in_review")
    assert "say why in a sentence that the customer can read" in text


def test_what_was_missing_is_told_and_decided_again(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    sent(support, f"/units/{world.unit_id}/claims", **{**FORM, "symptom": ""})
    path = f"/claims/{claim_of(world).id}"
    asked = support.get(path).text

    wrong, _ = sent(support, f"{path}/tell", estimate="x")
    status, text = sent(support, f"{path}/tell", symptom="It leaks.")

    assert "Please tell us what the unit does, or no longer does." in asked
    assert (wrong, status) == (422, 200)
    assert f"{claim_of(world).reference}: approved" in text


@pytest.mark.parametrize(
    ("act", "form"),
    [
        ("remedy", {"remedy": "gold"}),
        ("remedy", {"remedy": "refund"}),
        ("step", {"state": "nowhere"}),
        ("step", {"state": "closed"}),
        ("fulfil", {"done_on": "soon"}),
        ("cost", {"kind": "parts", "amount": "-1"}),
        ("recover", {"state": "paid"}),
        ("recover", {"state": "gone"}),
    ],
)
def test_step_that_is_not_possible_changes_nothing_and_says_so(
    people: People, world: World, act: str, form: dict[str, str]
) -> None:
    support = people.client(Role.SUPPORT)
    sent(support, f"/units/{world.unit_id}/claims", **FORM)
    before = claim_of(world).model_dump()

    status, text = sent(support, f"/claims/{before['id']}/{act}", **form)

    assert status in {409, 422}
    assert 'role="alert"' in text
    assert claim_of(world).model_dump() == before


def test_queue_shows_what_is_due_next_and_not_what_is_over(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    empty = support.get("/claims").text
    sent(support, f"/units/{world.unit_id}/claims", **FORM)
    first = claim_of(world)
    sent(support, f"/units/{world.unit_id}/claims", **{**FORM, "symptom": ""})
    second = claim_of(world)
    sent(support, f"/claims/{second.id}/step", state="withdrawn")

    text = support.get("/claims").text

    assert "No claim is open." in empty
    assert first.reference in text
    assert second.reference not in text


def test_strangers_and_technicians_see_no_claim(people: People, world: World) -> None:
    sent(people.client(Role.SUPPORT), f"/units/{world.unit_id}/claims", **FORM)
    path = f"/claims/{claim_of(world).id}"

    for role in (Role.TECHNICIAN, Role.PARTNER):
        assert people.client(role).get(path).status_code == 403
    assert people.client(Role.SUPPORT).get(f"/claims/{UUID(int=1)}").status_code == 404


def test_name_that_was_searched_for_stands_in_no_notice_and_no_address(
    people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)

    answer = support.post("/units/find", data={"asked": "Anna Beck"})

    assert "Anna" not in str(answer.url)
    with world.parts.store.reading() as session:
        assert all(
            "Anna" not in str(notice.unrepeatable_key) for notice in session.exec(select(Notice))
        )


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("90", 9_000),
        ("90.5", 9_050),
        ("90,05", 9_005),
        ("1 200,00", 120_000),
        ("", None),
        ("-1", None),
        ("1.234", None),
        ("12345678", None),
        ("9999999", None),
    ],
)
def test_amounts_are_read_as_people_type_them(text: str, cents: int | None) -> None:
    assert cents_of(text) == cents
