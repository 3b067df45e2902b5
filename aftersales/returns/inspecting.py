"""Whoever unpacks a return says what they found, and the claim goes on from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aftersales.claims import (
    ClaimNews,
    decide_claim,
    move_claim,
    step_return,
    tell_claim,
    tell_return,
)
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.notices.kinds import NoticeKind
from aftersales.queries.uploads import evidence_counted
from aftersales.records import Claim, Condition, GoodsReturn, ReturnedThing, ReturnState, Unit
from aftersales.store import lock_rows
from aftersales.uploads import CleanFile, keep_file
from warranty import ClaimState, normalised_serial, reads_like
from warranty.claims.inspections import Finding

CHECKS: Final = ("plate_read", "switched_on", "fault_tried", "safety_tested", "counted")
"""What is done with every unit, in this order."""

AS_CLAIMED: Final = frozenset({Finding.CONFIRMED, Finding.INSTALLATION})
"""Findings after which the remedy goes on; after any other the claim is decided again."""

HEARS_WITHIN: Final = timedelta(days=2)
"""After the fault was confirmed a customer hears how it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What somebody found.

    Attributes:
        condition: how it looks.
        serial_read: the serial on its plate; empty where it cannot be read.
        checks: those of `CHECKS` that were done.
        accessories: what came along.
        finding: what is wrong with it; None for a loaner.
        note: for colleagues.
    """

    condition: Condition
    serial_read: str = ""
    checks: tuple[str, ...] = ()
    accessories: str = ""
    finding: Finding | None = None
    note: str = ""


def inspect_return(
    deed: Deed, row: GoodsReturn, found: Inspection, files: Sequence[CleanFile] = ()
) -> None:
    """Keep what was found with its photographs; the claim goes on with its remedy or is decided again.

    Raises:
        NotUnderstood: it is not said what is wrong with the unit.
        IllegalMove: it is not here, or was inspected already.
    """
    lock_rows(deed.session, "goods_return", [row.id])
    deed.session.refresh(row)
    is_unit = row.thing is ReturnedThing.UNIT
    if is_unit and found.finding is None:
        raise NotUnderstood(
            "Say what you found.",
            [Problem("finding", "choose what was found, or that nothing was")],
        )
    step_return(deed, row, ReturnState.INSPECTED)
    row.inspected_at = deed.now
    row.condition = found.condition.value
    row.serial_read = normalised_serial(found.serial_read) or None
    row.finding = found.finding.value if is_unit and found.finding is not None else None
    row.checks = [each for each in CHECKS if each in found.checks]
    row.accessories, row.note = found.accessories.strip(), found.note.strip()
    deed.add(row)
    claim = deed.session.get_one(Claim, row.claim_id)
    for file in files:
        keep_file(deed, claim, file)
    deed.session.flush()
    if is_unit:
        _go_on(deed, claim, row, found)


def _go_on(deed: Deed, claim: Claim, row: GoodsReturn, found: Inspection) -> None:
    """The claim learns what was found, and moves if it waited for it."""
    count = evidence_counted(deed.session, claim)
    news = ClaimNews(
        finding=found.finding,
        serial_read=row.serial_read,
        evidence=max(claim.evidence, count),
    )
    tell_claim(deed, claim, news)
    match claim.state:
        case ClaimState.RETURN_AWAITED:
            move_claim(deed, claim, ClaimState.INSPECTED)
            if found.finding in AS_CLAIMED and _is_theirs(deed, claim, row):
                by = deed.now + HEARS_WITHIN
                tell_return(deed, NoticeKind.RETURN_INSPECTED, row, by)
            else:
                decide_claim(deed, claim)
        case ClaimState.REOPENED | ClaimState.IN_REVIEW:
            decide_claim(deed, claim)
        case _:
            # The new unit went out before; what was found changes who pays, and colleagues see it.
            pass


def _is_theirs(deed: Deed, claim: Claim, row: GoodsReturn) -> bool:
    own = deed.session.get_one(Unit, claim.unit_id).serial
    return own is None or row.serial_read is None or reads_like(own, row.serial_read)
