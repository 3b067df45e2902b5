"""The page of one grant: what it is for, who decided, and what can still be done."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final
from uuid import UUID

from fastapi import Request, Response

from aftersales.access import SignedIn
from aftersales.errors import NotThere
from aftersales.goodwill import (
    may_grant,
    who_may_grant,
)
from aftersales.parts import Parts
from aftersales.queries.access import users
from aftersales.queries.goodwill_subjects import Subject, subjects_of
from aftersales.queries.pages import events_about
from aftersales.records import (
    Claim,
    Customer,
    GoodwillGrant,
    GoodwillState,
    Territory,
)
from aftersales.store import Session
from aftersales.words import words_in
from warranty import ClaimState
from warranty.goodwill.proposals import Ground
from web.pages.goodwill_panel import grant_line
from web.pages.goodwill_words import ground_words, purpose_words
from web.pages.happening import by_whom, happened
from web.templating import page

PATHS: Final = MappingProxyType(
    {
        "claim": "/claims",
        "complaint": "/complaints",
        "service_case": "/cases",
        "appointment": "/visits",
        "customer": "/customers",
    }
)
"""Where the rows of these tables have their pages."""


def grant_page(
    request: Request,
    parts: Parts,
    me: SignedIn,
    grant_id: UUID,
    problem: str = "",
    status_code: int = 200,
    why: str = "",
) -> Response:
    """The page; `problem` says what was refused, and what was typed is not lost."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        row = grant_row(session, grant_id)
        area = session.get_one(Territory, row.territory_id)
        is_theirs = may_grant(parts.settings, me.role, row.amount_cents)
        claim = session.get(Claim, row.subject_id) if row.subject_kind == "claim" else None
        stored = row.proposal.get("points")
        points = stored if isinstance(stored, dict) else {}
        return page(
            request,
            "goodwill_grant.html",
            _,
            status_code=status_code,
            problem=problem,
            typed_why=why,
            row=row,
            line=grant_line(_, row),
            person=session.get_one(Customer, row.customer_id),
            claim=claim,
            purpose=purpose_words(_, row.purpose),
            subject=subject_named(subjects_of(session, [row]).get(row.subject_id)),
            area=area,
            proposed=_("{percent}%", percent=_.number(int(str(row.proposal["percent"]))))
            if "percent" in row.proposal
            else "",
            points=[
                (
                    ground_words(_, Ground(ground)),
                    f"{'−' if count < 0 else '+'}{_.number(abs(count))}",
                )
                for ground, count in points.items()
            ],
            is_asked=row.state is GoodwillState.ASKED,
            can_be_revoked=row.state is GoodwillState.GRANTED
            and claim is not None
            and claim.state == ClaimState.GOODWILL_OFFERED,
            is_theirs=is_theirs,
            able=[] if is_theirs else who_may_grant(session, parts.settings, row.amount_cents),
            events=events_about(session, {row.id}),
            happened=happened,
            by_whom=by_whom,
            names={str(user.id): user.name for user in users(session)},
        )


def grant_row(session: Session, grant_id: UUID) -> GoodwillGrant:
    """The grant of an address.

    Raises:
        NotThere: there is none.
    """
    row = session.get(GoodwillGrant, grant_id)
    if row is None:
        raise NotThere("There is no such grant. Choose one from the list of goodwill.")
    return row


def subject_named(subject: Subject | None) -> tuple[str, str]:
    """Where what a grant is for can be read, and the reference that people know it by; nothing if it is gone."""
    if subject is None:
        return "", ""
    return f"{PATHS[subject.kind]}/{subject.id}", subject.reference
