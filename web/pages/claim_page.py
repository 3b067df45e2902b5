"""The page of one claim: where it stands and why, what can be done and by whom, what it cost, what was told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from fastapi import Request, Response

from aftersales.access import SignedIn
from aftersales.claims import (
    bill_of_claim,
    may_approve,
    offered_remedies,
    recovery_of,
    stored_reasons,
    who_may_approve,
)
from aftersales.errors import NotThere
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.parts import Parts
from aftersales.queries.access import users
from aftersales.queries.goodwill import grants_about
from aftersales.queries.notices import notices_about
from aftersales.queries.pages import events_about
from aftersales.queries.promises import zone_of_case
from aftersales.queries.returns import returns_of_claim
from aftersales.queries.uploads import evidence_of
from aftersales.records import Case, Claim, Customer, ProductModel, RecipientKind, Unit
from aftersales.settings import Settings
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.reasons import money, reason_said
from warranty import CLAIM_MOVES, ClaimState, Money
from warranty.claims.adjudication import Outcome
from warranty.claims.costs import CostKind
from warranty.claims.inspections import Finding
from warranty.claims.recovery import RECOVERY_MOVES
from warranty.claims.remedies import REMEDIES, RemedyKind
from web.files import ACCEPTED
from web.pages.articles import help_for
from web.pages.claim_returns import returns_shown
from web.pages.claim_visits_shown import visits_shown
from web.pages.claim_words import (
    cost_words,
    finding_words,
    outcome_words,
    payer_words,
    recovery_words,
    remedy_words,
    state_words,
    step_words,
)
from web.pages.files_shown import files_shown
from web.pages.goodwill_panel import goodwill_of
from web.pages.happening import by_whom, happened
from web.pages.recalls_shown import open_recalls
from web.templating import page

UNDECIDED: Final = (
    ClaimState.SUBMITTED,
    ClaimState.NEEDS_INFO,
    ClaimState.IN_REVIEW,
    ClaimState.REOPENED,
)
"""States in which more can be told."""

BY_FORM: Final = frozenset(
    {
        ClaimState.APPROVED,
        ClaimState.PARTLY_APPROVED,
        ClaimState.REJECTED,
        ClaimState.GOODWILL_OFFERED,
        ClaimState.FULFILLED,
        ClaimState.NEEDS_INFO,
    }
)
"""States that a claim comes to by a form of its own, or by the rules."""

BLANK: Final[Mapping[str, str]] = MappingProxyType({"remedy": "", "amount": "", "reason": ""})
"""A form for goodwill in which nothing was typed."""

RULINGS: Final = (Outcome.APPROVE, Outcome.PARTLY, Outcome.REJECT)
"""What a person can decide."""


def claim_in(session: Session, claim_id: UUID) -> Claim:
    """The claim of an address.

    Raises:
        NotThere: there is none.
    """
    row = session.get(Claim, claim_id)
    if row is None:
        raise NotThere("There is no such claim. Choose one from the list of claims.")
    return row


def claim_page(
    request: Request,
    parts: Parts,
    me: SignedIn,
    claim_id: UUID,
    *,
    problem: str = "",
    status_code: int = 200,
    why: str = "",
    typed: Mapping[str, str] = BLANK,
) -> Response:
    """The page; `problem` says what was refused, `why` and `typed` are what was typed and must not be lost."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        row = claim_in(session, claim_id)
        case = session.get_one(Case, row.case_id)
        unit = session.get_one(Unit, row.unit_id)
        return page(
            request,
            "claim.html",
            _,
            status_code=status_code,
            problem=problem,
            typed_why=why,
            claim=row,
            case=case,
            unit=unit,
            model=session.get_one(ProductModel, unit.product_model_id),
            owner=session.get_one(Customer, unit.customer_id),
            zone=zone_of_case(session, case.id),
            now=parts.clock.now(),
            recalls=open_recalls(_, session, unit.id),
            known=help_for(
                _,
                session,
                session.get_one(ProductModel, unit.product_model_id),
                component=row.component,
                words=row.symptom,
            ),
            **_standing(_, row),
            **_deciding(_, session, parts.settings, me, row),
            **_doing(_, row),
            **visits_shown(_, session, row),
            **_spending(_, session, row),
            **returns_shown(_, session, row),
            files=files_shown(_, evidence_of(session, row)),
            accepted=ACCEPTED,
            **goodwill_of(_, session, parts.settings, me, row, parts.clock.now()),
            typed_goodwill=typed,
            **_told(session, row, case),
            happened=happened,
            by_whom=by_whom,
            names={str(user.id): user.name for user in users(session)},
        )


def _told(session: Session, row: Claim, case: Case) -> dict[str, object]:
    """What was told about a claim, its case and its goodwill, and what happened to them."""
    about = {
        *(row.id, case.id),
        *(each.id for each in grants_about(session, row.id)),
        *(each.id for each in returns_of_claim(session, row.id)),
    }
    notices = sorted(
        (notice for each in about for notice in notices_about(session, each)),
        key=lambda notice: notice.id,
    )
    return {
        "notices": [
            (each, worded(NoticeKind(each.kind), words_in(each.language), each.facts, ""))
            for each in notices
            if each.recipient_kind is RecipientKind.CUSTOMER
        ],
        "events": events_about(session, about),
    }


def _standing(_: Words, row: Claim) -> dict[str, object]:
    """Where it stands, and why."""
    estimate = row.estimate_cents
    return {
        "state": state_words(_, row.state),
        "reasons": [reason_said(_, reason) for reason in stored_reasons(row)],
        "finding": "" if row.finding is None else finding_words(_, row.finding),
        "estimate": "" if estimate is None else money(_, Money(row.currency, estimate)),
        "remedy": "" if row.remedy is None else remedy_words(_, row.remedy),
    }


def _deciding(
    _: Words, session: Session, settings: Settings, me: SignedIn, row: Claim
) -> dict[str, object]:
    """What can still be told, and who may decide."""
    estimate = row.estimate_cents
    inspected = [(each.value, finding_words(_, each)) for each in Finding]
    return {
        "is_open": row.state in UNDECIDED,
        "is_reviewed": row.state == ClaimState.IN_REVIEW,
        "findings": [("", _("not inspected yet")), *inspected],
        "rulings": [(each.value, outcome_words(_, each), "") for each in RULINGS],
        "may_approve": estimate is not None and may_approve(settings, me.role, estimate),
        "most": money(_, Money(settings.currency, settings.authority.get(me.role, 0))),
        "able": [] if estimate is None else who_may_approve(session, settings, estimate),
    }


def _doing(_: Words, row: Claim) -> dict[str, object]:
    """What can be done now."""
    return {
        "remedies": _offered(_, row),
        "steps": [(each.value, step_words(_, each)) for each in _steps(row)],
        "can_be_fulfilled": ClaimState.FULFILLED in CLAIM_MOVES[ClaimState(row.state)],
        "is_replaced": row.remedy == RemedyKind.REPLACE,
    }


def _spending(_: Words, session: Session, row: Claim) -> dict[str, object]:
    """What it cost, who pays, and what the maker owes."""
    bill, recovery = bill_of_claim(session, row), recovery_of(row)
    return {
        "costs": [
            (cost_words(_, each.kind), money(_, Money(each.currency, each.amount_cents)), each.note)
            for each in bill.rows
        ],
        "total": money(_, bill.cost.total),
        "payers": [
            (payer_words(_, payer), money(_, amount))
            for payer, amount in bill.cost.by_payer.items()
        ],
        "cost_kinds": [(each.value, cost_words(_, each)) for each in CostKind],
        "owed": money(_, bill.owed),
        "is_owed": bill.owed.minor > 0,
        "recovery": recovery_words(_, recovery),
        "recoveries": [
            (each.value, recovery_words(_, each)) for each in sorted(RECOVERY_MOVES[recovery])
        ],
    }


def _offered(_: Words, row: Claim) -> list[tuple[str, str, str]]:
    """The remedies that can be chosen now, in the order in which they are offered."""
    if ClaimState.REMEDY_CHOSEN not in CLAIM_MOVES[ClaimState(row.state)]:
        return []
    return [(each.value, remedy_words(_, each), "") for each in offered_remedies(row)]


def _steps(row: Claim) -> list[ClaimState]:
    """Steps that need no more than a button."""
    ways = CLAIM_MOVES[ClaimState(row.state)] - BY_FORM - {ClaimState.REMEDY_CHOSEN}
    if row.state == ClaimState.RETURN_AWAITED:
        ways -= {ClaimState.INSPECTED}  # by the form for whoever unpacks it
    if row.state == ClaimState.REMEDY_CHOSEN and row.remedy is not None:
        ways &= REMEDIES[RemedyKind(row.remedy)].next_states | {ClaimState.WITHDRAWN}
    return [each for each in ClaimState if each in ways]
