"""The page of whoever a product is passed on to: what comes along, and yes with their own details, or no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.deed import Actor
from aftersales.email_addresses import is_email, same_email
from aftersales.errors import IllegalMove, NotUnderstood, TooOften
from aftersales.links import subject_of
from aftersales.parts import Parts
from aftersales.queries.units import covers_of_unit
from aftersales.records import (
    ActorKind,
    LinkPurpose,
    ProductModel,
    TransferState,
    Unit,
    UnitTransfer,
)
from aftersales.registrations.own_page import count_registering
from aftersales.store import Session
from aftersales.transfers import NewOwner, accept_transfer, decline_transfer
from aftersales.words import LANGUAGES, Words, words_in
from web.pages.passing_on import consequences, language_options, own_address
from web.pages.signing import too_often
from web.parts import PartsIn
from web.templating import page
from web.who import address_of

router = APIRouter(prefix="/transfer")

Line = Annotated[str, Form(max_length=320)]
Short = Annotated[str, Form(max_length=64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerTyped:
    """A new owner as they typed themselves."""

    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    wants_safety: str = ""
    safety_email: str = ""

    def problems(self, _: Words) -> list[tuple[str, str]]:
        """What does not fit, in the order of the fields."""
        found = []
        if not self.name.strip():
            found.append(("name", _("Write your name.")))
        if not is_email(same_email(self.email)):
            found.append(("email", _("Write one e-mail address, as name@example.org.")))
        if self.safety_email.strip() and not is_email(same_email(self.safety_email)):
            found.append(("safety_email", _("Write one e-mail address, as name@example.org.")))
        return found

    def read(self) -> NewOwner:
        """The new owner, once nothing is wrong."""
        return NewOwner(
            name="".join(
                each for each in self.name if each.isprintable() or each in "\u200c\u200d"
            ),
            email=self.email,
            phone=self.phone.strip(),
            language=self.language if self.language in LANGUAGES else "en",
            wants_safety=bool(self.wants_safety),
            safety_email=self.safety_email.strip(),
        )


def _typed(
    name: Line = "",
    email: Line = "",
    phone: Short = "",
    language: Short = "",
    wants_safety: Short = "",
    safety_email: Line = "",
) -> OwnerTyped:
    return OwnerTyped(
        name=name,
        email=email,
        phone=phone,
        language=language,
        wants_safety=wants_safety,
        safety_email=safety_email,
    )


OwnerIn = Annotated[OwnerTyped, Depends(_typed)]
"""Asks for a new owner in a form."""


@router.get("/{token}")
def transfer(request: Request, parts: PartsIn, token: str) -> Response:
    """What is passed on and what comes along; after the answer, how it ended."""
    return _page(request, parts, token)


@router.post("/{token}/accept")
def accepted(request: Request, parts: PartsIn, token: str, typed: OwnerIn) -> Response:
    """Yes, it is mine now; what does not fit is said at its field."""
    with parts.store.reading() as session:
        row = _row(session, parts, token)
    _ = words_in(typed.language if typed.language in LANGUAGES else row.language)
    if problems := typed.problems(_):
        return _page(request, parts, token, typed, problems)
    try:
        count_registering(parts, address_of(request), same_email(typed.email))
        with parts.doing(Actor(ActorKind.CUSTOMER, row.reference)) as deed:
            accept_transfer(deed, _row(deed.session, parts, token), typed.read())
    except TooOften as error:
        return _page(request, parts, token, typed, [("email", too_often(_, error))], status=429)
    except NotUnderstood:
        return _page(request, parts, token, typed, [("email", own_address(_))])
    except IllegalMove:
        pass  # a second tap: the page shows how it ended
    return RedirectResponse(f"/transfer/{token}", status_code=303)


@router.post("/{token}/decline")
def declined(request: Request, parts: PartsIn, token: str) -> Response:
    """No: it stays its owner's, and the link opens nothing any more."""
    with parts.store.reading() as session:
        row = _row(session, parts, token)
    with parts.doing(Actor(ActorKind.CUSTOMER, row.reference)) as deed:
        kept = _row(deed.session, parts, token)
        if kept.state is TransferState.OFFERED:
            decline_transfer(deed, kept)
    return page(request, "transfer_declined.html", words_in(row.language))


def _row(session: Session, parts: Parts, token: str) -> UnitTransfer:
    found = subject_of(session, parts.clock.now(), LinkPurpose.TRANSFER, token)
    return session.get_one(UnitTransfer, found)


def _page(
    request: Request,
    parts: Parts,
    token: str,
    typed: OwnerTyped | None = None,
    problems: Sequence[tuple[str, str]] = (),
    *,
    status: int = 422,
) -> Response:
    with parts.store.reading() as session:
        row = _row(session, parts, token)
        unit = session.get_one(Unit, row.unit_id)
        model = session.get_one(ProductModel, unit.product_model_id)
        covers = covers_of_unit(session, unit.id)
    _ = words_in(row.language)
    blank = OwnerTyped(name=row.name, email=row.email, language=row.language)
    return page(
        request,
        "transfer.html",
        _,
        status_code=status if problems else 200,
        token=token,
        sender=parts.settings.sender_name,
        product=f"{model.brand} {model.name}",
        sku=model.sku,
        unit=unit,
        reference=row.reference,
        is_open=row.state is TransferState.OFFERED,
        until=_.day_at(row.expires_at, "UTC"),
        covers=consequences(_, covers),
        typed=blank if typed is None else replace(typed, language=typed.language or row.language),
        languages=language_options(),
        problems=list(problems),
    )
