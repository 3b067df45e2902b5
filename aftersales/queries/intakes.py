"""What came in from outside, and what became of it?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from aftersales.identifiers import digest_of
from aftersales.records import (
    Channel,
    Contact,
    DeliveryState,
    Intake,
    IntakeOutcome,
    Notice,
    NoticeDelivery,
)


def intake_known(session: Session, channel: str, outside_id: str) -> Intake | None:
    """The message that its sender's system calls so, if it came before; of an erased sender's the digest is known."""
    return session.exec(
        select(Intake).where(
            Intake.channel == channel,
            col(Intake.outside_id).in_((outside_id, digest_of(outside_id))),
        )
    ).one_or_none()


def intakes_from(session: Session, sender: str, since: datetime) -> int:
    """How many messages of a sender found their way into a thread since a moment."""
    return session.exec(
        select(func.count())
        .select_from(Intake)
        .where(
            Intake.sender == sender,
            Intake.outcome == IntakeOutcome.THREAD,
            col(Intake.taken_at) > since,
        )
    ).one()


def intakes_of_messages(session: Session, message_ids: Collection[UUID]) -> Sequence[Intake]:
    """What these messages of threads were when they came."""
    return session.exec(select(Intake).where(col(Intake.message_id).in_(message_ids))).all()


def intakes_by_outcome(session: Session, since: datetime) -> dict[IntakeOutcome, int]:
    """How many messages came in since a moment, by what became of them."""
    rows = session.exec(
        select(Intake.outcome, func.count())
        .where(col(Intake.taken_at) > since)
        .group_by(col(Intake.outcome))
    ).all()
    return {IntakeOutcome(outcome): number for outcome, number in rows}


def intakes_set_aside(
    session: Session, outcomes: Collection[IntakeOutcome], limit: int
) -> Sequence[Intake]:
    """Messages with one of these outcomes, the newest first; letters that came back only if it is not known which.

    What was forgotten is left out: there is nothing to read in it.
    """
    return session.exec(
        select(Intake)
        .where(
            col(Intake.outcome).in_(outcomes),
            col(Intake.notice_id).is_(None),
            or_(
                col(Intake.outcome).not_in((IntakeOutcome.AUTOMATIC, IntakeOutcome.TOO_MANY)),
                Intake.whole != "",
                Intake.address != "",
            ),
        )
        .order_by(col(Intake.id).desc())
        .limit(limit)
    ).all()


def delivery_that_was_sent(session: Session, notice_id: UUID) -> NoticeDelivery | None:
    """The last letter with a notice of which we believe that it was sent."""
    return session.exec(
        select(NoticeDelivery)
        .where(
            NoticeDelivery.notice_id == notice_id,
            NoticeDelivery.channel == Channel.EMAIL,
            NoticeDelivery.state == DeliveryState.SENT,
        )
        .order_by(col(NoticeDelivery.attempt).desc())
        .limit(1)
    ).one_or_none()


def notices_about_any(session: Session, subject_ids: Collection[UUID]) -> Sequence[Notice]:
    """Everything that was written about some subjects, the oldest first."""
    return session.exec(
        select(Notice).where(col(Notice.subject_id).in_(subject_ids)).order_by(col(Notice.id))
    ).all()


def bounced_contacts(session: Session, email: str) -> Sequence[Contact]:
    """Contacts with this e-mail address from which a letter came back."""
    return session.exec(
        select(Contact).where(
            Contact.channel == Channel.EMAIL,
            func.lower(Contact.address) == email,
            col(Contact.bounced_at).is_not(None),
        )
    ).all()
