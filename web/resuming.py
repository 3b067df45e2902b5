"""A form that was sent after the session ended: sign in again, and what was typed is still there."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode

from fastapi import Request, Response

from web.templating import asked_words, page

SECRET: Final = frozenset({"csrf", "password", "current", "new"})
"""Fields that are never carried along."""

LONGEST: Final = 32_000
"""Characters of a form that are carried; no form of ours is longer."""


async def sign_in_and_resume(request: Request) -> Response:
    """The sign-in, with the fields of the form that it interrupted."""
    _ = asked_words(request)
    form = await request.form()
    sent = [
        (name, value)
        for name, value in form.multi_items()
        if isinstance(value, str) and name not in SECRET
    ]
    kept = urlencode(sent)
    has_files = any(not isinstance(value, str) for value in form.values())
    is_kept = not (SECRET - {"csrf"}) & set(form) and len(kept) <= LONGEST and not has_files
    return page(
        request,
        "sign_in.html",
        _,
        status_code=401,
        problem=_("You were signed out meanwhile. Sign in again; what you typed is kept.")
        if is_kept
        else _("You were signed out meanwhile. Sign in again, and do it once more."),
        email="",
        next=request.url.path,
        kept=kept if is_kept else "",
    )


def resumed(kept: str) -> list[tuple[str, str]]:
    """The fields that were carried along, but for those that never are."""
    return [
        (name, value)
        for name, value in parse_qsl(kept, keep_blank_values=True)
        if name not in SECRET
    ]
