"""Sign-ins: opened by the right password only, ended for a reason, worthless once copied and used."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from aftersales.access import SignedIn
from aftersales.clock import SetClock
from aftersales.deed import Actor
from aftersales.errors import NotSignedIn, TooOften
from aftersales.identifiers import token_hash
from aftersales.parts import Parts
from aftersales.passwords import STRONG
from aftersales.records import ActorKind, AttemptCount, Event, Role, SessionEnd, User, UserSession
from aftersales.sessions import (
    COPIED,
    ENDED,
    GRACE,
    ROTATED_AFTER,
    RUN_OUT,
    UNKNOWN,
    WRONG,
    WRONG_BY_ORIGIN,
    confirm,
    end_sessions,
    form_token,
    is_form_token,
    renewed_session,
    replayed,
    rotate,
    sign_in,
    sign_out,
)
from aftersales.throttle import attempt
from tests.aftersales.conftest import STAFF, all_of
from tests.aftersales.door import CHEAP, EMAIL, ORIGIN, PASSWORD, opened, shown, somebody
from tests.aftersales.test_links import texts_containing

A_MOMENT = timedelta(microseconds=1)


def refused(parts: Parts, email: str, password: str, origin: str = ORIGIN) -> str:
    """How a sign-in is refused."""
    with pytest.raises((NotSignedIn, TooOften)) as refusal:
        sign_in(parts, email, password, origin, cost=CHEAP)
    return str(refusal.value)


def ends(parts: Parts) -> list[str]:
    return [row.end for row in all_of(parts, UserSession)]


def test_right_password_opens_a_session_of_the_user(parts: Parts, clock: SetClock) -> None:
    user = somebody(parts, role=Role.DISPATCHER)

    entered = sign_in(parts, "  EVA@shop.example ", PASSWORD, ORIGIN, cost=CHEAP)

    assert entered.principal == SignedIn(
        user_id=user.id,
        session_id=entered.session_id,
        name="Eva Office",
        role=Role.DISPATCHER,
        language="lv",
    )
    assert entered.expires_at == clock.now() + timedelta(hours=12)
    assert shown(parts, entered.token) == entered.principal


def test_whoever_is_unknown_wrong_or_inactive_hears_the_same(parts: Parts) -> None:
    user = somebody(parts)
    somebody(parts, email="max@shop.example")
    with parts.store.writing() as session:
        session.get_one(User, user.id).is_active = False

    answers = [
        refused(parts, EMAIL, PASSWORD),  # right, but inactive
        refused(parts, "max@shop.example", "wrong"),
        refused(parts, "nobody@shop.example", PASSWORD),
        refused(parts, "no address\0", PASSWORD),
        refused(parts, "", ""),
    ]

    assert answers == [WRONG] * 5
    assert all_of(parts, UserSession) == []
    assert opened(parts, "max@shop.example").token  # the right one would have been let in


def test_each_sign_in_has_a_token_of_its_own_that_nobody_could_plant(parts: Parts) -> None:
    somebody(parts)

    first, second = opened(parts), opened(parts)

    assert first.token != second.token
    assert first.session_id != second.session_id
    assert form_token(parts.secret, first.session_id) != form_token(parts.secret, second.session_id)
    assert {row.token_hash for row in all_of(parts, UserSession)} == {
        token_hash(first.token),
        token_hash(second.token),
    }


def test_wrong_passwords_are_counted_by_address_and_a_right_one_begins_anew(
    parts: Parts, clock: SetClock
) -> None:
    somebody(parts)
    for _ in range(4):
        assert refused(parts, EMAIL, "wrong") == WRONG
    assert opened(parts).token
    for _ in range(5):
        assert refused(parts, EMAIL.upper(), "wrong") == WRONG

    waiting = refused(parts, EMAIL, PASSWORD, "198.51.100.1")

    assert waiting == "This was tried too often. Try again in 15 minutes."
    clock.move_to(clock.now() + timedelta(minutes=15))
    assert opened(parts).token


def test_one_origin_may_not_go_through_many_addresses(parts: Parts) -> None:
    somebody(parts)
    opened(parts)  # a right one does not count against its office
    for _ in range(28):
        attempt(parts, WRONG_BY_ORIGIN, ORIGIN)
    answers = [refused(parts, f"{number}@shop.example", "") for number in range(3)]

    assert answers == [WRONG, WRONG, "This was tried too often. Try again in 15 minutes."]
    assert refused(parts, EMAIL, PASSWORD) == answers[2]
    assert opened(parts, origin="198.51.100.1").token


def test_hash_of_a_former_cost_is_made_anew_by_signing_in(parts: Parts) -> None:
    user = somebody(parts)

    sign_in(parts, EMAIL, PASSWORD, ORIGIN)

    (first,) = all_of(parts, User)
    assert first.password_hash != user.password_hash
    assert first.password_hash.startswith(f"$argon2id$v=19$m={STRONG.kibibytes},")
    sign_in(parts, EMAIL, PASSWORD, ORIGIN)
    assert all_of(parts, User) == [first]


def test_session_runs_out_to_the_moment(parts: Parts, clock: SetClock) -> None:
    somebody(parts)
    entered = opened(parts)

    clock.move_to(entered.expires_at - A_MOMENT)
    assert shown(parts, entered.token) == entered.principal
    clock.move_to(entered.expires_at)
    assert shown(parts, entered.token) == RUN_OUT
    assert rotate(parts, entered.token) is None


def test_refusal_says_how_the_session_ended(parts: Parts) -> None:
    user = somebody(parts)
    signed_out, taken, changed = opened(parts), opened(parts), opened(parts)

    sign_out(parts, signed_out.session_id)
    with parts.doing(STAFF) as deed:
        first = end_sessions(deed, user.id, SessionEnd.REVOKED, keep_session_id=changed.session_id)
        second = end_sessions(deed, user.id, SessionEnd.PASSWORD_CHANGED)

    assert (first, second) == (1, 1)
    assert shown(parts, signed_out.token) == "You were signed out. Sign in again."
    assert shown(parts, taken.token) == ENDED[SessionEnd.REVOKED]
    assert shown(parts, changed.token) == ENDED[SessionEnd.PASSWORD_CHANGED]
    assert shown(parts, "never opened") == UNKNOWN
    assert shown(parts, "") == UNKNOWN
    assert shown(parts, token_hash(signed_out.token)) == UNKNOWN


def test_user_who_is_inactive_is_not_let_on(parts: Parts) -> None:
    user = somebody(parts)
    entered = opened(parts)
    assert shown(parts, entered.token) == entered.principal

    with parts.store.writing() as session:
        session.get_one(User, user.id).is_active = False

    assert shown(parts, entered.token) == ENDED[SessionEnd.REVOKED]


def test_signing_out_twice_is_signing_out_once(parts: Parts, clock: SetClock) -> None:
    somebody(parts)
    entered = opened(parts)

    sign_out(parts, entered.session_id)
    first = all_of(parts, UserSession)
    clock.move_to(clock.now() + timedelta(hours=1))
    sign_out(parts, entered.session_id)

    assert all_of(parts, UserSession) == first
    assert [event.what for event in all_of(parts, Event)] == ["signed_in", "session_ended"]


def test_token_changes_when_it_is_old_and_the_former_holds_for_a_minute(
    parts: Parts, clock: SetClock
) -> None:
    somebody(parts)
    entered = opened(parts)
    clock.move_to(clock.now() + ROTATED_AFTER - A_MOMENT)
    assert rotate(parts, entered.token) is None

    clock.move_to(clock.now() + A_MOMENT)
    newer = rotate(parts, entered.token)

    assert newer is not None
    assert newer != entered.token
    assert shown(parts, newer) == entered.principal
    assert rotate(parts, newer) is None  # it is young
    assert rotate(parts, entered.token) == newer  # its answer may have been lost
    confirm(parts, newer)
    assert rotate(parts, entered.token) is None  # now it was not
    clock.move_to(clock.now() + GRACE)
    assert shown(parts, entered.token) == entered.principal
    replayed(parts, entered.token)
    assert shown(parts, newer) == entered.principal
    clock.move_to(clock.now() + ROTATED_AFTER)
    assert rotate(parts, entered.token) is None
    assert rotate(parts, newer) is not None


def test_former_token_shown_late_ends_the_whole_session(parts: Parts, clock: SetClock) -> None:
    somebody(parts)
    stolen, other = opened(parts), opened(parts)
    clock.move_to(clock.now() + ROTATED_AFTER)
    newer = rotate(parts, stolen.token)
    assert newer is not None
    clock.move_to(clock.now() + GRACE + A_MOMENT)
    assert shown(parts, stolen.token) == stolen.principal  # nobody has shown the new one yet
    confirm(parts, stolen.token)  # only the new one confirms itself
    confirm(parts, newer)
    clock.move_to(clock.now() + GRACE + A_MOMENT)

    refusal = shown(parts, stolen.token)
    still_open = shown(parts, newer)
    replayed(parts, stolen.token)
    replayed(parts, stolen.token)

    assert refusal == COPIED
    assert still_open == stolen.principal
    assert shown(parts, newer) == COPIED
    assert shown(parts, other.token) == other.principal
    assert ends(parts) == ["replayed", ""]
    assert [event.facts for event in all_of(parts, Event) if event.what == "session_ended"] == [
        {"end": "replayed"}
    ]


def test_tokens_that_were_not_replayed_end_nothing(parts: Parts, clock: SetClock) -> None:
    somebody(parts)
    entered = opened(parts)

    for token in (entered.token, "never opened", ""):
        replayed(parts, token)
    clock.move_to(entered.expires_at)
    replayed(parts, entered.token)

    assert ends(parts) == [""]


def test_two_requests_at_once_get_the_same_new_token(parts: Parts, clock: SetClock) -> None:
    somebody(parts)
    entered = opened(parts)
    clock.move_to(clock.now() + ROTATED_AFTER)
    together = Barrier(6)

    def race(_number: int) -> str | None:
        together.wait()
        return rotate(parts, entered.token)

    with ThreadPoolExecutor(6) as racers:
        answers = list(racers.map(race, range(6)))

    [newer] = set(answers)
    assert newer is not None
    assert shown(parts, newer) == entered.principal
    assert shown(parts, entered.token) == entered.principal


def test_renewed_session_goes_on_and_its_former_token_ends_at_once(parts: Parts) -> None:
    somebody(parts)
    entered = opened(parts)

    newer = renewed_session(parts, entered.session_id)

    assert shown(parts, newer) == entered.principal
    assert shown(parts, entered.token) == UNKNOWN
    sign_out(parts, entered.session_id)
    with pytest.raises(NotSignedIn):
        renewed_session(parts, entered.session_id)


def test_form_token_belongs_to_one_session_of_one_house(parts: Parts) -> None:
    somebody(parts)
    first, second = opened(parts), opened(parts)

    token = form_token(parts.secret, first.session_id)

    assert is_form_token(parts.secret, first.session_id, token)
    assert not is_form_token(parts.secret, second.session_id, token)
    assert not is_form_token("another secret", first.session_id, token)
    assert not is_form_token(parts.secret, first.session_id, "")
    assert not is_form_token(parts.secret, first.session_id, "\ud800")


def test_events_name_the_user_by_a_code_and_nothing_personal(parts: Parts) -> None:
    user = somebody(parts, role=Role.TECHNICIAN)
    entered = opened(parts)
    refused(parts, EMAIL, "wrong")
    sign_out(parts, entered.session_id)

    events = all_of(parts, Event)

    assert [
        (Actor(each.actor_kind, each.actor), each.what, each.subject_id) for each in events
    ] == [
        (Actor(ActorKind.TECHNICIAN, str(user.id)), "signed_in", entered.session_id),
        (Actor(ActorKind.TECHNICIAN, str(user.id)), "session_ended", entered.session_id),
    ]
    rows = str([row.model_dump() for row in [*events, *all_of(parts, AttemptCount)]]).lower()
    assert str(user.id) in rows  # what is there is found
    assert not any(word in rows for word in ("eva", "office", "shop.example", ORIGIN, PASSWORD))


def test_token_and_password_stand_nowhere_in_the_database(parts: Parts, clock: SetClock) -> None:
    somebody(parts)
    entered = opened(parts)
    clock.move_to(clock.now() + ROTATED_AFTER)
    newer = rotate(parts, entered.token)
    assert newer is not None

    assert texts_containing(parts, token_hash(newer)) == ["user_session.token_hash"]
    assert texts_containing(parts, token_hash(entered.token)) == ["user_session.former_token_hash"]

    for secret in (entered.token, newer, newer[:20], PASSWORD):
        assert texts_containing(parts, secret) == []
