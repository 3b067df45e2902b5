"""A visit that staff are to arrange: for whom, where, what is done, and how its work order is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aftersales.booking import Wanted, wanted_for
from aftersales.deed import Deed
from aftersales.parts import Parts
from aftersales.queries.visits import AHEAD
from aftersales.records import Appointment, Customer, Location, Territory, WorkOrder, WorkType
from aftersales.store import Session


class Instead(StrEnum):
    """What staff choose instead of a time: the customer chooses by a link, or the next plan finds one."""

    CUSTOMER = "customer"
    PLANNER = "planner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A visit that is to be arranged.

    Attributes:
        root: the address of its page, where the form goes, too.
        back: the page that it was asked for on: its address, and what that is called.
        customer: for whom.
        place: where.
        work_type: what is done.
        product_type: to what.
        make: makes the work order, or finds the one that is to be booked, and locks what it changes.
        kinds: what could be done there, if there is a choice.
        order: the work that waits for a time or has one already; None where it is made with the time.
        visit: its newest visit.
        note: for the technician, where one can be written.
        is_over: whether there is nothing to choose any more.
    """

    root: str
    back: tuple[str, str]
    customer: Customer
    place: Location
    work_type: WorkType
    product_type: str
    make: Callable[[Deed], WorkOrder]
    kinds: Sequence[WorkType] = ()
    order: WorkOrder | None = None
    visit: Appointment | None = None
    note: str | None = None
    is_over: bool = False

    @property
    def stands(self) -> Appointment | None:
        """The visit that another time would move."""
        return self.visit if self.visit is not None and self.visit.state in AHEAD else None

    def looked_for(self, parts: Parts, session: Session) -> tuple[Territory, Wanted]:
        """What times are looked for: for the work that is there already, or for what would be made."""
        return wanted_for(session, self.order, self.place, self.work_type, parts.clock.now())
