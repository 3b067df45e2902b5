"""The page of one return, for whoever stands in front of it: what is to come, whether it is here, what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.claims import RETURN_MOVES
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere, NotUnderstood
from aftersales.parts import Parts
from aftersales.queries.returns import return_by_reference
from aftersales.records import Condition, GoodsReturn, ReturnedThing, ReturnState
from aftersales.returns import CHECKS, goes_back, parcel_back, read_reference
from aftersales.returns.own_page import OwnReturn, whole_return
from aftersales.store import Session
from aftersales.words import Words, words_in
from warranty import reads_like
from warranty.claims.inspections import Finding
from web.files import ACCEPTED
from web.pages.claim_words import finding_words
from web.pages.return_words import (
    check_words,
    condition_words,
    return_state_words,
    thing_words,
)
from web.parts import PartsIn
from web.templating import page
from web.who import Me

BLANK: Final[Mapping[str, object]] = MappingProxyType(
    {
        "condition": "",
        "serial_read": "",
        "checks": (),
        "accessories": "",
        "finding": "",
        "note": "",
        "due_on": "",
        "carrier": "",
        "tracking": "",
    }
)
"""A form in which nothing was typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Somebody in front of one return: what they do is kept, or refused on the page with nothing lost."""

    request: Request
    parts: Parts
    me: SignedIn
    reference: str

    @property
    def words(self) -> Words:
        """In their language."""
        return words_in(self.me.language)

    def found(self, session: Session) -> GoodsReturn:
        """The return of the address.

        Raises:
            NotThere: there is none.
        """
        row = return_by_reference(session, read_reference(self.reference))
        if row is None:
            raise NotThere("There is no such return. Choose one from the list of returns.")
        return row

    def whole(self) -> OwnReturn:
        """The return with everything around it."""
        with self.parts.store.reading() as session:
            return whole_return(session, self.found(session))

    def shown(
        self,
        problems: list[tuple[str, str]] | None = None,
        typed: Mapping[str, object] = BLANK,
        status_code: int = 200,
    ) -> Response:
        """The page; `typed` is what was typed and must not be lost."""
        _, found = self.words, self.whole()
        row = found.row
        with self.parts.store.reading() as session:
            parcel = parcel_back(session, row)
        return page(
            self.request,
            "return_desk.html",
            _,
            status_code=status_code,
            problems=problems or [],
            typed={**BLANK, **typed},
            found=found,
            row=row,
            product=f"{found.model.brand} {found.model.name}",
            state=return_state_words(_, row.state),
            thing=thing_words(_, row.thing, row.exchange),
            is_unit=row.thing is ReturnedThing.UNIT,
            can_arrive=ReturnState.RECEIVED in RETURN_MOVES[row.state],
            can_wait=row.state in (ReturnState.AWAITED, ReturnState.MISSING),
            can_inspect=row.state is ReturnState.RECEIVED,
            can_go_back=goes_back(row, found.claim),
            parcel=parcel,
            is_another=_is_another(found),
            condition="" if row.condition is None else condition_words(_, row.condition),
            checks=[check_words(_, each) for each in row.checks],
            finding="" if row.finding is None else finding_words(_, row.finding),
            conditions=[(each.value, condition_words(_, each), "") for each in Condition],
            findings=[(each.value, finding_words(_, each), "") for each in Finding],
            all_checks=[(each, check_words(_, each), "") for each in CHECKS],
            accepted=ACCEPTED,
        )

    def acted(
        self,
        act: Callable[[Deed, GoodsReturn], object],
        typed: Mapping[str, object] = BLANK,
        field: str = "finding",
    ) -> Response:
        """Do it and lead back to the page; what a rule refuses is said on it."""
        _ = self.words
        try:
            with self.parts.doing(actor_of(self.me)) as deed:
                act(deed, self.found(deed.session))
        except NotUnderstood:
            return self.shown([(field, _missing(_, field))], typed, 422)
        except NotAllowed:
            problem = _("Somebody was faster, or it has moved on. See below how it stands.")
            return self.shown([("top", problem)], typed, 409)
        return RedirectResponse(f"/returns/{self.reference}", status_code=303)


def _missing(_: Words, field: str) -> str:
    """What is to be done about a field."""
    match field:
        case "due_on":
            return _("Write a day to come, such as 2026-12-07.")
        case "carrier":
            return _("Write who brings it, and the number on the carrier's receipt.")
        case _:
            return _("Choose what you found, or that no fault was found.")


def _bench(request: Request, parts: PartsIn, me: Me, reference: str) -> Bench:
    return Bench(request=request, parts=parts, me=me, reference=reference)


BenchIn = Annotated[Bench, Depends(_bench)]
"""Asks for the return of the address and whoever stands in front of it."""


def _is_another(found: OwnReturn) -> bool:
    """Whether what was read on it is another serial than what was to come."""
    row = found.row
    wanted = row.serial if row.thing is ReturnedThing.LOANER else found.unit.serial
    return bool(row.serial_read and wanted) and not reads_like(row.serial_read or "", wanted or "")
