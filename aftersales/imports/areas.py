"""The territory of a line, its place, and whether a place that is there is the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aftersales.errors import NotReady
from aftersales.imports.nearby import hint_at, in_words, refused
from aftersales.imports.rows import PlaceRow
from aftersales.queries.places import territories
from aftersales.records import Location, Territory
from aftersales.store import Session

PLACE_COLUMNS = (
    "street",
    "house_number",
    "postcode",
    "town",
    "country",
    "latitude",
    "longitude",
    "access_notes",
)


def territories_by_code(session: Session) -> Mapping[str, Territory]:
    """Every territory.

    Raises:
        NotReady: there is none, so no place can belong to one.
    """
    found = {area.code: area for area in territories(session)}
    if not found:
        raise NotReady("There is no territory yet. Add one first, then import the file again.")
    return found


def territory_of(row: PlaceRow, areas: Mapping[str, Territory]) -> Territory:
    """The territory that a line names, or the only one.

    Raises:
        NotUnderstood: it names none of several, or an unknown one.
    """
    if row.territory is None:
        if len(areas) > 1:
            raise refused(
                "territory", f"is empty; there are several territories: {in_words(areas)}."
            )
        return next(iter(areas.values()))
    if row.territory not in areas:
        hint = hint_at(row.territory, areas, otherwise="")
        raise refused("territory", f"There is no territory “{row.territory}”. {hint}")
    return areas[row.territory]


def place_told(
    row: PlaceRow, area: Territory, places: Sequence[Location]
) -> Iterator[tuple[str, object, object]]:
    """What a line says about its place beside what is there; the closest of several places counts."""
    candidates = [list(_beside(row, area, place)) for place in places]
    if candidates:
        yield from min(candidates, key=lambda told: sum(file != here for _, file, here in told))
    else:
        yield "street", row.street, None


def _beside(
    row: PlaceRow, area: Territory, place: Location
) -> Iterator[tuple[str, object, object]]:
    for column in PLACE_COLUMNS:
        if column in row.model_fields_set:
            yield column, getattr(row, column), getattr(place, column)
    if row.territory is not None:
        yield "territory", area.id, place.territory_id
