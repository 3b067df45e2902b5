"""A claim to print whole: the page and the PDF, in the language that its reader understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from aftersales.access import SignedIn
from aftersales.claims.pack import Pack, Section, pack_pdf
from aftersales.errors import NotAllowed, NotThere
from aftersales.parts import Parts
from aftersales.queries.uploads import evidence_of
from aftersales.records import Upload, UploadKind
from aftersales.uploads import content_of
from aftersales.words import LANGUAGES, Words, words_in
from web.pages.claim_pack_sections import sections_of
from web.pages.claim_pack_whole import standing_of, whole_claim
from web.pages.claim_page import claim_in
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/claims")

ENDINGS: Final = {UploadKind.JPEG: "jpg", UploadKind.PNG: "png"}
"""What is drawn; of other files the name and the digest stand in the list."""

MOST_BYTES: Final = 20_000_000
"""Pictures that one document holds in all, as large as they are kept, so that small print can be read."""

Language = Annotated[str, Query(max_length=2, pattern="^(en|lv|bn)?$")]


@router.get("/{claim_id}/pack")
def pack_page(
    request: Request, parts: PartsIn, me: Me, claim_id: UUID, language: Language = ""
) -> Response:
    """The whole claim on a page to print."""
    _ = words_in(language or me.language)
    pack, drawn = _pack(parts, me, _, claim_id)
    return page(
        request,
        "claim_pack.html",
        _,
        pack=pack,
        claim_id=claim_id,
        language=_.language,
        languages=LANGUAGES,
        hrefs={_file_name(each): f"/uploads/{each.id}" for each in drawn},
    )


@router.get("/{claim_id}/pack.pdf")
def pack_file(parts: PartsIn, me: Me, claim_id: UUID, language: Language = "") -> Response:
    """The whole claim as a PDF."""
    _ = words_in(language or me.language)
    pack, drawn = _pack(parts, me, _, claim_id)
    pictures: dict[str, bytes] = {}
    for each in drawn:
        try:
            pictures[_file_name(each)] = content_of(parts.settings, each)
        except (NotAllowed, NotThere):
            continue
    there = tuple(_with_pictures(section, pictures) for section in pack.sections)
    whole = replace(pack, sections=there)
    with parts.store.reading() as session:
        reference = claim_in(session, claim_id).reference
    return Response(
        pack_pdf(whole, pictures, parts.clock.now()),
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{reference}-{_.language}.pdf"'},
    )


def _pack(parts: Parts, me: SignedIn, _: Words, claim_id: UUID) -> tuple[Pack, list[Upload]]:
    """The document in words, and the files that it draws."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        found = whole_claim(session, claim_in(session, claim_id), now)
        drawn = _drawn(evidence_of(session, found.claim))
        sections = sections_of(_, session, found, [(_file_name(each), each) for each in drawn])
    printed = _(
        "Printed on {day} at {time} by {name}",
        day=_.day_at(now, found.zone),
        time=_.time_at(now, found.zone),
        name=me.name,
    )
    return Pack(
        language=_.language,
        sender=parts.settings.sender_name,
        title=_("Claim {reference}", reference=found.claim.reference),
        standing=standing_of(_, found),
        printed=printed,
        sections=sections,
    ), drawn


def _drawn(files: Sequence[Upload]) -> list[Upload]:
    """The pictures that are drawn, the first first, as long as they fit."""
    room, drawn = MOST_BYTES, []
    for each in files:
        if each.kind in ENDINGS and each.size_bytes <= room:
            room -= each.size_bytes
            drawn.append(each)
    return drawn


def _file_name(each: Upload) -> str:
    return f"{each.id}.{ENDINGS[each.kind]}"


def _with_pictures(section: Section, pictures: dict[str, bytes]) -> Section:
    """The section with those of its pictures that may be opened."""
    there = tuple(each for each in section.pictures if each[0] in pictures)
    return replace(section, pictures=there)
