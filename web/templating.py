"""Pages are written by Jinja: everything is escaped, and a missing fact is an error, not a blank."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import HTTPConnection, Request

from aftersales.access import SignedIn
from aftersales.parts import Parts
from aftersales.sessions import form_token
from aftersales.words import Words, words_in
from web.assets import asset
from web.navigation import navigation
from web.who import who


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of the package, compiled when first used."""
    made = Environment(
        loader=PackageLoader("web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["asset"] = asset
    return made


def page(
    request: Request, template: str, words: Words, *, status_code: int = 200, **facts: object
) -> HTMLResponse:
    """A template filled with facts in one language.

    Besides the facts it finds the words as `_`, the signed-in user as `me` (or none), the token of its
    forms as `csrf`, and the way to the other pages as `nav`.
    """
    principal = who(request)
    signed_in = principal if isinstance(principal, SignedIn) else None
    parts: Parts = request.app.state.parts
    written = (
        environment()
        .get_template(template)
        .render(
            _=words,
            me=signed_in,
            csrf=form_token(parts.secret, signed_in.session_id) if signed_in else "",
            nav=navigation(signed_in, request.url.path, words) if signed_in else None,
            **facts,
        )
    )
    return HTMLResponse(
        written, status_code=status_code, headers={"Content-Language": words.language}
    )


def macro(template: str, name: str) -> Callable[..., str]:
    """A macro of a template, for parts of pages that are sent by themselves."""
    made: Callable[..., str] = getattr(environment().get_template(template).module, name)
    return made


def asked_words(request: HTTPConnection) -> Words:
    """The words that the browser asks for first, for somebody whom we do not know yet."""
    asked = request.headers.get("accept-language", "en")
    return words_in(asked.split(",", 1)[0].split(";", 1)[0].strip())
