"""Delivery: tried, retried with growing pauses, given up aloud; nobody is forgotten."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from aftersales.appointments import cancel, set_window
from aftersales.channels.mail import DeliveryFailed
from aftersales.identifiers import link_token
from aftersales.notices import delivery
from aftersales.notices.delivery import (
    BATCH,
    LONGEST_BATCH,
    LONGEST_SEND,
    Sent,
    send_due,
)
from aftersales.notices.facts import RouteFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.letter import letter
from aftersales.notices.pauses import pause_after
from aftersales.notices.writing import technician, territory, write_notice
from aftersales.parts import Parts
from aftersales.queries.notices import deliveries_of, notices_by_kind
from aftersales.records import (
    Channel,
    Contact,
    Customer,
    DeliveryState,
    Notice,
    NoticeDelivery,
    NoticeState,
    RecipientKind,
    Technician,
    Territory,
)
from aftersales.visits import tell_cancelled, tell_new_window
from tests.aftersales.conftest import Village, visit_in

MINUTE = timedelta(minutes=1)


class FailingPost:
    """A carrier that fails a number of times and then takes everything."""

    def __init__(self, failures: int, *, is_final: bool = False) -> None:
        self.failures = failures
        self.is_final = is_final
        self.taken: list[str] = []

    def send(self, message: object, key: str) -> None:
        if self.failures:
            self.failures -= 1
            raise DeliveryFailed("The carrier is asleep.", is_final=self.is_final)
        self.taken.append(key)


def told(village: Village, number: int = 1) -> list[Notice]:
    """Visits that were booked and told; the clock stands after the quiet hours."""
    start_at = village.moment(24, 8)
    for position in range(number):
        village.book(
            start_at + timedelta(minutes=30 * (position // 3)),
            minutes=30,
            crew=(position % 3,),
            window=(start_at, start_at + 4 * 60 * MINUTE),
        )
    village.clock.move_to(village.moment(23, 9))
    return village.notices()


def with_post(village: Village, post: FailingPost) -> Parts:
    return replace(village.parts, post=post)


def attempts(village: Village) -> list[tuple[int, DeliveryState, str]]:
    return [(row.attempt, row.state, row.error) for row in village.all_of(NoticeDelivery)]


def test_send_due_writes_what_was_sent(village: Village) -> None:
    (notice,) = told(village)

    assert send_due(village.parts) == Sent(sent=1)

    (sent,) = village.notices()
    (contact,) = [each for each in village.all_of(Contact) if each.channel is Channel.EMAIL]
    assert (sent.state, sent.sent_at, sent.attempts) == (NoticeState.SENT, village.clock.now(), 1)
    (delivery,) = village.all_of(NoticeDelivery)
    assert delivery.model_dump() == {
        "id": delivery.id,
        "notice_id": notice.id,
        "attempt": 1,
        "channel": Channel.EMAIL,
        "contact_id": contact.id,
        "state": DeliveryState.SENT,
        "started_at": village.clock.now(),
        "finished_at": village.clock.now(),
        "error": "",
        "is_final": False,
    }
    (mail,) = village.mail()
    assert mail["To"] == "Anna Beck <anna@example.org>"
    with village.parts.store.reading() as session:
        assert notices_by_kind(session) == {"booked": 1}
        assert deliveries_of(session, notice.id) == [delivery]


def test_send_due_sends_the_same_bytes_as_the_letter(village: Village) -> None:
    (notice,) = told(village)
    token = link_token(village.parts.secret, _link(notice))
    expected = letter(village.parts.settings, notice, "anna@example.org", "Anna Beck", token)

    send_due(village.parts)

    (file,) = village.parts.settings.outbox.iterdir()
    assert file.read_bytes() == expected.as_bytes()


def _link(notice: Notice) -> UUID:
    return UUID(str(notice.facts["link_id"]))


def test_send_due_leaves_alone_what_is_not_due(village: Village) -> None:
    booked = village.book(village.moment(24, 9))
    assert send_due(village.parts) == Sent(sent=1)
    with village.doing() as deed:  # at 07:00: quiet until 08:00
        visit = visit_in(deed.session, booked)
        was = visit.appointment.window_from_at, visit.appointment.window_to_at
        set_window(deed, visit.appointment, (was[0], was[0] + 120 * MINUTE))
        tell_new_window(deed, visit, NoticeKind.WINDOW_NARROWED, was=was, cause=None)

    assert send_due(village.parts) == Sent()
    village.clock.move_to(village.moment(23, 8) - timedelta(microseconds=1))
    assert send_due(village.parts) == Sent()
    village.clock.move_to(village.moment(23, 8))
    assert send_due(village.parts) == Sent(sent=1)
    assert send_due(village.parts) == Sent()


def test_send_due_works_through_more_than_one_batch(village: Village) -> None:
    notices = told(village, BATCH + 2)
    seen: list[Sent] = []

    assert send_due(village.parts, seen.append) == Sent(sent=BATCH + 2)

    assert seen == [Sent(sent=BATCH), Sent(sent=BATCH + 2)]
    assert len({mail["Message-ID"] for mail in village.mail()}) == len(notices) == BATCH + 2


def test_send_due_waits_four_times_as_long_after_each_failure(village: Village) -> None:
    told(village)
    post = FailingPost(failures=5)
    parts = with_post(village, post)
    pauses: list[timedelta] = []

    for _ in range(5):
        assert send_due(parts) == Sent(failed=1)
        (notice,) = village.notices()
        assert notice.state is NoticeState.WAITING
        pauses.append(notice.not_before_at - village.clock.now())
        village.clock.move_to(notice.not_before_at - timedelta(microseconds=1))
        assert send_due(parts) == Sent()
        village.clock.move_to(notice.not_before_at)
    assert send_due(parts) == Sent(sent=1)

    notice_id = village.notices()[0].id
    assert pauses == [pause_after(tries, notice_id) for tries in range(1, 6)]
    assert post.taken == [village.notices()[0].unrepeatable_key]
    assert attempts(village) == [
        *((number, DeliveryState.FAILED, "The carrier is asleep.") for number in range(1, 6)),
        (6, DeliveryState.SENT, ""),
    ]


def test_send_due_gives_up_after_the_last_attempt_and_asks_staff_to_call(village: Village) -> None:
    told(village)
    parts = with_post(village, FailingPost(failures=6))

    for _ in range(6):
        village.clock.move_to(max(village.clock.now(), village.notices()[0].not_before_at))
        send_due(parts)

    booked = village.notices("booked")[0]
    assert (booked.state, booked.attempts) == (NoticeState.GIVEN_UP, 6)
    (asked,) = village.notices("promise_at_risk")
    assert (asked.recipient_kind, asked.recipient_id) == (
        RecipientKind.TERRITORY,
        village.territory.id,
    )
    assert asked.facts == booked.facts | {"call_name": "Anna Beck", "call_phone": "+423 5"}


def test_send_due_gives_up_at_once_when_the_refusal_is_final(village: Village) -> None:
    told(village)
    post = FailingPost(failures=1, is_final=True)

    assert send_due(with_post(village, post)) == Sent(sent=1, failed=1)

    assert [notice.state for notice in village.notices()] == [
        NoticeState.GIVEN_UP,
        NoticeState.SENT,
    ]
    assert post.taken == [village.notices("promise_at_risk")[0].unrepeatable_key]


def without_mail(village: Village) -> None:
    with village.doing() as deed:
        for contact in deed.session.exec(select(Contact)).all():
            if contact.channel is Channel.EMAIL:
                contact.is_safety_only = True


def asked_of_staff(village: Village) -> str:
    """What the one mail to the office asks, after a notice that reached nobody."""
    assert send_due(village.parts) == Sent(sent=1, unreachable=1)
    assert village.notices("booked")[0].state is NoticeState.UNREACHABLE
    (mail,) = village.mail()
    assert mail["To"] == "Eva Office <office@aftersales.example>"
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_customer_without_a_mail_address_is_called_by_staff(village: Village) -> None:
    told(village)
    without_mail(village)

    asked = asked_of_staff(village)

    assert "Please call Anna Beck: +423 5." in asked


def test_customer_without_any_address_is_said_to_have_none(village: Village) -> None:
    told(village)
    without_mail(village)
    with village.doing() as deed:
        deed.remove(
            contact
            for contact in deed.session.exec(select(Contact)).all()
            if contact.channel is Channel.PHONE
        )

    assert "no telephone number is known" in asked_of_staff(village)


def test_staff_are_asked_once_for_each_news_that_reached_nobody(village: Village) -> None:
    told(village)
    without_mail(village)
    send_due(village.parts)
    with village.doing() as deed:
        visit = visit_in(deed.session, deed.session.exec(select(Notice)).first().subject_id)  # type: ignore[union-attr]
        cancel(deed, visit.appointment, by="aftersales", reason="Nobody can come.")
        tell_cancelled(deed, visit)

    assert send_due(village.parts) == Sent(sent=1, unreachable=1)
    assert send_due(village.parts) == Sent()

    assert len(village.notices("promise_at_risk")) == 2


def route_news(village: Village) -> None:
    facts = RouteFacts(
        on=village.moment(23, 9).date(),
        visits=1,
        zone="Europe/Vaduz",
        next_start_at=None,
        next_place=None,
    )
    with village.doing() as deed:
        for recipient, subject in (
            (technician(village.technicians[0]), village.technicians[0]),
            (territory(village.territory), village.territory),
        ):
            write_notice(
                deed,
                NoticeKind.PLAN_CHANGED,
                recipient,
                subject,
                revision=1,
                zone="Europe/Vaduz",
                facts=facts,
            )


def test_technician_and_territory_are_written_to_at_their_own_addresses(village: Village) -> None:
    route_news(village)

    assert send_due(village.parts) == Sent(sent=2)

    assert {mail["To"] for mail in village.mail()} == {
        "Tom Vogt <t0@aftersales.example>",
        "Eva Office <office@aftersales.example>",
    }


def test_technician_and_territory_without_an_address_are_left_without_escalation(
    village: Village,
) -> None:
    route_news(village)
    with village.doing() as deed:
        deed.session.get_one(Technician, village.technicians[0].id).email = ""
        deed.session.get_one(Territory, village.territory.id).answers_email = ""

    assert send_due(village.parts) == Sent(unreachable=2)

    assert {notice.state for notice in village.notices()} == {NoticeState.UNREACHABLE}
    assert len(village.notices()) == 2


@pytest.mark.parametrize(
    "address", ["anna", "anna beck@example.org", "@x", "a@b@c", "a@b,c@d", "ā@x.lv"]
)
def test_address_that_is_none_fails_for_good_and_holds_nobody_up(
    village: Village, address: str
) -> None:
    told(village, 2)
    route_news(village)
    with village.doing() as deed:
        for contact in deed.session.exec(select(Contact)).all():
            if contact.channel is Channel.EMAIL:
                contact.address = address

    done = send_due(village.parts)

    assert done == Sent(sent=4, failed=2)  # two to staff, two that staff call now
    assert [notice.state for notice in village.notices("booked")] == [NoticeState.GIVEN_UP] * 2
    assert attempts(village)[0][2] == (
        "The message could not be written. The address is no e-mail address. Correct it."
    )


@pytest.mark.parametrize("name", ["Anna\nBcc: thief@example.org", "Anna\r\n\r\nBeck", "A\u2028B"])
def test_name_with_line_breaks_is_written_on_one_line(village: Village, name: str) -> None:
    told(village)
    with village.doing() as deed:
        deed.session.get_one(Customer, village.customer.id).name = name

    assert send_due(village.parts) == Sent(sent=1)
    (mail,) = village.mail()
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].addr_spec == "anna@example.org"


def test_another_worker_that_was_faster_is_left_alone(village: Village) -> None:
    (notice,) = told(village)
    other = FailingPost(failures=0)

    class Slow(FailingPost):
        def send(self, message: object, key: str) -> None:
            assert send_due(with_post(village, other)) == Sent()  # it is taken
            super().send(message, key)

    post = Slow(failures=0)
    assert send_due(with_post(village, post)) == Sent(sent=1)

    assert (post.taken, other.taken) == ([notice.unrepeatable_key], [])


def test_worker_that_looked_before_another_began_leaves_it_alone(village: Village) -> None:
    told(village)

    class ClockOfTheSlower:
        """Lets the other worker go first, between looking and beginning."""

        looks = 0

        def now(self) -> datetime:
            self.looks += 1
            if self.looks == 2:
                assert send_due(village.parts) == Sent(sent=1)
            return village.clock.now()

    assert send_due(replace(village.parts, clock=ClockOfTheSlower())) == Sent()

    assert [state for _, state, _ in attempts(village)] == [DeliveryState.SENT]


def test_message_that_nobody_expected_to_fail_is_tried_again_and_holds_nobody_up(
    village: Village,
) -> None:
    told(village, 2)

    class Broken(FailingPost):
        def send(self, message: object, key: str) -> None:
            if not self.taken:
                self.taken.append("the first")
                raise ZeroDivisionError
            super().send(message, key)

    assert send_due(with_post(village, Broken(failures=0))) == Sent(sent=1, failed=1)

    assert [notice.state for notice in village.notices()] == [
        NoticeState.WAITING,
        NoticeState.SENT,
    ]
    assert attempts(village)[0][2] == "The message could not be made (ZeroDivisionError)."


def test_attempt_that_never_ended_is_repeated_after_its_pause(village: Village) -> None:
    told(village)

    class Dying(FailingPost):
        def send(self, message: object, key: str) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_due(with_post(village, Dying(failures=0)))
    assert attempts(village) == [(1, DeliveryState.STARTED, "")]
    assert send_due(village.parts) == Sent()

    village.clock.move_to(village.clock.now() + LONGEST_BATCH + LONGEST_SEND)

    assert send_due(village.parts) == Sent(sent=1)
    assert [state for _, state, _ in attempts(village)] == [
        DeliveryState.STARTED,
        DeliveryState.SENT,
    ]


class OvertakenPost:
    """Is so slow that meanwhile another runner delivers everything; then it fails, or not."""

    def __init__(
        self, village: Village, after: timedelta, failure: DeliveryFailed | None = None
    ) -> None:
        self.village = village
        self.after = after
        self.failure = failure
        self.meanwhile: list[Sent] = []

    def send(self, _message: object, _key: str) -> None:
        self.village.clock.move_to(self.village.clock.now() + self.after)
        self.meanwhile.append(send_due(self.village.parts))
        if self.failure is not None:
            raise self.failure


FOR_GOOD = DeliveryFailed("The carrier refuses.", is_final=True)


def test_attempt_that_fails_after_another_has_sent_changes_nothing(village: Village) -> None:
    told(village)
    post = OvertakenPost(village, timedelta(hours=1), FOR_GOOD)

    assert send_due(replace(village.parts, post=post)) == Sent(failed=1)

    (notice,) = village.notices()  # and staff are not asked to call
    assert post.meanwhile == [Sent(sent=1)]
    assert (notice.state, notice.attempts) == (NoticeState.SENT, 2)
    assert sorted(attempts(village)) == [
        (1, DeliveryState.FAILED, "The carrier refuses."),
        (2, DeliveryState.SENT, ""),
    ]


def test_attempt_that_succeeds_after_another_was_given_up_has_sent(village: Village) -> None:
    told(village)
    post = OvertakenPost(village, timedelta(hours=1))
    village_of_others = replace(
        village, parts=with_post(village, FailingPost(failures=1, is_final=True))
    )
    post.village = village_of_others

    assert send_due(replace(village.parts, post=post)) == Sent(sent=1)

    (notice,) = village.notices("booked")
    assert post.meanwhile == [Sent(sent=1, failed=1)]  # the other one asks staff to call
    assert (notice.state, notice.sent_at) == (NoticeState.SENT, village.clock.now())


def test_attempt_that_was_not_made_after_another_has_sent_is_only_forgotten(
    village: Village,
) -> None:
    told(village, 2)
    post = OvertakenPost(village, timedelta(hours=1))
    parts = replace(village.parts, post=post)

    assert send_due(parts, should_stop=lambda: bool(post.meanwhile)) == Sent(sent=1)

    notices = village.notices()
    assert post.meanwhile == [Sent(sent=2)]
    assert [(row.state, row.attempts) for row in notices] == [(NoticeState.SENT, 2)] * 2
    assert sorted(number for number, _, _ in attempts(village)) == [1, 2, 2]


def test_slow_batch_is_not_begun_by_another_meanwhile(village: Village) -> None:
    told(village, 2)
    post = OvertakenPost(village, LONGEST_SEND / 2)

    assert send_due(replace(village.parts, post=post)) == Sent(sent=2)

    assert post.meanwhile == [Sent()] * 2


def test_batch_that_takes_too_long_ends_and_the_rest_comes_with_the_next(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(village, 3)
    monkeypatch.setattr(delivery, "LONGEST_BATCH", timedelta(0))
    seen: list[Sent] = []

    assert send_due(village.parts, seen.append) == Sent(sent=3)

    assert seen == [Sent(sent=1), Sent(sent=2), Sent(sent=3)]
    assert [row.attempts for row in village.notices()] == [1, 1, 1]


def test_folder_that_cannot_be_written_is_tried_again(village: Village) -> None:
    told(village)
    folder = village.parts.settings.outbox
    folder.write_text("a file where the folder should be")

    assert send_due(village.parts) == Sent(failed=1)
    folder.unlink()
    village.clock.move_to(village.notices()[0].not_before_at)

    assert send_due(village.parts) == Sent(sent=1)
    assert attempts(village)[0][2].startswith("The outbox folder could not take the message")


def test_sent_at_is_when_it_left_not_when_it_was_written(village: Village) -> None:
    (notice,) = told(village)

    send_due(village.parts)

    (sent,) = village.notices()
    assert (sent.created_at, sent.sent_at) == (
        notice.created_at,
        datetime(2026, 11, 23, 8, 0, tzinfo=notice.created_at.tzinfo),
    )
