"""Places of a file that no road leads to: they are kept, and the report names their lines."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from aftersales.imports import ImportKind, import_file
from aftersales.parts import Parts
from aftersales.roads import ModelRoads, Place, Reach
from tests.aftersales.imports.conftest import SHOP

FILE = (
    "number,name,email,street,postcode,town,country,latitude,longitude\n"
    "C-1,Anna,a@x.example,Gasse,9490,Vaduz,LI,47.1376,9.5188\n"
    "C-2,Berta,b@x.example,Gasse,9490,Vaduz,LI,47.2000,9.5188\n"
)


class Shore(ModelRoads):
    """Roads that end in the north."""

    def reach(self, place: Place, depots: Sequence[Place]) -> Reach:
        assert depots
        return Reach(metres_to_road=900.0 if place.latitude > 47.19 else 10.0)


def test_line_without_a_road_is_named_and_kept(house: Parts, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(FILE, encoding="utf-8")
    shore = replace(house, roads=Shore())

    report = import_file(shore, SHOP, ImportKind.CUSTOMERS, file)
    again = import_file(shore, SHOP, ImportKind.CUSTOMERS, file)

    assert (report.added, report.problems) == (2, ())
    (note,) = (each for each in report.notes if "road" in each)
    assert note.startswith("line 3: The next road for cars is 900 m from this place")
    assert again.unchanged == 2
    assert [each for each in again.notes if "road" in each] == []
