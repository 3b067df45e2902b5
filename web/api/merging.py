"""Customers who are one: found, merged, and parted again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.merging import merge_customers, undo_merge
from aftersales.queries.customers import customer_by_number
from aftersales.queries.duplicates import Ground, doubles_of
from aftersales.queries.pages import page_of
from aftersales.records import Customer, CustomerMerge
from web.api.fields import Code, Line, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.parts import PartsIn

router = APIRouter(prefix="/customers/{customer_id}", tags=["customers"])


class MergeSent(Sent):
    """Who goes into the customer of the address, and how it is known that they are the same."""

    model_config = example(loser="C-0001", reason="Same person, asked on the telephone.")

    loser: Code = Field(
        description="The number of the customer who goes; it leads here afterwards."
    )
    reason: Line


class MergeShown(Shown):
    """Two customers who became one."""

    id: UUID
    survivor_id: UUID
    loser_id: UUID
    reason: str
    merged_at: datetime
    undone_at: datetime | None


class DoubleShown(Shown):
    """Somebody who may be the same customer, and why."""

    id: UUID
    number: str
    name: str
    grounds: list[Ground]


class DoublesShown(Shown):
    """Everybody who may be the same customer, those with the most grounds first."""

    items: list[DoubleShown]


@router.get("/duplicates", summary="Who may be the same")
def duplicates(parts: PartsIn, customer_id: UUID) -> DoublesShown:
    """Customers with the same e-mail address or phone number, or the same name at the same address."""
    with parts.store.reading() as session:
        person = found(session, Customer, customer_id, "customer")
        return DoublesShown(
            items=[
                DoubleShown(
                    id=each.customer.id,
                    number=each.customer.number,
                    name=each.customer.name,
                    grounds=list(each.grounds),
                )
                for each in doubles_of(session, person)
            ]
        )


@router.get("/merges", summary="List merges")
def merges(parts: PartsIn, paged: PagedIn, customer_id: UUID) -> Listed[MergeShown]:
    """Everybody who was merged into a customer, those who were parted again included."""
    with parts.store.reading() as session:
        person = found(session, Customer, customer_id, "customer")
        page = page_of(
            session, CustomerMerge, after=paged.after, limit=paged.limit, survivor_id=person.id
        )
        return paged.listed(page, MergeShown.model_validate)


@router.post("/merges", status_code=201, summary="Merge customers", response_model=MergeShown)
def merged(once: OnceIn, customer_id: UUID, sent: MergeSent) -> Response:
    """Move everything of one customer to another; where their consents differ, the stricter one holds."""

    def act(deed: Deed) -> Acted:
        survivor = found(deed.session, Customer, customer_id, "customer")
        loser = known(customer_by_number(deed.session, sent.loser), "customer", sent.loser)
        return MergeShown.model_validate(merge_customers(deed, survivor, loser, sent.reason)), None

    return once.answer(act)


@router.post("/merges/{merge_id}/undo", summary="Undo a merge", response_model=MergeShown)
def undone(once: OnceIn, customer_id: UUID, merge_id: UUID) -> Response:
    """Make two of one again; what came since stays with the survivor."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, CustomerMerge, merge_id, "merge")
        known(row if row.survivor_id == customer_id else None, "merge", str(merge_id))
        undo_merge(deed, row)
        return MergeShown.model_validate(row), None

    return once.answer(act, status=200)
