"""A partner does not come: the visit goes to whoever can take it inside its window at the least cost.

Nobody of a partner that refused the work is asked again. Where nobody else can come the visit stands as it is, the
office sees it, and somebody is looked for again from time to time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from aftersales.appointments import take_turn
from aftersales.booking.facts import Wanted, Window
from aftersales.booking.fitting import fitted
from aftersales.booking.holding import put
from aftersales.booking.wanted import wanted_by
from aftersales.deed import SYSTEM
from aftersales.moments import day_bounds, grid_up, wall_of
from aftersales.parts import Parts
from aftersales.planning.duties import duties_between
from aftersales.planning.facts import Duty
from aftersales.planning.staff_news import goings, tell_changed_days
from aftersales.queries.visits import Visit, visits_between, visits_by_id
from aftersales.queries.work_offers import REFUSED, refused_standing
from aftersales.records import Appointment, Territory, WorkOffer
from aftersales.store import Session

LOOK_AGAIN: Final = timedelta(minutes=15)
"""After this somebody is looked for once more."""


@dataclass(frozen=True, slots=True)
class _Next:
    """Who takes a visit: everybody on that duty, the lead first, and all duties of the day."""

    crew: tuple[UUID, ...]
    duties: tuple[Duty, ...]


def pass_on(parts: Parts, territory: Territory) -> int:
    """Give every visit that its partner refused to somebody else; answers how many found one."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        due = [
            offer
            for offer in refused_standing(session, territory.id)
            if offer.looked_at is None or offer.looked_at <= now - LOOK_AGAIN
        ]
    return sum(_pass_on(parts, territory, offer) for offer in due)


def _pass_on(parts: Parts, territory: Territory, offer: WorkOffer) -> bool:
    """Look among all who are there that day, and give it to the cheapest if it is still so."""
    with parts.store.reading() as session:
        found = _next(session, parts, territory, offer)
    with parts.doing(SYSTEM) as deed:
        take_turn(deed, territory.id)
        kept = deed.session.get_one(WorkOffer, offer.id, with_for_update=True)
        visit = visits_by_id(deed.session, [offer.appointment_id])[offer.appointment_id]
        if kept.state not in REFUSED or visit.lead.service_partner_id != kept.partner_id:
            return False
        is_first = kept.looked_at is None
        kept.looked_at = deed.now
        deed.add(kept)
        _area, wanted = wanted_by(deed.session, visit.work_order, deed.now)
        window = _window(visit.appointment)
        fit = found and fitted(
            deed.session, parts.roads, territory, wanted, window, found.crew, deed.now
        )
        if not found or not fit:
            if is_first:
                deed.note("work_not_taken", kept)
            return False
        others = [each.appointment_id for each in fit.stops if each.appointment_id]
        changed = [each.appointment for each in visits_by_id(deed.session, others).values()]
        concerned = [visit.appointment, *changed]
        was = goings(deed, concerned)
        put(deed, visit.appointment, found.crew, fit.stops)
        tell_changed_days(deed, territory.zone, found.duties, [*was, *goings(deed, concerned)])
        deed.note("work_passed_on", kept)
        return True


def _next(session: Session, parts: Parts, territory: Territory, offer: WorkOffer) -> _Next | None:
    """Who would take a visit at the least cost; nobody if it is pinned, or nobody can."""
    visit = visits_by_id(session, [offer.appointment_id])[offer.appointment_id]
    if visit.appointment.is_pinned:
        return None
    now = parts.clock.now()
    _area, wanted = wanted_by(session, visit.work_order, now)
    duties = _duties(session, territory, visit, parts)
    best: tuple[float, _Next] | None = None
    for duty in duties:
        if not _may(duty, wanted):
            continue
        window = _window(visit.appointment)
        fit = fitted(session, parts.roads, territory, wanted, window, duty.members, now)
        if fit is not None and (best is None or fit.extra < best[0]):
            best = fit.extra, _Next(duty.members, duties)
    return None if best is None else best[1]


def _duties(session: Session, territory: Territory, visit: Visit, parts: Parts) -> tuple[Duty, ...]:
    """Who is there on the day of a visit."""
    now = parts.clock.now()
    on = wall_of(visit.appointment.window_from_at, territory.zone).date()
    bounds = day_bounds(on, territory.zone)
    since = max(bounds[0], grid_up(now))
    reached = visits_between(session, territory.id, *bounds) if since > bounds[0] else ()
    return tuple(duties_between(session, territory, bounds, since, reached))


def _may(duty: Duty, wanted: Wanted) -> bool:
    """Whether whoever is on a duty may do the work at all."""
    return (
        wanted.skills <= duty.skills
        and len(duty.members) >= wanted.crew_size
        and not any(member in wanted.barred for member in duty.members)
    )


def _window(appointment: Appointment) -> Window:
    """What the customer was told; it stays."""
    return Window(
        appointment.window_from_at,
        appointment.window_to_at,
        appointment.window_local_from,
        appointment.window_local_to,
    )
