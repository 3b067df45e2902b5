"""Known issues for staff: written as drafts, published for everybody, told to owners before they call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotThere, NotUnderstood
from aftersales.jobs.recalls import tell_of_issue
from aftersales.parts import Parts
from aftersales.prevention.issues import (
    ISSUE_MOVES,
    add_issue,
    edit_issue,
    move_issue,
    said_in,
    steps_of,
)
from aftersales.prevention.telling import preview_telling
from aftersales.queries.issues import issues_listed
from aftersales.queries.pages import events_about
from aftersales.queries.uploads import uploads_of
from aftersales.records import Alarm, KnownIssue, KnownIssueState
from aftersales.store import Session
from aftersales.uploads import FileRefused, keep_file, remove_uploads
from aftersales.words import LANGUAGES, words_in
from web.doors import MANAGERS
from web.files import FilesIn
from web.pages.campaign_words import language_words
from web.pages.files_shown import PICTURES, files_shown
from web.pages.happening import by_whom, happened
from web.pages.issue_form import IssueTyped, alarm_of, article_of, begun_from, said_at, typed_of
from web.pages.prevention_words import issue_state_words
from web.pages.typed import product_types
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/issues")

MOST: Final = 200
"""Articles that the list shows."""

Typed = Annotated[IssueTyped, Form()]


@router.get("")
def issues(request: Request, parts: PartsIn, me: Me) -> Response:
    """Every article, the newest first."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        rows = [
            (row, said_in(row, _.language)[1]["title"], issue_state_words(_, row.state))
            for row in issues_listed(session, MOST)
        ]
    return page(request, "issues.html", _, rows=rows)


@router.get("/new")
def new(request: Request, parts: PartsIn, me: Me, alarm: UUID | None = None) -> Response:
    """An empty form, or one begun from an alarm."""
    with parts.store.reading() as session:
        found = None if alarm is None else session.get(Alarm, alarm)
    return _form(request, parts, me, IssueTyped() if found is None else begun_from(found))


@router.post("")
def added(request: Request, parts: PartsIn, me: Me, typed: Typed) -> Response:
    """Keep a draft."""
    made: list[UUID] = []
    about = alarm_of(typed)

    def act(deed: Deed) -> None:
        alarm = deed.session.get(Alarm, about) if about is not None else None
        made.append(add_issue(deed, article_of(typed), alarm).id)

    refused = _kept(request, parts, me, typed, act, None)
    return refused or RedirectResponse(f"/issues/{made[0]}", status_code=303)


@router.get("/{issue_id}/edit")
def edit(request: Request, parts: PartsIn, me: Me, issue_id: UUID) -> Response:
    """The form of an article."""
    with parts.store.reading() as session:
        row = issue_in(session, issue_id)
    return _form(request, parts, me, typed_of(row), row=row)


@router.post("/{issue_id}/edit")
def edited(request: Request, parts: PartsIn, me: Me, issue_id: UUID, typed: Typed) -> Response:
    """Keep what was changed."""
    with parts.store.reading() as session:
        row = issue_in(session, issue_id)
    refused = _kept(
        request,
        parts,
        me,
        typed,
        lambda deed: edit_issue(deed, issue_in(deed.session, issue_id), article_of(typed)),
        row,
    )
    return refused or RedirectResponse(f"/issues/{issue_id}", status_code=303)


@router.get("/{issue_id}")
def issue(request: Request, parts: PartsIn, me: Me, issue_id: UUID) -> Response:
    """One article with what can be done about it, and whom telling its owners would reach."""
    return _shown(request, parts, me, issue_id)


@router.post("/{issue_id}/move")
def moved(
    request: Request,
    parts: PartsIn,
    me: Me,
    issue_id: UUID,
    state: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Publish it, or retire it."""

    def act(deed: Deed, row: KnownIssue) -> None:
        if state not in set(KnownIssueState):
            raise NotAllowed("Choose a state.")
        move_issue(deed, row, KnownIssueState(state))

    return _changed(request, parts, me, issue_id, act)


@router.post("/{issue_id}/tell")
def told(request: Request, parts: PartsIn, me: Me, issue_id: UUID) -> Response:
    """Tell the owners, as the preview said."""
    return _changed(request, parts, me, issue_id, tell_of_issue)


@router.post("/{issue_id}/picture")
def picture(request: Request, parts: PartsIn, me: Me, issue_id: UUID, sent: FilesIn) -> Response:
    """Show this picture with the article instead of the one before."""
    _ = words_in(me.language)
    try:
        files = [file for file in sent.clean() if file.kind in PICTURES]
    except FileRefused as refused:
        return _shown(request, parts, me, issue_id, problem=refused.said(_), status=422)
    if not files:
        problem = _("Choose a picture in JPEG or PNG.")
        return _shown(request, parts, me, issue_id, problem=problem, status=422)

    def act(deed: Deed, row: KnownIssue) -> None:
        remove_uploads(deed, row)
        keep_file(deed, row, files[0])

    return _changed(request, parts, me, issue_id, act)


def issue_in(session: Session, issue_id: UUID) -> KnownIssue:
    """The article of an address.

    Raises:
        NotThere: there is none.
    """
    row = session.get(KnownIssue, issue_id)
    if row is None:
        raise NotThere("There is no such article. Choose one from the list of known issues.")
    return row


def _shown(
    request: Request,
    parts: Parts,
    me: SignedIn,
    issue_id: UUID,
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        row = issue_in(session, issue_id)
        language, said = said_in(row, _.language)
        is_published = row.state is KnownIssueState.PUBLISHED
        return page(
            request,
            "issue.html",
            _,
            status_code=status,
            problem=problem,
            issue=row,
            said=said,
            said_language=language,
            steps=steps_of(said),
            state=issue_state_words(_, row.state),
            moves=[
                (each.value, _publishing(_, each))
                for each in KnownIssueState
                if each in ISSUE_MOVES[row.state]
            ],
            languages=[language_words(_, each) for each in row.texts],
            preview=preview_telling(session, row) if is_published else None,
            may_tell=me.role in MANAGERS,
            files=files_shown(_, uploads_of(session, "known_issue", row.id)),
            events=events_about(session, {row.id}),
            happened=happened,
            by_whom=by_whom,
            names={},
            zone="UTC",
        )


def _publishing(_: Callable[[str], str], state: KnownIssueState) -> str:
    return _("Retire it") if state is KnownIssueState.RETIRED else _("Publish it for everybody")


def _changed(
    request: Request,
    parts: Parts,
    me: SignedIn,
    issue_id: UUID,
    act: Callable[[Deed, KnownIssue], object],
) -> Response:
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            act(deed, issue_in(deed.session, issue_id))
    except NotAllowed:
        problem = _("This is not possible from here any more. Read what stands here now.")
        return _shown(request, parts, me, issue_id, problem=problem, status=409)
    return RedirectResponse(f"/issues/{issue_id}", status_code=303)


def _kept(
    request: Request,
    parts: Parts,
    me: SignedIn,
    typed: IssueTyped,
    act: Callable[[Deed], object],
    row: KnownIssue | None,
) -> Response | None:
    """The form again with what is wrong in it, or None when all of it is kept."""
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            act(deed)
    except NotUnderstood as error:
        problems = [(each.where, said_at(_, each.where)) for each in error.problems]
        return _form(request, parts, me, typed, row=row, problems=problems)
    except Collision:
        taken = [("slug", _("Another article has this name. Choose another one."))]
        return _form(request, parts, me, typed, row=row, problems=taken)
    return None


def _form(
    request: Request,
    parts: Parts,
    me: SignedIn,
    typed: IssueTyped,
    *,
    row: KnownIssue | None = None,
    problems: Sequence[tuple[str, str]] = (),
) -> Response:
    _ = words_in(me.language)
    return page(
        request,
        "issue_form.html",
        _,
        status_code=422 if problems else 200,
        row=row,
        typed=typed,
        problems=problems,
        types=product_types(_, parts, typed.product_type),
        languages=[(each, language_words(_, each)) for each in LANGUAGES],
    )
