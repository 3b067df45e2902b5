"""Cases for staff: the queue by what is due, one case answered with a preview, calls written down, work that follows."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from aftersales.conversations import Incoming, receive
from aftersales.deed import SYSTEM
from aftersales.inbound.intake import take_in_mail
from aftersales.records import (
    Case,
    CaseChannel,
    CaseState,
    Claim,
    Customer,
    Notice,
    Priority,
    Role,
    ThreadMessage,
    User,
    WorkOrder,
)
from tests.aftersales.inbound.letters import raw
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.test_booking_times import codes


def came(world: World, address: str = "buyer0@example.org", text: str = "It <b>hums</b>.") -> UUID:
    with world.parts.doing(SYSTEM) as deed:
        message = receive(
            deed,
            Incoming(
                channel=CaseChannel.EMAIL,
                address=address,
                name="Anna Beck",
                subject="The washing machine",
                text=text,
            ),
        )
        return message.case_id


def case_of(world: World, case_id: UUID) -> Case:
    with world.parts.store.reading() as session:
        return session.get_one(Case, case_id)


def newest(world: World) -> Case:
    with world.parts.store.reading() as session:
        return session.exec(select(Case).order_by(col(Case.id).desc()).limit(1)).one()


def thread(world: World, case_id: UUID) -> list[ThreadMessage]:
    with world.parts.store.reading() as session:
        rows = select(ThreadMessage).where(ThreadMessage.case_id == case_id)
        return list(session.exec(rows.order_by(col(ThreadMessage.id))))


def sent(client: TestClient, path: str, **form: str) -> tuple[int, str]:
    """A form sent as its page would, and where it leads."""
    answer = client.post(path, data=form, follow_redirects=True)
    return answer.status_code, answer.text


def test_queue_shows_what_is_due_next_first_and_filters_by_address(
    people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)
    first = came(world)
    sent(support, f"/cases/{first}/promise", promised_by="2026-11-27 14:00")
    sent(support, f"/cases/{first}/step", step="triaged")
    second = came(world, "buyer1@example.org")

    text = support.get("/cases").text

    assert text.index(str(second)) < text.index(str(first))
    assert "first answer" in text
    assert str(first) not in support.get("/cases?state=new").text
    assert str(second) in support.get("/cases?channel=email&kind=support").text
    assert "No case fits." in support.get("/cases?owner=mine").text
    assert support.get("/cases?owner=nonsense&channel=nonsense").status_code == 200


def test_answer_is_previewed_and_changes_nothing_until_somebody_is_sure(
    people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)
    case_id = came(world)
    form = {"text": "Open the <i>filter</i>.", "state": "waiting_customer", "way": "email"}
    before = world.dump()

    status, text = sent(support, f"/cases/{case_id}/reply", **form)

    assert status == 200
    assert "This goes out" in text
    assert "buyer0@example.org" in text
    assert f"Re: The washing machine [{case_of(world, case_id).reference}]" in text
    assert "Open the &lt;i&gt;filter&lt;/i&gt;." in text
    assert "We go on as soon as you answer this message." in text
    assert world.dump() == before

    status, text = sent(support, f"/cases/{case_id}/reply", **form, sure="yes")

    case = case_of(world, case_id)
    assert (status, case.state) == (200, CaseState.WAITING_CUSTOMER)
    assert [message.direction.value for message in thread(world, case_id)] == ["in", "out"]
    with world.parts.store.reading() as session:
        notices = session.exec(select(Notice).where(Notice.kind == "case_reply")).all()
        assert thread(world, case_id)[-1].user_id is not None
    assert [notice.facts["text"] for notice in notices] == ["Open the <i>filter</i>."]
    assert "It &lt;b&gt;hums&lt;/b&gt;." in text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"text": " "}, "Write what the customer is to read."),
        ({"text": "Hello", "next_update": "soon"}, "Write a moment to come"),
        ({"text": "Hello", "next_update": "2026-11-20 10:00"}, "Write a moment to come"),
        ({"text": "Hello", "next_update": "2026-11-24T10:00+01:00"}, "Write a moment to come"),
        ({"text": "Hello", "way": "bridge"}, "This is not possible"),
        ({"text": "Hello", "state": "reopened"}, "This is not possible"),
    ],
)
def test_answer_that_does_not_fit_is_shown_again_with_everything_typed(
    people: People, world: World, form: dict[str, str], said: str
) -> None:
    support = people.client(Role.SUPPORT)
    case_id = came(world)
    before = world.dump()

    status, text = sent(support, f"/cases/{case_id}/reply", **form)

    assert status == 422
    assert said in text
    assert form["text"].strip() in text
    assert world.dump() == before


def test_note_hand_over_promise_and_step(people: People, world: World) -> None:
    support, colleague = people.client(Role.SUPPORT), people.client(Role.MANAGER)
    case_id = came(world)
    with world.parts.store.reading() as session:
        manager = session.exec(select(User).where(User.role == Role.MANAGER)).one()

    for path, form in (
        ("note", {"note": "Careful on the phone."}),
        ("hand-over", {"owner": str(manager.id)}),
        ("promise", {"promised_by": "2026-11-24 14:00"}),
        ("step", {"step": "triaged"}),
    ):
        assert sent(support, f"/cases/{case_id}/{path}", **form)[0] == 200

    case = case_of(world, case_id)
    assert (case.owner_user_id, case.owner_name, case.state) == (
        manager.id,
        manager.name,
        CaseState.TRIAGED,
    )
    assert case.next_update_at is not None
    assert case.next_update_at.isoformat() == "2026-11-24T13:00:00+00:00"
    assert [message.direction.value for message in thread(world, case_id)] == ["in", "note"]
    assert str(case_id) in colleague.get("/cases?owner=mine").text
    for path, form in (
        ("note", {"note": " "}),
        ("hand-over", {"owner": "x"}),
        ("step", {"step": "x"}),
    ):
        assert sent(support, f"/cases/{case_id}/{path}", **form)[0] == 422


def test_shared_address_asks_whose_case_it_is(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    with world.parts.doing(SYSTEM) as deed:
        from aftersales.customers import add_customer

        add_customer(deed, number="C-X", name="Ben Beck", language="en", email="buyer0@example.org")
    case_id = came(world)

    text = support.get(f"/cases/{case_id}").text
    assert "Whose case is this?" in text
    assert "Ben Beck (C-X)" in text
    assert "What the customer reads" not in text
    assert sent(support, f"/cases/{case_id}/sender", number="nobody")[0] == 422

    status, text = sent(support, f"/cases/{case_id}/sender", number="C-X")

    assert (status, "What the customer reads" in text) == (200, True)


def test_call_of_a_known_customer_is_written_down(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    _, text = sent(support, "/cases/new/find", asked="anna be")
    assert f'value="unit:{world.unit_id}"' in text

    status, text = sent(
        support,
        "/cases/new",
        whose=f"unit:{world.unit_id}",
        subject="It hums",
        text="Since Monday.",
        priority="high",
        channel="phone",
    )

    case = newest(world)
    assert (status, case.unit_id, case.channel, case.priority.value) == (
        200,
        world.unit_id,
        CaseChannel.PHONE,
        "high",
    )
    assert case.owner_user_id is not None
    assert "What answers today" in text
    assert "Since Monday." in text


def test_call_of_somebody_new_adds_them(people: People, world: World) -> None:
    form = {
        "whose": "new",
        "name": "Ruta Kalnina",
        "phone": "+423 555 77 77",
        "language": "lv",
        "subject": "It hums",
    }

    status, _text = sent(people.client(Role.SUPPORT), "/cases/new", **form)

    with world.parts.store.reading() as session:
        person = session.get_one(Customer, newest(world).customer_id)
    assert (status, person.name, person.language) == (200, "Ruta Kalnina", "lv")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"whose": "", "subject": "It hums"}, "Choose who calls, or add them."),
        ({"whose": "unit:nonsense", "subject": "It hums"}, "Choose who calls, or add them."),
        ({"whose": "new", "phone": "+423 5", "subject": "It hums"}, "Write their name."),
        ({"whose": "new", "name": "Ruta", "subject": "It hums"}, "Write a number or an e-mail"),
        ({"whose": "new", "name": "Ruta", "email": "ruta", "subject": "x"}, "Write one e-mail"),
        ({"whose": "new", "name": "Ruta", "phone": "+423 5"}, "Write in a few words"),
    ],
)
def test_call_that_lacks_something_keeps_what_was_typed(
    people: People, world: World, form: dict[str, str], said: str
) -> None:
    support = people.client(Role.SUPPORT)
    before = world.dump()

    status, text = sent(support, "/cases/new", text="All of it.", **form)

    assert status == 422
    assert said in text
    assert "All of it." in text
    assert world.dump() == before


def test_case_leads_to_a_unit_a_claim_and_a_visit(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    case_id = came(world)
    assert sent(support, f"/cases/{case_id}/unit", unit="nonsense")[0] == 422
    assert sent(support, f"/cases/{case_id}/unit", unit=str(world.unit_id))[0] == 200

    status, text = sent(
        support, f"/cases/{case_id}/claim", symptom="It hums.", fault_on="2026-11-20"
    )
    with world.parts.store.reading() as session:
        claim = session.exec(select(Claim).where(Claim.case_id == case_id)).one()
    assert (status, f"Claim {claim.reference}" in text) == (200, True)

    path = f"/cases/{case_id}/triage/visit"
    assert f'href="{path}"' in support.get(f"/cases/{case_id}").text
    when = codes(support.get(f"{path}?kind=install").text)[0]
    assert sent(support, path, kind="install", when="soon")[0] == 422
    assert sent(support, path, kind="install", when=when)[0] == 200

    with world.parts.store.reading() as session:
        order = session.exec(select(WorkOrder).where(WorkOrder.case_id == case_id)).one()
    assert (case_of(world, case_id).state, order.unit_id) == (
        CaseState.VISIT_NEEDED,
        world.unit_id,
    )


def test_every_field_of_a_case_has_a_name_of_its_own(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    case_id = came(world)
    sent(support, f"/cases/{case_id}/unit", unit=str(world.unit_id))
    _, preview = sent(support, f"/cases/{case_id}/reply", text="Hello")

    for text in (support.get(f"/cases/{case_id}").text, preview, support.get("/cases/new").text):
        names = re.findall(r' id="([^"]+)"', text)
        assert len(names) == len(set(names)), sorted(n for n in names if names.count(n) > 1)


def test_overdue_case_says_so(people: People, world: World) -> None:
    case_id = came(world)
    world.clock.move_to(world.clock.now() + timedelta(hours=9))

    text = people.client(Role.SUPPORT).get(f"/cases/{case_id}").text

    assert "overdue" in text


def test_thread_through_the_api(people: People, world: World) -> None:
    shop = people.client("every scope")
    case_id = came(world)
    where = f"/api/v1/cases/{case_id}"

    answered = shop.post(f"{where}/messages", json={"text": "Open it.", "state": "in_progress"})
    noted = shop.post(f"{where}/notes", json={"text": "Careful."})
    refused = shop.post(f"{where}/messages", json={"text": " \n"})

    listed = shop.get(f"{where}/messages").json()["items"]
    assert (answered.status_code, noted.status_code, refused.status_code) == (201, 201, 422)
    assert [(each["direction"], each["text"]) for each in listed] == [
        ("in", "It <b>hums</b>."),
        ("out", "Open it."),
        ("note", "Careful."),
    ]
    assert case_of(world, case_id).state is CaseState.IN_PROGRESS
    assert shop.get(f"/api/v1/cases/{UUID(int=1)}/messages").status_code == 404


def test_older_letters_below_a_mail_are_folded_away_and_harmless(
    people: People, world: World
) -> None:
    body = (
        "It leaks again.\r\n\r\nOn Mon, 23 Nov 2026 at 08:00, Inga Frick <inga@example.org> wrote:\r\n"
        "> Did <b>you</b> close the tap?\r\n"
    )
    take_in_mail(world.parts, SYSTEM, raw(body, From="buyer0@example.org"))
    case = newest(world)

    text = people.client(Role.SUPPORT).get(f"/cases/{case.id}").text

    assert [message.text for message in thread(world, case.id)] == ["It leaks again."]
    assert "<summary>All of the letter</summary>" in text
    assert "Did &lt;b&gt;you&lt;/b&gt; close the tap?" in text


def test_urgency_is_changed_and_what_is_due_with_it(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    case_id = came(world)
    before = case_of(world, case_id)

    status, text = sent(support, f"/cases/{case_id}/priority", priority="emergency")
    refused, _text = sent(support, f"/cases/{case_id}/priority", priority="at once!")

    after = case_of(world, case_id)
    assert (status, refused) == (200, 422)
    assert "The urgency was changed" in text
    assert after.priority is Priority.EMERGENCY
    assert after.first_answer_due_at is not None
    assert before.first_answer_due_at is not None
    assert after.first_answer_due_at < before.first_answer_due_at


def test_answer_in_the_chat_is_kept_once_and_nothing_typed_is_lost(
    people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)
    with world.parts.doing(SYSTEM) as deed:
        case_id = receive(
            deed,
            Incoming(channel=CaseChannel.CHAT, address="buyer0@example.org", text="It hums."),
        ).case_id
    for _tap in range(2):
        sent(support, f"/cases/{case_id}/talk", line="Open the filter.", said_id="1")
    empty, _text = sent(support, f"/cases/{case_id}/talk", line=" ", said_id="2")
    by_mail = came(world, "buyer1@example.org")
    refused, text = sent(support, f"/cases/{by_mail}/talk", line="Nobody <talks> here", said_id="3")

    assert [row.text for row in thread(world, case_id)] == ["It hums.", "Open the filter."]
    assert (empty, refused) == (422, 422)
    assert "This is not possible" in text or "does not fit" in text
