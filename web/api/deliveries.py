"""Deliveries: when a unit that is to be installed comes to its buyer, and that it came."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import Field, model_validator

from aftersales.deed import Deed
from aftersales.queries.orders import line_of_order
from aftersales.records import Order
from aftersales.spares import await_delivery, note_delivery
from web.api.fields import Day, Sent, Shown, example
from web.api.listed import found, known
from web.api.once import Acted, OnceIn

router = APIRouter(prefix="/orders", tags=["orders"])


class DeliverySent(Sent):
    """The day on which it was delivered, or the day on which it is expected; null if nobody knows yet."""

    model_config = example(expected_on="2026-12-03")

    delivered_on: Day | None = None
    expected_on: Day | None = Field(
        default=None, description="The unit can be installed from the day after on."
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> DeliverySent:
        if self.delivered_on is not None and self.expected_on is not None:
            raise ValueError("Say when it was delivered, or when it is expected, not both.")
        return self


class DeliveryShown(Shown):
    """How the delivery of a line of a sale stands."""

    order_id: UUID
    line_number: int
    delivered_on: date | None
    is_delivery_awaited: bool
    delivery_on: date | None


@router.post(
    "/{order_id}/lines/{line_number}/delivery",
    summary="Say when it is delivered",
    response_model=DeliveryShown,
)
def delivered(
    once: OnceIn,
    order_id: UUID,
    line_number: Annotated[int, Path(ge=1, le=100_000)],
    sent: DeliverySent,
) -> Response:
    """Say when a unit comes or came; an installation that would come before it is called off, and its buyer told."""

    def act(deed: Deed) -> Acted:
        found(deed.session, Order, order_id, "order")
        line = known(line_of_order(deed.session, order_id, line_number), "line", str(line_number))
        if sent.delivered_on is not None:
            note_delivery(deed, line, sent.delivered_on)
        else:
            await_delivery(deed, line, sent.expected_on)
        deed.session.flush()
        return DeliveryShown.model_validate(line), None

    return once.answer(act, status=200)
