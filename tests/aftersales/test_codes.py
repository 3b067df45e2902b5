"""One-time codes: buyers who lost their link find their visits, and nobody else does."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from aftersales.clock import SetClock
from aftersales.codes import CLOSED, TRIED_BY_EMAIL, WRONG, ask_code, redeem_code, visits_of_buyer
from aftersales.customers import add_customer
from aftersales.errors import NotSignedIn, NotThere, TooOften
from aftersales.identifiers import code_digits
from aftersales.links import subject_of
from aftersales.notices.delivery import send_due
from aftersales.parts import Parts
from aftersales.records import (
    Appointment,
    AppointmentState,
    AttemptCount,
    Channel,
    Contact,
    Customer,
    Event,
    Link,
    LinkPurpose,
    Notice,
    OneTimeCode,
)
from aftersales.throttle import forget
from tests.aftersales.conftest import Village, all_of
from tests.aftersales.test_links import ENDED, texts_containing

ANNA = "anna@example.org"
ORIGIN = "203.0.113.7"


def asked(parts: Parts, email: str = ANNA, origin: str = ORIGIN) -> None:
    ask_code(parts, email, "en", origin)


def digits_now(parts: Parts) -> str:
    """The digits of the one code there is."""
    (code,) = all_of(parts, OneTimeCode)
    return code_digits(parts.secret, code.id)


def other_than(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06d}"


def redeemed(parts: Parts, code: str, email: str = ANNA, origin: str = ORIGIN) -> str:
    """The token, or the sentence with which the code is refused."""
    try:
        return redeem_code(parts, email, code, origin)
    except NotSignedIn as refusal:
        return str(refusal)


def listed(parts: Parts, token: str) -> list[tuple[Appointment, str]] | str:
    """The appointments behind a token and the tokens of their pages, or the refusal."""
    with parts.store.reading() as session:
        try:
            _person, visits = visits_of_buyer(session, parts.secret, parts.clock.now(), token)
        except NotThere as refusal:
            return str(refusal)
        return [(visit.appointment, page) for visit, page in visits]


def listed_ids(parts: Parts, token: str) -> list[object]:
    found = listed(parts, token)
    assert not isinstance(found, str)
    return [appointment.id for appointment, _page in found]


def test_code_in_the_mail_opens_the_visits_and_each_its_page(village: Village) -> None:
    parts, clock = village.parts, village.clock
    later, sooner = village.book(village.moment(26, 9)), village.book(village.moment(24, 9))
    clock.move_to(village.moment(23, 22))  # quiet hours hold nothing back
    send_due(parts)

    asked(parts, " Anna@Example.ORG")
    sent = send_due(parts).sent

    mail = [each for each in village.mail() if each["Subject"] == "Your code to see your visits"]
    assert (sent, len(mail), mail[0]["To"]) == (1, 1, "Anna Beck <anna@example.org>")
    body = mail[0].get_body(("plain",))
    assert body is not None
    found = re.search(r"Your code is (\d{6})\.", body.get_content())
    assert found is not None
    assert "within 10 minutes" in body.get_content()
    token = redeem_code(parts, ANNA, found[1], ORIGIN)
    assert listed_ids(parts, token) == [sooner, later]
    with parts.store.reading() as session:
        visits = listed(parts, token)
        assert not isinstance(visits, str)
        for appointment, page in visits:
            opened = subject_of(session, clock.now(), LinkPurpose.VISIT, page)
            assert opened == appointment.id


def test_code_is_written_in_the_language_of_the_customer(village: Village) -> None:
    parts = village.parts
    with village.doing() as deed:
        for number, language in enumerate(("lv", "xx")):
            person = add_customer(
                deed, number=f"L{number}", name="L", language="lv", email=f"l{number}@example.org"
            )
            person.language = language

    for number in range(2):
        ask_code(parts, f"l{number}@example.org", "bn", ORIGIN)

    assert [notice.language for notice in village.notices("sign_in_code")] == ["lv", "bn"]


def test_digits_stand_nowhere_and_unknown_addresses_leave_the_same_traces(
    village: Village,
) -> None:
    parts = village.parts
    asked(parts)
    known = digits_now(parts)
    assert send_due(parts).sent == 1  # they went out, so they could have been kept
    assert texts_containing(parts, "sign_in_code") == ["notice.unrepeatable_key", "notice.kind"]

    asked(parts, "nobody@example.org")

    codes = all_of(parts, OneTimeCode)
    assert [code.customer_id for code in codes] == [village.customer.id, None]
    assert send_due(parts).sent == 0
    assert [event.what for event in all_of(parts, Event)][-2:] == ["code_asked_for"] * 2
    assert texts_containing(parts, known) == []
    rows = [*codes, *all_of(parts, AttemptCount), *all_of(parts, Event)]
    dumped = str([row.model_dump() for row in rows]).lower()
    assert codes[0].asked_for_hash in dumped  # what is there is found
    assert not any(word in dumped for word in ("anna", "nobody", "example.org", ORIGIN))


def test_right_digits_of_an_unknown_address_open_nothing(village: Village) -> None:
    asked(village.parts, "nobody@example.org")

    digits = digits_now(village.parts)

    assert redeemed(village.parts, digits, "nobody@example.org") == WRONG
    assert village.all_of(Link) == []


def test_code_is_good_once_for_ten_minutes_and_only_the_newest(village: Village) -> None:
    parts, clock = village.parts, village.clock
    asked(parts)
    first = digits_now(parts)
    asked(parts)
    second = digits_now(parts)
    assert first != second

    clock.move_to(clock.now() + timedelta(minutes=10) - timedelta(microseconds=1))
    replaced, good, again = (redeemed(parts, each) for each in (first, second, second))
    asked(parts)
    third = digits_now(parts)
    clock.move_to(clock.now() + timedelta(minutes=10))

    assert (replaced, again) == (WRONG, WRONG)
    assert listed(parts, good) == []
    assert redeemed(parts, third) == WRONG


def test_code_is_read_however_it_is_typed(village: Village) -> None:
    asked(village.parts)
    digits = digits_now(village.parts)

    bengali = digits.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))

    assert listed(village.parts, redeemed(village.parts, f" {bengali[:3]} - {bengali[3:]}")) == []


def test_code_is_dead_after_five_wrong_tries(village: Village) -> None:
    parts = village.parts
    asked(parts)
    digits = digits_now(parts)
    wrong = other_than(digits)
    four = [redeemed(parts, wrong) for _ in range(4)]
    asked(parts)
    fresh = digits_now(parts)
    forget(parts, TRIED_BY_EMAIL, ANNA)
    wrong = other_than(fresh)
    five = [redeemed(parts, wrong) for _ in range(5)]

    assert four + five == [WRONG] * 9
    assert redeemed(parts, fresh) == WRONG
    asked(parts)
    assert listed(parts, redeemed(parts, digits_now(parts))) == []


def test_fifth_try_may_still_be_the_right_one(village: Village) -> None:
    asked(village.parts)
    digits = digits_now(village.parts)

    answers = [redeemed(village.parts, wrong) for wrong in [other_than(digits), "", "1", "12"]]

    assert answers == [WRONG] * 4
    assert listed(village.parts, redeemed(village.parts, digits)) == []


def test_guesses_at_once_never_get_more_than_five_tries(village: Village) -> None:
    parts = village.parts
    asked(parts)
    wrong = other_than(digits_now(parts))
    together = Barrier(8)

    def race(number: int) -> str:
        together.wait()
        return redeemed(parts, wrong, origin=f"198.51.100.{number}")

    with ThreadPoolExecutor(8) as racers:
        answers = list(racers.map(race, range(8)))

    assert answers == [WRONG] * 8
    (code,) = all_of(parts, OneTimeCode)
    assert code.wrong_tries == 8  # none got lost, so the sixth was past the five
    assert redeemed(parts, digits_now(parts)) == WRONG


def test_two_at_once_use_a_code_once(village: Village) -> None:
    parts = village.parts
    asked(parts)
    digits = digits_now(parts)
    together = Barrier(4)

    def race(number: int) -> str:
        together.wait()
        return redeemed(parts, digits, origin=f"198.51.100.{number}")

    with ThreadPoolExecutor(4) as racers:
        answers = list(racers.map(race, range(4)))

    assert answers.count(WRONG) == 3
    assert [link.purpose for link in village.all_of(Link)] == [LinkPurpose.BUYER]


def test_asking_and_trying_too_often_has_to_wait(village: Village) -> None:
    parts = village.parts
    for email in (ANNA, "nobody@example.org"):
        for _ in range(3):
            asked(parts, email)
        with pytest.raises(TooOften):
            asked(parts, email)
        for _ in range(10):
            assert redeemed(parts, "no code", email) == WRONG
        with pytest.raises(TooOften):
            redeem_code(parts, email, "no code", ORIGIN)

    assert len(village.notices("sign_in_code")) == 3


def test_list_closes_after_an_hour_and_its_links_stay(village: Village, clock: SetClock) -> None:
    parts = village.parts
    village.book(village.moment(24, 9))
    asked(parts)
    token = redeemed(parts, digits_now(parts))
    found = listed(parts, token)
    assert not isinstance(found, str)

    clock.move_to(clock.now() + timedelta(hours=1))

    assert listed(parts, token) == ENDED
    with parts.store.reading() as session:
        page = found[0][1]
        assert subject_of(session, clock.now(), LinkPurpose.VISIT, page) == found[0][0].id
        with pytest.raises(NotThere):
            subject_of(session, clock.now(), LinkPurpose.BUYER, page)


def test_list_holds_what_comes_and_the_last_two_weeks_but_no_hold(
    village: Village, clock: SetClock
) -> None:
    parts = village.parts
    start = village.moment(24, 9)
    past, held = village.book(start), village.book(village.moment(25, 9))
    with parts.store.writing() as session:
        session.get_one(Appointment, held).state = AppointmentState.HELD
        window_to = session.get_one(Appointment, past).window_to_at
    clock.move_to(window_to + timedelta(days=14))
    asked(parts)
    token = redeemed(parts, digits_now(parts))

    assert listed_ids(parts, token) == [past]
    clock.move_to(clock.now() + timedelta(microseconds=1))
    assert listed_ids(parts, token) == []


def test_household_with_one_address_sees_the_visits_of_all(village: Village) -> None:
    parts = village.parts
    booked = village.book(village.moment(24, 9))
    with village.doing() as deed:
        other = add_customer(
            deed, number="C-2", name="Ben Beck", language="en", email="Anna@example.org"
        )
        add_customer(deed, number="C-3", name="Cleo", language="en", email="cleo@example.org")

    asked(parts)
    token = redeemed(parts, digits_now(parts))

    (notice,) = village.notices("sign_in_code")
    assert notice.recipient_id == other.id  # the newest
    assert listed_ids(parts, token) == [booked]
    asked(parts, "cleo@example.org")
    cleo = max(all_of(parts, OneTimeCode), key=lambda code: code.id)
    token = redeemed(parts, code_digits(parts.secret, cleo.id), "cleo@example.org")
    assert listed(parts, token) == []


def test_code_for_a_second_address_goes_to_the_first(village: Village) -> None:
    parts = village.parts
    booked = village.book(village.moment(24, 9))
    with village.doing() as deed:
        other = add_customer(deed, number="C-2", name="Ben", language="en", email="ben@example.org")
        for person, address in ((village.customer, "Old@example.org"), (other, ANNA)):
            deed.add(
                Contact(
                    id=deed.new_id(),
                    customer_id=person.id,
                    channel=Channel.EMAIL,
                    address=address,
                    created_at=deed.now,
                )
            )
    send_due(parts)

    asked(parts, "old@example.org")
    token = redeemed(parts, digits_now(parts), "old@example.org")
    asked(parts)  # Ben could be meant too, but Anna is who is written to there
    send_due(parts)

    assert listed_ids(parts, token) == [booked]
    told = [each["To"] for each in village.mail() if "code" in each["Subject"]]
    assert told == ["Anna Beck <anna@example.org>"] * 2


def test_address_that_we_would_not_write_to_gets_no_code(village: Village) -> None:
    parts = village.parts
    with parts.store.writing() as session:
        for contact in all_of(parts, Contact):
            session.get_one(Contact, contact.id).is_safety_only = True

    asked(parts)

    assert village.notices("sign_in_code") == []
    assert redeemed(parts, digits_now(parts)) == WRONG


def test_erased_customer_is_nobody(village: Village, clock: SetClock) -> None:
    parts = village.parts
    asked(parts)
    token = redeemed(parts, digits_now(parts))
    asked(parts)
    digits = digits_now(parts)
    assert listed(parts, token) == []

    with parts.store.writing() as session:
        session.get_one(Customer, village.customer.id).erased_at = clock.now()

    assert redeemed(parts, digits) == WRONG
    assert listed(parts, token) == CLOSED
    asked(parts)
    assert len(all_of(parts, Notice)) == 2
