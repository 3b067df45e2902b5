"""Signing in and out, and changing one's password."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.errors import NotSignedIn, NotUnderstood, TooOften
from aftersales.queries.access import user_by_id
from aftersales.sessions import renewed_session, sign_in, sign_out
from aftersales.users import change_password, is_password_of
from aftersales.words import Words, words_in
from web import resuming
from web.cookies import forget_session, keep_session
from web.parts import PartsIn
from web.templating import asked_words, page
from web.who import Me, address_of, who

router = APIRouter()

LONGEST: Final = 320
"""Characters of a field; an e-mail address has no more (RFC 5321), and a password needs no more."""

Field = Annotated[str, Form(max_length=LONGEST)]


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = "/") -> Response:  # noqa: A002 - the name in the address
    """Who are you?"""
    if isinstance(who(request), SignedIn):
        return RedirectResponse(_inside(next), status_code=303)
    return _form(request, asked_words(request), "", next_page=_inside(next))


@router.post("/sign-in")
def signed_in(
    request: Request,
    parts: PartsIn,
    email: Field = "",
    password: Field = "",
    next: Field = "/",  # noqa: A002 - the name of the field
    kept: Annotated[str, Form(max_length=resuming.LONGEST)] = "",
) -> Response:
    """Open a session, or say that it cannot be; what was typed stays, but for the password."""
    _ = asked_words(request)
    target = _inside(next)
    try:
        opened = sign_in(parts, email, password, address_of(request))
    except NotSignedIn:
        problem = _("The e-mail address or the password is not right. Check both, and try again.")
        return _form(request, _, problem, email=email, next_page=target, kept=kept, status_code=401)
    except TooOften as error:
        answer = _form(
            request,
            _,
            too_often(_, error),
            email=email,
            next_page=target,
            kept=kept,
            status_code=429,
        )
        answer.headers["Retry-After"] = str(error.seconds)
        return answer
    before = who(request)
    if isinstance(before, SignedIn):
        sign_out(parts, before.session_id)
    response: Response = RedirectResponse(target, status_code=303)
    if kept:
        request.state.principal = opened.principal
        fields = resuming.resumed(kept)
        _ = words_in(opened.principal.language)
        response = page(request, "resume.html", _, next=target, fields=fields)
    keep_session(response.headers, opened.token, parts.settings)
    return response


@router.post("/sign-out")
def signed_out(parts: PartsIn, me: Me) -> Response:
    """End the session here and everywhere this cookie was copied to."""
    sign_out(parts, me.session_id)
    response = RedirectResponse("/sign-in", status_code=303)
    forget_session(response.headers, parts.settings)
    return response


@router.get("/password")
def password_page(request: Request, me: Me, said: str = "") -> Response:
    """A new password, for whoever knows the present one."""
    return _password_form(request, words_in(me.language), is_changed=said == "changed")


@router.post("/password")
def password_changed(
    request: Request, parts: PartsIn, me: Me, current: Field = "", new: Field = ""
) -> Response:
    """Change it and end every other session; this one goes on under a new token."""
    _ = words_in(me.language)
    try:
        is_right = is_password_of(parts, me.user_id, current)
    except TooOften as error:
        return _password_form(request, _, problems=[("current", too_often(_, error))])
    if not is_right:
        wrong = _("This is not your current password.")
        return _password_form(request, _, problems=[("current", wrong)])
    try:
        with parts.doing(actor_of(me)) as deed:
            user = user_by_id(deed.session, me.user_id)
            change_password(deed, user, new, keep_session_id=me.session_id)
    except NotUnderstood:
        weak = _(
            "Choose at least 12 characters, not your name or e-mail address, and nothing that everybody uses."
        )
        return _password_form(request, _, problems=[("new", weak)])
    response = RedirectResponse("/password?said=changed", status_code=303)
    keep_session(response.headers, renewed_session(parts, me.session_id), parts.settings)
    return response


def too_often(_: Words, error: TooOften) -> str:
    """How long somebody who tried too often waits, in words."""
    minutes = max(1, -(-error.seconds // 60))
    return _.many(
        "That was tried too often. Wait {number} minute, and try again.",
        "That was tried too often. Wait {number} minutes, and try again.",
        minutes,
    )


def _form(
    request: Request,
    _: Words,
    problem: str,
    *,
    email: str = "",
    next_page: str = "/",
    kept: str = "",
    status_code: int = 200,
) -> Response:
    return page(
        request,
        "sign_in.html",
        _,
        status_code=status_code,
        problem=problem,
        email=email,
        next=next_page,
        kept=kept,
    )


def _password_form(
    request: Request,
    _: Words,
    *,
    problems: list[tuple[str, str]] | None = None,
    is_changed: bool = False,
) -> Response:
    return page(
        request,
        "password.html",
        _,
        status_code=422 if problems else 200,
        problems=problems or [],
        is_changed=is_changed,
    )


def _inside(target: str) -> str:
    """A path of ours; anything that could lead elsewhere becomes the first page."""
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\", "/sign-"))
    return target if is_ours and target.isprintable() else "/"
