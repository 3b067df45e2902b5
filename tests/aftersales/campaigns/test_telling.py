"""Telling: by every way that reaches an owner, the sooner the more dangerous, until a person takes over."""

from dataclasses import replace
from email.message import EmailMessage

from aftersales.campaigns.answering import record_attempt
from aftersales.campaigns.telling import ways_to
from aftersales.channels.mail import DeliveryFailed
from aftersales.customers import Reachable
from aftersales.notices.delivery import send_due
from aftersales.records import CampaignResponse, Channel, Contact
from tests.aftersales.campaigns.conftest import Recalling
from tests.aftersales.conftest import all_of
from tests.conftest import MONDAY_MORNING
from warranty.recalls.campaigns import Severity

MAIL = Reachable(channel=Channel.EMAIL, address="b@example.org")
SAFETY = Reachable(channel=Channel.EMAIL, address="s@example.org", is_safety_only=True)
PHONE = Reachable(channel=Channel.PHONE, address="+423 5")


def step(recalling: Recalling, number: int = 0) -> tuple[str, str | None, str | None, int]:
    """State, next day, next way and steps taken of a unit."""
    each = recalling.responses()[number]
    on = None if each.next_on is None else each.next_on.isoformat()
    return each.state, on, each.next_way, len(each.told)


def test_address_for_safety_alone_is_used(recalling: Recalling) -> None:
    recalling.sold("AB1000", recalling.person("C-2", SAFETY))

    recalling.published()
    send_due(recalling.village.parts)

    (mail,) = recalling.village.mail()
    assert "s@example.org" in mail["To"]


def test_owner_reads_it_in_their_language(recalling: Recalling) -> None:
    recalling.sold("AB1000", recalling.person("C-2", MAIL, language="lv"))

    recalling.published()

    (notice,) = recalling.village.notices("recall")
    assert notice.facts["hazard"] == "Sildītājs var pārkarst un aizdegties"


def test_language_nobody_wrote_in_is_answered_in_english(recalling: Recalling) -> None:
    recalling.sold("AB1000", recalling.person("C-2", MAIL, language="bn"))

    recalling.published()

    (notice,) = recalling.village.notices("recall")
    assert notice.facts["hazard"] == "The heater can overheat and start a fire"


def test_whoever_does_not_answer_is_called_after_some_days(recalling: Recalling) -> None:
    recalling.sold("AB1000", recalling.person("C-2", MAIL, PHONE))

    recalling.published()

    assert step(recalling) == ("notified", "2026-11-27", "phone", 1)


def test_whoever_is_told_by_mail_alone_is_left_to_a_person_at_last(recalling: Recalling) -> None:
    recalling.sold("AB1000", recalling.person("C-2", MAIL))
    recalling.published()
    waiting = step(recalling)

    recalling.days_later(13)
    before = step(recalling)
    recalling.days_later(1)

    assert waiting == before == ("notified", "2026-12-07", None, 1)
    assert step(recalling) == ("unreachable", None, None, 1)


def test_service_is_reminded_by_mail_once(recalling: Recalling) -> None:
    recalling.sold("AB1000", recalling.person("C-2", MAIL))
    recalling.published(severity=Severity.SERVICE)

    recalling.days_later(29)
    early = len(recalling.village.notices("recall"))
    recalling.days_later(1)
    send_due(recalling.village.parts)

    assert (early, len(recalling.village.notices("recall"))) == (1, 2)
    reminder = recalling.village.mail()[-1].get_body(("plain",))
    assert reminder is not None
    assert "We have written to you before" in reminder.get_content()


def test_owner_with_a_telephone_only_is_called_at_once(recalling: Recalling) -> None:
    recalling.sold("AB1000", recalling.person("C-2", PHONE))

    recalling.published()

    assert step(recalling) == ("owed", "2026-11-23", "phone", 0)


def test_owner_whom_nothing_reaches_is_for_a_person(recalling: Recalling) -> None:
    recalling.sold("AB1000", recalling.person("C-2"))

    recalling.published()

    assert step(recalling) == ("unreachable", None, None, 0)


def test_call_that_reaches_nobody_plans_the_next_one(recalling: Recalling) -> None:
    recalling.sold("AB1000", recalling.person("C-2", PHONE))
    recalling.published()

    recalling.answering(lambda deed, asked: record_attempt(deed, asked, "phone", is_reached=False))
    tried = step(recalling)
    recalling.answering(
        lambda deed, asked: record_attempt(deed, asked, "phone", is_reached=True, note="calls back")
    )

    assert tried == ("owed", "2026-12-14", "phone", 1)
    assert recalling.states() == ["notified"]
    assert recalling.responses()[0].note == "calls back"


class DeadPost:
    """A mail server that knows nobody."""

    def send(self, message: EmailMessage, key: str) -> None:
        raise DeliveryFailed("550 no such user", is_final=True)


def test_mail_that_reached_nobody_hands_over_to_the_telephone(recalling: Recalling) -> None:
    recalling.sold("AB1000", recalling.person("C-2", MAIL, PHONE))
    recalling.published()
    send_due(replace(recalling.village.parts, post=DeadPost()))

    recalling.days_later(0)

    assert step(recalling) == ("notified", "2026-11-23", "phone", 1)
    assert all_of(recalling.village.parts, CampaignResponse)[0].is_mail_dead


def test_ways_are_those_that_are_known() -> None:
    def contact(channel: Channel) -> Contact:
        return Contact(channel=channel, address="x", created_at=MONDAY_MORNING)

    everything = [contact(channel) for channel in Channel]

    assert ways_to([], has_address=False, is_mail_dead=False) == frozenset()
    assert ways_to([], has_address=True, is_mail_dead=False) == {"post"}
    assert ways_to(everything, has_address=False, is_mail_dead=True) == {"phone", "post"}
    assert ways_to([contact(Channel.SMS)], has_address=False, is_mail_dead=False) == {"phone"}
