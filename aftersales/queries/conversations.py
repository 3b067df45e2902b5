"""What was said in which case, and who may have said it?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from aftersales.queries.numbers import DIALLED, plain_number
from aftersales.queries.pages import Page, page_where
from aftersales.records import (
    CASE_OVER,
    Case,
    CaseChannel,
    Channel,
    Claim,
    Complaint,
    Contact,
    Customer,
    Direction,
    Promise,
    PromiseKind,
    PromiseState,
    ThreadMessage,
)


def message_with_outside_id(
    session: Session, channel: CaseChannel, outside_id: str
) -> ThreadMessage | None:
    """The message that a channel calls so, if it came already."""
    return session.exec(
        select(ThreadMessage).where(
            ThreadMessage.channel == channel, ThreadMessage.outside_id == outside_id
        )
    ).one_or_none()


def thread_of_case(session: Session, case_id: UUID) -> Sequence[ThreadMessage]:
    """Everything said in a case, the first first."""
    return session.exec(
        select(ThreadMessage)
        .where(ThreadMessage.case_id == case_id)
        .order_by(col(ThreadMessage.id))
    ).all()


def last_message_in(session: Session, case_id: UUID) -> ThreadMessage | None:
    """What the customer of a case said last."""
    return session.exec(
        select(ThreadMessage)
        .where(ThreadMessage.case_id == case_id, ThreadMessage.direction == Direction.IN)
        .order_by(col(ThreadMessage.id).desc())
        .limit(1)
    ).one_or_none()


def heard_since(
    session: Session, channel: CaseChannel, addresses: Collection[str], since: datetime
) -> frozenset[str]:
    """Those of these addresses from which somebody wrote on a channel since a moment."""
    return frozenset(
        session.exec(
            select(ThreadMessage.address).where(
                ThreadMessage.channel == channel,
                ThreadMessage.direction == Direction.IN,
                col(ThreadMessage.address).in_(addresses),
                col(ThreadMessage.at) > since,
            )
        )
    )


def cases_cited(session: Session, references: Collection[str]) -> dict[str, Case]:
    """The cases with these references, or with claims that have them."""
    found = session.exec(
        select(Case, Claim.reference)
        .join(Claim, col(Claim.case_id) == Case.id, isouter=True)
        .where(or_(col(Case.reference).in_(references), col(Claim.reference).in_(references)))
    ).all()
    cited = {case.reference: case for case, _claim in found}
    cited |= {claim: case for case, claim in found if claim}
    return {reference: case for reference, case in cited.items() if reference in references}


def cases_by_subject(session: Session, subject_ids: Collection[UUID]) -> Sequence[Case]:
    """The cases that are, or have claims or complaints that are, one of these subjects of notices."""
    theirs = select(Claim.case_id).where(col(Claim.id).in_(subject_ids))
    complained = select(Complaint.case_id).where(col(Complaint.id).in_(subject_ids))
    return session.exec(
        select(Case)
        .where(
            or_(
                col(Case.id).in_(subject_ids),
                col(Case.id).in_(theirs),
                col(Case.id).in_(complained),
            )
        )
        .order_by(col(Case.id))
    ).all()


def case_with_messages(session: Session, outside_ids: Collection[str]) -> Case | None:
    """The case in which one of these messages stands; the newest if there are several."""
    return session.exec(
        select(Case)
        .join(ThreadMessage, col(ThreadMessage.case_id) == Case.id)
        .where(col(ThreadMessage.outside_id).in_(outside_ids))
        .order_by(col(ThreadMessage.id).desc())
        .limit(1)
    ).one_or_none()


def case_talked_in(
    session: Session, channel: CaseChannel, address: str, resolved_since: datetime
) -> Case | None:
    """The newest case in which somebody writes from an address on a channel: open, or resolved since a moment."""
    return session.exec(
        select(Case)
        .join(ThreadMessage, col(ThreadMessage.case_id) == Case.id)
        .where(
            ThreadMessage.channel == channel,
            ThreadMessage.address == address,
            ThreadMessage.direction == Direction.IN,
            or_(col(Case.state).not_in(CASE_OVER), col(Case.resolved_at) >= resolved_since),
        )
        .order_by(col(ThreadMessage.id).desc())
        .limit(1)
    ).one_or_none()


def customers_with_email(session: Session, email: str) -> Sequence[Customer]:
    """Everybody who gave this e-mail address, written as it is compared."""
    return _having(session, (Channel.EMAIL,), func.lower(Contact.address) == email)


def customers_with_number(session: Session, digits: str) -> Sequence[Customer]:
    """Everybody who gave this number, in its international form, however it is spaced."""
    ways = (f"+{digits}", digits, f"00{digits}")
    return _having(session, DIALLED, plain_number().in_(ways))


def customers_with_handle(session: Session, channel: Channel, handle: str) -> Sequence[Customer]:
    """Everybody who is called so on a channel, with the @ that some write before it or without."""
    plain = handle.removeprefix("@").lower()
    spelled = func.lower(Contact.address).in_((plain, f"@{plain}"))
    return _having(session, (channel,), spelled)


def _having(session: Session, channels: Sequence[Channel], condition: object) -> Sequence[Customer]:
    theirs = select(Contact.customer_id).where(col(Contact.channel).in_(channels), condition)  # type: ignore[arg-type] # a condition of either kind
    return session.exec(
        select(Customer)
        .where(
            col(Customer.id).in_(theirs),
            col(Customer.erased_at).is_(None),
            col(Customer.merged_into_id).is_(None),
        )
        .order_by(col(Customer.id))
    ).all()


def updates_running_out(
    session: Session, before: datetime, limit: int
) -> Sequence[tuple[Promise, Case]]:
    """Updates promised about open cases that are due before a moment and of which nothing newer was told."""
    return session.exec(
        select(Promise, Case)
        .join(Case, col(Case.id) == Promise.case_id)
        .where(
            Promise.kind == PromiseKind.NEXT_UPDATE,
            col(Promise.state).in_(
                (PromiseState.MADE, PromiseState.AT_RISK, PromiseState.BROKEN_UNTOLD)
            ),
            col(Promise.replaced_by_id).is_(None),
            col(Promise.to_at) <= before,
            Promise.to_at == Case.next_update_at,
            col(Case.state).not_in(CASE_OVER),
            col(Case.id).not_in(
                select(Complaint.case_id)
            ),  # its own round tells of it, and earlier
        )
        .order_by(col(Promise.to_at), col(Promise.id))
        .limit(limit)
    ).all()


def cases_running_out(session: Session, before: datetime, limit: int) -> Sequence[Case]:
    """Open cases in which something is due before a moment of which their owner was not warned."""
    return session.exec(
        select(Case)
        .where(
            col(Case.state).not_in(CASE_OVER),
            or_(
                and_(
                    col(Case.first_answered_at).is_(None),
                    _is_news(Case.first_answer_due_at, Case.first_answer_warned_of, before),
                ),
                and_(
                    col(Case.paused_at).is_(None),
                    _is_news(Case.resolve_due_at, Case.resolve_warned_of, before),
                ),
                and_(
                    col(Case.paused_at).is_(None),
                    _is_news(Case.next_update_at, Case.update_warned_of, before),
                ),
            ),
        )
        .order_by(col(Case.id))
        .limit(limit)
    ).all()


def _is_news(due: Any, warned_of: Any, before: datetime) -> ColumnElement[bool]:
    return and_(col(due) <= before, or_(col(warned_of).is_(None), col(warned_of) != col(due)))


def case_of_message(session: Session, message: ThreadMessage) -> Case:
    """The case that a message stands in."""
    return session.get_one(Case, message.case_id)


def thread_page(
    session: Session, case_id: UUID, *, after: UUID | None, limit: int
) -> Page[ThreadMessage]:
    """One page of what was said in a case, the first first."""
    return page_where(session, ThreadMessage, after, limit, ThreadMessage.case_id == case_id)
