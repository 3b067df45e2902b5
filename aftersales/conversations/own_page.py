"""The customer's own page of their case: what it shows them, what they add to it, and whether it is solved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.case_owners import phone_of_owner, territory_answering
from aftersales.case_states import steps_to
from aftersales.cases import advance_case
from aftersales.conversations.enclosed import enclose
from aftersales.conversations.receiving import keep_message, wake
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere, NotUnderstood, Problem
from aftersales.identifiers import digest_of, token_hash
from aftersales.links import is_live
from aftersales.notices.policy import contact_for
from aftersales.queries.complaints import complaint_of_case
from aftersales.queries.conversations import last_message_in, message_with_outside_id
from aftersales.queries.links import link_by_hash
from aftersales.queries.notices import contacts_of
from aftersales.queries.own_cases import told_in_case
from aftersales.queries.uploads import uploads_of_each
from aftersales.records import (
    CASE_OVER,
    Case,
    CaseChannel,
    CaseState,
    Customer,
    LinkPurpose,
    Territory,
    ThreadMessage,
    Upload,
)
from aftersales.settings import Settings
from aftersales.store import Session, lock_rows
from aftersales.throttle import Allowance
from aftersales.uploads import CleanFile

LINES_OF_CASE: Final = Allowance("lines of a case page", 60, timedelta(minutes=10))
"""Nobody talks faster; whoever does plays with the page."""

LONGEST_LINE: Final = 8000
"""Characters of one message on the page."""

CLOSED_LINK: Final = (
    "This link does not work any more. Please use the newest message from us, or call us."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCase:
    """A case as its customer sees it.

    Attributes:
        case: the case.
        customer: whose it is.
        area: the territory that answers.
        phone: where whoever looks after it is reached.
        is_proven: whether the link came by a message to the customer; whoever began the case on the help page
            only typed an address, so they see what was said there and nothing else of that customer.
        reached_at: where the answers go once they have left the page.
    """

    case: Case
    customer: Customer
    area: Territory
    phone: str
    is_proven: bool
    reached_at: str

    @property
    def zone(self) -> str:
        """That of the times."""
        return self.area.zone

    @property
    def is_talk(self) -> bool:
        """Whether answers are shown here; those to a form go to the address that was typed, and nowhere else."""
        return self.is_proven or self.case.channel is CaseChannel.CHAT


def case_of_link(session: Session, settings: Settings, now: datetime, token: str) -> OwnCase:
    """The case that a link leads to.

    Raises:
        NotThere: the link does not work (any more).
    """
    link = link_by_hash(session, token_hash(token))
    purposes = {LinkPurpose.CASE, LinkPurpose.CHAT}
    if link is None or link.purpose not in purposes or not is_live(link, now):
        raise NotThere(CLOSED_LINK)
    case = session.get(Case, link.subject_id)
    customer = None if case is None else session.get(Customer, case.customer_id)
    if case is None or customer is None or customer.erased_at is not None:
        raise NotThere(CLOSED_LINK)
    area = territory_answering(session, settings, case)
    return OwnCase(
        case=case,
        customer=customer,
        area=area,
        phone=phone_of_owner(session, case, area),
        is_proven=link.purpose is LinkPurpose.CASE,
        reached_at=_address(session, case),
    )


def thread_of(session: Session, own: OwnCase) -> list[tuple[ThreadMessage, list[Upload]]]:
    """What they and we said, each with the files that came with it; notes of colleagues stay in the house."""
    messages = told_in_case(
        session, own.case.id, only_here=not own.is_proven, with_answers=own.is_talk
    )
    ids = [message.id for message in messages]
    files = uploads_of_each(session, "thread_message", ids)
    return [(message, list(files.get(message.id, ()))) for message in messages]


def file_of(session: Session, own: OwnCase, upload_id: UUID) -> Upload:
    """A file of what the page shows.

    Raises:
        NotThere: it is none of these.
    """
    for _message, files in thread_of(session, own):
        for each in files:
            if each.id == upload_id:
                return each
    raise NotThere("There is no such file. Open it from the page of your request.")


def say(
    deed: Deed, own: OwnCase, text: str, *, said_id: str, files: Sequence[CleanFile] = ()
) -> ThreadMessage:
    """Keep what the customer wrote on their page; the same `said_id` again is the same message.

    Raises:
        NotUnderstood: it says nothing.
    """
    case = own.case
    lock_rows(deed.session, "service_case", [case.id])
    channel = CaseChannel.CHAT if own.is_talk else CaseChannel.WEB_FORM
    outside_id = digest_of(f"{case.id}\n{said_id}")
    known = message_with_outside_id(deed.session, channel, outside_id)
    if known is not None:
        return known
    if not text.strip() and not files:
        raise NotUnderstood(
            "The message is empty. Write what happened, or what you need.",
            [Problem("text", "write what happened, or what you need")],
        )
    wake(deed, case, text)
    message = keep_message(
        deed,
        case,
        channel=channel,
        who=own.customer.name,
        address=own.reached_at,
        text=text[:LONGEST_LINE],
        outside_id=outside_id,
    )
    enclose(deed, message, files)
    return message


def solved(deed: Deed, own: OwnCase, *, is_confirmed: bool) -> None:
    """The customer says that it is solved; twice is once.

    `is_confirmed` says that we called it settled before and they agree, which closes it.

    Raises:
        NotAllowed: it was taken up again since they looked, or it is a complaint, which is settled on its own page.
    """
    case = _fresh(deed, own)
    if complaint_of_case(deed.session, case.id) is not None:
        raise NotAllowed("A complaint is settled on its own page. Open it from our newest message.")
    if is_confirmed and case.state not in CASE_OVER:
        raise NotAllowed("It is open again, and somebody looks after it.")
    wanted = CaseState.CLOSED if is_confirmed else CaseState.RESOLVED
    if case.state is CaseState.CLOSED or case.state is wanted:
        return
    if case.state is CaseState.WAITING_CUSTOMER:
        advance_case(deed, case, CaseState.IN_PROGRESS, why="the customer answered")
    for step in steps_to(case.state, wanted):
        advance_case(deed, case, step, why="the customer says that it is solved")


def not_solved(deed: Deed, own: OwnCase, why: str, *, said_id: str) -> None:
    """The customer says that it is not solved: it begins again, and they hear by when.

    Raises:
        NotAllowed: it is open, so somebody looks after it.
    """
    case = _fresh(deed, own)
    if case.state not in CASE_OVER:
        raise NotAllowed("It is open, and somebody looks after it.")
    if why.strip():
        say(deed, own, why, said_id=said_id)
    else:
        wake(deed, case, why)


def _fresh(deed: Deed, own: OwnCase) -> Case:
    lock_rows(deed.session, "service_case", [own.case.id])
    deed.session.refresh(own.case)
    return own.case


def _address(session: Session, case: Case) -> str:
    """Where they are answered once they have left the page: as before, else at their first e-mail address."""
    last = last_message_in(session, case.id)
    if last is not None and last.address:
        return last.address
    contact = contact_for(contacts_of(session, case.customer_id))
    return "" if contact is None else contact.address
