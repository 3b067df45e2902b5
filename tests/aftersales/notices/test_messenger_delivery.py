"""Answers go back into the messenger that a customer wrote from: retried, within Meta's 24 hours, else by mail, else staff hear it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from pydantic import SecretStr

from aftersales.cases import open_case
from aftersales.conversations import (
    Author,
    Incoming,
    Way,
    preview_reply,
    receive,
    reply,
)
from aftersales.deed import SYSTEM
from aftersales.notices.delivery import Sent, send_due
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.parts import Parts
from aftersales.records import (
    Case,
    CaseChannel,
    CaseKind,
    Channel,
    Contact,
    DeliveryState,
    Notice,
    NoticeDelivery,
    NoticeState,
    ThreadMessage,
)
from aftersales.words import words_in
from tests.aftersales.conftest import Village
from tests.aftersales.webhooks.shop_system import Answering, ShopSystem

SECRET = SecretStr("whsec_" + base64.b64encode(b"k" * 32).decode())
EVA = Author("Eva Office")


@dataclass(frozen=True)
class Line:
    """The village whose messages leave for a real server on this machine."""

    village: Village
    parts: Parts
    server: ShopSystem

    def wrote(self, channel: CaseChannel, address: str = "4242", text: str = "It hums.") -> Case:
        """Somebody writes."""
        with self.parts.doing(SYSTEM) as deed:
            message = receive(
                deed, Incoming(channel=channel, address=address, name="Anna", text=text)
            )
            deed.session.flush()
            return deed.session.get_one(Case, message.case_id)

    def answered(self, case: Case, text: str = "Open the filter.", **how: object) -> ThreadMessage:
        """Somebody answers."""
        with self.parts.doing(SYSTEM) as deed:
            return reply(deed, deed.session.get_one(Case, case.id), text, EVA, **how)  # type: ignore[arg-type] # as named

    def also_reached_at(self, case: Case, channel: Channel, address: str) -> None:
        """The customer of a case gave another address."""
        with self.parts.doing(SYSTEM) as deed:
            deed.add(
                Contact(
                    id=deed.new_id(),
                    customer_id=case.customer_id,
                    channel=channel,
                    address=address,
                    created_at=deed.now,
                )
            )

    def sent(self, **pause: float) -> Sent:
        """Let time pass and deliver what is due."""
        self.village.clock.move_to(self.village.clock.now() + timedelta(**pause))
        return send_due(self.parts)

    def said(self) -> list[str]:
        """What was read in the messenger, wherever it came through."""
        contents = [each.content for each in self.server.taken]
        return [each["message"]["text"] if "message" in each else each["text"] for each in contents]

    def newest(self, kind: str) -> Notice:
        """The last notice of a kind."""
        return self.village.notices(kind)[-1]


def line_of(village: Village, server: ShopSystem, **settings: object) -> Line:
    base = f"http://127.0.0.1:{server.port}"
    given = {
        "webhooks_allow_local": True,
        "messenger_url": base,
        "x_url": base,
        **settings,
    }
    changed = village.parts.settings.model_copy(update=given)
    return Line(village, replace(village.parts, settings=changed), server)


@pytest.fixture
def server() -> Iterator[ShopSystem]:
    with ShopSystem() as system:
        system.usual = Answering(200, body=b"{}")
        yield system


@pytest.fixture
def meta(village: Village, server: ShopSystem) -> Line:
    """A page at Messenger."""
    return line_of(village, server, messenger_page_token=SecretStr("page token"))


@pytest.fixture
def bridged(village: Village, server: ShopSystem) -> Line:
    """A bridge of the shop's."""
    url = f"http://127.0.0.1:{server.port}/out"
    return line_of(village, server, bridge_url=url, message_secret=SECRET)


def states(line: Line, notice: Notice) -> list[tuple[Channel, DeliveryState, bool]]:
    return [
        (each.channel, each.state, each.is_final)
        for each in line.village.all_of(NoticeDelivery)
        if each.notice_id == notice.id
    ]


def test_answer_goes_back_into_the_messenger_word_for_word(meta: Line) -> None:
    case = meta.wrote(CaseChannel.MESSENGER)
    message = meta.answered(case, "Open the filter.\n\nThen call me.")
    sent = meta.sent()

    notice = meta.newest("case_reply")
    assert (message.channel, message.address) == (CaseChannel.MESSENGER, "4242")
    assert sent.failed == 0
    assert states(meta, notice) == [(Channel.MESSENGER, DeliveryState.SENT, False)]
    assert meta.said()[-1].startswith("Open the filter.\n\nThen call me.\n\nYou hear from us by")
    assert meta.village.mail() == []


def test_customer_without_mail_is_told_everything_in_their_messenger(meta: Line) -> None:
    meta.wrote(CaseChannel.MESSENGER)

    assert meta.sent() == Sent(sent=1)
    (text,) = meta.said()
    assert text.startswith("We have your request")


def test_after_a_day_it_goes_by_mail_instead(meta: Line) -> None:
    case = meta.wrote(CaseChannel.MESSENGER)
    meta.also_reached_at(case, Channel.EMAIL, "anna@example.org")
    meta.sent()
    before = len(meta.server.taken)

    meta.village.clock.move_to(meta.village.clock.now() + timedelta(hours=24))
    message = meta.answered(case)
    meta.sent()

    assert (message.channel, message.address) == (CaseChannel.EMAIL, "anna@example.org")
    assert len(meta.server.taken) == before
    assert [each["To"].addresses[0].addr_spec for each in meta.village.mail()] == [
        "anna@example.org"
    ]


def test_window_that_closes_while_it_waits_sends_it_by_mail(meta: Line) -> None:
    case = meta.wrote(CaseChannel.MESSENGER)
    meta.also_reached_at(case, Channel.EMAIL, "anna@example.org")
    meta.sent(hours=23)
    meta.server.next_answers = [Answering(503)]
    meta.answered(case)

    tries = [meta.sent(), meta.sent(hours=1)]

    notice = meta.newest("case_reply")
    assert tries == [Sent(failed=1), Sent(sent=1)]
    assert states(meta, notice) == [
        (Channel.MESSENGER, DeliveryState.FAILED, False),
        (Channel.EMAIL, DeliveryState.SENT, False),
    ]


def test_messenger_that_is_down_is_tried_again_with_growing_pauses(meta: Line) -> None:
    case = meta.wrote(CaseChannel.MESSENGER)
    meta.sent()
    meta.answered(case)
    meta.server.next_answers = [Answering(503), Answering(429)]

    tries = [meta.sent(), meta.sent(seconds=59), meta.sent(seconds=16), meta.sent(minutes=5)]

    assert tries == [Sent(failed=1), Sent(), Sent(failed=1), Sent(sent=1)]
    assert meta.newest("case_reply").state is NoticeState.SENT


def test_refusal_for_good_takes_the_other_way(meta: Line) -> None:
    case = meta.wrote(CaseChannel.MESSENGER)
    meta.also_reached_at(case, Channel.EMAIL, "anna@example.org")
    meta.sent()
    meta.answered(case)
    meta.server.next_answers = [Answering(400, body=b'{"error": {"code": 551}}')]

    meta.sent()

    notice = meta.newest("case_reply")
    assert states(meta, notice) == [
        (Channel.MESSENGER, DeliveryState.FAILED, True),
        (Channel.EMAIL, DeliveryState.SENT, False),
    ]
    assert meta.village.notices("delivery_failed") == []


def test_without_another_way_whoever_looks_after_it_hears_that_it_did_not_arrive(
    meta: Line,
) -> None:
    case = meta.wrote(CaseChannel.MESSENGER)
    meta.sent()
    meta.answered(case)
    meta.server.next_answers = [Answering(400, body=b'{"error": {"code": 551}}')]

    meta.sent()

    assert meta.newest("case_reply").state is NoticeState.GIVEN_UP
    (told,) = meta.village.notices("delivery_failed")
    message = worded(NoticeKind.DELIVERY_FAILED, words_in("en"), told.facts, "https://x/cases/1")
    assert message.subject == f"A message did not arrive ({case.reference})"
    assert "No telephone number is known. Look for another way to reach them." in message.paragraphs
    assert told.state is NoticeState.SENT


def test_bridge_carries_every_messenger_and_text_messages_as_answers(bridged: Line) -> None:
    whatsapp = bridged.wrote(CaseChannel.WHATSAPP, "+37120000001")
    sms = bridged.wrote(CaseChannel.SMS, "+37120000002")
    bridged.sent()
    for case in (whatsapp, sms):
        bridged.answered(case)
    bridged.sent()

    taken = [(each.content["channel"], each.content["address"]) for each in bridged.server.taken]
    assert taken == [
        ("whatsapp", "+37120000001"),
        ("whatsapp", "+37120000001"),
        ("sms", "+37120000002"),
    ]


def test_bridge_that_fails_for_long_is_given_up_and_staff_hear_it(bridged: Line) -> None:
    case = bridged.wrote(CaseChannel.WHATSAPP, "+37120000001")
    bridged.sent()
    bridged.server.usual = Answering(500)
    bridged.answered(case)

    for _ in range(8):
        bridged.sent(hours=6)

    notice = bridged.newest("case_reply")
    assert len(states(bridged, notice)) == bridged.parts.settings.notice_attempts
    assert notice.state is NoticeState.GIVEN_UP
    assert len(bridged.village.notices("delivery_failed")) == 1


def test_page_goes_as_a_short_text_with_its_link(bridged: Line) -> None:
    case = bridged.wrote(CaseChannel.WHATSAPP, "+37120000001")
    visit = bridged.village.book(bridged.village.moment(24, 9))
    with bridged.parts.doing(SYSTEM) as deed:  # the visit is theirs now
        notice = bridged.village.notices("booked")[0]
        row = deed.session.get_one(Notice, notice.id)
        row.recipient_id = case.customer_id
        deed.add(row)

    bridged.sent(hours=2)

    text = next(each for each in bridged.said() if "/visit/" in each)
    assert len(text.splitlines()) == 2
    assert visit is not None


def test_way_can_be_chosen_and_the_preview_shows_what_is_read(meta: Line) -> None:
    case = meta.wrote(CaseChannel.MESSENGER)
    meta.also_reached_at(case, Channel.EMAIL, "anna@example.org")

    seen = preview_reply(
        meta.parts,
        SYSTEM,
        lambda deed: reply(deed, deed.session.get_one(Case, case.id), "Open it.", EVA),
    )
    message = meta.answered(case, way=Way.EMAIL)
    meta.sent()

    assert (seen.way, seen.address, seen.letter) == (Way.BRIDGE, "4242", None)
    assert seen.text.startswith("Open it.\n\nYou hear from us by")
    assert (message.channel, message.address) == (CaseChannel.EMAIL, "anna@example.org")
    assert len(meta.village.mail()) == 1


def test_code_to_sign_in_never_goes_into_a_messenger() -> None:
    from aftersales.notices.routes import BY_MAIL

    assert NoticeKind.SIGN_IN_CODE in BY_MAIL


def test_case_of_somebody_who_calls_is_untouched_by_it(meta: Line) -> None:
    with meta.parts.doing(SYSTEM) as deed:
        open_case(
            deed,
            meta.village.territory,
            meta.village.customer,
            kind=CaseKind.SUPPORT,
            channel="phone",
            subject="It hums",
            description="",
            next_update_at=deed.now + timedelta(hours=2),
        )

    assert meta.sent() == Sent(sent=1)
    assert (meta.said(), len(meta.village.mail())) == ([], 1)
