"""Complaints for staff: the queue by what is due next, and everything that is done about one of them."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.complaints import (
    Grievance,
    Terms,
    accept_offer,
    acknowledge,
    approve_offer,
    decline_offer,
    escalate,
    investigate,
    make_offer,
    open_complaint,
    resolve,
    settle,
    withdraw_offer,
)
from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.on_behalf import note_for_customer
from aftersales.parts import Parts
from aftersales.queries.complaints import complaints_by_due
from aftersales.queries.customers import customer_by_number
from aftersales.queries.places import territory_of_customer
from aftersales.queries.promises import zones_of_cases
from aftersales.records import Complaint, User
from aftersales.words import words_in
from warranty.claims.remedies import RemedyKind
from web.pages.amounts import cents_of
from web.pages.complaint_desk import DeskIn
from web.pages.complaint_page import complaint_page
from web.pages.complaint_words import complaint_words, due_words
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/complaints")

MOST: Final = 200
"""Complaints that the queue shows."""

Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=2000)]

NOTHING_TYPED: Final = {"customer": "", "subject": "", "happened": "", "wish": ""}


@router.get("")
def complaints(request: Request, parts: PartsIn, me: Me) -> Response:
    """Every complaint that is not settled, whatever is due next first."""
    return _queue(request, parts, me, NOTHING_TYPED, ())


@router.post("")
def opened(
    request: Request,
    parts: PartsIn,
    me: Me,
    customer: Field = "",
    subject: Field = "",
    happened: Annotated[str, Form(max_length=8000)] = "",
    wish: Long = "",
) -> Response:
    """Open a complaint on a customer's behalf, as they tell it on the phone or at the counter."""
    _ = words_in(me.language)
    typed = {"customer": customer, "subject": subject, "happened": happened, "wish": wish}
    with parts.store.reading() as session:
        person = customer_by_number(session, customer.strip())
        area = None if person is None else territory_of_customer(session, person.id)
    problems = []
    if person is None:
        problems.append(("customer", _("There is no such customer. Check the number.")))
    elif area is None:
        problems.append(("customer", _("It is not known where this customer lives. Add a place.")))
    if not subject.strip():
        problems.append(("subject", _("Say in one line what it is about.")))
    if not happened.strip():
        problems.append(("happened", _("Tell what happened, in a sentence.")))
    if person is None or area is None or problems:
        return _queue(request, parts, me, typed, problems)
    grievance = Grievance(subject=subject.strip(), happened=happened, wish=wish)
    with parts.doing(actor_of(me)) as deed:
        complaint = open_complaint(deed, area, person, grievance, channel="phone")
        complaint_id = complaint.id
    return RedirectResponse(f"/complaints/{complaint_id}", status_code=303)


def _queue(
    request: Request,
    parts: Parts,
    me: SignedIn,
    typed: dict[str, str],
    problems: list[tuple[str, str]] | tuple[()],
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        found = complaints_by_due(session, MOST)
        zones = zones_of_cases(session, {case.id for _row, case, _person, _owner in found})
    rows = [
        (
            complaint,
            case,
            person.name,
            case.owner_name if owner is None else owner.name,
            complaint_words(_, complaint.state),
            _("Answer them") if complaint.wrote_at else due_words(_, complaint.state),
            zones[case.id],
        )
        for complaint, case, person, owner in found
    ]
    return page(
        request,
        "complaints.html",
        _,
        status_code=422 if problems else 200,
        rows=rows,
        now=parts.clock.now(),
        typed=typed,
        problems=problems,
    )


@router.get("/{complaint_id}")
def complaint(request: Request, parts: PartsIn, me: Me, complaint_id: UUID) -> Response:
    """One complaint: what happened, where it stands, what can be done and by whom, and what was told."""
    return complaint_page(request, parts, me, complaint_id)


@router.post("/{complaint_id}/take")
def taken(desk: DeskIn, owner: Field = "", words: Long = "") -> Response:
    """Somebody takes it on; the customer is told who."""

    def act(deed: Deed, row: Complaint, _me: User) -> None:
        user = deed.session.get(User, _uuid(owner))
        if user is None:
            raise NotThere("There is no such colleague. Load the page again.")
        acknowledge(deed, row, user, words=words)

    return desk.acted(act, words=words)


@router.post("/{complaint_id}/investigate")
def investigated(desk: DeskIn) -> Response:
    """Somebody looks into it."""
    return desk.acted(lambda deed, row, _me: investigate(deed, row))


@router.post("/{complaint_id}/offer")
def offered(desk: DeskIn, remedy: Field = "", amount: Field = "", said: Long = "") -> Response:
    """Offer something; above one's authority it waits for whoever may approve it."""
    _ = desk.words
    cents = cents_of(amount) if amount.strip() else 0
    typed = {"remedy": remedy, "amount": amount, "said": said}
    if remedy not in set(RemedyKind) or not said.strip() or cents is None:
        problem = _(
            "Choose what you offer, write an amount such as 30.00, and say it in a sentence."
        )
        return desk.refused(problem, typed)
    terms = Terms(remedy=RemedyKind(remedy), amount_cents=cents, said=said)
    return desk.acted(lambda deed, row, me: make_offer(deed, row, me, terms), **typed)


@router.post("/{complaint_id}/approve")
def approved(desk: DeskIn, offer: Field = "") -> Response:
    """Approve an offer that waits, and tell the customer."""
    return desk.acted(lambda deed, row, me: approve_offer(deed, row, _uuid(offer), me))


@router.post("/{complaint_id}/withdraw")
def withdrawn(desk: DeskIn, offer: Field = "") -> Response:
    """Take back an offer that nobody has approved."""
    return desk.acted(lambda deed, row, _me: withdraw_offer(deed, row, _uuid(offer)))


@router.post("/{complaint_id}/answer")
def answered(desk: DeskIn, offer: Field = "", answer: Field = "", why: Long = "") -> Response:
    """Write down what the customer said to an offer, on the phone or at the counter."""

    def act(deed: Deed, row: Complaint, _me: User) -> None:
        if answer == "accept":
            accept_offer(deed, row, _uuid(offer))
        else:
            decline_offer(deed, row, _uuid(offer), why=why)
        note_for_customer(deed, row, "accept" if answer == "accept" else "decline")

    return desk.acted(act, why=why)


@router.post("/{complaint_id}/escalate")
def escalated(desk: DeskIn, why: Long = "") -> Response:
    """Hand it a level up."""
    return desk.acted(lambda deed, row, _me: escalate(deed, row, why=why.strip()), why=why)


@router.post("/{complaint_id}/resolve")
def resolved(desk: DeskIn, outcome: Long = "") -> Response:
    """Say what was done; the customer is told, and asked later whether it is settled."""
    return desk.acted(lambda deed, row, _me: resolve(deed, row, outcome), outcome=outcome)


@router.post("/{complaint_id}/settle")
def settled(desk: DeskIn, answer: Field = "", why: Long = "") -> Response:
    """Write down whether the customer calls it settled."""

    def act(deed: Deed, row: Complaint, _me: User) -> None:
        settle(deed, row, is_settled=answer == "yes", why=why)
        note_for_customer(deed, row, "settled" if answer == "yes" else "open")

    return desk.acted(act, why=why)


def _uuid(text: str) -> UUID:
    """The identifier in a form that was ours; another one leads to nothing."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
