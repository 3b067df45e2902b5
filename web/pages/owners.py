"""Who owned a unit when, for staff: pass it on for its owner, take that back, or say yes for the new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.campaigns.telling import area_of
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotThere, NotUnderstood
from aftersales.parts import Parts
from aftersales.queries.access import users
from aftersales.queries.campaigns import SoldUnit
from aftersales.queries.ownership import is_buyer, open_transfer, ownerships_of, transfers_of
from aftersales.queries.pages import events_about
from aftersales.queries.units import covers_of_unit
from aftersales.records import (
    Customer,
    OwnershipStart,
    ProductModel,
    TransferState,
    Unit,
    UnitTransfer,
)
from aftersales.store import Session
from aftersales.transfers import Invited, accept_transfer, offer_transfer, withdraw_transfer
from aftersales.words import LANGUAGES, Words, words_in
from web.pages.happening import by_whom, happened
from web.pages.passing_on import consequences, invited_problems, language_options, own_address
from web.pages.transfer import OwnerIn, OwnerTyped
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter()

Line = Annotated[str, Form(max_length=320)]
Short = Annotated[str, Form(max_length=16)]


@router.get("/units/{unit_id}/owners")
def owners(request: Request, parts: PartsIn, me: Me, unit_id: UUID) -> Response:
    """Everybody who owned it, and on which way it is to somebody else."""
    return _page(request, parts, me, unit_id)


@router.post("/units/{unit_id}/transfers")
def offered(
    request: Request,
    parts: PartsIn,
    me: Me,
    unit_id: UUID,
    name: Line = "",
    email: Line = "",
    language: Short = "",
) -> Response:
    """Write to the new owner on the present one's behalf."""
    _ = words_in(me.language)
    invited = Invited(name=name, email=email, language=language if language in LANGUAGES else "en")
    if problems := invited_problems(_, invited):
        return _page(request, parts, me, unit_id, invited=invited, problems=problems)

    def act(deed: Deed) -> None:
        offer_transfer(deed, _unit(deed.session, unit_id), invited)

    return _acted(request, parts, me, unit_id, act, invited=invited)


@router.post("/transfers/{transfer_id}/withdraw")
def withdrawn(request: Request, parts: PartsIn, me: Me, transfer_id: UUID) -> Response:
    """The owner keeps it."""

    def act(deed: Deed) -> None:
        withdraw_transfer(deed, _transfer(deed.session, transfer_id))

    return _acted(request, parts, me, _unit_id(parts, transfer_id), act)


@router.post("/transfers/{transfer_id}/accept")
def accepted(
    request: Request, parts: PartsIn, me: Me, transfer_id: UUID, typed: OwnerIn
) -> Response:
    """The new owner said yes on the telephone, with these details."""
    _ = words_in(me.language)
    unit_id = _unit_id(parts, transfer_id)
    if problems := typed.problems(_):
        return _page(request, parts, me, unit_id, typed=typed, problems=_apart(problems))

    def act(deed: Deed) -> None:
        accept_transfer(deed, _transfer(deed.session, transfer_id), typed.read(), channel="phone")

    return _acted(request, parts, me, unit_id, act, typed=typed)


def _apart(problems: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Both forms ask for a name and an address: those of the new owner have names of their own on the page."""
    return [(f"new_{name}", said) for name, said in problems]


def _acted(
    request: Request,
    parts: Parts,
    me: SignedIn,
    unit_id: UUID,
    act: Callable[[Deed], None],
    *,
    invited: Invited | None = None,
    typed: OwnerTyped | None = None,
) -> Response:
    """Do it and lead back; what a rule refuses is said there, and nothing typed is lost."""
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            act(deed)
    except NotUnderstood:
        found = [("email", own_address(_))]
        problems = found if typed is None else _apart(found)
        return _page(request, parts, me, unit_id, invited=invited, typed=typed, problems=problems)
    except (Collision, NotAllowed):
        problem = _("This is not possible any more. See below how it stands now.")
        return _page(request, parts, me, unit_id, invited=invited, typed=typed, problem=problem)
    return RedirectResponse(f"/units/{unit_id}/owners", status_code=303)


def _unit(session: Session, unit_id: UUID) -> Unit:
    row = session.get(Unit, unit_id)
    if row is None:
        raise NotThere("There is no such unit. Find it by its serial, a name or an order.")
    return row


def _transfer(session: Session, transfer_id: UUID) -> UnitTransfer:
    row = session.get(UnitTransfer, transfer_id)
    if row is None:
        raise NotThere("There is no such offer. Find the unit by its serial or a name.")
    return row


def _unit_id(parts: Parts, transfer_id: UUID) -> UUID:
    with parts.store.reading() as session:
        return _transfer(session, transfer_id).unit_id


def _page(
    request: Request,
    parts: Parts,
    me: SignedIn,
    unit_id: UUID,
    *,
    invited: Invited | None = None,
    typed: OwnerTyped | None = None,
    problems: Sequence[tuple[str, str]] = (),
    problem: str = "",
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        unit = _unit(session, unit_id)
        model = session.get_one(ProductModel, unit.product_model_id)
        owner = session.get_one(Customer, unit.customer_id)
        offer = open_transfer(session, unit.id)
        transfers = transfers_of(session, unit.id)
        covers = covers_of_unit(session, unit.id)
        is_first = is_buyer(session, unit.id, owner.id)
        area = area_of(session, SoldUnit(unit=unit, model=model, owner=owner))
        return page(
            request,
            "owners.html",
            _,
            status_code=422 if problems else 409 if problem else 200,
            problem=problem,
            problems=list(problems),
            unit=unit,
            product=f"{model.brand} {model.name}",
            owner=owner,
            is_first=is_first,
            history=[
                (row, person, how_words(_, row.how), row.is_buyer)
                for row, person in ownerships_of(session, unit.id)
            ],
            offer=offer,
            past=[(each, transfer_words(_, each.state)) for each in transfers if each != offer],
            covers=consequences(
                _, [each for each in covers if is_first or each.is_transferable is not False]
            ),
            invited=invited or Invited(name="", email="", language=owner.language),
            typed=typed or _told(offer),
            languages=language_options(),
            zone="UTC" if area is None else area.zone,
            can_pass=unit.superseded_by_unit_id is None,
            events=events_about(session, {unit.id, *(each.id for each in transfers)}),
            happened=happened,
            by_whom=by_whom,
            names={str(user.id): user.name for user in users(session)},
        )


def _told(offer: UnitTransfer | None) -> OwnerTyped:
    """The new owner as the present one typed them, to be checked with them."""
    if offer is None:
        return OwnerTyped()
    return OwnerTyped(name=offer.name, email=offer.email, language=offer.language)


def how_words(_: Words, how: OwnershipStart) -> str:
    """How somebody became an owner."""
    return {
        OwnershipStart.BOUGHT: _("sold to them"),
        OwnershipStart.PASSED_ON: _("passed on to them"),
        OwnershipStart.PROVEN: _("by proof of purchase"),
    }[how]


def transfer_words(_: Words, state: TransferState) -> str:
    """How an offer to a new owner stands."""
    return {
        TransferState.OFFERED: _("not answered yet"),
        TransferState.ACCEPTED: _("accepted"),
        TransferState.DECLINED: _("declined"),
        TransferState.WITHDRAWN: _("taken back"),
        TransferState.LAPSED: _("ran out"),
    }[state]
