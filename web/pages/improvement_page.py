"""One improvement on one screen: its check, what was measured, who sees to it, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from fastapi import Request, Response

from aftersales.access import OFFICE, SignedIn
from aftersales.errors import NotThere
from aftersales.improvements import IMPROVEMENT_MOVES, WAIVERS
from aftersales.parts import Parts
from aftersales.queries.access import users
from aftersales.queries.improvements import scope_names
from aftersales.queries.pages import events_about
from aftersales.records import Improvement, User
from aftersales.store import Session
from aftersales.words import words_in
from aftersales.words.improvements import verdict_words
from web.pages.happening import by_whom, happened
from web.pages.improvement_words import check_of, improvement_words, measured_of, source_words
from web.templating import page

NOTHING: Final[Mapping[str, str]] = MappingProxyType({"due_on": "", "why": "", "reason": ""})
"""What the forms of the page hold before anybody typed."""


def improvement_page(
    request: Request,
    parts: Parts,
    me: SignedIn,
    improvement_id: UUID,
    problem: str = "",
    status: int = 200,
    typed: Mapping[str, str] = NOTHING,
) -> Response:
    """The page; what was refused is said, and nothing typed is lost."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        row = improvement_in(session, improvement_id)
        names = scope_names(session, [(row.scope, row.scope_key)])
        everybody = users(session)
        return page(
            request,
            "improvement.html",
            _,
            status_code=status,
            problem=problem,
            typed={**NOTHING, **typed},
            improvement=row,
            owner=session.get_one(User, row.owner_id),
            state=improvement_words(_, row.state),
            check=check_of(_, row, names),
            measured=measured_of(_, row),
            verdict=verdict_words(_, row.verdict),
            source=source_words(_, row.source_kind),
            href=_href(row),
            is_live=bool(IMPROVEMENT_MOVES[row.state]),
            may_waive=me.role in WAIVERS,
            colleagues=colleagues_able(session),
            events=events_about(session, {row.id}),
            happened=happened,
            by_whom=by_whom,
            names={str(user.id): user.name for user in everybody},
            zone="UTC",
        )


def improvement_in(session: Session, improvement_id: UUID) -> Improvement:
    """The improvement of an address.

    Raises:
        NotThere: there is none.
    """
    row = session.get(Improvement, improvement_id)
    if row is None:
        raise NotThere("There is no such improvement. Choose one from the list of improvements.")
    return row


def colleagues_able(session: Session) -> list[tuple[str, str]]:
    """Who can see to an improvement, by name."""
    able = [each for each in users(session) if each.is_active and each.role in OFFICE]
    return [(str(each.id), each.name) for each in sorted(able, key=lambda each: each.name)]


def _href(row: Improvement) -> str:
    """Where what pointed at the gap can be read."""
    return {
        "survey": f"/surveys?by={row.scope}&of={row.scope_key}#answers",
        "complaint": f"/complaints/{row.source_id}",
        "alarm": "/alarms",
        "channel": "/channels",
    }.get(row.source_kind, "")
