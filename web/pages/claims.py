"""Claims for staff: the queue by what is due next, and one claim with its decision, its reasons and every next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.claims import (
    ClaimNews,
    add_claim_cost,
    add_evidence,
    choose_remedy,
    decide_claim,
    fulfil_claim,
    lend,
    move_claim,
    move_recovery,
    rule_on_claim,
    tell_claim,
)
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotUnderstood
from aftersales.parts import Parts
from aftersales.queries.claims import open_claims
from aftersales.queries.promises import zones_of_cases
from aftersales.records import Claim
from aftersales.uploads import FileRefused
from aftersales.words import Words, words_in
from warranty import ClaimState
from warranty.claims.adjudication import Outcome
from warranty.claims.costs import CostKind
from warranty.claims.inspections import Finding
from warranty.claims.recovery import RecoveryState
from warranty.claims.remedies import RemedyKind
from web.files import FilesIn
from web.pages.amounts import cents_of
from web.pages.claim_page import BLANK, RULINGS, UNDECIDED, claim_in, claim_page
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
        found = open_claims(session, MOST)
        zones = zones_of_cases(session, {case.id for _claim, case, _model, _owner in found})
    rows = [
        (
            claim,
            case,
            f"{model.brand} {model.name}",
            owner.name,
            state_words(_, claim.state),
            "" if case.next_update_at is None else zones[case.id],
        )
        for claim, case, model, owner in found
    ]
    return page(request, "claims.html", _, rows=rows, now=parts.clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Somebody at work on one claim: what they do is kept and shown, or refused on the page with nothing lost."""

    request: Request
    parts: Parts
    me: SignedIn
    claim_id: UUID

    @property
    def words(self) -> Words:
        """In their language."""
        return words_in(self.me.language)

    def shown(
        self,
        problem: str = "",
        *,
        status_code: int = 200,
        why: str = "",
        typed: Mapping[str, str] = BLANK,
    ) -> Response:
        """The page; `why` is what they typed to decide, `typed` to offer goodwill."""
        return claim_page(
            self.request,
            self.parts,
            self.me,
            self.claim_id,
            problem=problem,
            status_code=status_code,
            why=why,
            typed=typed,
        )

    def refused(self, problem: str, *, why: str = "") -> Response:
        """The page with what does not fit in what they sent."""
        return self.shown(problem, status_code=422, why=why)

    def impossible(self) -> Response:
        """The page for a choice that is none of ours."""
        return self.refused(self._not_possible)

    def acted(self, act: Callable[[Deed, Claim], object], *, why: str = "") -> Response:
        """Do it and lead back to the claim; what a rule refuses is said on the page."""
        _ = self.words
        try:
            with self.parts.doing(actor_of(self.me)) as deed:
                act(deed, claim_in(deed.session, self.claim_id))
        except NotUnderstood:
            problem = _(
                "Something is missing or does not fit. Check the days, the amount and the serial."
            )
            return self.shown(problem, status_code=422, why=why)
        except Collision:
            problem = _("This serial is registered already. Check it on the new unit.")
            return self.shown(problem, status_code=409, why=why)
        except NotAllowed:
            return self.shown(self._not_possible, status_code=409, why=why)
        return RedirectResponse(f"/claims/{self.claim_id}", status_code=303)

    @property
    def _not_possible(self) -> str:
        _ = self.words
        return _("This is not possible, or no longer. See below what is, and who may do it.")


def _desk(request: Request, parts: PartsIn, me: Me, claim_id: UUID) -> Desk:
    return Desk(request=request, parts=parts, me=me, claim_id=claim_id)


DeskIn = Annotated[Desk, Depends(_desk)]
"""Asks for the claim of the address and whoever works on it."""


@router.get("/{claim_id}")
def claim(desk: DeskIn) -> Response:
    """One claim: where it stands and why, what can be done, what it cost, and what was told."""
    return desk.shown()


@router.post("/{claim_id}/tell")
def told(
    desk: DeskIn,
    symptom: Annotated[str, Form(max_length=8000)] = "",
    component: Field = "",
    serial_read: Field = "",
    estimate: Field = "",
    finding: Field = "",
    has_proof_of_purchase: Field = "",
) -> Response:
    """Take what is known now, and let the rules decide again while nothing is decided."""
    _ = desk.words
    cents = cents_of(estimate)
    if cents is None and estimate.strip():
        return desk.refused(_("Write an amount, such as 90.00."))
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

    return desk.acted(act)


@router.post("/{claim_id}/evidence")
def evidence(desk: DeskIn, sent: FilesIn) -> Response:
    """Keep photographs and documents with it; a claim that waited for them is decided again."""
    _ = desk.words
    try:
        files = sent.clean()
    except FileRefused as refused:
        return desk.refused(refused.said(_))
    if not files:
        return desk.refused(_("Choose a file first."))
    return desk.acted(lambda deed, row: add_evidence(deed, row, files))


@router.post("/{claim_id}/rule")
def ruled(desk: DeskIn, outcome: Field = "", why: Long = "") -> Response:
    """Decide it as a person, within one's authority."""
    _ = desk.words
    if outcome not in set(RULINGS) or not why.strip():
        problem = _("Choose a decision, and say why in a sentence that the customer can read.")
        return desk.refused(problem, why=why)
    return desk.acted(
        lambda deed, row: rule_on_claim(deed, row, desk.me.role, Outcome(outcome), why), why=why
    )


@router.post("/{claim_id}/remedy")
def chosen(desk: DeskIn, remedy: Field = "") -> Response:
    """What the customer chose."""
    if remedy not in set(RemedyKind):
        return desk.impossible()
    return desk.acted(lambda deed, row: choose_remedy(deed, row, RemedyKind(remedy)))


@router.post("/{claim_id}/step")
def stepped(desk: DeskIn, state: Field = "") -> Response:
    """The next step along the graph."""
    if state not in set(ClaimState):
        return desk.impossible()
    return desk.acted(lambda deed, row: move_claim(deed, row, ClaimState(state)))


@router.post("/{claim_id}/lend")
def lent(desk: DeskIn, serial: Field = "") -> Response:
    """A unit of ours goes out until theirs is repaired."""
    return desk.acted(lambda deed, row: lend(deed, row, serial))


@router.post("/{claim_id}/fulfil")
def fulfilled(desk: DeskIn, done_on: Field = "", replacement_serial: Field = "") -> Response:
    """The remedy was carried out."""
    _ = desk.words
    try:
        on = date.fromisoformat(done_on.strip())
    except ValueError:
        return desk.refused(_("Write a day between the fault and today, such as 2026-11-23."))
    serial = replacement_serial.strip() or None
    return desk.acted(
        lambda deed, row: fulfil_claim(deed, row, done_on=on, replacement_serial=serial)
    )


@router.post("/{claim_id}/cost")
def spent(desk: DeskIn, kind: Field = "", amount: Field = "", note: Field = "") -> Response:
    """One thing that was spent on it."""
    _ = desk.words
    cents = cents_of(amount)
    if cents is None or kind not in set(CostKind):
        return desk.refused(_("Write an amount, such as 90.00."))
    return desk.acted(
        lambda deed, row: add_claim_cost(deed, row, CostKind(kind), cents, note.strip())
    )


@router.post("/{claim_id}/recover")
def recovered(desk: DeskIn, state: Field = "") -> Response:
    """The next step with the maker."""
    if state not in set(RecoveryState):
        return desk.impossible()
    return desk.acted(lambda deed, row: move_recovery(deed, row, RecoveryState(state)))
