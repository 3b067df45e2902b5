"""Technicians from a file, with their skills and the shifts of their working week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from aftersales.deed import Deed
from aftersales.imports.areas import place_told, territories_by_code, territory_of
from aftersales.imports.judging import Line
from aftersales.imports.nearby import hint_at, refused
from aftersales.imports.rows import TechnicianRow
from aftersales.imports.shifts import add_missing_shifts
from aftersales.imports.tally import Tally, Told, check_same
from aftersales.places import add_location
from aftersales.queries.catalogue import skills_by_code
from aftersales.queries.imports import (
    depots_by_code,
    locations_by_id,
    partners_by_code,
    technicians_by_code,
)
from aftersales.queries.staff import skills_held
from aftersales.records import Depot, Location, ServicePartner, Technician, Territory
from aftersales.technicians import add_technician

LONGEST_SPAN: Final = timedelta(days=400)
"""Shifts are made for one year and a little; a longer span is a mistyped year."""

SHIFTS_AHEAD: Final = timedelta(days=800)
CERTIFICATE_AHEAD: Final = timedelta(days=366 * 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """What is there that technicians refer to."""

    areas: Mapping[str, Territory]
    depots: Mapping[str, tuple[Depot, Location]]
    partners: Mapping[str, ServicePartner]
    skills: frozenset[str]
    known: Mapping[str, Technician]
    homes: Mapping[UUID, Location]
    held: Mapping[UUID, Sequence[tuple[str, date | None, date | None]]]


def import_technicians(deed: Deed, lines: Sequence[Line[TechnicianRow]], tally: Tally) -> None:
    """Add the technicians and shifts that are not there; what is wrong stands in the tally.

    Raises:
        NotReady: there is no territory.
    """
    staff = _staff(deed, lines)
    shifts = 0

    def judge(group: Sequence[Line[TechnicianRow]]) -> None:
        nonlocal shifts
        row = group[0].row
        before = len(tally.problems)
        _check(group[0], staff, deed.now.date(), tally)
        if len(tally.problems) > before:
            return
        present = staff.known.get(row.code)
        if present is None:
            worker, zone = _add(deed, row, staff)
            if worker.home_location_id is not None:
                tally.placed.append((group[0].number, worker.home_location_id))
        else:
            check_same(f"Technician {row.code}", _told(row, present, staff))
            worker, zone = present, _zone(row, staff, staff.homes.get(present.id))
        added = add_missing_shifts(deed, worker, zone, row)
        shifts += added
        if present is None or added:
            tally.added += 1
        else:
            tally.unchanged += 1

    tally.go_through(deed, tally.unique(lines, "code"), judge)
    if shifts:
        tally.notes.append(f"{shifts} shifts were added.")


def _staff(deed: Deed, lines: Sequence[Line[TechnicianRow]]) -> Staff:
    session = deed.session
    known = technicians_by_code(session, [line.row.code for line in lines])
    home_ids = {each.id: each.home_location_id for each in known.values() if each.home_location_id}
    homes = locations_by_id(session, home_ids.values())
    return Staff(
        areas=territories_by_code(session),
        depots=depots_by_code(session),
        partners=partners_by_code(session),
        skills=frozenset(skills_by_code(session)),
        known=known,
        homes={worker_id: homes[home_id] for worker_id, home_id in home_ids.items()},
        held=skills_held(session),
    )


def _check(line: Line[TechnicianRow], staff: Staff, today: date, tally: Tally) -> None:
    row = line.row
    with tally.judging(line.number):
        area = territory_of(row, staff.areas)
        if row.depot is not None:
            mine = {
                code for code, (depot, _) in staff.depots.items() if depot.territory_id == area.id
            }
            if row.depot not in mine:
                hint = hint_at(row.depot, mine, otherwise="Add it first, or give a home address.")
                raise refused("depot", f"{area.name} has no depot “{row.depot}”. {hint}")
    with tally.judging(line.number):
        if row.partner is not None and row.partner not in staff.partners:
            hint = hint_at(row.partner, staff.partners, otherwise="Add it first.")
            raise refused("partner", f"There is no service partner “{row.partner}”. {hint}")
    for skill, until_on in row.skills.items():
        with tally.judging(line.number):
            if skill not in staff.skills:
                hint = hint_at(skill, staff.skills, otherwise="Add it to the catalogue first.")
                raise refused("skills", f"There is no skill “{skill}”. {hint}")
            if until_on is not None and until_on > today + CERTIFICATE_AHEAD:
                raise refused("skills", f"{until_on} is too far ahead; correct the year.")
    with tally.judging(line.number):
        if row.from_on is not None and row.until_on is not None:
            if row.until_on - row.from_on > LONGEST_SPAN:
                raise refused(
                    "until",
                    f"Shifts are made for at most {LONGEST_SPAN.days} days; shorten the span.",
                )
            if row.until_on > today + SHIFTS_AHEAD:
                raise refused("until", f"{row.until_on} is too far ahead; correct the year.")


def _add(deed: Deed, row: TechnicianRow, staff: Staff) -> tuple[Technician, str]:
    area = territory_of(row, staff.areas)
    home = None if row.street is None else add_location(deed, area, row.address)
    worker = add_technician(
        deed,
        area,
        code=row.code,
        name=row.name,
        email=row.email,
        phone=row.phone,
        language=row.language,
        skills=row.skills,
        cost_per_hour_cents=row.cost_per_hour,
        depot_id=None if row.depot is None else staff.depots[row.depot][0].id,
        home_location_id=None if home is None else home.id,
        service_partner_id=None if row.partner is None else staff.partners[row.partner].id,
    )
    return worker, _zone(row, staff, home)


def _zone(row: TechnicianRow, staff: Staff, home: Location | None) -> str:
    """The zone of the place where the route begins."""
    return (home or staff.depots[str(row.depot)][1]).zone  # without a home there is a depot


def _told(row: TechnicianRow, worker: Technician, staff: Staff) -> Told:
    depots = {depot.id: code for code, (depot, _) in staff.depots.items()}
    partners = {partner.id: code for code, partner in staff.partners.items()}
    areas = {area.id: code for code, area in staff.areas.items()}
    told: Told = [
        ("name", row.name, worker.name),
        ("email", row.email, worker.email),
        ("phone", row.phone, worker.phone),
        ("skills", _skills(row.skills), _skills({c: u for c, _, u in staff.held[worker.id]})),
        ("cost_per_hour", row.cost_per_hour / 100, worker.cost_per_hour_cents / 100),
    ]
    given: Told = [
        ("territory", row.territory, areas[worker.territory_id]),
        ("language", row.language, worker.language),
        ("depot", row.depot, worker.depot_id and depots[worker.depot_id]),
        ("partner", row.partner, worker.service_partner_id and partners[worker.service_partner_id]),
    ]
    told += [each for each in given if each[0] in row.model_fields_set]
    if row.street is not None:
        home = staff.homes.get(worker.id)
        told += place_told(row, staff.areas, [] if home is None else [home])
    return told


def _skills(skills: Mapping[str, date | None]) -> list[str]:
    return sorted(f"{code}:{until_on}" if until_on else code for code, until_on in skills.items())
