"""Calendar feeds: one secret address a technician, answered from a validator before anything is rendered."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from aftersales.calendars.technician_feed import feed_state, technician_feed
from aftersales.errors import NotThere
from web.parts import PartsIn

router = APIRouter(tags=["feeds"])

GONE = "This calendar address does not work any more. Ask the office for a new one.\n"
"""The one answer to every address that does not work, so that nothing is learned by trying."""

FRESH = "private, max-age=900"
"""Calendar apps poll every quarter of an hour at best; they revalidate after it."""


@router.get(
    "/feeds/{token}.ics",
    summary="A technician's calendar",
    response_class=Response,
    responses={
        200: {"content": {"text/calendar": {}}, "description": "The calendar (RFC 5545)."},
        304: {"description": "Nothing changed since the validator sent."},
        404: {"description": "The address does not work (any more)."},
    },
)
def feed(request: Request, token: str, parts: PartsIn) -> Response:
    """The planned times of one technician's visits; send `If-None-Match` to hear only of changes."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        try:
            state = feed_state(session, now, token)
        except NotThere:
            return PlainTextResponse(GONE, status_code=404, headers={"Cache-Control": "no-store"})
        headers = {"ETag": f'"{state.validator}"', "Cache-Control": FRESH}
        if _matches(request.headers.get("if-none-match"), state.validator):
            return Response(status_code=304, headers=headers)
        content = technician_feed(session, parts.settings, now, state)
    return Response(
        content,
        media_type="text/calendar; charset=utf-8",
        headers=headers | {"Content-Disposition": 'inline; filename="aftersales.ics"'},
    )


def _matches(sent: str | None, validator: str) -> bool:
    """Whether one of the validators sent is ours, compared weakly (RFC 9110 section 13.1.2)."""
    if sent is None:
        return False
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in sent.split(",")}
    return "*" in tags or validator in tags
