"""What customers ask for: installations in windows they chose, help, repairs, maintenance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

import numpy as np

from aftersales.bookings import Wish, request_visit
from aftersales.cases import advance_case, open_case
from aftersales.catalogue import work_type_of
from aftersales.clock import SetClock
from aftersales.deed import Actor, Deed
from aftersales.demo.sales import Sale
from aftersales.parts import Parts
from aftersales.records import ActorKind, CaseKind, CaseState, Priority, Territory, WorkKind

BUYER: Final = Actor(ActorKind.CUSTOMER, "demo-buyer")
WINDOWS: Final = ((time(8), time(12)), (time(10), time(14)), (time(12), time(16)))
"""The arrival windows that the demo's buyers choose among."""

FAULTS: Final = (
    "It does not start any more.",
    "It leaks when it pumps out.",
    "It makes a loud noise.",
    "It stops with an error code.",
    "It does not get cold.",
)
REMOTE_SHARE: Final = 0.35
"""Share of support requests that end on the telephone, without a visit."""

DIAGNOSIS_SHARE: Final = 0.25
"""Share of needed visits that must first find the fault."""


@dataclass(frozen=True, slots=True)
class Demand:
    """How many of each were asked for."""

    installations: int
    requests: int
    remote: int
    repairs: int
    maintenance: int

    @property
    def visits(self) -> int:
        """Visits asked for in all."""
        return self.installations + self.repairs + self.maintenance


def ask_for_visits(
    parts: Parts,
    clock: SetClock,
    rng: np.random.Generator,
    territory: Territory,
    sales: Sequence[Sale],
    days: Sequence[date],
    wanted: int,
    on_request: Callable[[], None],
) -> Demand:
    """Everything the customers ask for in the last days before the horizon; `wanted` visits in all."""
    waiting = [sale for sale in sales if not sale.is_installed]
    installed = [sale for sale in sales if sale.is_installed]
    chosen = [installed[at] for at in rng.permutation(len(installed))]
    left = max(0, wanted - len(waiting))
    maintained = round(left * 0.35)
    requests = round((left - maintained) / (1 - REMOTE_SHARE))
    installations = remote = repairs = maintenance = 0
    asked = [*waiting, *chosen[: maintained + requests]]
    step = timedelta(hours=30) / max(1, len(asked))
    for position, sale in enumerate(asked):
        clock.move_to(clock.now() + step)
        with parts.doing(BUYER) as deed:
            if position < len(waiting):
                _installation(deed, rng, sale, days)
                installations += 1
            elif position < len(waiting) + maintained:
                _maintenance(deed, rng, sale, days)
                maintenance += 1
            elif _support(deed, rng, territory, sale, days):
                repairs += 1
            else:
                remote += 1
        on_request()
    return Demand(installations, repairs + remote, remote, repairs, maintenance)


def _wishes(rng: np.random.Generator, days: Sequence[date], count: int) -> list[Wish]:
    """Windows on `count` different days."""
    chosen = sorted(rng.choice(len(days), size=min(count, len(days)), replace=False).tolist())
    wishes = []
    for at in chosen:
        first, last = WINDOWS[int(rng.integers(len(WINDOWS)))]
        wishes.append(Wish(datetime.combine(days[at], first), datetime.combine(days[at], last)))
    return wishes


def _installation(deed: Deed, rng: np.random.Generator, sale: Sale, days: Sequence[date]) -> None:
    work_type = work_type_of(deed.session, sale.model.product_type, WorkKind.INSTALL)
    request_visit(
        deed,
        sale.customer,
        sale.location,
        work_type,
        _wishes(rng, days, 1),
        unit_id=sale.unit.id,
        order_line_id=sale.line.id,
    )


def _maintenance(deed: Deed, rng: np.random.Generator, sale: Sale, days: Sequence[date]) -> None:
    work_type = work_type_of(deed.session, sale.model.product_type, WorkKind.MAINTENANCE)
    request_visit(
        deed,
        sale.customer,
        sale.location,
        work_type,
        _wishes(rng, days, 4),
        priority=Priority.LOW,
        unit_id=sale.unit.id,
    )


def _support(
    deed: Deed, rng: np.random.Generator, territory: Territory, sale: Sale, days: Sequence[date]
) -> bool:
    """A request for help; answers whether it needs a visit."""
    case = open_case(
        deed,
        territory,
        sale.customer,
        kind=CaseKind.SUPPORT,
        channel="phone",
        subject=FAULTS[int(rng.integers(len(FAULTS)))],
        description=sale.model.name,
        next_update_at=deed.now + timedelta(hours=4),
        unit_id=sale.unit.id,
        location_id=sale.location.id,
    )
    advance_case(deed, case, CaseState.TRIAGED)
    if rng.random() < REMOTE_SHARE:
        advance_case(deed, case, CaseState.REMOTE_FIX_TRIED)
        advance_case(deed, case, CaseState.RESOLVED, why="solved on the telephone")
        return False
    advance_case(deed, case, CaseState.VISIT_NEEDED)
    kind = WorkKind.DIAGNOSIS if rng.random() < DIAGNOSIS_SHARE else WorkKind.REPAIR
    request_visit(
        deed,
        sale.customer,
        sale.location,
        work_type_of(deed.session, sale.model.product_type, kind),
        _wishes(rng, days, 2),
        priority=Priority.HIGH,
        unit_id=sale.unit.id,
        case_id=case.id,
    )
    return True
