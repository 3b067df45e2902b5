"""What technicians enter of the work at a visit, on the page of their day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, assert_never
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import actor_of
from aftersales.errors import NotThere, NotUnderstood, Problem
from aftersales.moments import wall_of
from aftersales.queries.visits import visits_by_id
from aftersales.reach import is_within, reach_of
from aftersales.records import (
    Appointment,
    EntryKind,
    TrialResult,
)
from aftersales.service_reports import (
    Checked,
    Ended,
    Entered,
    PartLeft,
    PartUsed,
    Photographed,
    SerialRead,
    Signed,
    enter,
    reports_of,
)
from aftersales.service_reports.entering import device_key
from aftersales.uploads import FileRefused
from aftersales.words import Words, words_in
from web.files import FilesIn, SentFiles
from web.pages.reporting import moment_said
from web.pages.uploads import handed_out
from web.parts import PartsIn
from web.who import Me

router = APIRouter()

POINT: Final = "point-"
"""Begins the names of fields that answer a point of a checklist; its identifier follows."""


NUMBER: Final = re.compile(r"[0-9]{1,4}")


async def _points_sent(request: Request) -> Mapping[str, str]:
    form = await request.form()
    return {
        name.removeprefix(POINT): text
        for name, text in form.items()
        if name.startswith(POINT) and isinstance(text, str)
    }


Line = Annotated[str, Form(max_length=320)]


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of the forms of a report: each form sends those of its kind."""

    points: Annotated[Mapping[str, str], Depends(_points_sent)]
    what: Line = ""
    result: Line = ""
    note: Annotated[str, Form(max_length=2000)] = ""
    serial: Line = ""
    part: Line = ""
    quantity: Line = ""
    signed_by: Line = ""
    signature: Annotated[str, Form(max_length=20_000)] = ""
    at: Line = ""
    key: Line = ""


@router.post("/visits/{appointment_id}/service-report")
def entered(
    parts: PartsIn,
    me: Me,
    appointment_id: UUID,
    sent: Annotated[Sent, Depends()],
    files: FilesIn,
) -> Response:
    """Keep one thing that was done at a visit; a phone adds when, and a key of its own."""
    with parts.store.reading() as session:
        found = visits_by_id(session, [appointment_id]).get(appointment_id)
        if found is None or not is_within(reach_of(session, me), found):
            raise NotThere("There is no such visit. Open your day again.")
    try:
        piece = _piece(sent, files)
        with parts.doing(actor_of(me)) as deed:
            enter(
                deed,
                deed.session.get_one(Appointment, appointment_id),
                me.technician_id or found.lead.id,
                piece,
                moment_said(sent.at) or deed.now,
                device_key(me.user_id, sent.key),
            )
    except FileRefused as error:
        raise NotUnderstood(error.said(words_in(me.language))) from error
    except NotUnderstood as error:
        raise _in_words(words_in(me.language), error) from error
    on = wall_of(found.appointment.planned_start_at, found.appointment.zone).date()
    return RedirectResponse(
        f"/technicians/{found.lead.code}/{on}#sheet-{found.work_order.reference}", status_code=303
    )


@router.get("/visits/{appointment_id}/photos/{upload_id}")
def photo(parts: PartsIn, me: Me, appointment_id: UUID, upload_id: UUID) -> Response:
    """A photograph of a visit, for whoever may see the visit; always to be saved."""
    with parts.store.reading() as session:
        found = visits_by_id(session, [appointment_id]).get(appointment_id)
        is_theirs = found is not None and is_within(reach_of(session, me), found)
        photos = reports_of(session, [found])[appointment_id].photos if found and is_theirs else ()
    row = next((each for each in photos if each.id == upload_id), None)
    if row is None:
        raise NotThere("There is no such photograph. Open the visit again.")
    return handed_out(parts, row)


def _piece(sent: Sent, files: SentFiles) -> Entered:
    """What a form says.

    Raises:
        NotUnderstood: it is none of ours, or a number cannot be read.
        FileRefused: a photograph is not taken.
    """
    if sent.what not in set(EntryKind):
        raise NotUnderstood(
            "This form is none of ours. Open your day again.", [Problem("what", "is unknown")]
        )
    match EntryKind(sent.what):
        case EntryKind.CHECKLIST:
            return Checked({_point(name): text for name, text in sent.points.items()})
        case EntryKind.RESULT:
            return Ended(
                TrialResult(sent.result) if sent.result in set(TrialResult) else None, sent.note
            )
        case EntryKind.SERIAL:
            return SerialRead(sent.serial)
        case EntryKind.PHOTOS:
            return Photographed(tuple(files.clean()))
        case EntryKind.PART_USED:
            return PartUsed(sent.part, _number(sent.quantity))
        case EntryKind.PART_LEFT:
            return PartLeft(sent.part)
        case EntryKind.SIGNATURE:
            return Signed(sent.signed_by, sent.signature)
        case _never:
            assert_never(_never)


def _point(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotUnderstood(
            "This checklist is none of ours. Open your day again.",
            [Problem(f"{POINT}{text}", "is unknown")],
        ) from None


def _number(text: str) -> int:
    return int(text) if NUMBER.fullmatch(text) else 0


def _in_words(_: Words, error: NotUnderstood) -> NotUnderstood:
    """What is wrong, in the language of whoever entered it."""
    sentences = {
        "answers": _("Answer at least one point of the checklist."),
        "result": _("Say what the test showed, or what was done."),
        "serial": _("Write the serial as it stands on the plate."),
        "files": _("Choose a photograph first."),
        "part": _("This part is not known, or not for this product. Look at its code again."),
        "quantity": _("Write how many pieces, as a number."),
        "signed_by": _("Write the name of who signs."),
        "signature": _("This signature cannot be read. Let them sign again."),
    }
    where = error.problems[0].where if error.problems else ""
    return NotUnderstood(sentences.get(where, str(error)), error.problems)
