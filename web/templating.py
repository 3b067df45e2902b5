"""Pages are written by Jinja: everything is escaped, and a missing fact is an error, not a blank."""

from __future__ import annotations

from functools import lru_cache

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from aftersales.words import Words


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of the package, compiled when first used."""
    return Environment(
        loader=PackageLoader("web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, words: Words, *, status_code: int = 200, **facts: object) -> HTMLResponse:
    """A template filled with facts in one language; it finds the words as `_`."""
    written = environment().get_template(template).render(_=words, **facts)
    return HTMLResponse(
        written, status_code=status_code, headers={"Content-Language": words.language}
    )
