"""Calendar feeds: a secret address for each, answered from a validator before anything is rendered."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from aftersales.calendars.feeds import FeedState, feed_state, written
from aftersales.errors import NotThere
from web.parts import PartsIn

router = APIRouter(tags=["feeds"])

GONE = "This calendar address does not work any more. Ask the office for a new one.\n"
"""The one answer to every address that does not work, so that nothing is learned by trying."""

FRESH = "private, max-age=900"
"""Calendar apps poll every quarter of an hour at best; they revalidate after it."""

SECOND = timedelta(seconds=1)

PACKED = "-gzip"
"""Ends the validator of the packed form: other bytes need another one (RFC 9110 section 8.8.3.3)."""


@router.get(
    "/feeds/{token}.ics",
    summary="A calendar",
    response_class=Response,
    responses={
        200: {"content": {"text/calendar": {}}, "description": "The calendar (RFC 5545)."},
        304: {"description": "Nothing changed since the validator sent."},
        404: {"description": "The address does not work (any more)."},
    },
)
def feed(request: Request, token: str, parts: PartsIn) -> Response:
    """The planned times of visits; send `If-None-Match` to hear only of changes."""
    now = parts.clock.now()
    is_packed = _takes_gzip(request.headers.get("accept-encoding", ""))
    with parts.store.reading() as session:
        try:
            state = feed_state(session, parts.settings, now, token)
        except NotThere:
            return PlainTextResponse(GONE, status_code=404, headers={"Cache-Control": "no-store"})
        headers = _headers(state, now, is_packed=is_packed)
        if _is_known(request, state):
            return Response(status_code=304, headers=headers)
        content = written(session, parts.settings, now, state.feed)
    if is_packed:
        headers["Content-Encoding"] = "gzip"
        content = gzip.compress(content, mtime=0)
    headers["Content-Disposition"] = 'inline; filename="aftersales.ics"'
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _headers(state: FeedState, now: datetime, *, is_packed: bool) -> dict[str, str]:
    """What goes with a calendar, and with the news that it did not change.

    No time of the last change within the second in which it was: another change in it would not show.
    """
    headers = {
        "ETag": f'"{state.validator}{PACKED if is_packed else ""}"',
        "Cache-Control": FRESH,
        "Vary": "Accept-Encoding",
    }
    if now - state.changed_at >= SECOND:
        headers["Last-Modified"] = format_datetime(state.changed_at.astimezone(UTC), usegmt=True)
    return headers


def _is_known(request: Request, state: FeedState) -> bool:
    """Whether the client has what there is; its validator is believed before its date (RFC 9110 section 13.2.2)."""
    sent = request.headers.get("if-none-match")
    if sent is not None:
        tags = {tag.strip().removeprefix("W/").strip('"') for tag in sent.split(",")}
        return bool(tags & {"*", state.validator, state.validator + PACKED})
    since = _moment(request.headers.get("if-modified-since", ""))
    return since is not None and state.changed_at <= since


def _moment(text: str) -> datetime | None:
    """A date as HTTP writes it; one that cannot be read is not asked (RFC 9110 section 13.1.3)."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _takes_gzip(text: str) -> bool:
    """Whether a client asks for gzip, or for anything, and does not refuse it (RFC 9110 section 12.5.3)."""
    wanted = {}
    for each in text.lower().split(","):
        name, _, weight = each.strip().partition(";")
        wanted[name.strip()] = weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return wanted.get("gzip", wanted.get("*", False))
