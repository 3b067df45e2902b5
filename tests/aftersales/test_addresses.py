"""The offline address list: read from CSV as it is shipped, kept for looking up."""

from importlib.resources import as_file, files
from pathlib import Path

from aftersales.addresses import ListedAddress, keep_addresses, listed_addresses
from aftersales.queries.places import known_address
from aftersales.records import KnownAddress
from tests.aftersales.conftest import Village

HEADER = (
    "address_id,street,housenumber,postcode,municipality,country,lat,lon,residential,in_matrix\n"
)


def test_listed_addresses_reads_each_line(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        HEADER
        + 'n1,"Im Städtle, Süd",5a,9490,Vaduz,LI,47.139,9.522,1,17\n'
        + "n2,Landstrasse,1,9494,Schaan,LI,47.165,9.509,0,\n",
        encoding="utf-8",
    )

    assert list(listed_addresses(file)) == [
        ListedAddress(
            code="n1",
            street="Im Städtle, Süd",
            house_number="5a",
            postcode="9490",
            town="Vaduz",
            country="LI",
            latitude=47.139,
            longitude=9.522,
            is_residential=True,
            road_row=17,
        ),
        ListedAddress(
            code="n2",
            street="Landstrasse",
            house_number="1",
            postcode="9494",
            town="Schaan",
            country="LI",
            latitude=47.165,
            longitude=9.509,
            is_residential=False,
            road_row=None,
        ),
    ]


def test_shipped_list_is_read_whole() -> None:
    with as_file(files("aftersales") / "demo" / "data" / "addresses.csv") as file:
        listed = list(listed_addresses(file))

    assert len(listed) == len({each.code for each in listed}) > 3_000
    assert max(each.road_row for each in listed if each.road_row is not None) <= 300


def test_keep_addresses_keeps_each_under_its_key(village: Village, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        HEADER + "n1,Äulestrasse,30,9490,Vaduz,LI,47.139,9.522,1,17\n", encoding="utf-8"
    )
    with village.doing() as deed:
        assert keep_addresses(deed, listed_addresses(file)) == 1

    (row,) = village.all_of(KnownAddress)
    assert row == KnownAddress(
        id=row.id,
        code="n1",
        match_key="aulestrasse 30 9490 vaduz li",
        street="Äulestrasse",
        house_number="30",
        postcode="9490",
        town="Vaduz",
        country="LI",
        latitude=47.139,
        longitude=9.522,
        road_row=17,
    )
    with village.parts.store.reading() as session:
        assert known_address(session, "aulestrasse 30 9490 vaduz li") == row
        assert known_address(session, "aulestrasse 31 9490 vaduz li") is None
