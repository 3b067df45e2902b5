"""Who is told of goodwill: the customer what they get, a colleague what they must decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.case_owners import phone_of_owner
from aftersales.cases import advance_case, promise_next_update
from aftersales.deed import Deed
from aftersales.goodwill.concerns import Concern
from aftersales.goodwill.offering import WORKS
from aftersales.notices.goodwill_facts import ApprovalFacts, GoodwillFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import colleague, customer, write_notice
from aftersales.queries.promises import zones_of_cases
from aftersales.records import (
    CASE_OVER,
    Case,
    CaseState,
    Claim,
    Customer,
    GoodwillGrant,
    Notice,
    Promise,
    Record,
    User,
)
from aftersales.words import words_in
from warranty.claims.remedies import RemedyKind

CHOOSE_WITHIN: Final = timedelta(days=7)
"""Whoever was offered something hears from us again by then, whether they have answered or not."""

LOOK_AGAIN_WITHIN: Final = timedelta(days=1)
"""Whoever was told of a mistake of ours hears sooner."""


def tell_offer(
    deed: Deed, row: GoodwillGrant, concern: Concern, person: Customer, claim: Claim
) -> Notice:
    """Offer a customer goodwill on their claim, and promise when they hear more."""
    by = deed.now + CHOOSE_WITHIN
    _promise(deed, concern, by)
    facts = facts_of_grant(deed, row, concern, reference=claim.reference, next_update_at=by)
    return _write(deed, NoticeKind.REMEDY_OFFER, person, row, claim, facts)


def tell_withdrawn(
    deed: Deed, row: GoodwillGrant, concern: Concern, person: Customer, claim: Claim
) -> Notice:
    """Say that an offer was a mistake, and by when its claim is looked at again."""
    by = deed.now + LOOK_AGAIN_WITHIN
    _promise(deed, concern, by)
    facts = facts_of_grant(
        deed, row, concern, reference=claim.reference, next_update_at=by, is_withdrawn=True
    )
    return _write(deed, NoticeKind.REMEDY_OFFER, person, row, claim, facts)


def tell_made_up(
    deed: Deed,
    row: GoodwillGrant,
    concern: Concern,
    person: Customer,
    subject: Record,
) -> Notice:
    """Tell a customer what makes up for our trouble; of a promise, which one it was."""
    promise = subject if isinstance(subject, Promise) else None
    facts = facts_of_grant(
        deed,
        row,
        concern,
        reference=row.reference,
        promise=promise,
        is_missed=row.proposal.get("is_missed") is True,
    )
    return _write(deed, NoticeKind.COMPENSATION, person, row, subject, facts)


def ask_approval(
    deed: Deed, row: GoodwillGrant, concern: Concern, able: Sequence[User]
) -> list[Notice]:
    """Ask those of the able colleagues who are on call to decide, or all of them if nobody is."""
    on_call = [user for user in able if user.is_on_call]
    return [_approval_asked(deed, row, concern, user) for user in on_call or able]


def _approval_asked(deed: Deed, row: GoodwillGrant, concern: Concern, user: User) -> Notice:
    """One colleague with more authority; the page is where one step does it."""
    actor_id = _id_of_actor(deed)
    asker = None if actor_id is None else deed.session.get(User, actor_id)
    return write_notice(
        deed,
        NoticeKind.APPROVAL_NEEDED,
        colleague(user),
        row,
        revision=row.revision,
        zone=concern.territory.zone,
        facts=ApprovalFacts(
            reference=row.reference,
            product=concern.name,
            remedy=row.remedy,
            amount_cents=row.amount_cents,
            currency=row.currency,
            call_name=words_in(user.language)("A colleague") if asker is None else asker.name,
            why=row.reason,
            page=f"{deed.settings.public_url}/goodwill/grants/{row.id}",
        ),
    )


def facts_of_grant(
    deed: Deed,
    row: GoodwillGrant,
    concern: Concern,
    *,
    reference: str,
    next_update_at: datetime | None = None,
    is_withdrawn: bool = False,
    promise: Promise | None = None,
    is_missed: bool = False,
) -> GoodwillFacts:
    """A grant as its customer is told of it."""
    is_share = RemedyKind(row.remedy) in WORKS
    zone = concern.territory.zone if concern.case is None else _zone(deed, concern.case, concern)
    return GoodwillFacts(
        reference=reference,
        product=concern.name,
        remedy=row.remedy,
        amount_cents=row.amount_cents,
        currency=row.currency,
        percent=row.percent if is_share else None,
        zone=zone if promise is None else promise.zone,
        owner_name=concern.owner_name,
        owner_phone=_phone(deed, concern),
        next_update_at=next_update_at,
        is_withdrawn=is_withdrawn,
        promise="" if promise is None else promise.kind.value,
        promised_from_at=None if promise is None else promise.from_at,
        promised_to_at=None if promise is None else promise.to_at,
        is_missed=is_missed,
    )


def _write(
    deed: Deed,
    kind: NoticeKind,
    person: Customer,
    row: GoodwillGrant,
    subject: Record,
    facts: GoodwillFacts,
) -> Notice:
    """One notice for each revision of a grant, about what it was granted for."""
    notice = write_notice(
        deed,
        kind,
        customer(person),
        row,
        revision=row.revision,
        zone=facts.zone,
        facts=facts,
    )
    deed.note(f"notice_{kind}", subject, notice_id=notice.id)
    return notice


def _promise(deed: Deed, concern: Concern, by: datetime) -> None:
    """The customer was told when they hear more; a case that was over is open again."""
    case = concern.case
    if case is None:
        return
    if case.state in CASE_OVER:
        advance_case(deed, case, CaseState.REOPENED)
    promise_next_update(deed, case, by)


def _phone(deed: Deed, concern: Concern) -> str:
    """Under which number whoever looks after it is reached."""
    if concern.case is None:
        return concern.territory.answers_phone
    return phone_of_owner(deed.session, concern.case, concern.territory)


def _zone(deed: Deed, case: Case, concern: Concern) -> str:
    return zones_of_cases(deed.session, {case.id}).get(case.id, concern.territory.zone)


def _id_of_actor(deed: Deed) -> UUID | None:
    """The user who acts, if it is one."""
    try:
        return UUID(deed.actor.code)
    except ValueError:
        return None
