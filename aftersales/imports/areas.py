"""The territory of a line, its place, and whether a place that is there is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from aftersales.errors import NotReady
from aftersales.imports.nearby import hint_at, in_words, refused
from aftersales.imports.rows import PlaceRow
from aftersales.imports.tally import Told
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


def place_told(row: PlaceRow, areas: Mapping[str, Territory], places: Sequence[Location]) -> Told:
    """What a line says about its place beside what is there; the closest of several places counts."""
    codes = {area.id: code for code, area in areas.items()}
    candidates = [_beside(row, codes, place) for place in places]
    if not candidates:
        return [("street", row.street, None)]
    return min(candidates, key=lambda told: sum(there != here for _, there, here in told))


def _beside(row: PlaceRow, codes: Mapping[UUID, str], place: Location) -> Told:
    told: Told = [
        (column, getattr(row, column), getattr(place, column))
        for column in PLACE_COLUMNS
        if column in row.model_fields_set
    ]
    if row.territory is not None:
        told.append(("territory", row.territory, codes[place.territory_id]))
    return told
