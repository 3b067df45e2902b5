"""A file that somebody sent, for staff: always to be saved, never shown as a page of ours."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Response

from aftersales.errors import NotThere
from aftersales.parts import Parts
from aftersales.records import Upload
from aftersales.uploads import MEDIA_TYPES, content_of
from web.parts import PartsIn

router = APIRouter(prefix="/uploads")

HEADERS: Final = {"Content-Security-Policy": "default-src 'none'; sandbox"}
"""Whatever a browser makes of it, nothing in it runs, loads or belongs to our site."""


@router.get("/{upload_id}")
def upload(parts: PartsIn, upload_id: UUID) -> Response:
    """The file under the name that people know it by."""
    with parts.store.reading() as session:
        row = session.get(Upload, upload_id)
    if row is None:
        raise NotThere("There is no such file. Open it from the page of what it belongs to.")
    return handed_out(parts, row)


def handed_out(parts: Parts, row: Upload) -> Response:
    """A file to be saved.

    Raises:
        NotAllowed: no scanner has looked at it yet, or one warned of it.
    """
    return Response(
        content_of(parts.settings, row),
        media_type=MEDIA_TYPES[row.kind],
        headers={**HEADERS, "Content-Disposition": disposition(row.name)},
    )


def disposition(name: str) -> str:
    """To be saved under this name, in whatever script (RFC 6266, with the form for old programs first)."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
