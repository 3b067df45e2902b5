"""What both sides of a transfer are told; neither learns who the other is."""

from __future__ import annotations

from dataclasses import replace

from aftersales.campaigns.telling import area_of
from aftersales.deed import Deed
from aftersales.links import issue_link
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.ownership_facts import TransferFacts
from aftersales.notices.writing import customer, invited, write_notice
from aftersales.queries.campaigns import SoldUnit
from aftersales.records import Customer, LinkPurpose, Notice, ProductModel, Unit, UnitTransfer


def invite(deed: Deed, transfer: UnitTransfer, unit: Unit) -> Notice:
    """Write to whoever the unit is offered to, with the link by which they answer."""
    giver = deed.session.get_one(Customer, transfer.customer_id)
    facts = _facts(deed, transfer, unit, giver)
    link_id = issue_link(deed, LinkPurpose.TRANSFER, transfer.id, expires_at=transfer.expires_at)
    return write_notice(
        deed,
        NoticeKind.TRANSFER_OFFERED,
        invited(transfer),
        transfer,
        revision=transfer.revision,
        zone=facts.zone,
        facts=replace(facts, link_id=link_id),
    )


def tell_giver(deed: Deed, transfer: UnitTransfer, *, is_unreached: bool = False) -> None:
    """Tell whoever passed the unit on how it ended, unless they asked to be forgotten."""
    giver = deed.session.get_one(Customer, transfer.customer_id)
    if giver.erased_at is not None:
        return
    unit = deed.session.get_one(Unit, transfer.unit_id)
    facts = _facts(deed, transfer, unit, giver)
    notice = write_notice(
        deed,
        NoticeKind.TRANSFER_SETTLED,
        customer(giver),
        transfer,
        revision=transfer.revision,
        zone=facts.zone,
        facts=replace(facts, is_unreached=is_unreached),
    )
    deed.note("transfer_told", transfer, notice_id=notice.id)


def _facts(deed: Deed, transfer: UnitTransfer, unit: Unit, giver: Customer) -> TransferFacts:
    model = deed.session.get_one(ProductModel, unit.product_model_id)
    area = area_of(deed.session, SoldUnit(unit=unit, model=model, owner=giver))
    return TransferFacts(
        reference=transfer.reference,
        product=f"{model.brand} {model.name}",
        state=transfer.state.value,
        until_at=transfer.expires_at,
        zone="UTC" if area is None else area.zone,
        answers_name="" if area is None else area.answers_name,
        answers_phone="" if area is None else area.answers_phone,
    )
