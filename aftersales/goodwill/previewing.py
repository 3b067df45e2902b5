"""What a grant would do, found out by doing it in a transaction that is thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from aftersales.deed import Actor
from aftersales.errors import NotAllowed
from aftersales.goodwill.authority import may_grant, who_may_grant
from aftersales.goodwill.granting import grant
from aftersales.parts import Parts
from aftersales.queries.claims import claim_with_owner
from aftersales.queries.goodwill_budgets import budget_of_grant
from aftersales.queries.notices import contacts_of, notices_about
from aftersales.records import Contact, Customer, GoodwillGrant, Notice, Role, User
from warranty import Money
from warranty.claims.remedies import RemedyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What granting would do, or who must be asked.

    Attributes:
        row: the grant as it would stand; None if somebody else must grant it.
        notice: what the customer would be told.
        customer: who.
        contacts: how they can be reached.
        left: of the budget afterwards.
        able: whoever may grant it, on call first.
        refusal: why the person who asks may not.
    """

    customer: Customer
    contacts: Sequence[Contact]
    able: Sequence[User]
    row: GoodwillGrant | None = None
    notice: Notice | None = None
    left: Money | None = None
    refusal: str = ""


def preview_on_claim(
    parts: Parts,
    actor: Actor,
    role: Role,
    claim_id: UUID,
    *,
    remedy: RemedyKind,
    amount_cents: int,
    reason: str,
) -> Preview:
    """What a grant on a claim would do now; nothing is kept, and nobody is told.

    Raises:
        NotUnderstood: something is missing or does not fit.
        NotAllowed: it cannot be granted by anybody, such as for want of a budget.
        IllegalMove: the claim takes no offer as it stands.
    """
    with parts.store.reading() as session:
        _claim, person = claim_with_owner(session, claim_id)
        contacts = contacts_of(session, person.id)
        able = who_may_grant(session, parts.settings, amount_cents)
    try:
        with parts.trying(actor) as deed:
            claim, person = claim_with_owner(deed.session, claim_id)
            row = grant(
                deed,
                role,
                customer=person,
                subject=claim,
                remedy=remedy,
                amount_cents=amount_cents,
                reason=reason,
            )
            deed.session.flush()
            (notice,) = notices_about(deed.session, row.id)
            budget = None if row.budget_id is None else budget_of_grant(deed.session, row.budget_id)
            left = None if budget is None else budget.amount_cents - budget.spent_cents
            return Preview(
                customer=person,
                contacts=contacts,
                able=able,
                row=row,
                notice=notice,
                left=None if left is None else Money(row.currency, left),
            )
    except NotAllowed as refused:
        if may_grant(parts.settings, role, amount_cents) or not able:
            raise
        return Preview(customer=person, contacts=contacts, able=able, refusal=str(refused))
