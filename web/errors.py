"""From an error to what is answered: problem details for machines, a friendly page for people."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from pathlib import Path

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aftersales.errors import AftersalesError, NotUnderstood, Problem
from aftersales.words import words_in
from web.problems import BROKEN_REQUEST, BY_STATUS, NOT_UNDERSTOOD, UNEXPECTED, ProblemKind, kind_of
from web.templating import page

MACHINES = ("/api/", "/feeds/", "/health", "/ready", "/static/")
"""Paths that programs ask; whoever comes elsewhere reads a page."""

BUYERS = "/visit/"
"""Where whoever comes may not read English."""


def problem_answer(
    request: Request, kind: ProblemKind, detail: str, problems: Iterable[Problem] = ()
) -> Response:
    """One problem as RFC 9457 problem details, or as a page in the reader's language."""
    listed = [{"where": each.where, "sentence": each.sentence} for each in problems]
    if _is_machine(request):
        content = {
            "type": kind.type,
            "title": kind.title,
            "status": kind.status,
            "detail": detail,
            "problems": listed,
        }
        return JSONResponse(content, status_code=kind.status, media_type="application/problem+json")
    is_buyer = request.url.path.startswith(BUYERS)
    words = words_in(_asked_language(request) if is_buyer else "en")
    return page(
        "error.html",
        words,
        status_code=kind.status,
        kind=kind,
        detail=detail,
        problems=listed,
        is_buyer=is_buyer,
    )


def add_error_answers(app: FastAPI) -> None:
    """Let an app answer our errors and the framework's own refusals in one way."""

    @app.exception_handler(AftersalesError)
    def _ours(request: Request, error: AftersalesError) -> Response:
        problems = error.problems if isinstance(error, NotUnderstood) else ()
        return problem_answer(request, kind_of(error), str(error), problems)

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        problems = [
            Problem(_where(each["loc"]), f"{str(each['msg']).rstrip('.')}.")
            for each in error.errors()
        ]
        return problem_answer(request, NOT_UNDERSTOOD, NOT_UNDERSTOOD.sentence, problems)

    @app.exception_handler(HTTPException)
    def _refused(request: Request, error: HTTPException) -> Response:
        kind = BY_STATUS.get(error.status_code, BROKEN_REQUEST)
        answer = problem_answer(request, kind, kind.sentence)
        answer.headers.update(error.headers or {})
        return answer


class Unexpected:
    """Answers what nobody foresaw without a word about our inside, and logs no personal data."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through; whatever escapes becomes a problem, if the answer has not begun."""
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 - the outermost loop of a request
            route = getattr(scope.get("route"), "path", "unknown")
            structlog.get_logger().error("request_failed", route=route, **told_of(error))
            if scope["type"] == "http" and not has_begun:
                answer = problem_answer(Request(scope), UNEXPECTED, UNEXPECTED.sentence)
                await answer(scope, receive, send)


def told_of(error: BaseException) -> dict[str, str]:
    """What may be logged of an error: its class and where it arose; its message may hold a name."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = "" if last is None else f"{Path(last.filename).name}:{last.lineno} {last.name}"
    return {"error": type(error).__name__, "place": place}


def _is_machine(request: Request) -> bool:
    path = request.url.path
    accepted = request.headers.get("accept", "")
    return path.startswith(MACHINES) or ("json" in accepted and "html" not in accepted)


def _asked_language(request: Request) -> str:
    """The first language that the reader's browser asks for."""
    asked = request.headers.get("accept-language", "en")
    return asked.split(",", 1)[0].split(";", 1)[0].strip()


def _where(place: Iterable[object]) -> str:
    """The place of a wrong value as our own errors write it, such as “windows[0].local_from”."""
    where = ""
    for part in list(place)[1:]:
        where += f"[{part}]" if isinstance(part, int) else f".{part}" if where else str(part)
    return where or "body"
