"""One-time codes: how buyers who lost their link come to their visits without an account.

Whoever asks learns nothing: a known and an unknown address are answered the same, in the same time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from unicodedata import decimal
from uuid import UUID

from aftersales.access import Nobody, actor_of
from aftersales.case_links import case_link
from aftersales.deed import Deed
from aftersales.email_addresses import same_email
from aftersales.errors import NotSignedIn, NotThere
from aftersales.identifiers import blind_hash, code_digits, is_same, link_token
from aftersales.links import issue_link, subject_of
from aftersales.notices.facts import SignInCodeFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import contact_for
from aftersales.notices.writing import Recipient, write_notice
from aftersales.parts import Parts
from aftersales.queries.codes import (
    appointments_of_customers,
    customers_with_email,
    forget_codes,
    newest_code,
)
from aftersales.queries.links import working_links_of
from aftersales.queries.notices import contacts_of
from aftersales.queries.own_cases import cases_of_customers
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.records import Case, Customer, LinkPurpose, OneTimeCode, RecipientKind
from aftersales.store import Session
from aftersales.throttle import Allowance, attempt, forget, give_back
from aftersales.visits import visit_link
from aftersales.words import LANGUAGES

VALID: Final = timedelta(minutes=10)
TRIES: Final = 5
"""Wrong digits after which a code is dead: 5 in a million."""

LIST_OPEN: Final = timedelta(hours=1)
"""How long the list of one's visits and requests stays open; the links in it last as long as those in messages."""

PAST: Final = timedelta(days=14)

ASKED_BY_EMAIL: Final = Allowance("ask for a code, by e-mail", 3, timedelta(minutes=15))
"""Nobody's mailbox is flooded by somebody else."""

ASKED_BY_ORIGIN: Final = Allowance("ask for a code, by origin", 20, timedelta(minutes=15))
TRIED_BY_EMAIL: Final = Allowance("try a code, by e-mail", 10, timedelta(hours=1))
"""240 guesses a day among a million: a year of them finds one code in twelve."""

TRIED_BY_ORIGIN: Final = Allowance("try a code, by origin", 30, timedelta(minutes=15))

WRONG: Final = (
    "This code is wrong, was used, or is older than ten minutes. Check it, or ask for a new one."
)
SOLVED_SINCE: Final = timedelta(days=60)
"""Requests that were settled longer ago are not listed."""

CLOSED: Final = "This list is not open any more. Ask for a new code to see your visits."

_NO_CODE: Final = UUID(int=0)


def ask_code(parts: Parts, email: str, language: str, origin: str) -> None:
    """Send six digits to a buyer of ours, in their own language, or in `language` if we do not speak it.

    Nothing is answered, so that nobody learns whose address we know.

    Raises:
        TooOften: codes were asked for too often under this address or from this origin.
    """
    address = same_email(email)
    attempt(parts, ASKED_BY_ORIGIN, origin)
    attempt(parts, ASKED_BY_EMAIL, address)
    with parts.doing(actor_of(Nobody())) as deed:
        people = _customers_to_tell(deed.session, address)
        asked_for = _asked_for_hash(deed.secret, address)
        forget_codes(deed.session, asked_for)
        code = OneTimeCode(
            id=deed.new_id(),
            customer_id=people[0].id if people else None,
            asked_for_hash=asked_for,
            created_at=deed.now,
            expires_at=deed.now + VALID,
        )
        deed.add(code)
        deed.note("code_asked_for", code)
        if people:
            _send(deed, people[0], code, language)


def redeem_code(parts: Parts, email: str, code: str, origin: str) -> str:
    """The token that opens the list of a buyer's visits, in exchange for the digits they were sent.

    Raises:
        NotSignedIn: the same sentence for a code that is wrong, used, too old or was never sent.
        TooOften: codes were tried too often under this address or from this origin.
    """
    address = same_email(email)
    attempt(parts, TRIED_BY_ORIGIN, origin)
    attempt(parts, TRIED_BY_EMAIL, address)
    digits = "".join(str(decimal(mark)) for mark in code if mark.isdecimal())
    with parts.doing(actor_of(Nobody())) as deed:
        person = _whose(deed, _asked_for_hash(deed.secret, address), digits)
        link_id = None if person is None else _open_list(deed, person)
    if link_id is None:  # said only now, so that the wrong try is kept
        raise NotSignedIn(WRONG)
    forget(parts, TRIED_BY_EMAIL, address)
    give_back(parts, TRIED_BY_ORIGIN, origin)
    return link_token(parts.secret, link_id)


def visits_of_buyer(
    session: Session, secret: str, now: datetime, token: str
) -> tuple[Customer, list[tuple[Visit, str]]]:
    """Whom the token opens their list, and their visits by window, each with the token of its page.

    Raises:
        NotThere: the list is not open (any more).
    """
    person = buyer_of_list(session, now, token)
    ids = _appointments(session, person, now)
    links = working_links_of(session, LinkPurpose.VISIT, ids, now)
    visits = visits_by_id(session, ids)
    return person, [
        (visits[each], link_token(secret, links[each])) for each in ids if each in links
    ]


def buyer_of_list(session: Session, now: datetime, token: str) -> Customer:
    """Whom the token opens their list.

    Raises:
        NotThere: the list is not open (any more).
    """
    person = session.get(Customer, subject_of(session, now, LinkPurpose.BUYER, token))
    if person is None or person.erased_at is not None:
        raise NotThere(CLOSED)
    return person


def cases_of_buyer(
    session: Session, secret: str, now: datetime, person: Customer
) -> list[tuple[Case, str]]:
    """The requests of a buyer that are open or were settled lately, each with the token of its page."""
    cases = cases_of_customers(session, _household(session, person), now - SOLVED_SINCE)
    links = working_links_of(session, LinkPurpose.CASE, [case.id for case in cases], now)
    return [(case, link_token(secret, links[case.id])) for case in cases if case.id in links]


def customers_written_to(session: Session, email: str) -> list[Customer]:
    """Whose messages go to this e-mail address, the newest first: a household may share one."""
    return [
        person
        for person, contacts in customers_with_email(session, email)
        if (chosen := contact_for(contacts)) is not None and same_email(chosen.address) == email
    ]


def _customers_to_tell(session: Session, email: str) -> list[Customer]:
    """Who is meant by an address; a second address of somebody is, but the code goes to their first."""
    return customers_written_to(session, email) or [
        person
        for person, contacts in customers_with_email(session, email)
        if contact_for([each for each in contacts if same_email(each.address) == email]) is not None
    ]


def _asked_for_hash(secret: str, email: str) -> str:
    return blind_hash(secret, "one-time code", email)


def _send(deed: Deed, person: Customer, code: OneTimeCode, language: str) -> None:
    spoken = person.language if person.language in LANGUAGES else language
    write_notice(
        deed,
        NoticeKind.SIGN_IN_CODE,
        Recipient(RecipientKind.CUSTOMER, person.id, spoken),
        code,
        revision=1,
        zone="UTC",  # no hour is too quiet for it
        facts=SignInCodeFacts(code_id=code.id, minutes=VALID // timedelta(minutes=1)),
    )


def _whose(deed: Deed, asked_for_hash: str, digits: str) -> Customer | None:
    """The customer whose code this is, which is used up by it; wrong digits are counted."""
    code = newest_code(deed.session, asked_for_hash)
    is_right = is_same(digits, code_digits(deed.secret, _NO_CODE if code is None else code.id))
    if code is None:
        return None
    if not is_right:
        code.wrong_tries += 1
        return None
    is_over = code.used_at is not None or code.expires_at <= deed.now or code.wrong_tries >= TRIES
    if is_over or code.customer_id is None:
        return None
    code.used_at = deed.now
    deed.note("code_used", code)
    person = deed.session.get_one(Customer, code.customer_id)
    return None if person.erased_at is not None else person


def _open_list(deed: Deed, person: Customer) -> UUID:
    """Links to every visit and request of a buyer, and to the list of them."""
    ids = _appointments(deed.session, person, deed.now)
    for visit in visits_by_id(deed.session, ids).values():
        visit_link(deed, visit)
    people = _household(deed.session, person)
    for case in cases_of_customers(deed.session, people, deed.now - SOLVED_SINCE):
        case_link(deed, case)
    return issue_link(deed, LinkPurpose.BUYER, person.id, expires_at=deed.now + LIST_OPEN)


def _appointments(session: Session, person: Customer, now: datetime) -> list[UUID]:
    """The visits to come and of the last two weeks of everybody whose messages go to the same address."""
    return list(appointments_of_customers(session, _household(session, person), now - PAST))


def _household(session: Session, person: Customer) -> set[UUID]:
    """Everybody whose messages go to the same address."""
    contact = contact_for(contacts_of(session, person.id))
    email = None if contact is None else same_email(contact.address)
    people = [] if email is None else customers_written_to(session, email)
    return {person.id, *(each.id for each in people)}
