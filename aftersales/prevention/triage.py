"""Triage: from what a customer tells to what helps: the recall first, then self-help, a remote fix, and the visit as a work order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from aftersales.bookings import Wish, request_visit
from aftersales.case_states import CASE_MOVES
from aftersales.cases import advance_case
from aftersales.choices import HALF_DAYS, days_to_choose
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.prevention.issues import issues_for
from aftersales.prevention.playbooks import playbooks_for
from aftersales.queries.campaigns import open_recalls_of
from aftersales.queries.catalogue import skills_needed, work_types_for
from aftersales.records import (
    Campaign,
    Case,
    CaseState,
    Customer,
    KnownIssue,
    Location,
    Playbook,
    ProductModel,
    Territory,
    Unit,
    WorkKind,
    WorkOrder,
    WorkType,
)
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
        days: on which somebody could come.
    """

    case: Case
    unit: Unit | None
    model: ProductModel | None
    place: Location | None
    recalls: list[Campaign]
    issues: list[KnownIssue]
    playbooks: list[Playbook]
    visits: list[tuple[WorkType, frozenset[str]]]
    days: list[date]

    @property
    def is_stopped(self) -> bool:
        """Whether a dangerous recall forbids any advice on going on with the unit."""
        return any(each.severity != Severity.SERVICE for each in self.recalls)


def triage_of(session: Session, case: Case, now: datetime, words: str = "") -> Triage:
    """What can be done about a case; `words` are told besides what stands in it."""
    unit = None if case.unit_id is None else session.get_one(Unit, case.unit_id)
    model = None if unit is None else session.get_one(ProductModel, unit.product_model_id)
    told = words or case.description or case.subject
    place_id = case.location_id or (None if unit is None else unit.location_id)
    place = None if place_id is None else session.get_one(Location, place_id)
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
        days=[]
        if place is None
        else days_to_choose(session, session.get_one(Territory, place.territory_id), now),
    )


def tried_remotely(deed: Deed, case: Case, *, is_fixed: bool, what: str) -> None:
    """The customer tried what helps, with us on the line: it did, or a visit is needed.

    Raises:
        NotAllowed: a dangerous recall is open on the unit.
        NotUnderstood: nobody says what was tried.
        IllegalMove: the case is past that.
    """
    _take_turn(deed, case)
    if triage_of(deed.session, case, deed.now).is_stopped:
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
    deed: Deed, case: Case, kind: WorkKind, on: date, half: int, *, note: str = ""
) -> WorkOrder:
    """Somebody has to come: the case says so, and the work order is there in the same step.

    Raises:
        NotUnderstood: nobody can come then, or the kind of visit is not known for this product.
        NotAllowed: it is not known where or for which unit.
        IllegalMove: the case is past that.
    """
    _take_turn(deed, case)
    found = triage_of(deed.session, case, deed.now)
    if found.place is None or found.unit is None:
        raise NotAllowed(
            "It is not known which unit this is about, or where it stands. Add that first."
        )
    work_type = next((each for each, _skills in found.visits if each.kind is kind), None)
    if work_type is None or on not in found.days or half not in range(len(HALF_DAYS)):
        raise NotUnderstood(
            "Nobody can come for this at that time. Choose one of the times shown.",
            [Problem("when", "choose one of the times shown")],
        )
    _open(deed, case)
    if case.state is not CaseState.VISIT_NEEDED:
        advance_case(deed, case, CaseState.VISIT_NEEDED)
    first, last = HALF_DAYS[half]
    return request_visit(
        deed,
        deed.session.get_one(Customer, case.customer_id),
        found.place,
        work_type,
        [Wish(datetime.combine(on, first), datetime.combine(on, last))],
        unit_id=found.unit.id,
        case_id=case.id,
        note=note.strip(),
    )


def _open(deed: Deed, case: Case) -> None:
    """A case that nobody has looked at is triaged by this."""
    if CaseState.TRIAGED in CASE_MOVES[case.state]:
        advance_case(deed, case, CaseState.TRIAGED)


def _take_turn(deed: Deed, case: Case) -> None:
    lock_rows(deed.session, "service_case", [case.id])
    deed.session.refresh(case)
