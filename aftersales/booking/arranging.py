"""A visit is arranged in one step: its work order, the time that was chosen, its promise and its message, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from aftersales.booking.confirming import confirm_hold
from aftersales.booking.facts import Slot, Wanted
from aftersales.booking.following import lock_what_waits
from aftersales.booking.holding import first_that_fits, hold_in
from aftersales.booking.offers import slots_for
from aftersales.booking.wanted import wanted_for
from aftersales.deed import Actor, Deed
from aftersales.holds import code_of
from aftersales.parts import Parts
from aftersales.queries.visits import AHEAD, appointment_of_order
from aftersales.records import Appointment, Location, Territory, WorkOrder, WorkType
from aftersales.store import Session


def arrange(
    parts: Parts,
    actor: Actor,
    code: str,
    look: Callable[[Session], tuple[Territory, Wanted]],
    make: Callable[[Deed], WorkOrder],
) -> Appointment:
    """Make the work order, keep the time and confirm it in one transaction; its customer is told.

    Said again for a work order that stands at this time already, it answers that visit and nobody is told again. For
    one that stands at another time it is moved.

    Args:
        parts: the installation.
        actor: who arranges it.
        code: of the window, as `Window.code` gives it.
        look: says what times are looked for, and whose technicians come.
        make: makes the work order, or finds the one that is to be booked; locks what it changes.

    Raises:
        NotUnderstood: this is no time, or `make` refuses.
        NotAllowed: there is nothing to book, or `make` refuses.
        SlotTaken: somebody else has it, or it is not offered any more; nothing was made.
    """

    def keep(slot: Slot) -> Appointment:
        with parts.doing(actor) as deed:
            order = make(deed)
            deed.session.flush()
            standing = appointment_of_order(deed.session, order.id)
            if standing is not None and standing.state in AHEAD and code_of(standing) == code:
                return standing
            lock_what_waits(deed, order)
            until_at = deed.now + timedelta(minutes=parts.settings.hold_minutes)
            hold_in(deed, parts.roads, order, slot, until_at)
            deed.session.flush()
            return confirm_hold(deed, order.id, code)

    return first_that_fits(parts, code, look, keep)


def has_times(
    parts: Parts,
    session: Session,
    order: WorkOrder | None,
    place: Location | None,
    work_type: WorkType | None,
) -> bool:
    """Whether any time can be booked now for work that is, or is to be, done at a place; not if either is not known."""
    if place is None or work_type is None:
        return False
    territory, wanted = wanted_for(session, order, place, work_type, parts.clock.now())
    return bool(slots_for(parts, session, territory, wanted).slots)
