"""Triage: from what a customer tells to what helps: the recall first, then self-help, a remote fix, and the visit as a work order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aftersales.bookings import keep_work
from aftersales.case_states import CASE_MOVES, steps_to
from aftersales.cases import advance_case
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.holds import code_of, waits_for_time
from aftersales.prevention.issues import issues_for
from aftersales.prevention.playbooks import playbooks_for
from aftersales.queries.campaigns import open_recalls_of
from aftersales.queries.case_lists import work_in_case
from aftersales.queries.catalogue import skills_needed, work_types_for
from aftersales.queries.places import locations_of_customer
from aftersales.queries.visits import AHEAD, appointment_of_order
from aftersales.records import (
    Campaign,
    Case,
    CaseState,
    Customer,
    KnownIssue,
    Location,
    Playbook,
    ProductModel,
    Unit,
    WorkKind,
    WorkOrder,
    WorkType,
)
from aftersales.states import moved
from aftersales.store import Session, lock_rows
from warranty.recalls.campaigns import Severity

KINDS: Final = (WorkKind.DIAGNOSIS, WorkKind.REPAIR, WorkKind.INSTALL, WorkKind.MAINTENANCE)
"""The kinds of visits that a problem can lead to; a recall has a way of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """Everything that can be done about a case, in the order in which it is tried.

    Attributes:
        unit: whose model decides what fits; None while nobody knows it.
        recalls: open on the unit; while one is dangerous nothing else is advised.
        issues: what is known of such problems.
        playbooks: what is done about them.
        visits: kinds of visits with the skills that each needs.
    """

    case: Case
    unit: Unit | None
    model: ProductModel | None
    place: Location | None
    recalls: list[Campaign]
    issues: list[KnownIssue]
    playbooks: list[Playbook]
    visits: list[tuple[WorkType, frozenset[str]]]

    @property
    def is_stopped(self) -> bool:
        """Whether a dangerous recall forbids any advice on going on with the unit."""
        return any(each.severity != Severity.SERVICE for each in self.recalls)

    @property
    def can_be_visited(self) -> bool:
        """Whether it is known what is done, for which unit and where."""
        return self.unit is not None and self.place is not None and bool(self.visits)

    def to_visit(self, kind: str) -> tuple[Location, WorkType]:
        """Where a visit of this kind goes, and the work that it is.

        Raises:
            NotAllowed: it is not known where or for which unit.
            NotUnderstood: the kind of visit is not known for this product.
        """
        if self.place is None or self.unit is None:
            raise NotAllowed(
                "It is not known which unit this is about, or where it stands. Add that first."
            )
        for each, _skills in self.visits:
            if each.kind == kind:
                return self.place, each
        raise NotUnderstood(
            "Nobody can come for this. Choose one of the kinds of visits shown.",
            [Problem("kind", "choose one of the kinds shown")],
        )


def triage_of(session: Session, case: Case, words: str = "") -> Triage:
    """What can be done about a case; `words` are told besides what stands in it."""
    unit = None if case.unit_id is None else session.get_one(Unit, case.unit_id)
    model = None if unit is None else session.get_one(ProductModel, unit.product_model_id)
    told = words or case.description or case.subject
    place = _place_of(session, case, unit)
    needed = skills_needed(session)
    found = [] if model is None else work_types_for(session, model.product_type, KINDS)
    return Triage(
        case=case,
        unit=unit,
        model=model,
        place=place,
        recalls=[]
        if unit is None
        else [each for each, _row in open_recalls_of(session, [unit.id])[unit.id]],
        issues=[] if model is None else issues_for(session, model, words=told),
        playbooks=[] if model is None else playbooks_for(session, model, words=told),
        visits=[(each, needed.get(each.id, frozenset())) for each in found],
    )


def _place_of(session: Session, case: Case, unit: Unit | None) -> Location | None:
    """Where it is: the place of the case, of the unit, or the customer's only one."""
    place_id = case.location_id or (None if unit is None else unit.location_id)
    if place_id is not None:
        return session.get_one(Location, place_id)
    places = locations_of_customer(session, case.customer_id)
    return places[0] if len(places) == 1 else None


def tried_remotely(deed: Deed, case: Case, *, is_fixed: bool, what: str) -> None:
    """The customer tried what helps, with us on the line: it did, or a visit is needed.

    Raises:
        NotAllowed: a dangerous recall is open on the unit.
        NotUnderstood: nobody says what was tried.
        IllegalMove: the case is past that.
    """
    _take_turn(deed, case)
    if triage_of(deed.session, case).is_stopped:
        raise NotAllowed(
            "A safety recall is open on this unit, so nobody is told to go on using it. See to the recall first."
        )
    if not what.strip():
        raise NotUnderstood("Say what was tried.", [Problem("what", "it is missing")])
    _open(deed, case)
    advance_case(deed, case, CaseState.REMOTE_FIX_TRIED, why=what.strip())
    if is_fixed:
        advance_case(deed, case, CaseState.RESOLVED, why=what.strip())


def ask_for_visit(
    deed: Deed, case: Case, kind: WorkKind, *, note: str = "", at: str = ""
) -> WorkOrder:
    """Somebody has to come: the case says so, and the work order is there in the same step; its time is chosen next.

    Work of that kind which waits for a time already, or whose visit is `at` this very time, is not asked for again.

    Raises:
        NotUnderstood: the kind of visit is not known for this product.
        NotAllowed: it is not known where or for which unit.
        IllegalMove: the case is past that.
    """
    place, work_type = triage_of(deed.session, case).to_visit(kind)
    lock_rows(deed.session, "territory", [place.territory_id])
    _take_turn(deed, case)
    for state in _steps_to_visit(case):
        advance_case(deed, case, state)
    order = work_of_case(deed.session, case, work_type, at)
    if order is None:
        return keep_work(
            deed,
            deed.session.get_one(Customer, case.customer_id),
            place,
            work_type,
            priority=case.priority,
            unit_id=case.unit_id,
            case_id=case.id,
            note=note.strip(),
        )
    if note.strip() and note.strip() != order.note:
        order.note = note.strip()
        order.revision += 1
        deed.add(order)
        deed.note("work_order_noted", order)
    return order


def work_of_case(session: Session, case: Case, work_type: WorkType, at: str) -> WorkOrder | None:
    """The work of a kind that waits for a time in a case, or whose visit is ahead at this time; None if there is none."""
    for order in work_in_case(session, case.id, work_type.id):
        visit = appointment_of_order(session, order.id)
        is_same = visit is not None and visit.state in AHEAD and code_of(visit) == at
        is_open = waits_for_time(order, visit) and order.claim_id is None
        if is_same or is_open:
            return order
    return None


def _steps_to_visit(case: Case) -> tuple[CaseState, ...]:
    """What the case becomes until a visit is needed; nothing where it says so already.

    Raises:
        IllegalMove: the case is past that.
    """
    wanted = CaseState.VISIT_NEEDED
    if case.state is wanted:
        return ()
    return steps_to(case.state, wanted) or (moved(CASE_MOVES, case.state, wanted, "case"),)


def _open(deed: Deed, case: Case) -> None:
    """A case that nobody has looked at is triaged by this."""
    if CaseState.TRIAGED in CASE_MOVES[case.state]:
        advance_case(deed, case, CaseState.TRIAGED)


def _take_turn(deed: Deed, case: Case) -> None:
    lock_rows(deed.session, "service_case", [case.id])
    deed.session.refresh(case)
