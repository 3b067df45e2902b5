"""From an error to what is answered: problem details for machines, a friendly page for people."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aftersales.access import SignedIn
from aftersales.errors import (
    AftersalesError,
    NotSignedIn,
    NotUnderstood,
    Problem,
    SlotTaken,
    TooOften,
)
from aftersales.words import words_in
from web.problems import BROKEN_REQUEST, BY_STATUS, NOT_UNDERSTOOD, UNEXPECTED, ProblemKind, kind_of
from web.resuming import sign_in_and_resume
from web.templating import asked_words, page
from web.who import who

MACHINES = ("/api/", "/feeds/", "/health", "/ready", "/metrics", "/static/")
"""Paths that programs ask; whoever comes elsewhere reads a page."""

BUYERS = (
    *("/visit/", "/book/", "/mine/", "/find", "/register", "/registration/", "/transfer/"),
    *("/case/", "/guarantee/", "/offers/"),
)
"""Where buyers come, who may not read English."""


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
    principal = who(request)
    words = (
        words_in(principal.language) if isinstance(principal, SignedIn) else asked_words(request)
    )
    return page(
        request,
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
    async def _ours(request: Request, error: AftersalesError) -> Response:
        if isinstance(error, NotSignedIn) and not _is_machine(request):
            is_asked = request.method in {"GET", "HEAD"}
            return _to_sign_in(request) if is_asked else await sign_in_and_resume(request)
        problems = error.problems if isinstance(error, NotUnderstood | SlotTaken) else ()
        answer = problem_answer(request, kind_of(error), str(error), problems)
        if isinstance(error, NotSignedIn):
            answer.headers["WWW-Authenticate"] = "Bearer"
        if isinstance(error, TooOften):
            answer.headers["Retry-After"] = str(error.seconds)
        return answer

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


def _to_sign_in(request: Request) -> Response:
    """The way to the sign-in and back; a part of a page that is loaded by itself moves the whole page."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    is_part = "hx-request" in request.headers
    target = f"/sign-in?{urlencode({'next': '/' if is_part else wanted})}"
    if is_part:
        return Response(status_code=204, headers={"HX-Redirect": target})
    return RedirectResponse(target, status_code=303)


def _where(place: Iterable[object]) -> str:
    """The place of a wrong value as our own errors write it, such as “windows[0].local_from”."""
    where = ""
    for part in list(place)[1:]:
        where += f"[{part}]" if isinstance(part, int) else f".{part}" if where else str(part)
    return where or "body"
