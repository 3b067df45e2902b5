"""Alarms: raised once for a group that fails too often, acknowledged by a person, closed with a reason."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.prevention.counting import Counts, Family, Kind
from aftersales.queries.alarms import last_closed_alarm, live_alarm
from aftersales.reasons import reason_to_json
from aftersales.records import Alarm, AlarmState
from aftersales.states import moved
from warranty.prevention.alarms import Alarm as Found
from warranty.prevention.alarms import AlarmPolicy, alarms

POLICY: Final = AlarmPolicy()
"""95 % confidence, three claims, half as much again as the others: see `warranty/prevention/alarms.py`."""

ALARM_MOVES: Final = MappingProxyType(
    {
        AlarmState.OPEN: frozenset({AlarmState.ACKNOWLEDGED, AlarmState.CLOSED}),
        AlarmState.ACKNOWLEDGED: frozenset({AlarmState.CLOSED}),
        AlarmState.CLOSED: frozenset[AlarmState](),
    }
)


def raise_alarms(deed: Deed, counts: Counts) -> int:
    """Keep an alarm for every group that fails too often and has none yet; answers how many are new."""
    new = 0
    for kind, exposures in counts.exposures().items():
        for found in alarms(exposures, POLICY):
            new += _raise(deed, kind, found)
    return new


def acknowledge_alarm(deed: Deed, row: Alarm, name: str) -> None:
    """Somebody sees to it.

    Raises:
        IllegalMove: somebody does already, or it is closed.
    """
    row.acknowledged_by, row.acknowledged_at = name, deed.now
    _move(deed, row, AlarmState.ACKNOWLEDGED)


def close_alarm(deed: Deed, row: Alarm, reason: str) -> None:
    """It is over, or was none; it comes back only with a further claim.

    Raises:
        NotUnderstood: nobody says why.
        IllegalMove: it is closed already.
    """
    if not reason.strip():
        raise NotUnderstood("Say why it is over.", [Problem("reason", "it is missing")])
    row.close_reason, row.closed_at, row.live_key = reason.strip(), deed.now, None
    _move(deed, row, AlarmState.CLOSED, why=reason.strip())


def kind_and_group(row: Alarm) -> tuple[Kind, str]:
    """What an alarm compares, and the group that it was raised for."""
    family = Family(row.family)
    sku = row.sku if family is Family.BATCH else ""
    kind = Kind(family, row.product_type, sku=sku, component=row.component)
    return kind, row.group_key.removeprefix(_group_key(kind, ""))


def _group_key(kind: Kind, group: str) -> str:
    return "/".join((kind.product_type, kind.sku, kind.component, group))


def _raise(deed: Deed, kind: Kind, found: Found) -> bool:
    group = found.exposure.group
    group_key = _group_key(kind, group)
    live_key = f"{kind.family}:{group_key}"
    if live_alarm(deed.session, live_key) is not None:
        return False
    before = last_closed_alarm(deed.session, kind.family.value, group_key)
    if before is not None and before.claims >= found.exposure.claims:
        return False
    is_model = kind.family in (Family.MODEL, Family.COMPONENT)
    row = Alarm(
        id=deed.new_id(),
        family=kind.family.value,
        group_key=group_key,
        live_key=live_key,
        state=AlarmState.OPEN,
        product_type=kind.product_type,
        sku=group if is_model else kind.sku,
        component=kind.component,
        claims=found.exposure.claims,
        unit_months=found.exposure.unit_months,
        chance=found.chance,
        reason=reason_to_json(found.reason),
        opened_at=deed.now,
        acknowledged_by="",
        close_reason="",
    )
    deed.add(row)
    deed.note("alarm_raised", row)
    return True


def _move(deed: Deed, row: Alarm, state: AlarmState, *, why: str = "") -> None:
    row.state = moved(ALARM_MOVES, row.state, state, "alarm")
    row.revision += 1
    deed.add(row)
    deed.note(f"alarm_{state}", row, why=why)
