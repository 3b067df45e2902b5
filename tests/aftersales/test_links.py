"""Links: bound to one purpose, revocable, and never written down in clear."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import String, text

from aftersales.clock import SetClock
from aftersales.deed import id_of
from aftersales.errors import NotThere
from aftersales.identifiers import link_token, token_hash
from aftersales.links import issue_link, revoke_links, subject_of
from aftersales.notices.delivery import send_due
from aftersales.parts import Parts
from aftersales.queries.links import link_by_hash
from aftersales.records import Event, Link, LinkPurpose, Record
from tests.aftersales.conftest import STAFF, Village, all_of

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
