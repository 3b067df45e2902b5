"""A small surprise is handed over in person, from the page of its customer."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.goodwill.surprises import hand_over
from aftersales.records import Customer, Surprise
from web.pages.customers import DeskIn

router = APIRouter(prefix="/customers")


@router.post("/{customer_id}/surprises/{surprise_id}")
def handed(desk: DeskIn, surprise_id: UUID) -> Response:
    """Somebody told the customer what they get, and gave it to them."""

    def act(deed: Deed, row: Customer) -> None:
        surprise = deed.session.get(Surprise, surprise_id)
        if surprise is None or surprise.customer_id != row.id:
            raise NotThere("There is no such surprise. Look at the page of the customer again.")
        hand_over(deed, surprise)

    return desk.acted("surprise", {}, act)
