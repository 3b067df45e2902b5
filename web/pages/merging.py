"""Two customers who are one: found, looked at side by side with everything that would move, merged, and parted again."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.errors import NotAllowed, NotThere, NotUnderstood
from aftersales.joining import same_address
from aftersales.merging import merge_customers, stricter_consents, undo_merge
from aftersales.parts import Parts
from aftersales.queries.duplicates import pairs_of_doubles
from aftersales.queries.notices import contacts_of
from aftersales.queries.pointers import numbers_of
from aftersales.records import Customer, CustomerMerge
from aftersales.store import Session
from aftersales.words import words_in
from web.pages.customer_page import customer_in
from web.pages.customer_words import (
    channel_words,
    customer_kind_words,
    ground_words,
    purpose_words,
)
from web.pages.table_words import table_words
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/customers")

MOST: Final = 100
"""Pairs that the list shows."""

LoserIn = Annotated[UUID, Form()]
Why = Annotated[str, Form(max_length=2000)]


@router.get("/duplicates")
def duplicates(request: Request, parts: PartsIn, me: Me) -> Response:
    """Everybody who may be there twice."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        pairs = pairs_of_doubles(session, MOST)
    rows = [
        (one, each.customer, [ground_words(_, ground) for ground in each.grounds])
        for one, each in pairs
    ]
    return page(request, "duplicates.html", _, rows=rows)


@router.get("/{customer_id}/merge")
def preview(
    request: Request,
    parts: PartsIn,
    me: Me,
    customer_id: UUID,
    loser: Annotated[UUID, Query(alias="with")],
) -> Response:
    """What would move, and what would hold; nothing is changed by looking."""
    return _preview(request, parts, me, customer_id, loser)


@router.post("/{customer_id}/merge")
def merged(
    request: Request, parts: PartsIn, me: Me, customer_id: UUID, loser: LoserIn, why: Why = ""
) -> Response:
    """Make one of two."""
    _ = words_in(me.language)
    if not why.strip():
        problems = [("why", _("Say in a sentence how you know that they are the same."))]
        return _preview(request, parts, me, customer_id, loser, problems=problems)
    try:
        with parts.doing(actor_of(me)) as deed:
            merge_customers(
                deed,
                customer_in(deed.session, customer_id),
                customer_in(deed.session, loser),
                why,
            )
    except (NotUnderstood, NotAllowed):
        problems = [
            ("why", _("These two cannot become one. See below whether one was erased or merged."))
        ]
        return _preview(request, parts, me, customer_id, loser, why=why, problems=problems)
    return RedirectResponse(f"/customers/{customer_id}", status_code=303)


@router.post("/{customer_id}/merges/{merge_id}/undo")
def undone(parts: PartsIn, me: Me, customer_id: UUID, merge_id: UUID) -> Response:
    """Make two of one again."""
    with parts.doing(actor_of(me)) as deed:
        row = deed.session.get(CustomerMerge, merge_id)
        if row is None or row.survivor_id != customer_id:
            raise NotThere("There is no such merge. Open the customer again.")
        undo_merge(deed, row)
    return RedirectResponse(f"/customers/{customer_id}", status_code=303)


def _preview(
    request: Request,
    parts: Parts,
    me: SignedIn,
    survivor_id: UUID,
    loser_id: UUID,
    *,
    why: str = "",
    problems: list[tuple[str, str]] | None = None,
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        survivor, loser = customer_in(session, survivor_id), customer_in(session, loser_id)
        return page(
            request,
            "merge.html",
            _,
            status_code=422 if problems else 200,
            survivor=survivor,
            loser=loser,
            is_possible=_is_possible(survivor, loser),
            kinds=[customer_kind_words(_, each.kind) for each in (survivor, loser)],
            moving=[
                (table_words(_, table), _.number(number))
                for table, number in numbers_of(session, loser.id).items()
            ],
            shared=_shared(session, survivor, loser),
            stricter=[
                f"{purpose_words(_, purpose)}, {channel_words(_, channel)}"
                for purpose, channel in stricter_consents(session, survivor.id, loser.id)
            ],
            why=why,
            problems=problems or [],
        )


def _is_possible(one: Customer, other: Customer) -> bool:
    return (
        one.id != other.id
        and one.kind is other.kind
        and not any(each.erased_at or each.merged_into_id for each in (one, other))
    )


def _shared(session: Session, one: Customer, other: Customer) -> list[str]:
    """Addresses that both have and that become one."""
    theirs = set(map(same_address, contacts_of(session, other.id)))
    return [each.address for each in contacts_of(session, one.id) if same_address(each) in theirs]
