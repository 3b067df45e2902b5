"""Claims for staff: the queue by what is due next, and one claim with its decision, its reasons and every next step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.claims import (
    ClaimNews,
    add_claim_cost,
    choose_remedy,
    cost_of_claim,
    decide_claim,
    fulfil_claim,
    may_approve,
    move_claim,
    move_recovery,
    recoverable_of,
    rule_on_claim,
    tell_claim,
    who_may_approve,
)
from aftersales.claims.judging import stored_reasons
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotThere, NotUnderstood
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.parts import Parts
from aftersales.queries.access import users
from aftersales.queries.claims import costs_of_claim, open_claims
from aftersales.queries.notices import notices_about
from aftersales.queries.pages import events_about
from aftersales.queries.promises import zone_of_case
from aftersales.records import Case, Claim, Customer, ProductModel, Unit
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.reasons import money, reason_said
from warranty import CLAIM_MOVES, ClaimState, Money
from warranty.claims.adjudication import Outcome
from warranty.claims.costs import CostKind
from warranty.claims.inspections import Finding
from warranty.claims.recovery import RECOVERY_MOVES, RecoveryState
from warranty.claims.remedies import REMEDIES, RemedyKind
from web.pages.amounts import cents_of
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
from web.pages.happening import by_whom, happened
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/claims")

MOST: Final = 200
"""Claims that the queue shows."""

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

RULINGS: Final = (Outcome.APPROVE, Outcome.PARTLY, Outcome.REJECT)

Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=2000)]


@router.get("")
def claims(request: Request, parts: PartsIn, me: Me) -> Response:
    """Every claim that is not over, whoever hears next first."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        rows = [
            (
                claim,
                case,
                f"{model.brand} {model.name}",
                owner.name,
                state_words(_, claim.state),
                "" if case.next_update_at is None else zone_of_case(session, case.id),
            )
            for claim, case, model, owner in open_claims(session, MOST)
        ]
    return page(request, "claims.html", _, rows=rows, now=parts.clock.now())


@router.get("/{claim_id}")
def claim(request: Request, parts: PartsIn, me: Me, claim_id: UUID) -> Response:
    """One claim: where it stands and why, what can be done, what it cost, and what was told."""
    return _one(request, parts, me, claim_id)


@router.post("/{claim_id}/tell")
def told(
    request: Request,
    parts: PartsIn,
    me: Me,
    claim_id: UUID,
    symptom: Annotated[str, Form(max_length=8000)] = "",
    component: Field = "",
    serial_read: Field = "",
    estimate: Field = "",
    finding: Field = "",
    has_proof_of_purchase: Field = "",
) -> Response:
    """Take what is known now, and let the rules decide again while nothing is decided."""
    _ = words_in(me.language)
    cents = cents_of(estimate)
    if cents is None and estimate.strip():
        problem = _("Write an amount, such as 90.00.")
        return _one(request, parts, me, claim_id, problem=problem, status_code=422)
    news = ClaimNews(
        symptom=symptom.strip() or None,
        component=component.strip() or None,
        serial_read=serial_read.strip() or None,
        estimate_cents=cents,
        finding=Finding(finding) if finding in set(Finding) else None,
        has_proof_of_purchase=True if has_proof_of_purchase else None,
    )

    def act(deed: Deed, row: Claim) -> None:
        tell_claim(deed, row, news)
        if row.state in (ClaimState.IN_REVIEW, ClaimState.SUBMITTED):
            decide_claim(deed, row)

    return _acted(request, parts, me, claim_id, act)


@router.post("/{claim_id}/rule")
def ruled(
    request: Request,
    parts: PartsIn,
    me: Me,
    claim_id: UUID,
    outcome: Field = "",
    why: Long = "",
) -> Response:
    """Decide it as a person, within one's authority."""
    _ = words_in(me.language)
    if outcome not in set(RULINGS) or not why.strip():
        problem = _("Choose a decision, and say why in a sentence that the customer can read.")
        return _one(request, parts, me, claim_id, problem=problem, status_code=422, why=why)
    return _acted(
        request,
        parts,
        me,
        claim_id,
        lambda deed, row: rule_on_claim(deed, row, me.role, Outcome(outcome), why),
        why=why,
    )


@router.post("/{claim_id}/remedy")
def chosen(
    request: Request, parts: PartsIn, me: Me, claim_id: UUID, remedy: Field = ""
) -> Response:
    """What the customer chose."""
    if remedy not in set(RemedyKind):
        return _one(request, parts, me, claim_id, problem=_gone(me), status_code=422)
    return _acted(
        request,
        parts,
        me,
        claim_id,
        lambda deed, row: choose_remedy(deed, row, RemedyKind(remedy)),
    )


@router.post("/{claim_id}/step")
def stepped(
    request: Request, parts: PartsIn, me: Me, claim_id: UUID, state: Field = ""
) -> Response:
    """The next step along the graph."""
    if state not in set(ClaimState):
        return _one(request, parts, me, claim_id, problem=_gone(me), status_code=422)
    return _acted(
        request, parts, me, claim_id, lambda deed, row: move_claim(deed, row, ClaimState(state))
    )


@router.post("/{claim_id}/fulfil")
def fulfilled(
    request: Request,
    parts: PartsIn,
    me: Me,
    claim_id: UUID,
    done_on: Field = "",
    replacement_serial: Field = "",
) -> Response:
    """The remedy was carried out."""
    _ = words_in(me.language)
    try:
        on = date.fromisoformat(done_on.strip())
    except ValueError:
        problem = _("Write a day between the fault and today, such as 2026-11-23.")
        return _one(request, parts, me, claim_id, problem=problem, status_code=422)
    return _acted(
        request,
        parts,
        me,
        claim_id,
        lambda deed, row: fulfil_claim(
            deed, row, done_on=on, replacement_serial=replacement_serial.strip() or None
        ),
    )


@router.post("/{claim_id}/cost")
def spent(
    request: Request,
    parts: PartsIn,
    me: Me,
    claim_id: UUID,
    kind: Field = "",
    amount: Field = "",
    note: Field = "",
) -> Response:
    """One thing that was spent on it."""
    _ = words_in(me.language)
    cents = cents_of(amount)
    if cents is None or kind not in set(CostKind):
        problem = _("Write an amount, such as 90.00.")
        return _one(request, parts, me, claim_id, problem=problem, status_code=422)
    return _acted(
        request,
        parts,
        me,
        claim_id,
        lambda deed, row: add_claim_cost(deed, row, CostKind(kind), cents, note.strip()),
    )


@router.post("/{claim_id}/recover")
def recovered(
    request: Request, parts: PartsIn, me: Me, claim_id: UUID, state: Field = ""
) -> Response:
    """The next step with the maker."""
    if state not in set(RecoveryState):
        return _one(request, parts, me, claim_id, problem=_gone(me), status_code=422)
    return _acted(
        request,
        parts,
        me,
        claim_id,
        lambda deed, row: move_recovery(deed, row, RecoveryState(state)),
    )


def _acted(
    request: Request,
    parts: Parts,
    me: SignedIn,
    claim_id: UUID,
    act: Callable[[Deed, Claim], object],
    *,
    why: str = "",
) -> Response:
    """Do it and show the claim again; what a rule refuses is said on the page, and nothing typed is lost."""
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            act(deed, _claim(deed.session, claim_id))
    except NotUnderstood:
        problem = _(
            "Something is missing or does not fit. Check the days, the amount and the serial."
        )
        return _one(request, parts, me, claim_id, problem=problem, status_code=422, why=why)
    except Collision:
        problem = _("This serial is registered already. Check it on the new unit.")
        return _one(request, parts, me, claim_id, problem=problem, status_code=409, why=why)
    except NotAllowed:
        return _one(request, parts, me, claim_id, problem=_gone(me), status_code=409, why=why)
    return RedirectResponse(f"/claims/{claim_id}", status_code=303)


def _gone(me: SignedIn) -> str:
    _ = words_in(me.language)
    return _("This is not possible, or no longer. See below what is, and who may do it.")


def _claim(session: Session, claim_id: UUID) -> Claim:
    row = session.get(Claim, claim_id)
    if row is None:
        raise NotThere("There is no such claim. Choose one from the list of claims.")
    return row


def _one(
    request: Request,
    parts: Parts,
    me: SignedIn,
    claim_id: UUID,
    *,
    problem: str = "",
    status_code: int = 200,
    why: str = "",
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        row = _claim(session, claim_id)
        case = session.get_one(Case, row.case_id)
        unit = session.get_one(Unit, row.unit_id)
        cost = cost_of_claim(session, row)
        settings = parts.settings
        estimate = row.estimate_cents
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
            state=state_words(_, row.state),
            reasons=[reason_said(_, reason) for reason in stored_reasons(row)],
            finding="" if row.finding is None else finding_words(_, row.finding),
            findings=[
                ("", _("not inspected yet")),
                *((each.value, finding_words(_, each)) for each in Finding),
            ],
            estimate="" if estimate is None else money(_, Money(row.currency, estimate)),
            is_open=row.state
            in (
                ClaimState.SUBMITTED,
                ClaimState.NEEDS_INFO,
                ClaimState.IN_REVIEW,
                ClaimState.REOPENED,
            ),
            is_reviewed=row.state == ClaimState.IN_REVIEW,
            rulings=[(each.value, outcome_words(_, each), "") for each in RULINGS],
            may_approve=estimate is not None and may_approve(settings, me.role, estimate),
            most=money(_, Money(settings.currency, settings.authority.get(me.role, 0))),
            able=[] if estimate is None else who_may_approve(session, settings, estimate),
            remedies=_offered(_, row),
            remedy="" if row.remedy is None else remedy_words(_, row.remedy),
            steps=[(each.value, step_words(_, each)) for each in _steps(row)],
            can_be_fulfilled=ClaimState.FULFILLED in CLAIM_MOVES[ClaimState(row.state)],
            is_replaced=row.remedy == RemedyKind.REPLACE,
            costs=[
                (
                    cost_words(_, each.kind),
                    money(_, Money(each.currency, each.amount_cents)),
                    each.note,
                )
                for each in costs_of_claim(session, row.id)
            ],
            total=money(_, cost.total),
            payers=[
                (payer_words(_, payer), money(_, amount)) for payer, amount in cost.by_payer.items()
            ],
            cost_kinds=[(each.value, cost_words(_, each)) for each in CostKind],
            owed=money(_, recoverable_of(session, row)),
            is_owed=recoverable_of(session, row).minor > 0,
            recovery=recovery_words(_, row.supplier_recovery),
            recoveries=[
                (each.value, recovery_words(_, each))
                for each in sorted(RECOVERY_MOVES[RecoveryState(row.supplier_recovery or "none")])
            ],
            notices=[
                (each, worded(NoticeKind(each.kind), words_in(each.language), each.facts, ""))
                for each in (*notices_about(session, case.id), *notices_about(session, row.id))
            ],
            events=events_about(session, {row.id, case.id}),
            happened=happened,
            by_whom=by_whom,
            names={str(user.id): user.name for user in users(session)},
        )


def _offered(_: Words, row: Claim) -> list[tuple[str, str, str]]:
    """The remedies that can be chosen now, in the order in which they are offered."""
    if ClaimState.REMEDY_CHOSEN not in CLAIM_MOVES[ClaimState(row.state)]:
        return []
    offered = row.decision.get("remedies", [])
    names = [str(each) for each in offered] if isinstance(offered, list) else []
    return [(name, remedy_words(_, name), "") for name in names]


def _steps(row: Claim) -> list[ClaimState]:
    """Steps that need no more than a button."""
    ways = CLAIM_MOVES[ClaimState(row.state)] - BY_FORM - {ClaimState.REMEDY_CHOSEN}
    if row.state == ClaimState.REMEDY_CHOSEN and row.remedy is not None:
        ways &= REMEDIES[RemedyKind(row.remedy)].next_states | {ClaimState.WITHDRAWN}
    return [each for each in ClaimState if each in ways]
