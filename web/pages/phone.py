"""What lets a technician's day live on a phone: the app and its worker, the way in, and who is signed in there."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse
from pydantic import BaseModel

from aftersales.access import SignedIn
from aftersales.sessions import form_token
from aftersales.words import Words, words_in
from web.assets import asset_file
from web.pages.home import own_day
from web.parts import PartsIn
from web.templating import asked_words, page
from web.who import Me, who

router = APIRouter(prefix="/technicians")


class Pass(BaseModel):
    """Who is signed in on this device, and what their forms carry."""

    reader: UUID
    csrf: str


@router.get("/today")
def today(me: Me, parts: PartsIn) -> Response:
    """A technician's own day of today; everybody else begins on the first page."""
    if me.technician_id is None:
        return RedirectResponse("/", status_code=303)
    with parts.store.reading() as session:
        return own_day(session, me, parts.clock.now())


@router.get("/pass")
def form_pass(parts: PartsIn, me: Me) -> Pass:
    """What waited on a device is sent with this: the page may be of an earlier sign-in."""
    return Pass(reader=me.user_id, csrf=form_token(parts.secret, me.session_id))


@router.get("/worker.js")
def worker() -> Response:
    """The script that answers without signal; from here it may answer for technicians' days only."""
    return FileResponse(
        asset_file("worker.js"),
        media_type="text/javascript",
        headers={"Cache-Control": "no-cache"},
    )


@router.get("/no-signal")
def no_signal(request: Request) -> Response:
    """What is shown without signal when no day is kept; it is the same for everybody."""
    return page(request, "no_signal.html", _words(request))


@router.get("/app.webmanifest")
def manifest(request: Request) -> Response:
    """What a phone asks before it puts the day among its apps (W3C, Web Application Manifest)."""
    _ = _words(request)
    return JSONResponse(
        {
            "id": "/technicians/today",
            "name": f"aftersales: {_('My day')}",
            "short_name": _("My day"),
            "lang": _.language,
            "start_url": "/technicians/today",
            "scope": "/",
            "display": "standalone",
            "background_color": "#fbfaf7",
            "theme_color": "#0b5a87",
            "icons": [
                {"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml"},
                *(
                    {
                        "src": f"/static/icon-{size}.png",
                        "sizes": f"{size}x{size}",
                        "type": "image/png",
                        "purpose": purpose,
                    }
                    for size in (192, 512)
                    for purpose in ("any", "maskable")
                ),
            ],
        },
        media_type="application/manifest+json",
    )


def _words(request: Request) -> Words:
    principal = who(request)
    return words_in(principal.language) if isinstance(principal, SignedIn) else asked_words(request)
