"""We answer on the customer's channel, keep what was promised and promise the next update."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest

from aftersales.case_states import CASE_MOVES
from aftersales.cases import advance_case
from aftersales.conversations import Way, write_note
from aftersales.conversations.replying import states_with_reply
from aftersales.conversations.ways import way_back
from aftersales.customers import Reachable, replace_contacts
from aftersales.errors import IllegalMove, NotAllowed, NotUnderstood
from aftersales.notices.delivery import send_due
from aftersales.records import (
    Case,
    CaseChannel,
    CaseState,
    Channel,
    Customer,
    Direction,
    Promise,
    PromiseState,
    ThreadMessage,
)
from aftersales.webhooks.endpoints import add_endpoint
from aftersales.webhooks.kinds import WebhookKind
from tests.aftersales.conversations.conftest import EVA, Desk

HOUR = timedelta(hours=1)


def letter(desk: Desk) -> EmailMessage:
    send_due(desk.village.parts)
    (mail,) = [mail for mail in desk.village.mail() if "Open the filter." in _text(mail)]
    return mail


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_answer_goes_out_in_the_thread_of_the_mail(desk: Desk) -> None:
    desk.came()
    desk.village.clock.move_to(desk.village.clock.now() + HOUR)
    case = desk.case()

    message = desk.answered(case, "Open the filter.\nOn the right.\n\nDoes it <b>hum</b>?")

    mail = letter(desk)
    assert (mail["To"], mail["Subject"], mail["In-Reply-To"]) == (
        "Anna Beck <anna@example.org>",
        f"Re: It hums [{case.reference}]",
        "<1@mail.example.org>",
    )
    assert mail["Message-ID"] == f"<{message.outside_id}>"
    assert mail["References"].split() == [
        f"<{case.id}@aftersales.example>",
        "<1@mail.example.org>",
    ]
    assert _text(mail).splitlines()[:4] == [
        "Open the filter.",
        "On the right.",
        "",
        "Does it <b>hum</b>?",
    ]
    html = mail.get_body(("html",))
    assert html is not None
    assert ">Open the filter.<br>On the right.</p>" in html.get_content()
    assert ">Does it &lt;b&gt;hum&lt;/b&gt;?</p>" in html.get_content()


def test_answer_keeps_the_promise_and_makes_the_next(desk: Desk) -> None:
    desk.came()
    desk.village.clock.move_to(desk.village.clock.now() + HOUR)

    message = desk.answered(desk.case())

    now = desk.village.clock.now()
    case = desk.case()
    assert (case.state, case.first_answered_at, case.next_update_at) == (
        CaseState.TRIAGED,
        now,
        desk.village.moment(23, 16),
    )
    assert desk.promises() == [
        ("kept", desk.village.moment(23, 10)),
        ("made", desk.village.moment(23, 16)),
    ]
    assert desk.village.all_of(Promise)[-1].notice_id == message.notice_id
    assert (message.direction, message.channel, message.who) == (
        Direction.OUT,
        CaseChannel.EMAIL,
        "Eva Office",
    )


def test_second_answer_is_another_notice_and_the_first_stays_the_first(desk: Desk) -> None:
    desk.came()
    desk.answered(desk.case())
    first = desk.case().first_answered_at
    desk.village.clock.move_to(desk.village.clock.now() + HOUR)

    desk.answered(desk.case(), "And the hose.", next_update_at=desk.village.clock.now() + HOUR)

    assert len(desk.village.notices("case_reply")) == 2
    assert (desk.case().first_answered_at, desk.case().next_update_at) == (
        first,
        desk.village.clock.now() + HOUR,
    )


def test_question_waits_a_week_and_says_so(desk: Desk) -> None:
    desk.came()

    desk.answered(desk.case(), state=CaseState.WAITING_CUSTOMER)

    assert desk.case().state is CaseState.WAITING_CUSTOMER
    assert desk.case().next_update_at == desk.village.clock.now() + timedelta(days=7)
    assert "We go on as soon as you answer this message." in _text(letter(desk))


def test_answer_that_settles_promises_nothing_more(desk: Desk) -> None:
    desk.came()

    desk.answered(desk.case(), state=CaseState.RESOLVED)

    case = desk.case()
    assert (case.state, case.next_update_at) == (CaseState.RESOLVED, None)
    assert [promise.state for promise in desk.village.all_of(Promise)] == [PromiseState.KEPT]
    assert len(desk.village.notices("case_resolved")) == 1
    assert "For us this is settled." in _text(letter(desk))


def test_answer_goes_to_the_address_that_was_written_from(desk: Desk) -> None:
    with desk.village.doing() as deed:
        replace_contacts(
            deed,
            deed.session.get_one(Customer, desk.village.customer.id),
            [
                Reachable(channel=Channel.EMAIL, address="anna@example.org", is_preferred=True),
                Reachable(channel=Channel.EMAIL, address="work@example.org"),
            ],
        )
    desk.came(address="work@example.org")

    desk.answered(desk.case())

    assert letter(desk)["To"] == "Anna Beck <work@example.org>"


def test_answer_to_a_stranger_goes_to_the_customer(desk: Desk) -> None:
    desk.came()
    desk.came(outside_id="2", address="bob@example.org", reference=desk.case().reference)

    desk.answered(desk.case())

    assert letter(desk)["To"] == "Anna Beck <anna@example.org>"


def test_messenger_is_answered_over_a_bridge_where_one_listens(desk: Desk) -> None:
    talk = {"channel": CaseChannel.MESSENGER, "address": "10001", "name": "Ruta"}
    desk.came(outside_id="a", **talk)
    by_hand = desk.answered(desk.case())
    with desk.village.doing() as deed:
        add_endpoint(deed, url="https://bridge.example/hooks", events=[WebhookKind.CASE_ANSWERED])

    carried = desk.answered(desk.case())

    assert (by_hand.channel, by_hand.address, by_hand.notice_id) == (CaseChannel.PHONE, "", None)
    assert (carried.channel, carried.address) == (CaseChannel.MESSENGER, "10001")
    assert carried.notice_id is None
    assert len(desk.village.notices()) == 1  # only that the message was received


def test_ways_that_lead_to_nobody_are_refused(desk: Desk) -> None:
    desk.came(channel=CaseChannel.SMS, address="+4235550102", name="Ruta")

    with pytest.raises(NotUnderstood, match="that way"):
        desk.answered(desk.case(), way=Way.EMAIL)

    assert desk.answered(desk.case(), way=Way.IN_PERSON).channel is CaseChannel.PHONE


@pytest.mark.parametrize(
    ("channel", "has_bridge", "has_email", "expected"),
    [
        (CaseChannel.EMAIL, True, True, Way.EMAIL),
        (CaseChannel.WEB_FORM, True, True, Way.EMAIL),
        (CaseChannel.PHONE, True, False, Way.IN_PERSON),
        (CaseChannel.X, True, True, Way.BRIDGE),
        (CaseChannel.X, False, True, Way.EMAIL),
        (CaseChannel.X, False, False, Way.IN_PERSON),
        (CaseChannel.CHAT, True, True, Way.EMAIL),
        (CaseChannel.CHAT, True, False, Way.CHAT),
    ],
)
def test_answer_takes_the_way_back(
    channel: CaseChannel,
    has_bridge: bool,  # noqa: FBT001 - as parametrized
    has_email: bool,  # noqa: FBT001 - as parametrized
    expected: Way,
) -> None:
    assert way_back(channel, has_bridge=has_bridge, has_email=has_email) is expected


def test_what_cannot_be_answered_says_why(desk: Desk) -> None:
    desk.came()
    case = desk.case()
    with pytest.raises(NotUnderstood, match="empty"):
        desk.answered(case, " \n")
    with pytest.raises(NotUnderstood, match="past"):
        desk.answered(case, next_update_at=desk.village.clock.now())
    with pytest.raises(IllegalMove):
        desk.answered(case, state=CaseState.REOPENED)
    desk.set_state(CaseState.RESOLVED, CaseState.CLOSED)
    with pytest.raises(NotAllowed, match="closed"):
        desk.answered(desk.case())

    assert len(desk.village.all_of(ThreadMessage)) == 1


@pytest.mark.parametrize("present", CaseState)
def test_every_state_offered_with_an_answer_is_reached(desk: Desk, present: CaseState) -> None:
    """Explored whole: from each state an answer leads to each state that is offered, and to no other."""
    for wanted in CaseState:
        desk.came(outside_id=f"{present}-{wanted}", subject=f"{present} {wanted}")
        case = desk.cases()[-1]
        with desk.village.doing() as deed:
            row = deed.session.get_one(Case, case.id)
            row.state = present
            row.resolved_at = deed.now if present is CaseState.RESOLVED else None
        if present is CaseState.CLOSED:
            continue
        if wanted is present or wanted in states_with_reply(present):
            desk.answered(case, state=wanted)
            assert desk.cases()[-1].state is wanted
        else:
            with pytest.raises(IllegalMove):
                desk.answered(case, state=wanted)


def test_graph_of_a_case_has_no_dead_end_and_reaches_everything() -> None:
    for start in CaseState:
        seen, ahead = {start}, [start]
        while ahead:
            for state in CASE_MOVES[ahead.pop()] - seen:
                seen.add(state)
                ahead.append(state)
        assert seen >= set(CaseState) - {CaseState.NEW}


def test_note_stays_in_the_house(desk: Desk) -> None:
    desk.came()
    before = desk.case().model_dump()

    with desk.village.doing() as deed:
        note = write_note(
            deed, deed.session.get_one(Case, desk.case().id), "Rude on the phone.", EVA
        )

    assert (note.direction, note.notice_id, note.address) == (Direction.NOTE, None, "")
    assert desk.case().model_dump() == before
    assert len(desk.village.notices()) == 1


def test_handed_over_case_says_who_looks_after_it(desk: Desk) -> None:
    from aftersales.cases import hand_over_case
    from aftersales.records import Role, User

    desk.came()
    with desk.village.doing() as deed:
        user = User(
            id=deed.new_id(),
            email="ida@shop.example",
            name="Ida Desk",
            role=Role.SUPPORT,
            language="en",
            password_hash="-",
            phone="+423 7",
            created_at=deed.now,
            password_changed_at=deed.now,
        )
        deed.add(user)
        hand_over_case(deed, deed.session.get_one(Case, desk.case().id), user)
        advance_case(deed, deed.session.get_one(Case, desk.case().id), CaseState.TRIAGED)

    desk.answered(desk.case())

    assert (desk.case().owner_name, desk.case().owner_user_id) == ("Ida Desk", user.id)
    assert "Ida Desk looks after it: +423 7." in _text(letter(desk))
