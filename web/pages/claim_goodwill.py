"""Goodwill on a claim: first what it would do and who would be told, then the grant, or the question to a colleague."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from aftersales.access import actor_of
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotUnderstood
from aftersales.goodwill import Preview, ask_for_grant, grant, preview_on_claim
from aftersales.notices.goodwill_wording import gift_said
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import contact_for
from aftersales.notices.wording import worded
from aftersales.queries.claims import claim_with_owner
from aftersales.queries.home import phones_of
from aftersales.words import words_in
from aftersales.words.reasons import money
from warranty import Money
from warranty.claims.remedies import RemedyKind
from web.pages.amounts import cents_of
from web.pages.claims import Desk, DeskIn
from web.templating import page

router = APIRouter(prefix="/claims")

Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=2000)]

WAYS: Final = ("look", "grant", "ask")


@router.post("/{claim_id}/goodwill")
def offered(
    desk: DeskIn, remedy: Field = "", amount: Field = "", reason: Long = "", way: Field = "look"
) -> Response:
    """Look at what a grant would do; then grant it, or ask whoever may."""
    _ = desk.words
    cents = cents_of(amount)
    typed = {"remedy": remedy, "amount": amount, "reason": reason}
    if not cents or remedy not in set(RemedyKind) or not reason.strip() or way not in WAYS:
        problem = _("Choose what to offer, write an amount such as 90.00, and say why.")
        return desk.shown(problem, status_code=422, typed=typed)
    kind = RemedyKind(remedy)
    try:
        if way == "look":
            return _look(desk, kind, cents, amount, reason)
        with desk.parts.doing(actor_of(desk.me)) as deed:
            _do(deed, desk, kind, cents, reason, is_asked=way == "ask")
    except NotUnderstood:
        problem = _(
            "This does not fit. Goodwill for a repair needs an estimate and is at most as much."
        )
        return desk.shown(problem, status_code=422, typed=typed)
    except (NotAllowed, Collision):
        problem = _(
            "This is not possible now: the claim has moved on, somebody was faster, "
            "or it is more than you or the budget may give. See below what is possible."
        )
        return desk.shown(problem, status_code=409, typed=typed)
    return RedirectResponse(f"/claims/{desk.claim_id}", status_code=303)


def _do(
    deed: Deed, desk: Desk, kind: RemedyKind, cents: int, reason: str, *, is_asked: bool
) -> None:
    claim, person = claim_with_owner(deed.session, desk.claim_id)
    (ask_for_grant if is_asked else grant)(
        deed,
        desk.me.role,
        customer=person,
        subject=claim,
        remedy=kind,
        amount_cents=cents,
        reason=reason,
    )


def _look(desk: Desk, kind: RemedyKind, cents: int, amount: str, reason: str) -> Response:
    """The page that says what would happen, in the customer's own words."""
    _ = desk.words
    made = preview_on_claim(
        desk.parts,
        actor_of(desk.me),
        desk.me.role,
        desk.claim_id,
        remedy=kind,
        amount_cents=cents,
        reason=reason,
    )
    with desk.parts.store.reading() as session:
        claim, person = claim_with_owner(session, desk.claim_id)
        phone = phones_of(session, {person.id}).get(person.id, "")
    worth = Money(desk.parts.settings.currency, cents)
    return page(
        desk.request,
        "goodwill_preview.html",
        _,
        claim=claim,
        made=made,
        gift=gift_said(_, kind.value, worth, None if made.row is None else _share(made)),
        worth=money(_, worth),
        left="" if made.left is None else money(_, made.left),
        letter=None
        if made.notice is None
        else worded(
            NoticeKind(made.notice.kind), words_in(made.notice.language), made.notice.facts, ""
        ),
        email=contact_for(made.contacts),
        phone=phone,
        told=[user for user in made.able if user.is_on_call] or made.able,
        typed={"remedy": kind.value, "amount": amount, "reason": reason},
    )


def _share(made: Preview) -> int | None:
    row = made.row
    if row is None or row.remedy not in (RemedyKind.REPAIR, RemedyKind.REPLACE):
        return None
    return row.percent
