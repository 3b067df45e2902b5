"""Spare parts: who reads and writes what there is, where it lies, and what work waits for."""

from __future__ import annotations

from collections.abc import Iterator

from aftersales.access import OFFICE
from aftersales.records import Scope
from web.doors.door import Door
from web.doors.scopes import CATALOGUE, VISITS, VISITS_WRITTEN, writes


def spares() -> Iterator[tuple[str, Door]]:
    """The API of parts, stock and requests, and the page of whoever keeps the store."""
    for entry in ("GET /api/v1/spare-parts", "GET /api/v1/spare-parts/{code}"):
        yield entry, CATALOGUE
    yield "POST /api/v1/spare-parts", writes(Scope.CATALOGUE_WRITE)
    yield "GET /api/v1/stock", VISITS
    for act in ("", "/moves", "/counts"):
        yield f"POST /api/v1/stock{act}", VISITS_WRITTEN
    for entry in ("GET /api/v1/parts-requests", "GET /api/v1/parts-requests/{request_id}"):
        yield entry, VISITS
    yield "POST /api/v1/parts-requests", VISITS_WRITTEN
    for act in ("order", "expect", "take", "receive", "lose", "fit", "cancel"):
        yield f"POST /api/v1/parts-requests/{{request_id}}/{act}", VISITS_WRITTEN
    yield "POST /api/v1/orders/{order_id}/lines/{line_number}/delivery", writes(Scope.SALES_WRITE)
    for entry in (
        "GET /parts",
        "POST /parts/requests/{request_id}/receive",
        "POST /parts/requests/{request_id}/expect",
        "POST /parts/move",
    ):
        yield entry, Door(roles=OFFICE)
