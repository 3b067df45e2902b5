"""The second step of a booking: the place, with photographs; whatever was said is kept, even if something is missing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from aftersales.deed import Deed
from aftersales.errors import TooOften
from aftersales.installations.preparing import (
    MOST_PHOTOS,
    Prepared,
    Step,
    keep_site,
    prepared_by_link,
)
from aftersales.installations.questions import SiteQuestion
from aftersales.uploads import CleanFile, FileRefused
from aftersales.words import words_in
from web.files import ACCEPTED, FilesIn
from web.pages.book import Problems, closed, kept, step_page
from web.pages.files_shown import files_shown
from web.pages.signing import too_often
from web.parts import PartsIn

router = APIRouter(prefix="/book")

LONGEST: int = 500


async def _given(request: Request) -> dict[str, str]:
    """The fields of the form that hold text, by name."""
    form = await request.form()
    return {name: value[:LONGEST] for name, value in form.items() if isinstance(value, str)}


GivenIn = Annotated[dict[str, str], Depends(_given)]


@router.get("/{token}/site")
def form(request: Request, parts: PartsIn, token: str) -> Response:
    """What do we meet there?"""
    with parts.store.reading() as session:
        prepared = prepared_by_link(session, parts.clock.now(), token)
    answers = {code: str(answer) for code, answer in prepared.row.answers.items()}
    return closed(prepared, token) or _page(request, prepared, token, answers)


@router.post("/{token}/site")
def told(request: Request, parts: PartsIn, token: str, sent: FilesIn, given: GivenIn) -> Response:
    """Keep the answers and the photographs, and ask again for what is missing."""
    with parts.store.reading() as session:
        prepared = prepared_by_link(session, parts.clock.now(), token)
    _ = words_in(prepared.booking.customer.language)
    files: list[CleanFile] = []
    problems: list[tuple[str, str]] = []
    try:
        files = sent.clean()
    except FileRefused as refused:
        problems.append(("files", refused.said(_)))
    except TooOften as error:
        problems.append(("files", too_often(_, error)))
    if len(prepared.photos) + len(files) > MOST_PHOTOS:
        problems.append(("files", _("{most} photographs are enough.", most=_.number(MOST_PHOTOS))))
    missing: list[SiteQuestion] = []

    def keep(deed: Deed) -> None:
        missing.extend(keep_site(deed, prepared.booking.order.id, given, files))

    answer = kept(parts, prepared, token, Step.SITE, keep)
    problems = [*((each.code, _("Please choose an answer.")) for each in missing), *problems]
    if not problems:
        return answer
    with parts.store.reading() as session:
        prepared = prepared_by_link(session, parts.clock.now(), token)
    return _page(request, prepared, token, given, problems)


def _page(
    request: Request,
    prepared: Prepared,
    token: str,
    answers: dict[str, str],
    problems: Problems = (),
) -> Response:
    _ = words_in(prepared.booking.customer.language)
    return step_page(
        request,
        prepared,
        token,
        Step.SITE,
        problems=problems,
        questions=[
            (
                each.code,
                _(each.asked),
                _(each.hint) if each.hint else "",
                [(code, _(said), "") for code, said in each.options],
            )
            for each in prepared.questions
        ],
        answers=answers,
        photos=files_shown(_, prepared.photos),
        accepted=ACCEPTED,
        longest=LONGEST,
    )
