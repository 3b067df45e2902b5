"""Links: bound to one purpose, revocable, and never written down in clear."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import String, text

from aftersales.api_keys import add_api_key, principal_of_key
from aftersales.clock import SetClock
from aftersales.customers import add_customer
from aftersales.deed import id_of
from aftersales.errors import NotSignedIn, NotThere
from aftersales.identifiers import link_token, token_hash
from aftersales.links import issue_link, revoke_links, revoke_token, subject_of
from aftersales.notices.delivery import send_due
from aftersales.parts import Parts
from aftersales.queries.links import link_by_hash, links_of_customer, links_of_technician
from aftersales.records import Event, Link, LinkPurpose, Record, Scope, SessionEnd
from aftersales.sessions import ENDED as SESSION_ENDED
from tests.aftersales.conftest import STAFF, Village, all_of
from tests.aftersales.door import opened, shown, somebody

SUBJECT = UUID(int=7)
ENDED = "This link does not work any more. Please use the newest message from us, or call us."


def issued(parts: Parts, *, expires_at: datetime | None = None) -> str:
    with parts.doing(STAFF) as deed:
        return link_token(
            parts.secret, issue_link(deed, LinkPurpose.VISIT, SUBJECT, expires_at=expires_at)
        )


def answer(parts: Parts, token: str, purpose: LinkPurpose = LinkPurpose.VISIT) -> UUID | str:
    with parts.store.reading() as session:
        try:
            return subject_of(session, parts.clock.now(), purpose, token)
        except NotThere as refusal:
            return str(refusal)


def test_link_leads_to_its_subject(parts: Parts) -> None:
    assert answer(parts, issued(parts)) == SUBJECT


def test_link_works_until_the_moment_it_expires(parts: Parts, clock: SetClock) -> None:
    token = issued(parts, expires_at=clock.now() + timedelta(days=1))

    clock.move_to(clock.now() + timedelta(days=1) - timedelta(microseconds=1))
    assert answer(parts, token) == SUBJECT
    clock.move_to(clock.now() + timedelta(microseconds=1))
    assert answer(parts, token) == ENDED


def test_links_that_fail_all_fail_in_the_same_words(parts: Parts, clock: SetClock) -> None:
    token = issued(parts)
    expired = issued(parts, expires_at=clock.now())
    assert answer(parts, token) == SUBJECT

    with parts.doing(STAFF) as deed:
        other = link_token(parts.secret, issue_link(deed, LinkPurpose.FEED, SUBJECT))
        assert revoke_links(deed, LinkPurpose.VISIT, SUBJECT) == 2

    tried = [
        answer(parts, token),  # revoked
        answer(parts, expired),
        answer(parts, other),  # made for something else
        answer(parts, "never issued"),
        answer(parts, ""),
        answer(parts, token_hash(token)),
    ]
    assert tried == [ENDED] * 6
    assert answer(parts, other, LinkPurpose.FEED) == SUBJECT


def test_revoking_is_noted_once_and_leaves_other_subjects_alone(
    parts: Parts, clock: SetClock
) -> None:
    token = issued(parts)
    with parts.doing(STAFF) as deed:
        other_id = issue_link(deed, LinkPurpose.VISIT, UUID(int=8))
    with parts.doing(STAFF) as deed:
        revoke_links(deed, LinkPurpose.VISIT, SUBJECT)

    with parts.doing(STAFF) as deed:
        assert revoke_links(deed, LinkPurpose.VISIT, SUBJECT) == 0

    assert answer(parts, link_token(parts.secret, other_id)) == UUID(int=8)
    with parts.store.reading() as session:
        link = link_by_hash(session, token_hash(token))
        assert link is not None
        assert link.revoked_at == clock.now()
    events = [(event.what, event.subject_id) for event in all_of(parts, Event)]
    assert events == [("link_revoked", id_of(link))]


def texts_containing(parts: Parts, needle: str) -> list[str]:
    """The columns of any table in which the text stands."""
    found = []
    with parts.store.reading() as session:
        for table in Record.metadata.sorted_tables:
            for column in table.columns:
                kind = getattr(column.type, "impl_instance", column.type)
                is_text = isinstance(kind, String) or kind.__class__.__name__ == "JSON"
                if is_text:
                    question = text(
                        f'SELECT count(*) FROM "{table.name}" '
                        f'WHERE CAST("{column.name}" AS TEXT) LIKE :needle'
                    )
                    if session.execute(question, {"needle": f"%{needle}%"}).scalar_one():
                        found.append(f"{table.name}.{column.name}")
    return found


def test_token_stands_nowhere_in_the_database_in_clear(village: Village) -> None:
    parts = village.parts
    appointment_id = village.book(village.moment(24, 9))
    village.clock.move_to(village.moment(23, 9))
    assert send_due(parts).sent == 1  # the token went out, so it could have been kept
    (link,) = village.all_of(Link)
    token = link_token(parts.secret, link.id)
    plain = village.mail()[0].get_body(("plain",))
    assert plain is not None
    assert token in plain.get_content()

    assert texts_containing(parts, token_hash(token)) == ["link.token_hash"]
    assert set(texts_containing(parts, "Aeulestrasse")) == {"location.street", "notice.facts"}
    assert texts_containing(parts, str(appointment_id)) != []

    assert texts_containing(parts, token) == []
    assert texts_containing(parts, token[:20]) == []
    assert texts_containing(parts, parts.secret) == []


def revoked(parts: Parts, text: str) -> str:
    """What is said when somebody hands in a text with a token in it."""
    with parts.doing(STAFF) as deed:
        try:
            return revoke_token(deed, text)
        except NotThere as refusal:
            return str(refusal)


def test_whatever_was_found_stops_working_and_is_called_by_its_name(village: Village) -> None:
    parts = village.parts
    visit = village.visit(village.book(village.moment(24, 9)))
    with village.doing() as deed:
        feed_id = issue_link(deed, LinkPurpose.FEED, village.technicians[0].id)
        list_id = issue_link(deed, LinkPurpose.BUYER, village.customer.id)
        _row, key = add_api_key(deed, name="webshop", scopes={Scope.VISITS_READ})
    visit_id = next(link.id for link in village.all_of(Link) if link.id < feed_id)
    page, feed, mine = (link_token(parts.secret, each) for each in (visit_id, feed_id, list_id))
    somebody(parts)
    sign_in = opened(parts)
    host = "https://service.shop.example"

    said = [
        revoked(parts, f"{host}/visit/{page}/keep?said=kept#keep"),
        revoked(parts, f"webcal://service.shop.example/feeds/{feed}.ics"),
        revoked(parts, f"  {host}/mine/{mine}\n"),
        revoked(parts, f"Authorization: Bearer {key}"),
        revoked(parts, f"session={sign_in.token}; Path=/"),
    ]
    again = [revoked(parts, text) for text in (page, feed, mine, key, sign_in.token)]

    assert said == [
        f"The link to visit {visit.work_order.reference} has stopped working.",
        "The calendar address of technician t0 has stopped working.",
        "The list of visits of customer C-1 has stopped working.",
        "The key “webshop” has stopped working.",
        "A sign-in of eva@shop.example has ended.",
    ]
    assert again == [
        f"The link to visit {visit.work_order.reference} had already been revoked.",
        "The calendar address of technician t0 had already been revoked.",
        "The list of visits of customer C-1 had already been revoked.",
        "The key “webshop” had already been revoked.",
        "The sign-in of eva@shop.example had already ended.",
    ]
    assert [
        answer(parts, token, purpose)
        for token, purpose in (
            (page, LinkPurpose.VISIT),
            (feed, LinkPurpose.FEED),
            (mine, LinkPurpose.BUYER),
        )
    ] == [ENDED] * 3
    assert shown(parts, sign_in.token) == SESSION_ENDED[SessionEnd.REVOKED]
    with parts.store.reading() as session, pytest.raises(NotSignedIn):
        principal_of_key(session, parts.clock.now(), key)


def test_what_holds_no_token_of_ours_revokes_nothing(parts: Parts) -> None:
    token = issued(parts)

    nothing = (
        "There is no link, calendar address, key or sign-in of ours in this. "
        "Copy the whole address, and try again."
    )
    answers = {
        revoked(parts, text)
        for text in ("", "https://shop.example/visit/", token[:-1], token_hash(token), "x" * 43)
    }

    assert answers == {nothing}
    assert answer(parts, token) == SUBJECT


def test_links_of_somebody_are_theirs_alone(village: Village) -> None:
    village.book(village.moment(24, 9))
    with village.doing() as deed:
        stranger = add_customer(deed, number="C-2", name="Ben", language="en")
        for worker in village.technicians[:2]:
            issue_link(deed, LinkPurpose.FEED, worker.id)
        for person in (village.customer, stranger):
            issue_link(deed, LinkPurpose.BUYER, person.id)

    with village.parts.store.reading() as session:
        mine = links_of_customer(session, village.customer.id)
        others = links_of_customer(session, stranger.id)
        feeds = links_of_technician(session, village.technicians[0].id)

    assert [link.purpose for link in mine] == [LinkPurpose.VISIT, LinkPurpose.BUYER]
    assert [link.subject_id for link in others] == [stranger.id]
    assert [link.subject_id for link in feeds] == [village.technicians[0].id]
