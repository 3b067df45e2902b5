"""Complaints on pages: told by a buyer, answered by staff within their authority, settled by the buyer's own word."""

import re
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from aftersales.complaints import watch_complaints
from aftersales.conversations import Incoming, receive
from aftersales.deed import SYSTEM
from aftersales.notices.delivery import send_due
from aftersales.queries.complaints import offers_of
from aftersales.records import (
    Case,
    CaseChannel,
    Complaint,
    ComplaintOffer,
    ComplaintState,
    Role,
    User,
)
from tests.web.complained import complaints_in, own_page_of
from tests.web.conftest import World, text_of
from tests.web.principals import People

TOLD = {"happened": "I waited all morning.", "wish": "An apology."}
OFFER = {"remedy": "voucher", "amount": "30,00", "said": "For the morning that you lost."}


def newest(world: World) -> Complaint:
    with world.parts.store.reading() as session:
        return session.exec(select(Complaint).order_by(col(Complaint.id).desc()).limit(1)).one()


def offer_of(world: World, complaint: Complaint) -> ComplaintOffer:
    with world.parts.store.reading() as session:
        return offers_of(session, complaint.id)[-1]


def sent(client: TestClient, path: str, **form: str) -> tuple[int, str]:
    """A form sent as its page would, and where it leads."""
    answer = client.post(path, data=form, follow_redirects=True)
    return answer.status_code, answer.text


def complained(stranger: TestClient, world: World, number: int = 0) -> tuple[str, Complaint]:
    """The buyer of a visit complains; answers the address of their page."""
    token = world.token_of(world.visits()[number])
    answer = stranger.post(f"/visit/{token}/complaint", data=TOLD)
    assert answer.status_code == 303
    return answer.headers["location"].partition("?")[0], newest(world)


def taken_on(people: People, world: World, stranger: TestClient) -> tuple[str, Complaint, str]:
    own, complaint = complained(stranger, world)
    path = f"/complaints/{complaint.id}"
    me = people.signed_in(Role.SUPPORT)
    status, _ = sent(people.client(Role.SUPPORT), f"{path}/take", owner=str(me.user_id))
    assert status == 200
    return own, complaint, path


def test_buyer_complains_from_the_page_of_the_visit(stranger: TestClient, world: World) -> None:
    token = world.token_of(world.visits()[0])
    visit_page = stranger.get(f"/visit/{token}").text
    form = stranger.get(f"/visit/{token}/complaint")

    own, complaint = complained(stranger, world)
    shown = stranger.get(f"{own}?said=opened").text

    assert f'href="/visit/{token}/complaint"' in visit_page
    assert form.status_code == 200
    assert complaint.appointment_id == world.visits()[0].appointment.id
    assert "We have your complaint. Inga Frick looks after it." in shown
    assert "Thank you for telling us." in shown
    assert "You hear from us by" in shown
    assert 'href="tel:+4235550011"' in shown


def test_form_without_a_word_is_shown_again_with_what_was_typed(
    stranger: TestClient, world: World
) -> None:
    token = world.token_of(world.visits()[0])

    answer = stranger.post(f"/visit/{token}/complaint", data={"happened": " ", "wish": "Sorry!"})

    assert answer.status_code == 422
    assert "Tell us what happened, in a sentence." in answer.text
    assert "Sorry!" in answer.text


def test_form_sent_twice_is_one_complaint(stranger: TestClient, world: World) -> None:
    complained(stranger, world)
    complained(stranger, world)

    with world.parts.store.reading() as session:
        assert len(session.exec(select(Complaint)).all()) == 1
        (case,) = session.exec(select(Case).where(Case.kind == "complaint")).all()
    assert case.description == TOLD["happened"]


def test_whoever_takes_it_on_is_named_on_page_and_in_the_letter(
    people: People, stranger: TestClient, world: World
) -> None:
    own, _complaint, path = taken_on(people, world, stranger)
    send_due(world.parts)

    assert "Support Muster looks into your complaint." in stranger.get(own).text
    (mail,) = world.mails("complaint_acknowledged")
    link = re.search(r"/complaint/[\w-]{43}", text_of(mail))
    assert link is not None
    assert stranger.get(link[0]).status_code == 200
    desk = people.client(Role.SUPPORT).get(path).text
    assert ": taken on</h1>" in desk
    assert newest(world).owner_id == people.signed_in(Role.SUPPORT).user_id


def test_looking_at_a_page_changes_nothing(
    people: People, stranger: TestClient, world: World
) -> None:
    own, _complaint, path = taken_on(people, world, stranger)
    sent(people.client(Role.SUPPORT), f"{path}/offer", **OFFER)
    before = world.dump()

    for page in (own, f"{own}?said=accepted", f"{own}/accept", f"{own}/settled"):
        stranger.get(page)

    assert world.dump() == before


def test_buyer_accepts_with_one_tap_and_says_that_it_is_settled(
    people: People, stranger: TestClient, world: World
) -> None:
    own, complaint, path = taken_on(people, world, stranger)
    support = people.client(Role.SUPPORT)
    sent(support, f"{path}/investigate")
    sent(support, f"{path}/offer", **OFFER)
    offer = offer_of(world, complaint)

    offered = stranger.get(own).text
    _, accepted = sent(stranger, f"{own}/accept", offer=str(offer.id))
    _, again = sent(stranger, f"{own}/accept", offer=str(offer.id))
    sent(support, f"{path}/resolve", outcome="The voucher was sent.")
    asked = stranger.get(own).text
    _, settled = sent(stranger, f"{own}/settled")

    assert "Voucher: 30.00 EUR" in offered
    assert "Thank you. We carry it out." in accepted
    assert "This page has changed meanwhile." in again
    assert "The voucher was sent." in asked
    assert "We are glad that it is settled." in settled
    assert newest(world).state is ComplaintState.FOLLOWED_UP
    assert "No complaint is open." in support.get("/complaints").text


def test_buyer_declines_and_somebody_further_up_looks_after_it(
    people: People, stranger: TestClient, world: World
) -> None:
    people.client(Role.MANAGER)
    own, complaint, path = taken_on(people, world, stranger)
    sent(people.client(Role.SUPPORT), f"{path}/offer", **OFFER)
    offer = offer_of(world, complaint)

    _, text = sent(stranger, f"{own}/decline", offer=str(offer.id), why="It is not enough.")

    assert "Manager Muster looks after your complaint now." in text
    assert newest(world).level == 1
    assert "It is not enough." in people.client(Role.MANAGER).get(path).text
    send_due(world.parts)
    (mail,) = world.mails("assignment")
    assert f"/complaints/{complaint.id}" in text_of(mail)
    assert mail["To"] == "Manager Muster <manager@shop.example>"


def test_what_is_not_settled_goes_up_with_what_is_missing(
    people: People, stranger: TestClient, world: World
) -> None:
    people.client(Role.MANAGER)
    own, _complaint, path = taken_on(people, world, stranger)
    support = people.client(Role.SUPPORT)
    sent(support, f"{path}/investigate")
    sent(support, f"{path}/resolve", outcome="We called.")

    _, text = sent(stranger, f"{own}/open", why="Nobody called.")
    _, more = sent(stranger, f"{own}/more", happened="Still nobody.")

    assert "Manager Muster looks after your complaint now." in text
    assert "Nobody called." in more
    assert "Still nobody." in more


def test_offer_above_authority_names_who_may_approve_and_waits(
    people: People, stranger: TestClient, world: World
) -> None:
    manager = people.client(Role.MANAGER)
    with world.parts.doing(SYSTEM) as deed:
        for user in deed.session.exec(select(User).where(User.role == Role.MANAGER)):
            user.phone, user.is_on_call = "+423 555 77 88", True
            deed.add(user)
    own, complaint, path = taken_on(people, world, stranger)
    support = people.client(Role.SUPPORT)

    _, waiting = sent(support, f"{path}/offer", **{**OFFER, "amount": "400"})
    offer = offer_of(world, complaint)
    refused, _ = sent(support, f"{path}/approve", offer=str(offer.id))
    unseen = stranger.get(own).text
    done, _ = sent(manager, f"{path}/approve", offer=str(offer.id))

    assert 'href="tel:+4235557788"' in waiting
    assert (refused, done) == (409, 200)
    assert "Voucher: 400.00 EUR" not in unseen
    assert "Voucher: 400.00 EUR" in stranger.get(own).text


def test_answers_by_phone_are_written_down_by_staff(
    people: People, stranger: TestClient, world: World
) -> None:
    _own, complaint, path = taken_on(people, world, stranger)
    support = people.client(Role.SUPPORT)
    sent(support, f"{path}/offer", **OFFER)
    sent(support, f"{path}/answer", offer=str(offer_of(world, complaint).id), answer="accept")
    sent(support, f"{path}/resolve", outcome="Sent.")

    status, text = sent(support, f"{path}/settle", answer="yes")

    assert (status, newest(world).state) == (200, ComplaintState.FOLLOWED_UP)
    assert "The customer accepted the offer" in text


@pytest.mark.parametrize(
    ("act", "form"),
    [
        ("take", {"owner": "nobody"}),
        ("offer", {"remedy": "gold", "said": "Gold."}),
        ("offer", {"remedy": "voucher", "amount": "x", "said": "A voucher."}),
        ("offer", {"remedy": "voucher", "amount": "", "said": "A voucher."}),
        ("offer", {"remedy": "voucher", "amount": "30", "said": " "}),
        ("approve", {"offer": str(UUID(int=1))}),
        ("resolve", {"outcome": " "}),
        ("settle", {"answer": "yes", "why": "All bad."}),
    ],
)
def test_act_that_is_not_possible_changes_nothing_and_loses_nothing(
    people: People, stranger: TestClient, world: World, act: str, form: dict[str, str]
) -> None:
    _own, _complaint, path = taken_on(people, world, stranger)
    before = world.dump()

    status, text = sent(people.client(Role.SUPPORT), f"{path}/{act}", **form)

    assert status in {404, 409, 422}
    assert form.get("why", "") in text
    assert world.dump() == before


def test_staff_take_down_a_complaint_and_are_told_what_is_missing(
    people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)

    wrong, text = sent(support, "/complaints", customer="C-9999", happened="It broke again.")
    done, page = sent(
        support, "/complaints", customer="C-0001", subject="Twice", happened="It broke again."
    )

    assert wrong == 422
    assert "There is no such customer." in text
    assert "Say in one line what it is about." in text
    assert "It broke again." in text
    assert (done, newest(world).state) == (200, ComplaintState.RECEIVED)
    assert "Maximiliane Hasler-Frommelt" in page


def test_queue_shows_what_is_due_first_and_what_is_overdue(people: People, world: World) -> None:
    complaints = complaints_in(world)
    support = people.client(Role.SUPPORT)

    text = support.get("/complaints").text

    with world.parts.store.reading() as session:
        rows = [session.get_one(Complaint, each) for each in complaints.values()]
    due = [str(row.id) for row in sorted(rows, key=lambda row: str(row.due_at))]
    assert re.findall(r'href="/complaints/([\w-]{36})"', text) == due
    assert "overdue" not in text
    world.clock.move_to(rows[0].acknowledge_by_at)
    assert watch_complaints(world.parts) >= 1


def test_every_field_of_the_page_has_an_id_of_its_own(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)

    for complaint_id in complaints_in(world).values():
        text = support.get(f"/complaints/{complaint_id}").text
        names = re.findall(r' id="([^"]+)"', text)
        assert len(names) == len(set(names))
        assert "Nobody &lt;b&gt;called&lt;/b&gt;." in text
        own = people.client("nobody").get(own_page_of(world, complaint_id)).text
        names = re.findall(r' id="([^"]+)"', own)
        assert len(names) == len(set(names))


def test_link_to_a_complaint_opens_it_alone_and_those_outside_see_none(
    people: People, stranger: TestClient, world: World
) -> None:
    own, complaint = complained(stranger, world)
    token = own.rpartition("/")[2]

    assert stranger.get(f"/visit/{token}").status_code == 404
    assert stranger.get("/complaint/wrong").status_code == 404
    for role in (Role.TECHNICIAN, Role.PARTNER):
        assert people.client(role).get(f"/complaints/{complaint.id}").status_code == 403
    assert people.client(Role.SUPPORT).get(f"/complaints/{UUID(int=1)}").status_code == 404


def wrote(world: World, complaint: Complaint, text: str) -> None:
    """The buyer answers a letter about the complaint by mail."""
    with world.parts.doing(SYSTEM) as deed:
        case = deed.session.get_one(Case, complaint.case_id)
        incoming = Incoming(
            channel=CaseChannel.EMAIL,
            address="buyer@shop.example",
            name="Anna Beck",
            text=text,
            reference=case.reference,
        )
        receive(deed, incoming)


def test_mail_of_the_buyer_stands_in_the_thread_and_is_answered_there(
    people: People, stranger: TestClient, world: World
) -> None:
    _own, complaint, path = taken_on(people, world, stranger)
    desk = people.client(Role.SUPPORT)
    wrote(world, complaint, "Make it <b>fifty</b>.")

    shown = desk.get(path).text
    queue = desk.get("/complaints").text
    looked_at, preview = sent(desk, f"{path}/reply", text="Fifty it is.", turn="ours")
    unsent = desk.get(path).text
    status, page = sent(desk, f"{path}/reply", text="Fifty it is.", turn="ours", sure="yes")

    assert "Make it &lt;b&gt;fifty&lt;/b&gt;." in shown
    assert "and nobody has answered yet" in shown
    assert "they wrote, unanswered" in queue
    assert (looked_at, "This goes out" in preview, "Fifty it is." in unsent) == (200, True, False)
    assert status == 200
    assert "Fifty it is." in page
    assert "and nobody has answered yet" not in page
    assert newest(world).state is ComplaintState.ACKNOWLEDGED


def test_empty_answer_is_refused_and_says_what_to_do(
    people: People, stranger: TestClient, world: World
) -> None:
    _own, _complaint, path = taken_on(people, world, stranger)

    status, page = sent(people.client(Role.SUPPORT), f"{path}/reply", text=" ")

    assert (status, "Write what the customer is to read." in page) == (422, True)


def test_complaint_and_its_case_lead_to_each_other_and_only_one_settles(
    people: People, stranger: TestClient, world: World
) -> None:
    _own, complaint, path = taken_on(people, world, stranger)
    desk = people.client(Role.SUPPORT)
    case_path = f"/cases/{complaint.case_id}"

    case_page = desk.get(case_path).text
    status, page = sent(desk, f"{case_path}/step", step="resolved")

    assert f'href="{path}"' in case_page
    assert f'href="{case_path}"' in desk.get(path).text
    assert 'name="step" value="resolved"' not in case_page
    assert (status, "This is not possible" in page) == (422, True)
    assert newest(world).state is ComplaintState.ACKNOWLEDGED
