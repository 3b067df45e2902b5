"""Improvements for staff: the list by what is due, the form begun from what points at a gap, and what is done on the page of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.improvements import (
    Proposal,
    after_alarm,
    after_channel,
    after_complaint,
    after_gap,
    hand_over,
    open_improvement,
    postpone,
    waive,
)
from aftersales.parts import Parts
from aftersales.queries.improvements import improvements_listed, scope_names
from aftersales.records import (
    Alarm,
    Complaint,
    Improvement,
    ImprovementScope,
    ImprovementState,
    Measure,
    User,
)
from aftersales.store import Session, lock_rows
from aftersales.surveys.gathering import By
from aftersales.words import Words, words_in
from web.pages.days_typed import day_typed
from web.pages.improvement_form import (
    ImprovementTyped,
    abouts,
    aim_of,
    measures,
    said_at,
    typed_from,
    uuid_of,
)
from web.pages.improvement_page import colleagues_able, improvement_in, improvement_page
from web.pages.improvement_words import (
    Names,
    about,
    check_of,
    improvement_words,
    measured_of,
    source_words,
)
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/improvements")

MOST: Final = 200
"""Improvements at work that the list shows."""

ENDED: Final = 50
"""Ended ones that it shows below."""


Typed = Annotated[ImprovementTyped, Form()]
Short = Annotated[str, Form(max_length=100)]
Long = Annotated[str, Form(max_length=2000)]


@router.get("")
def improvements(request: Request, parts: PartsIn, me: Me) -> Response:
    """Improvements at work by the day they are due, and those that ended."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        live = improvements_listed(session, MOST)
        over = improvements_listed(session, ENDED, is_over=True)
        both = [row for row, _owner in (*live, *over)]
        names = scope_names(session, {(row.scope, row.scope_key) for row in both})
    return page(
        request,
        "improvements.html",
        _,
        live=[_line(_, row, owner, names) for row, owner in live],
        over=[_line(_, row, owner, names) for row, owner in over],
        missed=ImprovementState.MISSED,
    )


@router.get("/new")
def new(
    request: Request,
    parts: PartsIn,
    me: Me,
    complaint: UUID | None = None,
    alarm: UUID | None = None,
    channel: Annotated[str, Query(max_length=64)] = "",
    by: By | None = None,
    of: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The form, begun from answers, a complaint, an alarm or a channel, or empty."""
    with parts.store.reading() as session:
        begun = _begun(session, complaint, alarm, channel, by, of)
    typed = ImprovementTyped(threshold="4") if begun is None else typed_from(begun)
    typed.owner = str(me.user_id)
    days = timedelta(days=parts.settings.improvement_days)
    typed.due_on = (parts.clock.now() + days).date().isoformat()
    return _form(request, parts, me, typed)


@router.post("")
def opened(request: Request, parts: PartsIn, me: Me, typed: Typed) -> Response:
    """Begin it; its owner is told."""
    aim, unread = aim_of(typed)
    if aim is None:
        return _form(request, parts, me, typed, unread)
    try:
        with parts.doing(actor_of(me)) as deed:
            row = open_improvement(deed, aim)
    except NotUnderstood as error:
        return _form(request, parts, me, typed, [each.where for each in error.problems])
    return RedirectResponse(f"/improvements/{row.id}", status_code=303)


@router.get("/{improvement_id}")
def improvement(request: Request, parts: PartsIn, me: Me, improvement_id: UUID) -> Response:
    """One improvement: its check, what was measured, and what can be done."""
    return improvement_page(request, parts, me, improvement_id)


@router.post("/{improvement_id}/hand-over")
def handed_over(
    request: Request, parts: PartsIn, me: Me, improvement_id: UUID, owner: Short = ""
) -> Response:
    """Somebody else sees to it."""
    return _changed(
        request,
        parts,
        me,
        improvement_id,
        lambda deed, row: hand_over(deed, row, uuid_of(owner) or UUID(int=0)),
    )


@router.post("/{improvement_id}/postpone")
def postponed(
    request: Request,
    parts: PartsIn,
    me: Me,
    improvement_id: UUID,
    due_on: Short = "",
    why: Long = "",
) -> Response:
    """Give it another day."""

    def act(deed: Deed, row: Improvement) -> None:
        on = day_typed(due_on)
        if on is None:
            raise NotUnderstood("Write a day to come.")
        postpone(deed, row, on, why)

    return _changed(request, parts, me, improvement_id, act, due_on=due_on, why=why)


@router.post("/{improvement_id}/waive")
def waived(
    request: Request, parts: PartsIn, me: Me, improvement_id: UUID, reason: Long = ""
) -> Response:
    """A manager ends it without its check."""
    return _changed(
        request,
        parts,
        me,
        improvement_id,
        lambda deed, row: waive(deed, row, me.role, reason),
        reason=reason,
    )


def _begun(
    session: Session,
    complaint_id: UUID | None,
    alarm_id: UUID | None,
    channel: str,
    by: By | None,
    of: str,
) -> Proposal | None:
    complaint = None if complaint_id is None else session.get(Complaint, complaint_id)
    if complaint is not None:
        return after_complaint(session, complaint)
    alarm = None if alarm_id is None else session.get(Alarm, alarm_id)
    if alarm is not None:
        return after_alarm(alarm)
    if by is not None and of:
        return after_gap(ImprovementScope(by.value), of)
    return after_channel(channel) if channel else None


def _line(_: Words, row: Improvement, owner: User, names: Names) -> dict[str, object]:
    return {
        "row": row,
        "owner": owner.name,
        "state": improvement_words(_, row.state),
        "about": about(_, row, names),
        "check": check_of(_, row, names),
        "measured": measured_of(_, row),
    }


def _form(
    request: Request,
    parts: Parts,
    me: SignedIn,
    typed: ImprovementTyped,
    wrong: Sequence[str] = (),
) -> Response:
    _ = words_in(me.language)
    scope, _colon, key = typed.about.partition(":")
    is_alarm = typed.measure == Measure.FAILURES
    with parts.store.reading() as session:
        names = (
            scope_names(session, [(ImprovementScope(scope), key)])
            if scope in set(ImprovementScope)
            else {}
        )
        options = [] if is_alarm else abouts(_, session)
        colleagues = colleagues_able(session)
    return page(
        request,
        "improvement_form.html",
        _,
        status_code=422 if wrong else 200,
        typed=typed,
        problems=[(each, said_at(_, each, typed.measure)) for each in dict.fromkeys(wrong)],
        colleagues=colleagues,
        measures=measures(_),
        abouts=options,
        is_alarm=is_alarm,
        group=next(iter(names.values()), "") if is_alarm else "",
        source=source_words(_, typed.source_kind) if typed.source_kind else "",
    )


def _changed(
    request: Request,
    parts: Parts,
    me: SignedIn,
    improvement_id: UUID,
    act: Callable[[Deed, Improvement], object],
    **typed: str,
) -> Response:
    _ = words_in(me.language)
    try:
        with parts.doing(actor_of(me)) as deed:
            lock_rows(deed.session, "improvement", [improvement_id])
            act(deed, improvement_in(deed.session, improvement_id))
    except NotUnderstood:
        problem = _("Something is missing or does not fit. Name a day to come, and say why.")
        return improvement_page(request, parts, me, improvement_id, problem, 422, typed)
    except NotAllowed:
        problem = _("This is not possible from here any more. Read what stands here now.")
        return improvement_page(request, parts, me, improvement_id, problem, 409, typed)
    return RedirectResponse(f"/improvements/{improvement_id}", status_code=303)
