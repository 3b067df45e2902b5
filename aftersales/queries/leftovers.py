"""Where does somebody stand outside the rows that are theirs? In mail set aside, in others' cases, in remembered answers."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, func, or_, select, tuple_, update

from aftersales.queries.chunks import chunks
from aftersales.records import (
    Case,
    Contact,
    Customer,
    Intake,
    RememberedAnswer,
    ThreadMessage,
)

_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

BATCH: Final = 200
"""Remembered answers read at once: each can be long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A message that stands in no case: where it came from, and whether it names one of some addresses."""

    id: UUID
    channel: str
    address: str
    is_naming: bool


def intakes_set_aside_of_all(session: Session, emails: Collection[str]) -> list[SetAside]:
    """Every message that stands in no case and still says something, and whether it names one of these addresses."""
    texts = (Intake.whole, Intake.sentence, Intake.subject)
    named = [
        func.lower(each).contains(email, autoescape=True) for each in texts for email in emails
    ]
    rows = session.exec(
        select(Intake.id, Intake.channel, Intake.address, or_(*named) if named else False)
        .where(
            col(Intake.message_id).is_(None),
            or_(Intake.address != "", Intake.whole != "", Intake.sentence != ""),
        )
        .order_by(col(Intake.id))
    ).all()
    return [
        SetAside(id=found, channel=channel, address=address, is_naming=bool(is_naming))
        for found, channel, address, is_naming in rows
    ]


def intakes_of_notices(session: Session, notice_ids: Collection[UUID]) -> Sequence[UUID]:
    """Messages that returned these notices: mail servers repeat in them whom they could not reach."""
    return [
        found
        for chunk in chunks(notice_ids)
        for found in session.exec(select(Intake.id).where(col(Intake.notice_id).in_(chunk))).all()
    ]


def messages_from(
    session: Session, addresses: Collection[str], besides: Collection[UUID]
) -> Sequence[UUID]:
    """What was said from or to some addresses in cases of others than these customers."""
    return session.exec(
        select(ThreadMessage.id)
        .join(Case, col(Case.id) == ThreadMessage.case_id)
        .where(
            col(ThreadMessage.address).in_(sorted(addresses)),
            col(Case.customer_id).not_in(besides),
        )
        .order_by(col(ThreadMessage.id))
    ).all()


def addresses_heard_from(session: Session, customer_ids: Collection[UUID]) -> list[tuple[str, str]]:
    """The channels and addresses from which somebody wrote in the cases that are surely theirs."""
    return list(
        session.exec(
            select(ThreadMessage.channel, ThreadMessage.address)
            .join(Case, col(Case.id) == ThreadMessage.case_id)
            .where(
                col(Case.customer_id).in_(customer_ids),
                col(Case.is_sender_unsure).is_(False),
                ThreadMessage.address != "",
            )
            .distinct()
        ).all()
    )


def contacts_of_others(
    session: Session, addresses: Collection[str], besides: Collection[UUID]
) -> Sequence[Contact]:
    """Contacts of known customers, other than these, who can be reached at one of some addresses."""
    return session.exec(
        select(Contact)
        .join(Customer, col(Customer.id) == Contact.customer_id)
        .where(
            func.lower(Contact.address).in_(sorted({each.lower() for each in addresses})),
            col(Contact.customer_id).not_in(besides),
            col(Customer.erased_at).is_(None),
        )
        .order_by(col(Contact.id))
    ).all()


def empty_answers(session: Session, ids: frozenset[str], texts: Collection[str]) -> int:
    """Take out what remembered answers say about any of these rows or texts; answers how many did.

    Their keys stay: a request that is repeated is not done again.
    """
    keys: list[tuple[str, str]] = []
    rows = session.execute(
        select(RememberedAnswer.caller, RememberedAnswer.key, RememberedAnswer.body)
    ).yield_per(BATCH)
    for caller, key, body in rows:
        plain = body.casefold()
        if not ids.isdisjoint(_UUID.findall(plain)) or any(each in plain for each in texts):
            keys.append((caller, key))
    place: Any = tuple_(col(RememberedAnswer.caller), col(RememberedAnswer.key))
    for start in range(0, len(keys), BATCH):
        session.exec(
            update(RememberedAnswer)
            .where(place.in_(keys[start : start + BATCH]))
            .values(body="{}", headers={})
            .execution_options(synchronize_session=False)
        )
    return len(keys)
