"""A talk on the page of a case: an answer that is read at once, and what becomes of it if nobody is there to read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from aftersales.case_links import case_link
from aftersales.case_owners import phone_of_owner, territory_of_case
from aftersales.conversations.replying import Author, reply
from aftersales.conversations.ways import Way
from aftersales.deed import Deed
from aftersales.identifiers import digest_of
from aftersales.notices.facts import ReplyFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import contact_for
from aftersales.notices.writing import customer, write_notice
from aftersales.queries.conversations import message_with_outside_id
from aftersales.queries.notices import contacts_of
from aftersales.queries.own_cases import lines_not_seen
from aftersales.records import Case, CaseChannel, Customer, ThreadMessage
from aftersales.store import lock_rows

NOT_SEEN: Final = timedelta(minutes=2)
"""A line that stood unseen so long goes out by e-mail: whoever it is for has left the page."""

MAILED_WITHIN: Final = timedelta(days=1)
"""Lines older than this are left alone: there was no address to send them to."""


def talk_back(deed: Deed, case: Case, text: str, author: Author, *, said_id: str) -> ThreadMessage:
    """Answer in the talk on the customer's page; the same `said_id` again is the same answer.

    Raises:
        NotAllowed: the case is closed, or it is not known whose it is.
        NotUnderstood: there is no text, or the customer does not talk there.
    """
    lock_rows(deed.session, "service_case", [case.id])
    outside_id = digest_of(f"{case.id}\n{author.user_id}\n{said_id}")
    known = message_with_outside_id(deed.session, CaseChannel.CHAT, outside_id)
    if known is not None:
        return known
    deed.session.refresh(case)
    return reply(deed, case, text, author, way=Way.CHAT, outside_id=outside_id)


def customer_is_here(deed: Deed, case: Case) -> None:
    """The customer has their page open now."""
    case.customer_here_at = deed.now
    deed.add(case)


def mail_what_was_not_seen(deed: Deed, limit: int) -> int:
    """Send answers by e-mail that were given in a talk whose customer had left; answers how many went out."""
    sent = 0
    found = lines_not_seen(deed.session, deed.now - MAILED_WITHIN, deed.now - NOT_SEEN, limit)
    for case, lines in found:
        contact = contact_for(contacts_of(deed.session, case.customer_id))
        if contact is None:
            continue
        lock_rows(deed.session, "service_case", [case.id])
        area = territory_of_case(deed, case)
        case.revision += 1
        notice = write_notice(
            deed,
            NoticeKind.CASE_REPLY,
            customer(deed.session.get_one(Customer, case.customer_id)),
            case,
            revision=case.revision,
            zone=area.zone,
            facts=ReplyFacts(
                reference=case.reference,
                subject=case.subject,
                text="\n\n".join(line.text for line in lines),
                state=case.state.value,
                answers="",
                contact_id=contact.id,
                owner_name=case.owner_name,
                owner_phone=phone_of_owner(deed.session, case, area),
                zone=area.zone,
                next_update_at=case.next_update_at,
                link_id=case_link(deed, case),
            ),
        )
        for line in lines:
            line.notice_id = notice.id
        deed.add(case, *lines)
        deed.note("case_talk_mailed", case, notice_id=notice.id)
        sent += 1
    return sent
