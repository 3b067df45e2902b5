"""Territories and their depots, checked before anything is planned in them."""

from __future__ import annotations

import csv
from importlib.resources import as_file, files
from typing import Final

from aftersales.catalogue import add_work_type
from aftersales.deed import Deed
from aftersales.email_addresses import email_to_keep
from aftersales.errors import Collision
from aftersales.places import Address, add_location, check_country
from aftersales.queries.catalogue import skills_by_code
from aftersales.queries.places import depot_by_code, territory_by_code
from aftersales.records import Depot, Territory, WorkKind
from aftersales.roads import road_table

WORK_TYPES: Final = "demo/data/service_types.csv"
"""Durations, crews and skills by product and kind of work, from published figures."""


def add_territory(
    deed: Deed,
    *,
    code: str,
    name: str,
    country: str,
    depot_code: str,
    depot_name: str,
    depot: Address,
    answers: tuple[str, str, str],
    table: str | None = None,
) -> tuple[Territory, Depot]:
    """Keep a territory with its depot; `answers` is the name, phone and e-mail of who answers for it.

    With a road table the travel model's scale is learned from it; its first row is the depot.

    Raises:
        Collision: the code of the territory or depot is taken.
        NotUnderstood: the depot lies in the sea or in another country, its address is not in the list, or
            the e-mail address is not one.
    """
    if territory_by_code(deed.session, code) or depot_by_code(deed.session, depot_code):
        raise Collision(
            f"There is already a territory “{code}” or a depot “{depot_code}”. Choose another code."
        )
    scale, trips = (1.0, 0) if table is None else road_table(table).scale()
    territory = Territory(
        id=deed.new_id(),
        code=code,
        name=name,
        country=country,
        zone="",
        travel_scale=scale,
        travel_trips=trips,
        road_table=table,
        answers_name=answers[0],
        answers_phone=answers[1],
        answers_email=email_to_keep(answers[2], "answers_email"),
    )
    deed.add(territory)
    deed.session.flush()
    location = add_location(deed, territory, depot)
    check_country(country, location.latitude, location.longitude)
    territory.zone = location.zone
    location.road_row = None if table is None else 0
    base = Depot(
        id=deed.new_id(),
        territory_id=territory.id,
        location_id=location.id,
        code=depot_code,
        name=depot_name,
    )
    deed.add(base)
    deed.note("territory_added", territory)
    return territory, base


def add_depot(deed: Deed, territory: Territory, *, code: str, name: str, address: Address) -> Depot:
    """Keep one more place where the routes of a territory may begin and end.

    Raises:
        Collision: the code is taken.
        NotUnderstood: it lies in the sea, in another country or far away, or its address is not in the list.
    """
    if depot_by_code(deed.session, code) is not None:
        raise Collision(f"There is already a depot “{code}”. Choose another code.")
    place = add_location(deed, territory, address)
    check_country(territory.country, place.latitude, place.longitude)
    depot = Depot(
        id=deed.new_id(), territory_id=territory.id, location_id=place.id, code=code, name=name
    )
    deed.add(depot)
    deed.note("depot_added", depot)
    return depot


def edit_territory(
    deed: Deed,
    territory: Territory,
    *,
    name: str | None = None,
    answers_name: str | None = None,
    answers_phone: str | None = None,
    answers_email: str | None = None,
) -> None:
    """Change what is given: what a territory is called, and who answers for it from now on.

    Raises:
        NotUnderstood: the e-mail address is not one.
    """
    email = None if answers_email is None else email_to_keep(answers_email, "answers_email")
    given = {
        "name": name,
        "answers_name": answers_name,
        "answers_phone": answers_phone,
        "answers_email": email,
    }
    changed = [
        column
        for column, value in given.items()
        if value is not None and getattr(territory, column) != value
    ]
    for column in changed:
        setattr(territory, column, given[column])
    if changed:
        deed.add(territory)
        deed.note("territory_edited", territory, facts={"changed": changed})


def add_standard_work_types(deed: Deed) -> int:
    """Keep the shipped work types with their skills, once; answers how many were new."""
    if skills_by_code(deed.session):
        return 0
    with as_file(files("aftersales") / WORK_TYPES) as path, path.open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    for row in rows:
        add_work_type(
            deed,
            product_type=row["product_type"],
            kind=WorkKind(row["kind"]),
            minutes=(
                int(row["minutes_low"]),
                int(row["minutes_typical"]),
                int(row["minutes_high"]),
            ),
            crew_size=int(row["crew"]),
            skills=tuple(row["skills"].split(";")),
            source=row["source"],
        )
    return len(rows)
