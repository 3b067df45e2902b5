"""The legal guarantee for anybody: the official notice as the shop keeps it, and its points in our own words."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from aftersales.errors import NotThere
from aftersales.guarantee_notice import has_official_notice, official_notice
from aftersales.words import LANGUAGES
from aftersales.words.guarantee import guarantee_points, guarantee_reminder
from warranty.harmonised_notice import EUROPEAN_UNION
from web.pages.countries import NOTICE
from web.parts import PartsIn
from web.templating import asked_words, page

router = APIRouter(prefix="/guarantee")

YOUR_EUROPE: Final = (
    "https://europa.eu/youreurope/citizens/consumers/shopping/guarantees/index_en.htm"
)
"""What the Union itself tells consumers about guarantees."""

FALLBACK: Final = "en"

Code = Annotated[str, Path(max_length=2)]


@router.get("/notice/{language}")
def notice(parts: PartsIn, language: Code) -> Response:
    """The official picture, as it came."""
    found = official_notice(parts.settings, language) if language in LANGUAGES else None
    if found is None:
        raise NotThere("The official notice is not kept here. Read it on the pages of the Union.")
    content, kind = found
    return Response(
        content,
        media_type=kind,
        headers={
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        },
    )


@router.get("/{country}")
def guarantee(request: Request, parts: PartsIn, country: Code) -> Response:
    """What the seller answers for by law, where the notice of the Union applies."""
    if country not in EUROPEAN_UNION:
        raise NotThere(
            "This page is for purchases in the European Union. Ask us about your country."
        )
    _ = asked_words(request)
    spoken = next(
        (each for each in (_.language, FALLBACK) if has_official_notice(parts.settings, each)), ""
    )
    return page(
        request,
        "guarantee.html",
        _,
        sender=parts.settings.sender_name,
        reminder=guarantee_reminder(_),
        points=guarantee_points(_, country),
        picture=f"/guarantee/notice/{spoken}" if spoken else "",
        picture_language=spoken,
        official=NOTICE,
        your_europe=YOUR_EUROPE,
    )
