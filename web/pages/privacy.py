"""What is known of a customer: handed out as a file, or erased after everybody has seen what that means."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from json import JSONEncoder
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from aftersales.access import SignedIn, actor_of
from aftersales.errors import NotAllowed, NotThere
from aftersales.parts import Parts
from aftersales.privacy.columns import AT_THE_END, GONE, STRUCK
from aftersales.privacy.erasing import erase_customer, rest_due_of
from aftersales.privacy.exporting import Export, everything_of, export_customer
from aftersales.privacy.open_matters import open_matters
from aftersales.queries.belongings import belongings
from aftersales.queries.customers import merged_into
from aftersales.records import Customer, Upload
from aftersales.store import Session
from aftersales.uploads.keeping import content_of
from aftersales.words import Words, words_in
from web.pages.claim_words import state_words
from web.pages.customer_page import customer_in
from web.pages.customer_timeline import whole_timeline
from web.pages.customer_words import case_words
from web.pages.table_words import table_words
from web.parts import PartsIn
from web.templating import environment, page
from web.who import Me

router = APIRouter(prefix="/customers")

PIECE: Final = 65_536
"""Bytes of an export that are sent at once."""

IN_MEMORY: Final = 4 * 1024 * 1024
"""Bytes of an export that are kept in memory; a customer who sent many photographs has more."""


@router.get("/{customer_id}/data")
def data(request: Request, parts: PartsIn, me: Me, customer_id: UUID) -> Response:
    """What is known, what would go and what would stay; nothing is changed by looking."""
    return _data(request, parts, me, customer_id)


@router.post("/{customer_id}/export")
def exported(parts: PartsIn, me: Me, customer_id: UUID) -> Response:
    """Everything about a customer in one file: to read, for programs, and what they sent us."""
    with parts.doing(actor_of(me)) as deed:
        person = customer_in(deed.session, customer_id)
        found = export_customer(deed, person)
        packed = _packed(parts, deed.session, person, found)
        name = f"{person.number}.zip"
    ascii_name = "".join(each if each.isascii() and each.isalnum() else "-" for each in name[:-4])
    return StreamingResponse(
        _pieces(packed),
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{ascii_name}.zip"'},
    )


@router.post("/{customer_id}/erase")
def erased(
    request: Request,
    parts: PartsIn,
    me: Me,
    customer_id: UUID,
    sure: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Erase what is known, once whoever does it has said that they mean it."""
    _ = words_in(me.language)
    ticks = sure or []
    if "erase" not in ticks:
        problem = ("sure", _("Tick that you have read what goes and what stays."))
        return _data(request, parts, me, customer_id, problem=problem)
    try:
        with parts.doing(actor_of(me)) as deed:
            erase_customer(
                deed, customer_in(deed.session, customer_id), is_open_ended="end" in ticks
            )
    except NotAllowed:
        problem = (
            "sure",
            _("Something is still open. Tick that it may be ended, or finish it first."),
        )
        return _data(request, parts, me, customer_id, problem=problem)
    return RedirectResponse(f"/customers/{customer_id}", status_code=303)


def _data(
    request: Request,
    parts: Parts,
    me: SignedIn,
    customer_id: UUID,
    *,
    problem: tuple[str, str] | None = None,
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        person = customer_in(session, customer_id)
        if person.merged_into_id is not None:
            raise NotThere("This customer turned out to be another one. Open that one.")
        ids = [person.id, *(each.id for each in merged_into(session, person.id))]
        found = everything_of(session, person)
        due = rest_due_of(
            session, parts.settings, belongings(session, ids), parts.clock.now().date()
        )
        return page(
            request,
            "customer_data.html",
            _,
            status_code=422 if problem else 200,
            customer=person,
            known=_counted(_, found, set(found)),
            gone=_counted(_, found, GONE),
            struck=_counted(_, found, set(STRUCK) | {"notice"}),
            later=_counted(_, found, set(AT_THE_END)) if due is not None else [],
            matters=_matters(_, session, person),
            due=due,
            problems=[problem] if problem else [],
        )


def _counted(_: Words, found: Export, names: Collection[str]) -> list[str]:
    return [
        f"{table_words(_, name)}: {_.number(len(found[name]))}" for name in found if name in names
    ]


def _matters(_: Words, session: Session, person: Customer) -> list[str]:
    """What is still open, in words."""
    ids = [person.id, *(each.id for each in merged_into(session, person.id))]
    matters = open_matters(session, ids)
    return [
        *(_("Visit {reference}: called off", reference=each.reference) for each in matters.orders),
        *(
            _(
                "Claim {reference}: {state}",
                reference=each.reference,
                state=state_words(_, each.state),
            )
            for each in matters.claims
        ),
        *(
            _(
                "Case {reference}: {state}",
                reference=each.reference,
                state=case_words(_, each.state),
            )
            for each in matters.cases
        ),
        *(
            _("Complaint {reference}: its owner settles it first", reference=each.reference)
            for each in matters.complaints
        ),
    ]


def _pieces(packed: IO[bytes]) -> Iterator[bytes]:
    """A file in pieces, closed and gone after the last one, or when nobody listens any more."""
    with packed:
        while piece := packed.read(PIECE):
            yield piece


def _packed(parts: Parts, session: Session, person: Customer, found: Export) -> IO[bytes]:
    """A page to read, the same for programs, and every file that may be opened; a large one lies on the disk."""
    words = words_in(person.language)
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever reads the pieces closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        with packed.open("data.json", "w", force_zip64=True) as data:
            for piece in JSONEncoder(ensure_ascii=False, indent=1).iterencode(found):
                data.write(piece.encode())
        packed.writestr("index.html", _readable(words, session, person, found))
        for row in found.get("upload", []):
            upload = session.get_one(Upload, UUID(str(row["id"])))
            try:
                content = content_of(parts.settings, upload)
            except (NotAllowed, NotThere):
                continue
            packed.writestr(f"files/{row['id']}-{upload.name}", content)
    file.seek(0)
    return file


def _readable(_: Words, session: Session, person: Customer, found: Export) -> str:
    """Everything in the customer's own language, in the order in which it happened."""
    ids = [person.id, *(each.id for each in merged_into(session, person.id))]
    return (
        environment()
        .get_template("export.html")
        .render(
            _=_,
            customer=person,
            entries=whole_timeline(_, session, ids),
            contacts=[each["address"] for each in found.get("contact", [])],
            places=[
                " ".join(
                    str(each[name])
                    for name in ("street", "house_number", "postcode", "town", "access_notes")
                )
                for each in found.get("location", [])
            ],
            counts=_counted(_, found, set(found)),
        )
    )
