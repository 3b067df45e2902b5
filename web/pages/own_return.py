"""A buyer's return under the link of their message: where it stands, the label to print, and how it is packed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from aftersales.errors import NotThere
from aftersales.notices.return_wording import packing_said
from aftersales.parts import Parts
from aftersales.records import ReturnedThing, ReturnState
from aftersales.returns import Label, OwnReturn, label_of, label_pdf, own_return
from aftersales.words import Words, words_in
from warranty.products import ExchangeType
from web.parts import PartsIn
from web.templating import page

router = APIRouter(prefix="/return")

SENDABLE = frozenset({ReturnState.AWAITED, ReturnState.MISSING, ReturnState.LENT})
"""States in which there is something to send."""


@router.get("/{token}")
def return_page(request: Request, parts: PartsIn, token: str) -> Response:
    """Where it stands; while it is to be sent, the label and the steps."""
    found, label = _found(parts, token)
    _ = words_in(found.owner.language)
    return page(
        request,
        "return.html",
        _,
        found=found,
        token=token,
        sender=parts.settings.sender_name,
        product=f"{found.model.brand} {found.model.name}",
        headline=_headline(_, found),
        told=_told(_, found),
        label=label if found.row.state in SENDABLE and label.address else None,
        is_to_call=found.row.state in SENDABLE and not label.address,
    )


@router.get("/{token}/label.pdf")
def label(parts: PartsIn, token: str) -> Response:
    """The label as a PDF."""
    found, made = _found(parts, token)
    return label_answer(made, found)


def label_answer(made: Label, found: OwnReturn) -> Response:
    """The label to be saved under its number.

    Raises:
        NotThere: there is no address to send to.
    """
    if not made.address:
        raise NotThere("There is no address for this return yet. Please call us.")
    name = f"{found.row.reference}.pdf"
    return Response(
        label_pdf(made, found),
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _found(parts: Parts, token: str) -> tuple[OwnReturn, Label]:
    with parts.store.reading() as session:
        found = own_return(session, parts.clock.now(), token)
        _ = words_in(found.owner.language)
        return found, label_of(_, parts.settings, session, found, packing_said(_))


def _headline(_: Words, found: OwnReturn) -> str:
    row = found.row
    match row.state:
        case ReturnState.LENT:
            return _("A unit of ours is with you")
        case ReturnState.AWAITED if row.thing is ReturnedThing.LOANER:
            return _("Please send back the unit that we lent you")
        case ReturnState.AWAITED:
            return _("Please send us the unit")
        case ReturnState.MISSING:
            return _("We have not received it yet")
        case ReturnState.RECEIVED:
            return _("It is here")
        case ReturnState.INSPECTED:
            return _("It is here, and we have looked at it")
        case ReturnState.SENT_BACK:
            return _("It is on its way back to you")
        case _:
            return _("You need not send it any more")


def _told(_: Words, found: OwnReturn) -> str:
    """What happens next, in one sentence."""
    row = found.row
    match row.state:
        case ReturnState.LENT:
            return _("Keep it until your own is repaired. We write to you then.")
        case ReturnState.AWAITED if row.exchange == ExchangeType.ADVANCE:
            return _("You get the new unit first; the old one comes to us.")
        case ReturnState.AWAITED:
            return ""
        case ReturnState.MISSING:
            return _("If you have sent it, tell us the number on the carrier's receipt.")
        case ReturnState.RECEIVED if row.thing is ReturnedThing.UNIT:
            return _("We look at it and write to you.")
        case ReturnState.INSPECTED if row.thing is ReturnedThing.UNIT:
            return _("What we found stands in our message to you.")
        case ReturnState.SENT_BACK:
            return _("With whom, and under which number, stands in our message to you.")
        case _:
            return _("There is nothing that you need to do.")
