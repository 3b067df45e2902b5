from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aftersales.errors import Collision, NotReady, NotUnderstood
from aftersales.imports import ImportKind, Report, import_file
from aftersales.imports.nearby import hint_at, in_words, refused
from aftersales.imports.tally import BATCH, Tally
from aftersales.parts import Parts
from aftersales.queries.imports import kept_or_undone
from aftersales.records import Skill
from tests.aftersales.imports.conftest import SHOP, Importing, row_counts

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"

IN_ORDER = (
    *(ImportKind.PRODUCTS, ImportKind.CUSTOMERS, ImportKind.ORDERS),
    *(ImportKind.TECHNICIANS, ImportKind.SCHEDULES, ImportKind.CONTRACTS),
    *(ImportKind.PARTS, ImportKind.STOCK, ImportKind.PRICES, ImportKind.CHECKLISTS),
)
"""Each names what those before it bring."""

BAD = {
    ImportKind.PRODUCTS: "sku,name,maker,product_type\nN-1,New,R,washer\nN-1,New,R,washer\n",
    ImportKind.CUSTOMERS: (
        "number,name,street,postcode,town,country,latitude,longitude\n"
        "N-1,New,Gasse,9490,Vaduz,LI,47.1376,9.5188\n"
        "N-2,New,Gasse,9490,Vaduz,LI,0,0\n"
        "N-3,New,Gasse,9490,Vaduz,LI,47.1376,9.5188\n"
    ),
    ImportKind.ORDERS: (
        "order,customer,ordered_on,sku,unit_price,currency,serials\n"
        "N-1,C-1001,2026-10-01,WM-700,1,CHF,RT00000001\n"
        "N-2,C-1001,2026-10-01,WM-007,1,CHF,\n"
    ),
    ImportKind.TECHNICIANS: (
        "code,name,email,phone,skills,cost_per_hour,depot,works,from,until\n"
        "N-1,New,n@x.example,1,repair,1,schaan,mon 08:00-12:00,2026-11-23,2026-11-23\n"
        "N-2,New,n@x.example,1,singing,1,schaan,,,\n"
    ),
    ImportKind.SCHEDULES: (
        "code,sku,task,every_months,source\n"
        "N-1,WM-700,Descaling,12,Booklet 2026\n"
        "N-2,WM-007,Descaling,12,Booklet 2026\n"
    ),
    ImportKind.CONTRACTS: (
        "number,name,provider,sku,serial,starts_on,ends_on,task,every_months,source\n"
        "N-1,Comfort,Rheintal,WM-700,RT20260914,2026-11-20,2031-11-19,Check,12,Contract\n"
        "N-2,Comfort,Rheintal,WM-700,RT20260914,2026-11-20,2026-11-19,Check,12,Contract\n"
    ),
    ImportKind.PARTS: "code,name,skus\nN-1,New,WM-700\nN-2,New,WM-007\n",
    ImportKind.STOCK: "part,depot,quantity\nHOSE-1,schaan,11\nHOSE-7,schaan,1\n",
    ImportKind.PRICES: (
        "work_type,price,currency,reason\n"
        "washing_machine.install,80.00,CHF,fixed_price\n"
        "washing_machine.instal,80.00,CHF,fixed_price\n"
    ),
    ImportKind.CHECKLISTS: (
        "work_type,point\nwashing_machine.install,Level\nwashing_machine.instal,Level\n"
    ),
}


@pytest.fixture
def filled(house: Parts) -> Parts:
    """An installation into which the examples were imported."""
    for kind in IN_ORDER:
        report = import_file(house, SHOP, kind, EXAMPLES / f"{kind}.csv")
        assert (report.problems, report.notes[1:]) == ((), ())
        assert report.added >= 1
    return house


def test_examples_change_nothing_when_they_are_imported_again(filled: Parts) -> None:
    before = row_counts(filled)

    reports = [import_file(filled, SHOP, kind, EXAMPLES / f"{kind}.csv") for kind in ImportKind]

    assert [(report.added, report.unchanged > 0, report.is_kept) for report in reports] == [
        (0, True, True)
    ] * len(ImportKind)
    assert row_counts(filled) == before
    assert before["unit"] == 4
    assert before["work_order"] == 4
    assert before["shift"] == 59


@pytest.mark.parametrize("kind", ImportKind)
def test_file_with_one_bad_line_leaves_nothing_behind(
    filled: Parts, tmp_path: Path, kind: ImportKind
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(BAD[kind])
    before = row_counts(filled)

    report = import_file(filled, SHOP, kind, file)
    after = row_counts(filled)
    good = "".join(BAD[kind].splitlines(keepends=True)[:2])
    file.write_text(good)
    mended = import_file(filled, SHOP, kind, file)

    assert (report.is_kept, report.added, [each.line for each in report.problems]) == (
        False,
        0,
        [3],
    )
    assert after == before
    assert (mended.is_kept, mended.added) == (True, 1)
    assert sum(row_counts(filled).values()) > sum(before.values())


def test_every_problem_of_a_file_is_told_in_the_order_of_its_lines(importing: Importing) -> None:
    report = importing(
        ImportKind.CUSTOMERS,
        "number,name,street,postcode,town,country,latitude,longitude\n"
        "N-1,New,Gasse,9490,Vaduz,LI,0,0\n"
        "N-2,,Gasse,9490,Vaduz,li,47.1376,9.5188\n"
        "N-3,New\n"
        "N-4,New,Gasse,9490,Vaduz,LI,47.1376,9.5188\n"
        "N-5,New,Gasse,9490,Vaduz,LI,1,-40\n",
    )

    assert [(problem.line, problem.column) for problem in report.problems] == [
        (2, ""),
        (3, "country"),
        (3, "name"),
        (4, ""),
        (6, ""),
    ]
    assert str(report.problems[2]) == "line 3, name: is empty; fill it in."
    assert str(report.problems[3]).startswith("line 4: This line has 2 cells")


def test_progress_counts_every_line_whatever_came_of_it(house: Parts, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text("sku,name,maker,product_type\nA,A,R,w\nA,A,R,w\n,B,R,w\nC,C,R,w\n")
    told: list[tuple[int, int]] = []

    import_file(
        house, SHOP, ImportKind.PRODUCTS, file, on_line=lambda done, of: told.append((done, of))
    )

    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (4, 4)


def test_file_of_several_batches_is_kept_whole(house: Parts, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    lines = [f"P-{number},Product,R,washer\n" for number in range(2 * BATCH + 1)]
    file.write_text("sku,name,maker,product_type\n" + "".join(lines))

    report = import_file(house, SHOP, ImportKind.PRODUCTS, file)

    assert (report.added, row_counts(house)["product_model"]) == (2 * BATCH + 1, 2 * BATCH + 1)


def test_note_about_the_encoding_is_in_the_report(house: Parts, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_bytes("sku,name,maker,product_type\nA,Föhn,R,w\n".encode("cp1252"))

    report = import_file(house, SHOP, ImportKind.PRODUCTS, file)

    assert (report.kind, report.file, report.added) == (ImportKind.PRODUCTS, "products.csv", 1)
    assert report.notes[0].startswith("The file is not UTF-8; ")


@pytest.mark.parametrize("kind", [ImportKind.CUSTOMERS, ImportKind.TECHNICIANS])
def test_places_need_a_territory_first(parts: Parts, kind: ImportKind) -> None:
    with pytest.raises(NotReady, match="There is no territory yet"):
        import_file(parts, SHOP, kind, EXAMPLES / f"{kind}.csv")


def test_file_that_cannot_be_read_is_refused_before_anything_is_written(
    house: Parts, tmp_path: Path
) -> None:
    with pytest.raises(NotUnderstood):
        import_file(house, SHOP, ImportKind.ORDERS, tmp_path)


def test_file_imported_twice_at_the_same_time_is_kept_once(house: Parts) -> None:
    def run(_turn: int) -> Report:
        return import_file(house, SHOP, ImportKind.CUSTOMERS, EXAMPLES / "customers.csv")

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(run, range(2)))

    assert sorted((report.added, report.unchanged) for report in reports) == [(0, 5), (5, 0)]
    assert row_counts(house)["customer"] == 5


def test_row_that_somebody_else_wrote_meanwhile_is_a_collision_and_is_undone(house: Parts) -> None:
    tally = Tally(total=1, on_line=lambda _done, _of: None)
    before = row_counts(house)

    with house.doing(SHOP) as deed:
        with tally.judging(7), kept_or_undone(deed.session):
            deed.add(Skill(id=deed.new_id(), code="gas", name="gas"))
        with pytest.raises(Collision), kept_or_undone(deed.session):
            deed.add(Skill(id=deed.new_id(), code="gas", name="gas"))

    assert [str(problem) for problem in tally.problems] == [
        "line 7: Somebody entered the same at this moment. Import the file once more."
    ]
    assert row_counts(house) == before


def test_hint_names_the_close_word_or_all_or_what_to_do() -> None:
    assert hint_at("GAZ", ["gas", "repair"], otherwise="Add it.") == "Did you mean “gas”?"
    assert hint_at("x", ["gas", "repair"], otherwise="Add it.") == "There are: gas, repair."
    assert hint_at("x", [], otherwise="Add it.") == "Add it."


def test_long_lists_are_cut_short() -> None:
    assert in_words(map(str, range(26))).endswith(", 23 and 2 more")


def test_refusal_names_its_column() -> None:
    assert [problem.where for problem in refused("sku", "No.").problems] == ["sku"]
