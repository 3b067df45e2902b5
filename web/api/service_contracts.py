"""Service contracts: the maintenance of single units, each from a first to a last day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.maintenance import add_contract, end_contract
from aftersales.queries.pages import page_of
from aftersales.records import ServiceContract, Unit
from warranty import StartBasis
from web.api.fields import CodeAsked, Day, Line, NewCode, Shown, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.upkeep_sent import UpkeepSent, upkeep_of
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/service-contracts", tags=["maintenance"])


class ContractSent(UpkeepSent):
    """A contract about the maintenance of one unit, held by whoever owns it now."""

    model_config = example(
        number="SC-1001",
        name="Comfort",
        provider="Nordwasch Service",
        unit_id="019b2b6e-0000-7000-8000-000000000001",
        starts_on="2026-11-23",
        ends_on="2031-11-22",
        task="Yearly service",
        every_months=12,
        price_cents=0,
        source="Contract of 23 November 2026",
    )

    number: NewCode
    name: Line
    provider: Line
    unit_id: UUID
    starts_on: Day
    ends_on: Day
    is_transferable: bool = Field(default=True, description="It passes to the next owner.")


class ContractShown(Shown):
    """A contract about the maintenance of one unit."""

    id: UUID
    number: str
    name: str
    provider: str
    unit_id: UUID
    customer_id: UUID
    starts_on: date
    ends_on: date
    is_transferable: bool
    source: str
    created_at: datetime


@router.get("", summary="List service contracts")
def all_contracts(
    parts: PartsIn,
    paged: PagedIn,
    number: CodeAsked = None,
    unit_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Listed[ContractShown]:
    """All contracts, the first first, or the one with a number, about a unit, or of a customer."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            ServiceContract,
            after=paged.after,
            limit=paged.limit,
            number=number,
            unit_id=unit_id,
            customer_id=customer_id,
        )
        return paged.listed(page, ContractShown.model_validate)


@router.get("/{contract_id}", summary="One service contract", response_model=ContractShown)
def contract(parts: PartsIn, held: HeldIn, contract_id: UUID) -> Response:
    """A contract as it was agreed."""
    with parts.store.reading() as session:
        row = found(session, ServiceContract, contract_id, "service contract")
        return held.answer(ContractShown.model_validate(row))


@router.post("", status_code=201, summary="Add a service contract", response_model=ContractShown)
def contracted(once: OnceIn, sent: ContractSent) -> Response:
    """Keep a contract; its maintenance is planned from its first day on."""

    def act(deed: Deed) -> Acted:
        row = add_contract(
            deed,
            found(deed.session, Unit, sent.unit_id, "unit"),
            number=sent.number,
            name=sent.name,
            provider=sent.provider,
            starts_on=sent.starts_on,
            ends_on=sent.ends_on,
            is_transferable=sent.is_transferable,
            upkeep=upkeep_of(sent, StartBasis.PURCHASE),
        )
        deed.session.flush()
        return ContractShown.model_validate(row), f"/api/v1/service-contracts/{row.id}"

    return once.answer(act)


@router.post("/{contract_id}/end", summary="End a contract", response_model=ContractShown)
def contract_ended(once: OnceIn, contract_id: UUID) -> Response:
    """Nobody is asked under it any more, and what lies ahead of it is called off."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, ServiceContract, contract_id, "service contract")
        end_contract(deed, row)
        return ContractShown.model_validate(row), None

    return once.answer(act, status=200)
