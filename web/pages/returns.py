"""Returns for staff: what is to come and what has arrived, and the form for whoever unpacks it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.claims import give_until
from aftersales.notices.return_wording import packing_said
from aftersales.queries.returns import open_returns, return_by_reference
from aftersales.records import Condition
from aftersales.returns import (
    Inspection,
    Parcel,
    inspect_return,
    label_of,
    read_reference,
    receive_return,
    send_back,
)
from aftersales.uploads import CleanFile, FileRefused
from aftersales.words import words_in
from warranty.claims.inspections import Finding
from web.files import FilesIn
from web.pages.own_return import label_answer
from web.pages.return_desk import BenchIn
from web.pages.return_words import (
    return_state_words,
)
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/returns")

MOST: Final = 200
"""Returns that the list shows."""

Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=2000)]
Ticked = Annotated[list[str] | None, Form()]


@router.get("")
def returns(
    request: Request, parts: PartsIn, me: Me, rma: Annotated[str, Query(max_length=320)] = ""
) -> Response:
    """What is here and not looked at, then what is to come; a number that was scanned leads to its return."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        found = return_by_reference(session, read_reference(rma)) if rma.strip() else None
        rows = [] if found is not None else open_returns(session, MOST)
    if found is not None:
        return RedirectResponse(f"/returns/{found.reference}", status_code=303)
    return page(
        request,
        "returns.html",
        _,
        status_code=404 if rma.strip() else 200,
        rma=rma,
        problems=[("rma", _("There is no return with this number. Check it on the label."))]
        if rma.strip()
        else [],
        rows=[
            (
                row,
                claim,
                f"{model.brand} {model.name}",
                owner.name,
                return_state_words(_, row.state),
            )
            for row, claim, model, owner in rows
        ],
        today=parts.clock.now().date(),
    )


@router.get("/{reference}")
def return_desk(bench: BenchIn) -> Response:
    """One return: what is to come, whether it is here, and what was found."""
    return bench.shown()


@router.get("/{reference}/label.pdf")
def label(bench: BenchIn) -> Response:
    """The label in the customer's language, for whoever sends it to them or packs for them."""
    found = bench.whole()
    _ = words_in(found.owner.language)
    with bench.parts.store.reading() as session:
        made = label_of(_, bench.parts.settings, session, found, packing_said(_))
    return label_answer(made, found)


@router.post("/{reference}/receive")
def received(bench: BenchIn) -> Response:
    """It is here."""
    return bench.acted(receive_return)


@router.post("/{reference}/extend")
def extended(bench: BenchIn, due_on: Field = "") -> Response:
    """Give more time; the customer gets the label anew."""
    try:
        day = date.fromisoformat(due_on.strip())
    except ValueError:
        day = date.min
    return bench.acted(
        lambda deed, row: give_until(deed, row, day), {"due_on": due_on}, field="due_on"
    )


@router.post("/{reference}/inspect")
def inspected(
    bench: BenchIn,
    sent: FilesIn,
    condition: Field = "",
    serial_read: Field = "",
    checks: Ticked = None,
    accessories: Long = "",
    finding: Field = "",
    note: Long = "",
) -> Response:
    """Take what was found, with its photographs."""
    _ = bench.words
    typed = {
        "condition": condition,
        "serial_read": serial_read,
        "checks": tuple(checks or ()),
        "accessories": accessories,
        "finding": finding,
        "note": note,
    }
    if condition not in set(Condition):
        return bench.shown([("condition", _("Choose how it looks."))], typed, 422)
    try:
        files: list[CleanFile] = sent.clean()
    except FileRefused as refused:
        return bench.shown([("files", refused.said(_))], typed, 422)
    found = Inspection(
        condition=Condition(condition),
        serial_read=serial_read,
        checks=tuple(checks or ()),
        accessories=accessories,
        finding=Finding(finding) if finding in set(Finding) else None,
        note=note,
    )
    return bench.acted(lambda deed, row: inspect_return(deed, row, found, files), typed)


@router.post("/{reference}/send-back")
def sent_back(bench: BenchIn, carrier: Field = "", tracking: Field = "") -> Response:
    """It goes back to its customer, who hears with whom."""
    typed = {"carrier": carrier, "tracking": tracking}
    return bench.acted(
        lambda deed, row: send_back(deed, row, Parcel(carrier, tracking)), typed, field="carrier"
    )
