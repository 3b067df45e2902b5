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
    decide_claim,
    fulfil_claim,
    move_claim,
    move_recovery,
    rule_on_claim,
    tell_claim,
)
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotUnderstood
from aftersales.parts import Parts
from aftersales.queries.claims import open_claims
from aftersales.queries.promises import zone_of_case
from aftersales.records import Claim
from aftersales.words import words_in
from warranty import ClaimState
from warranty.claims.adjudication import Outcome
from warranty.claims.costs import CostKind
from warranty.claims.inspections import Finding
from warranty.claims.recovery import RecoveryState
from warranty.claims.remedies import RemedyKind
from web.pages.amounts import cents_of
from web.pages.claim_page import RULINGS, UNDECIDED, claim_in, claim_page
from web.pages.claim_words import (
    state_words,
)
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/claims")

MOST: Final = 200
"""Claims that the queue shows."""

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
    return claim_page(request, parts, me, claim_id)


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
        return claim_page(request, parts, me, claim_id, problem=problem, status_code=422)
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
        if row.state in UNDECIDED:
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
        return claim_page(request, parts, me, claim_id, problem=problem, status_code=422, why=why)
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
        return claim_page(request, parts, me, claim_id, problem=_gone(me), status_code=422)
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
        return claim_page(request, parts, me, claim_id, problem=_gone(me), status_code=422)
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
        return claim_page(request, parts, me, claim_id, problem=problem, status_code=422)
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
        return claim_page(request, parts, me, claim_id, problem=problem, status_code=422)
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
        return claim_page(request, parts, me, claim_id, problem=_gone(me), status_code=422)
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
            act(deed, claim_in(deed.session, claim_id))
    except NotUnderstood:
        problem = _(
            "Something is missing or does not fit. Check the days, the amount and the serial."
        )
        return claim_page(request, parts, me, claim_id, problem=problem, status_code=422, why=why)
    except Collision:
        problem = _("This serial is registered already. Check it on the new unit.")
        return claim_page(request, parts, me, claim_id, problem=problem, status_code=409, why=why)
    except NotAllowed:
        return claim_page(request, parts, me, claim_id, problem=_gone(me), status_code=409, why=why)
    return RedirectResponse(f"/claims/{claim_id}", status_code=303)


def _gone(me: SignedIn) -> str:
    _ = words_in(me.language)
    return _("This is not possible, or no longer. See below what is, and who may do it.")
