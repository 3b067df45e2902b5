"""Which territories, depots and addresses are there?"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from aftersales.queries.chunks import chunks
from aftersales.records import Depot, KnownAddress, Location, Territory, Unit


def territory_by_code(session: Session, code: str) -> Territory | None:
    """The territory with this code."""
    return session.exec(select(Territory).where(Territory.code == code)).one_or_none()


def territories(session: Session) -> Sequence[Territory]:
    """All territories by code."""
    return session.exec(select(Territory).order_by(col(Territory.code))).all()


def territory_of_unit(session: Session, unit: Unit) -> Territory | None:
    """Where a unit stands: the territory of its place, or the only one there is if nobody said where."""
    if unit.location_id is not None:
        place = session.get_one(Location, unit.location_id)
        return session.get_one(Territory, place.territory_id)
    areas = territories(session)
    return areas[0] if len(areas) == 1 else None


def areas_by_unit(session: Session, units: Collection[Unit]) -> dict[UUID, Territory | None]:
    """Who answers for each of these units: the territory of its place, else the first there is."""
    areas = territories(session)
    by_id = {area.id: area for area in areas}
    place_ids = {unit.location_id for unit in units if unit.location_id is not None}
    by_place: dict[UUID | None, Territory] = {}
    for chunk in chunks(place_ids):
        for place_id, territory_id in session.exec(
            select(Location.id, Location.territory_id).where(col(Location.id).in_(chunk))
        ):
            by_place[place_id] = by_id[territory_id]
    first = areas[0] if areas else None
    return {unit.id: by_place.get(unit.location_id, first) for unit in units}


def territory_of_customer(session: Session, customer_id: UUID) -> Territory | None:
    """Where a customer lives: the territory of their first place, or the only one there is."""
    places = locations_of_customer(session, customer_id)
    if places:
        return session.get_one(Territory, places[0].territory_id)
    areas = territories(session)
    return areas[0] if len(areas) == 1 else None


def depot_by_code(session: Session, code: str) -> Depot | None:
    """The depot with this code."""
    return session.exec(select(Depot).where(Depot.code == code)).one_or_none()


def depot_codes(session: Session) -> dict[UUID, str]:
    """The code of every depot."""
    return dict(session.exec(select(Depot.id, Depot.code)).all())


def depots_of(session: Session, territory_id: UUID) -> Sequence[tuple[Depot, Location]]:
    """The depots of a territory with their places."""
    return session.exec(
        select(Depot, Location)
        .join(Location, col(Location.id) == Depot.location_id)
        .where(Depot.territory_id == territory_id)
        .order_by(col(Depot.code))
    ).all()


def depot_places(session: Session) -> Sequence[Location]:
    """Where all depots are."""
    return session.exec(
        select(Location)
        .join(Depot, col(Depot.location_id) == Location.id)
        .order_by(col(Depot.code))
    ).all()


def known_address(session: Session, match_key: str) -> KnownAddress | None:
    """The line of the address list with this key; the first if several are spelled alike."""
    return session.exec(
        select(KnownAddress)
        .where(KnownAddress.match_key == match_key)
        .order_by(col(KnownAddress.code))
        .limit(1)
    ).one_or_none()


def territory_centre(session: Session, territory_id: UUID) -> tuple[float, float] | None:
    """The mean latitude and longitude of a territory's depots, if it has any."""
    latitude, longitude = session.exec(
        select(func.avg(Location.latitude), func.avg(Location.longitude))
        .join(Depot, col(Depot.location_id) == Location.id)
        .where(Depot.territory_id == territory_id)
    ).one()
    return None if latitude is None else (float(latitude), float(longitude))


def locations_of_customer(session: Session, customer_id: UUID) -> Sequence[Location]:
    """The places of a customer, the first known first."""
    return session.exec(
        select(Location).where(Location.customer_id == customer_id).order_by(col(Location.id))
    ).all()


def locations_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, Location]:
    """These places by their identifiers."""
    rows = session.exec(select(Location).where(col(Location.id).in_(ids))).all()
    return {row.id: row for row in rows}


def all_depots(session: Session) -> Sequence[tuple[Depot, Location]]:
    """Every depot with its place, by code."""
    return session.exec(
        select(Depot, Location)
        .join(Location, col(Location.id) == Depot.location_id)
        .order_by(col(Depot.code))
    ).all()


def addresses_near(session: Session, postcode: str, town: str, most: int) -> Sequence[KnownAddress]:
    """Addresses of the list with this postcode, else those of the town, by street and number."""
    listed = select(KnownAddress).order_by(col(KnownAddress.match_key)).limit(most)
    found = session.exec(listed.where(KnownAddress.postcode == postcode)).all()
    if found or not town:
        return found
    return session.exec(listed.where(func.lower(KnownAddress.town) == town.lower())).all()


def address_by_code(session: Session, code: str) -> KnownAddress | None:
    """One line of the address list."""
    return session.exec(select(KnownAddress).where(KnownAddress.code == code)).one_or_none()
