"""What is expected back under a claim: announced with a label and a day, called off, or asked for again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from aftersales.case_owners import territory_of_case
from aftersales.claims.judging import today_of
from aftersales.claims.return_notices import tell_return
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.moments import utc_of
from aftersales.notices.kinds import NoticeKind
from aftersales.queries.places import depots_of
from aftersales.queries.promises import zone_of_case
from aftersales.queries.returns import returns_of_claim
from aftersales.records import (
    Case,
    Claim,
    Cover,
    GoodsReturn,
    ReturnedThing,
    ReturnState,
    Unit,
)
from aftersales.states import moved
from aftersales.store import Session
from warranty import ClaimState, normalised_serial, reads_like
from warranty.claims.remedies import RemedyKind
from warranty.products import ExchangeType

_S = ReturnState

RETURN_MOVES: Final = MappingProxyType(
    {
        # A loaner may come back before anybody asked for it.
        _S.LENT: frozenset({_S.AWAITED, _S.RECEIVED}),
        _S.AWAITED: frozenset({_S.RECEIVED, _S.MISSING, _S.CALLED_OFF}),
        _S.MISSING: frozenset({_S.AWAITED, _S.RECEIVED, _S.CALLED_OFF}),
        _S.RECEIVED: frozenset({_S.INSPECTED}),
        _S.INSPECTED: frozenset({_S.SENT_BACK}),
        _S.SENT_BACK: frozenset[ReturnState](),
        # A parcel may be on its way already.
        _S.CALLED_OFF: frozenset({_S.RECEIVED}),
    }
)
"""From each state, the states that a return may move to."""

LENDING: Final = frozenset(
    {
        ClaimState.REMEDY_CHOSEN,
        ClaimState.RETURN_AWAITED,
        ClaimState.INSPECTED,
        ClaimState.VISIT_PLANNED,
        ClaimState.PARTS_ORDERED,
    }
)
"""States of a claim in which the customer waits for a repair, and may be lent something."""

NOON: Final = time(12)
"""Whoever was given until a day hears from us by noon of the next."""


def exchange_of(session: Session, claim: Claim) -> ExchangeType:
    """Which comes first under a claim: a new unit, a loaner, or the old one."""
    cover = None if claim.cover_id is None else session.get_one(Cover, claim.cover_id)
    promised = None if cover is None else cover.exchange
    if claim.remedy == RemedyKind.REPLACE and promised == ExchangeType.ADVANCE:
        return ExchangeType.ADVANCE
    is_lent = cover is not None and (cover.has_loaner or promised == ExchangeType.LOANER)
    return ExchangeType.LOANER if is_lent else ExchangeType.RETURN


def step_return(deed: Deed, row: GoodsReturn, state: ReturnState) -> None:
    """Move a return one step along its graph, noted in the audit trail.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    row.state = moved(RETURN_MOVES, row.state, state, "return")
    row.revision += 1
    deed.add(row)
    deed.note(f"return_{state}", row)


def await_return(deed: Deed, claim: Claim, exchange: ExchangeType) -> GoodsReturn:
    """Give out a number, and send the customer the way to its label."""
    row = _new(deed, claim, ReturnState.AWAITED, ReturnedThing.UNIT, exchange)
    row.due_on = today_of(deed.session, claim, deed.now) + timedelta(deed.settings.return_days)
    claim.rma = row.reference
    deed.add(row, claim)
    deed.note("return_awaited", row)
    deed.session.flush()
    _ask(deed, row)
    return row


def lend(deed: Deed, claim: Claim, serial: str) -> GoodsReturn:
    """Hand out a unit of ours until the customer has their own again.

    Raises:
        NotAllowed: the customer does not wait for a repair, or has a loaner already.
        NotUnderstood: the serial is missing, or that of their own unit.
    """
    if ClaimState(claim.state) not in LENDING or claim.remedy != RemedyKind.REPAIR:
        raise NotAllowed("Something is lent while a repair goes on. Choose the repair first.")
    present = returns_of_claim(deed.session, claim.id)
    if any(each.thing is ReturnedThing.LOANER and each.state is _S.LENT for each in present):
        raise NotAllowed("A unit is lent for this claim already. Take that one back first.")
    plain = normalised_serial(serial)
    own = deed.session.get_one(Unit, claim.unit_id).serial
    if not plain or (own is not None and reads_like(plain, own)):
        raise NotUnderstood(
            "Enter the serial of the unit that is lent.",
            [Problem("serial", "it is missing, or that of the faulty unit")],
        )
    row = _new(deed, claim, ReturnState.LENT, ReturnedThing.LOANER, ExchangeType.LOANER)
    row.serial = plain
    deed.add(row)
    deed.note("return_lent", row)
    return row


def give_until(deed: Deed, row: GoodsReturn, due_on: date) -> None:
    """Give more time, or ask again for what did not come.

    Raises:
        NotUnderstood: the day is over.
        IllegalMove: it is not on its way.
    """
    claim = deed.session.get_one(Claim, row.claim_id)
    if due_on <= today_of(deed.session, claim, deed.now):
        raise NotUnderstood("Choose a day to come.", [Problem("due_on", "it is over")])
    if row.state is _S.AWAITED:
        row.revision += 1
        deed.note("return_extended", row)
    else:
        step_return(deed, row, _S.AWAITED)
    row.due_on, row.told = due_on, 0
    deed.add(row)
    _ask(deed, row)


def follow_claim(deed: Deed, claim: Claim) -> None:
    """What a step of the claim means for what is expected back under it."""
    for row in returns_of_claim(deed.session, claim.id):
        is_unit = row.thing is ReturnedThing.UNIT
        match claim.state:
            case ClaimState.INSPECTED if is_unit:
                if row.state in (_S.AWAITED, _S.MISSING):
                    step_return(deed, row, _S.RECEIVED)
                if row.state is _S.RECEIVED:
                    row.received_at = row.received_at or deed.now
                    row.inspected_at = deed.now
                    step_return(deed, row, _S.INSPECTED)
            case ClaimState.WITHDRAWN | ClaimState.REMEDY_CHOSEN if is_unit:
                if row.state in (_S.AWAITED, _S.MISSING):
                    step_return(deed, row, _S.CALLED_OFF)
            case ClaimState.FULFILLED | ClaimState.WITHDRAWN if row.state is _S.LENT:
                today = today_of(deed.session, claim, deed.now)
                row.due_on = today + timedelta(deed.settings.return_days)
                step_return(deed, row, _S.AWAITED)
                _ask(deed, row)
            case _:
                pass


def _ask(deed: Deed, row: GoodsReturn) -> None:
    """The label, with the day; by noon of the next the customer hears whether it came."""
    if row.due_on is None:
        raise ValueError("What is asked for has a day.")
    claim = deed.session.get_one(Claim, row.claim_id)
    zone = zone_of_case(deed.session, claim.case_id)
    by = utc_of(datetime.combine(row.due_on + timedelta(1), NOON), zone)
    tell_return(deed, NoticeKind.RETURN_LABEL, row, by)


def _new(
    deed: Deed, claim: Claim, state: ReturnState, thing: ReturnedThing, exchange: ExchangeType
) -> GoodsReturn:
    case = deed.session.get_one(Case, claim.case_id)
    depots = depots_of(deed.session, territory_of_case(deed, case).id)
    return GoodsReturn(
        id=deed.new_id(),
        reference=deed.ids.reference("RMA"),
        claim_id=claim.id,
        depot_id=depots[0][0].id if depots else None,
        state=state,
        thing=thing,
        exchange=exchange.value,
        accessories="",
        note="",
        created_at=deed.now,
    )
