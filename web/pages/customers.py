"""Customers for staff: found by whatever they know, everything about one on one screen, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotUnderstood
from aftersales.parts import Parts
from aftersales.queries.customers import customers_found
from aftersales.records import Customer
from aftersales.words import Words, words_in
from warranty import normalised_serial
from web.pages.customer_page import Asked, Refused, customer_in, customer_page
from web.pages.customer_timeline import mark_of
from web.pages.timeline_kinds import Kind
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/customers")

MOST: Final = 50
"""Customers that one search shows."""

LEAST: Final = 3
"""Characters that a search needs."""

Field = Annotated[str, Form(max_length=320)]


@router.get("")
def customers(request: Request, me: Me) -> Response:
    """The way to a customer."""
    return _search(request, words_in(me.language), "")


@router.post("/find")
def found(request: Request, parts: PartsIn, me: Me, asked: Field = "") -> Response:
    """Customers by what they know; asked by POST, so that no name stands in an address or a log."""
    _ = words_in(me.language)
    if len(normalised_serial(asked)) < LEAST:
        problems = [("asked", _("Write at least three characters."))]
        return _search(request, _, asked, problems=problems, status_code=422)
    with parts.store.reading() as session:
        rows = customers_found(session, asked, MOST)
    return _search(request, _, asked, found=rows)


def _search(
    request: Request,
    _: Words,
    asked: str,
    *,
    found: Sequence[Customer] | None = None,
    problems: Sequence[tuple[str, str]] = (),
    status_code: int = 200,
) -> Response:
    return page(
        request,
        "customers.html",
        _,
        status_code=status_code,
        asked=asked,
        found=found,
        count=_.many("{number} customer", "{number} customers", len(found or ())),
        problems=problems,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Somebody at work on one customer: what they do is kept and shown, or refused on the page with nothing lost."""

    request: Request
    parts: Parts
    me: SignedIn
    customer_id: UUID

    @property
    def words(self) -> Words:
        """In their language."""
        return words_in(self.me.language)

    def shown(self, asked: Asked, refused: Refused | None = None) -> Response:
        """The page."""
        return customer_page(
            self.request, self.parts, self.me, self.customer_id, asked, refused or Refused()
        )

    def refused(
        self,
        form: str,
        typed: Mapping[str, str],
        *problems: tuple[str, str],
        contact_id: UUID | None = None,
    ) -> Response:
        """The page with what does not fit in what they sent."""
        told = Refused(form=form, typed=typed, problems=problems, status_code=422)
        return self.shown(Asked(contact_id=contact_id), told)

    def acted(
        self, form: str, typed: Mapping[str, str], act: Callable[[Deed, Customer], object]
    ) -> Response:
        """Do it and lead back to the customer; what a rule refuses is said on the page."""
        _ = self.words
        try:
            with self.parts.doing(actor_of(self.me)) as deed:
                act(deed, customer_in(deed.session, self.customer_id))
        except NotUnderstood:
            banner, status = _("Something is missing or does not fit. Check what you wrote."), 422
        except Collision:
            banner, status = _("This is there already. Look at the list on this page."), 409
        except NotAllowed:
            banner, status = _("This is not possible, or no longer. Look at the page again."), 409
        else:
            return RedirectResponse(f"/customers/{self.customer_id}", status_code=303)
        told = Refused(form=form, typed=typed, banner=banner, status_code=status)
        return self.shown(Asked(), told)


def _desk(request: Request, parts: PartsIn, me: Me, customer_id: UUID) -> Desk:
    return Desk(request=request, parts=parts, me=me, customer_id=customer_id)


DeskIn = Annotated[Desk, Depends(_desk)]
"""Asks for the customer of the address and whoever works on it."""


@router.get("/{customer_id}")
def customer(
    desk: DeskIn,
    kind: Annotated[list[str], Query(max_length=20)] = [],  # noqa: B006 - FastAPI copies it
    before: Annotated[str, Query(max_length=100)] = "",
    household: Annotated[str, Query(max_length=10)] = "",
    contact: UUID | None = None,
) -> Response:
    """One customer; the address says what the timeline is narrowed to, and where it begins."""
    return desk.shown(
        Asked(
            kinds={Kind(each) for each in kind if each in set(Kind)},
            before=mark_of(before) if before else None,
            is_whole_household=household == "yes",
            contact_id=contact,
        )
    )
