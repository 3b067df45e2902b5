"""Urgent news is texted, too: a delay goes out by mail and as a text message, each of them once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest

from aftersales.deed import SYSTEM
from aftersales.inbound.bounces import Bounce
from aftersales.inbound.returned import mark_returned
from aftersales.notices.delivery import Sent, send_due
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.letter import message_id
from aftersales.parts import Parts
from aftersales.queries.visits import visits_by_id
from aftersales.records import (
    Channel,
    Contact,
    DeliveryState,
    Notice,
    NoticeDelivery,
    NoticeState,
)
from aftersales.visits import tell_new_window
from scheduling.forecast import Cause, CauseKind
from tests.aftersales.conftest import Village
from tests.aftersales.notices.test_messenger_delivery import SECRET
from tests.aftersales.webhooks.shop_system import Answering, ShopSystem

NUMBER = "+423 5"


@dataclass(frozen=True)
class Texting:
    """The village with a bridge that carries text messages, and a visit whose customer gave a number."""

    village: Village
    parts: Parts
    server: ShopSystem
    visit: UUID

    def delay(self) -> Notice:
        """The visit is late, and its customer is to be told."""
        with self.parts.doing(SYSTEM) as deed:
            visit = visits_by_id(deed.session, [self.visit])[self.visit]
            was = visit.appointment.window_from_at, visit.appointment.window_to_at
            visit.appointment.invitation_sequence += 1
            return tell_new_window(
                deed,
                visit,
                NoticeKind.DELAYED,
                was=was,
                cause=Cause(kind=CauseKind.LATE_START, stop=None, minutes=40),
            )

    def sent(self, **pause: float) -> Sent:
        """Let time pass and deliver what is due."""
        self.village.clock.move_to(self.village.clock.now() + timedelta(**pause))
        return send_due(self.parts)

    def texts(self) -> list[str]:
        """What was texted, to the number."""
        told = [each.content for each in self.server.taken]
        assert {(each["channel"], each["address"]) for each in told} <= {("sms", NUMBER)}
        return [each["text"] for each in told]

    def letters(self) -> list[str]:
        """The subjects of the letters about a delay."""
        subjects = [str(each["Subject"]) for each in self.village.mail()]
        return [each for each in subjects if "late" in each]

    def ways(self, notice: Notice) -> list[tuple[Channel, DeliveryState]]:
        """On which channels a notice was tried, and how it ended."""
        return [
            (each.channel, each.state)
            for each in self.village.all_of(NoticeDelivery)
            if each.notice_id == notice.id
        ]

    def state(self, notice: Notice) -> NoticeState:
        """How far a notice has come."""
        with self.parts.store.reading() as session:
            return session.get_one(Notice, notice.id).state

    def change(self, **changed: object) -> None:
        """The customer's contacts by e-mail get other values."""
        with self.parts.doing(SYSTEM) as deed:
            for each in self.village.all_of(Contact):
                if each.channel is Channel.EMAIL and each.customer_id == self.village.customer.id:
                    deed.add(deed.session.get_one(Contact, each.id).sqlmodel_update(changed))


def texting_in(village: Village, server: ShopSystem, **settings: object) -> Texting:
    given = {
        "webhooks_allow_local": True,
        "bridge_url": f"http://127.0.0.1:{server.port}/out",
        "message_secret": SECRET,
        **settings,
    }
    changed = village.parts.settings.model_copy(update=given)
    parts = replace(village.parts, settings=changed)
    visit = village.book(village.moment(24, 9))
    send_due(parts)
    return Texting(village, parts, server, visit)


@pytest.fixture
def server() -> Iterator[ShopSystem]:
    with ShopSystem() as system:
        system.usual = Answering(200, body=b"{}")
        yield system


@pytest.fixture
def texting(village: Village, server: ShopSystem) -> Texting:
    return texting_in(village, server)


def test_delay_goes_by_mail_and_as_a_text_message_each_once(texting: Texting) -> None:
    assert texting.texts() == []  # the booking was no urgent news

    notice = texting.delay()
    assert texting.sent() == Sent(sent=2)

    (text,) = texting.texts()
    assert len(text.splitlines()) == 2
    assert "/visit/" in text
    assert len(texting.letters()) == 1
    assert texting.ways(notice) == [
        (Channel.EMAIL, DeliveryState.SENT),
        (Channel.SMS, DeliveryState.SENT),
    ]
    assert texting.state(notice) is NoticeState.SENT
    assert texting.sent(hours=1) == Sent()


def test_shop_that_wants_no_text_messages_sends_none(village: Village, server: ShopSystem) -> None:
    texting = texting_in(village, server, urgent_by_text=False)

    texting.delay()

    assert texting.sent() == Sent(sent=1)
    assert texting.texts() == []


def test_text_message_is_tried_again_and_its_letter_is_not_repeated(texting: Texting) -> None:
    texting.server.next_answers = [Answering(503)]
    notice = texting.delay()

    tries = [texting.sent(), texting.sent(minutes=2)]

    assert tries == [Sent(sent=1, failed=1), Sent(sent=1)]
    assert len(texting.letters()) == 1
    assert texting.state(notice) is NoticeState.SENT


def test_number_that_takes_no_text_messages_changes_nothing(texting: Texting) -> None:
    texting.server.next_answers = [Answering(400)]
    notice = texting.delay()

    assert texting.sent() == Sent(sent=1, failed=1)

    assert texting.state(notice) is NoticeState.SENT
    assert texting.sent(hours=1) == Sent()
    assert texting.village.notices("promise_at_risk") == []


def test_customer_without_mail_is_texted(texting: Texting) -> None:
    texting.change(bounced_at=texting.village.clock.now())
    notice = texting.delay()

    assert texting.sent() == Sent(sent=1)

    assert texting.ways(notice) == [(Channel.SMS, DeliveryState.SENT)]
    assert texting.letters() == []


@pytest.mark.parametrize("recipient", ["", "forwarded@example.org"])
def test_letter_that_comes_back_is_not_missed_where_the_text_message_arrived(
    texting: Texting, recipient: str
) -> None:
    notice = texting.delay()
    texting.sent()

    with texting.parts.doing(SYSTEM) as deed:
        letters = (message_id(texting.parts.settings, notice),)
        bounce = Bounce(letters=letters, recipient=recipient, is_final=True, reason="full")
        mark_returned(deed, bounce)

    assert texting.state(notice) is NoticeState.SENT
    assert texting.sent(minutes=5) == Sent()
    assert texting.village.notices("promise_at_risk") == []
