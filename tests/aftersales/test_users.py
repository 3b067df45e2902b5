"""Users: each leads where their role says, and loses their sessions with what they lose."""

from typing import Any

import pytest

from aftersales.errors import Collision, NotUnderstood, Problem, TooOften
from aftersales.parts import Parts
from aftersales.queries.access import user_by_email, user_by_id
from aftersales.records import Event, Role, SessionEnd, User
from aftersales.service_partners import add_service_partner
from aftersales.sessions import ENDED
from aftersales.users import add_user, change_password, edit_user, is_password_of, set_active
from tests.aftersales.conftest import STAFF, Village, all_of
from tests.aftersales.door import EMAIL, PASSWORD, opened, shown, somebody


def added(parts: Parts, **changed: Any) -> User:
    facts: dict[str, Any] = {
        "email": "Eva@Shop.example",
        "name": " Eva Office ",
        "role": Role.SUPPORT,
        "password": PASSWORD,
    }
    with parts.doing(STAFF) as deed:
        return add_user(deed, **(facts | changed))


def problems_of(parts: Parts, **changed: Any) -> tuple[Problem, ...]:
    with pytest.raises(NotUnderstood) as refusal:
        added(parts, **changed)
    assert all_of(parts, User) == []
    return refusal.value.problems


def test_added_user_signs_in(parts: Parts) -> None:
    user = added(parts, language="bn")

    entered = opened(parts)

    assert (user.email, user.name, user.language) == (EMAIL, "Eva Office", "bn")
    assert entered.principal.user_id == user.id
    assert [(event.what, event.facts) for event in all_of(parts, Event)][:1] == [
        ("user_added", {"role": "support"})
    ]


def test_same_address_is_taken_only_once(parts: Parts) -> None:
    added(parts)

    with pytest.raises(Collision) as refusal:
        added(parts, email="EVA@shop.example ", password="another good password")

    assert str(refusal.value).startswith("Somebody signs in with this e-mail address already.")
    assert len(all_of(parts, User)) == 1


def test_what_is_wrong_with_a_user_is_said_place_by_place(village: Village) -> None:
    parts = village.parts
    worker_id, nobody_id = village.technicians[0].id, village.customer.id
    due = "a user in this role leads to a technician; name the technician"

    assert problems_of(parts, email="eva") == (
        Problem("email", "write one address, as name@example.org"),
    )
    assert problems_of(parts, name=" ", language="tlh") == (
        Problem("name", "write the name that colleagues read"),
        Problem("language", "use one of en, lv, bn"),
    )
    assert problems_of(parts, role=Role.TECHNICIAN) == (Problem("technician", due),)
    assert problems_of(parts, role=Role.TECHNICIAN, technician_id=nobody_id) == (
        Problem("technician", "there is no such technician; check it"),
    )
    assert problems_of(parts, role=Role.PARTNER, technician_id=worker_id) == (
        Problem(
            "technician", "only a user in the role “technician” leads to a technician; leave it out"
        ),
        Problem("partner", "a user in this role leads to a partner; name the partner"),
    )
    assert [each.where for each in problems_of(parts, password="short")] == ["password"]


def test_technicians_and_partners_lead_to_their_rows(village: Village) -> None:
    worker = village.technicians[0]
    with village.doing() as deed:
        partner = add_service_partner(
            deed, code="rhine", name="Rhine", email="office@rhine.example", phone="+423 1"
        )

    first = added(village.parts, role=Role.TECHNICIAN, technician_id=worker.id)
    second = added(
        village.parts,
        email="p@rhine.example",
        role=Role.PARTNER,
        service_partner_id=partner.id,
    )

    assert (first.technician_id, second.service_partner_id) == (worker.id, partner.id)


def test_changed_password_is_the_only_one_and_ends_other_sessions(parts: Parts) -> None:
    user = somebody(parts)
    kept, other = opened(parts), opened(parts)

    with parts.doing(STAFF) as deed:
        ended = change_password(
            deed,
            user_by_id(deed.session, user.id),
            "eight loud magpies",
            keep_session_id=kept.session_id,
        )

    assert ended == 1
    assert shown(parts, kept.token) == kept.principal
    assert shown(parts, other.token) == ENDED[SessionEnd.PASSWORD_CHANGED]
    assert is_password_of(parts, user.id, "eight loud magpies")
    assert not is_password_of(parts, user.id, PASSWORD)


def test_easily_guessed_password_changes_nothing(parts: Parts) -> None:
    user = somebody(parts)
    entered = opened(parts)

    with pytest.raises(NotUnderstood), parts.doing(STAFF) as deed:
        change_password(deed, user, "password1234")

    assert shown(parts, entered.token) == entered.principal
    assert all_of(parts, User) == [user]


def test_user_read_elsewhere_is_changed_all_the_same(parts: Parts) -> None:
    user = somebody(parts)  # not of the deed's session

    with parts.doing(STAFF) as deed:
        set_active(deed, user, is_active=False)

    (kept,) = all_of(parts, User)
    assert kept.is_active is False


def test_present_password_is_not_guessed_at_an_open_screen(parts: Parts) -> None:
    user = somebody(parts)
    assert not is_password_of(parts, user.id, "wrong")
    assert is_password_of(parts, user.id, PASSWORD)

    guesses = [is_password_of(parts, user.id, "wrong") for _ in range(5)]

    assert guesses == [False] * 5
    with pytest.raises(TooOften):
        is_password_of(parts, user.id, PASSWORD)


def test_deactivated_user_is_out_everywhere_until_activated(parts: Parts) -> None:
    user = somebody(parts)
    entered = opened(parts)

    with parts.doing(STAFF) as deed:
        ended = set_active(deed, user, is_active=False)
        again = set_active(deed, user, is_active=False)

    assert (ended, again) == (1, 0)
    assert shown(parts, entered.token) == ENDED[SessionEnd.REVOKED]
    with parts.doing(STAFF) as deed:
        set_active(deed, user, is_active=True)
    assert opened(parts).principal.user_id == user.id
    assert shown(parts, entered.token) == ENDED[SessionEnd.REVOKED]
    whats = [event.what for event in all_of(parts, Event)]
    assert whats.count("user_deactivated") == whats.count("user_activated") == 1


def test_edited_user_keeps_their_sessions_unless_their_reach_changes(village: Village) -> None:
    parts = village.parts
    user = somebody(parts)
    entered = opened(parts)

    with parts.doing(STAFF) as deed:
        edit_user(
            deed, user, email="Eva.Neu@shop.example", name="Eva Neu", role=user.role, language="en"
        )
    first = shown(parts, entered.token)
    with parts.doing(STAFF) as deed:
        edited = edit_user(
            deed,
            user,
            email="eva.neu@shop.example",
            name="Eva Neu",
            role=Role.TECHNICIAN,
            language="en",
            technician_id=village.technicians[1].id,
        )

    assert not isinstance(first, str)
    assert (first.name, first.language, first.role) == ("Eva Neu", "en", Role.SUPPORT)
    assert (edited.email, edited.role) == ("eva.neu@shop.example", Role.TECHNICIAN)
    assert shown(parts, entered.token) == ENDED[SessionEnd.REVOKED]


def test_edited_user_may_not_take_the_address_of_another(parts: Parts) -> None:
    user = somebody(parts)
    somebody(parts, email="max@shop.example")

    with pytest.raises(Collision), parts.doing(STAFF) as deed:
        edit_user(deed, user, email="max@shop.example", name="Eva", role=user.role, language="en")

    with parts.store.reading() as session:
        assert user_by_email(session, EMAIL) is not None


def test_partner_needs_a_code_of_its_own(parts: Parts) -> None:
    facts: dict[str, Any] = {"name": "Rhine", "email": "o@rhine.example", "phone": "+423 1"}
    with parts.doing(STAFF) as deed:
        add_service_partner(deed, code=" rhine ", **facts)

    with pytest.raises(Collision), parts.doing(STAFF) as deed:
        add_service_partner(deed, code="rhine", **facts)
    with pytest.raises(NotUnderstood) as refusal, parts.doing(STAFF) as deed:
        add_service_partner(deed, code="", name="", email="o@rhine.example", phone="")

    assert [each.where for each in refusal.value.problems] == ["code", "phone", "name"]
