"""What follows on what was done: the next time that a unit is to be maintained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from aftersales.deed import Deed
from aftersales.maintenance.asked import Asked
from aftersales.maintenance.schedules import facts_of
from aftersales.maintenance.states import step, touch
from aftersales.queries.maintenance import Maintained
from aftersales.queries.maintenance_ahead import add_if_new, histories
from aftersales.records import Maintenance, MaintenanceState, Unit
from warranty import StartBasis, UnitFacts
from warranty.maintenance.schedules import Counting

CLOSED: Final = frozenset(
    {MaintenanceState.DONE, MaintenanceState.MISSED, MaintenanceState.DECLINED}
)
"""States that the next one is counted from."""


def next_due(about: Maintained, history: Sequence[Maintenance], today: date) -> date | None:
    """The day on which a unit is maintained next; None when its contract ends before.

    What should have been done before anybody could ask for it is let go.
    """
    schedule = facts_of(about.schedule)
    first = first_day(about)
    closed = [each for each in history if each.state in CLOSED]
    ends = [each.done_on or each.due_on for each in closed]
    base = first if schedule.counting is Counting.FIXED else max(ends, default=first)
    found = schedule.next_due(
        base,
        after=max([first, *ends, *(each.due_on for each in closed)]),
        not_before=today - timedelta(schedule.grace_days),
    )
    is_over = about.contract is not None and found is not None and found > about.contract.ends_on
    return None if is_over else found


def first_day(about: Maintained) -> date:
    """The day from which a schedule counts: of the contract, or in the life of the unit."""
    if about.contract is not None:
        return about.contract.starts_on
    facts = _unit_facts(about.unit, about.model.sku)
    return facts.start_on(StartBasis(about.schedule.starts))[0]


def plan_next(deed: Deed, about: Maintained, history: Sequence[Maintenance], today: date) -> bool:
    """Let the next maintenance lie ahead, once; answers whether it is new."""
    due_on = next_due(about, history, today)
    if due_on is None:
        return False
    schedule = facts_of(about.schedule)
    row = Maintenance(
        id=deed.new_id(),
        maintenance_schedule_id=about.schedule.id,
        unit_id=about.unit.id,
        state=MaintenanceState.PLANNED,
        due_on=due_on,
        last_on=schedule.last_day(due_on),
        asks_on=schedule.asked_on(due_on),
        done_by="",
        note="",
        created_at=deed.now,
        changed_at=deed.now,
    )
    if not add_if_new(deed.session, row):
        return False
    deed.note("maintenance_planned", row, facts={"due_on": due_on.isoformat()})
    return True


def follow(deed: Deed, asked: Asked) -> None:
    """Something was done, missed or declined: the next one is planned from that, or moved to where it belongs now."""
    deed.session.flush()
    about = asked.about
    history = histories(deed.session, [about.unit.id])[about.schedule.id, about.unit.id]
    ahead = next((each for each in history if each.state is MaintenanceState.PLANNED), None)
    if ahead is None:
        if about.schedule.ended_at is None:
            plan_next(deed, about, history, asked.today)
        return
    due_on = next_due(about, history, asked.today)
    if due_on is None:
        step(deed, ahead, MaintenanceState.VOID)
        return
    is_taken = any(each.due_on == due_on for each in history)
    if not ahead.asked and not is_taken:
        schedule = facts_of(about.schedule)
        ahead.due_on, ahead.last_on = due_on, schedule.last_day(due_on)
        ahead.asks_on = schedule.asked_on(due_on)
        touch(deed, ahead)
        deed.note("maintenance_planned", ahead, facts={"due_on": due_on.isoformat()})


def _unit_facts(unit: Unit, sku: str) -> UnitFacts:
    return UnitFacts(
        model=sku,
        serial=unit.serial,
        country=unit.country,
        purchased_on=unit.purchased_on,
        delivered_on=unit.delivered_on,
        installed_on=unit.installed_on,
        manufactured_on=unit.manufactured_on,
    )
