"""The drawing: the same bytes twice, everything on the map, and no text that cannot be drawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import font_manager, rcParams
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from scheduling.draw import draw_day
from scheduling.legend import hours_of
from scheduling.map_frame import clear_place, frame_around, pushed_apart
from scheduling.pen import BLANK, PALETTE, drawable_text, letter_of
from scheduling.picture import (
    Backdrop,
    BackdropLine,
    DayPicture,
    DrawnPoint,
    DrawnRoute,
    LineKind,
    PlaceName,
    PointState,
    backdrop_from,
)

law = settings(derandomize=True, deadline=None, max_examples=50)

DEPOT = DrawnPoint(lat=47.1653, lon=9.5087)
STATES = tuple(PointState)
GEOJSON: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        {
            "properties": {"class": "country", "name": "Liechtenstein"},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[[9.4, 47.0], [9.7, 47.0], [9.7, 47.3], [9.4, 47.0]]]],
            },
        },
        {
            "properties": {"class": "major"},
            "geometry": {
                "type": "MultiLineString",
                "coordinates": [[[9.5, 47.1], [9.6, 47.2]], [[9.5, 47.2], [9.6, 47.1]]],
            },
        },
        {
            "properties": {"class": "town", "name": "Schaan"},
            "geometry": {"type": "Point", "coordinates": [9.51, 47.17]},
        },
        {
            "properties": {"class": "village", "name": "Malbun"},
            "geometry": {"type": "Point", "coordinates": [9.61, 47.1]},
        },
    ],
}


def route(number: int, label: str = "Anna Frick", stops: int = 5) -> DrawnRoute:
    """A route from the depot and back, with stops on a small spiral and one place visited twice."""
    points = [
        DrawnPoint(
            lat=47.14 + 0.004 * at * np.sin(at + number).item(),
            lon=9.52 + 0.006 * at * np.cos(at + number).item(),
            number=at + 1,
            state=STATES[at % len(STATES)],
        )
        for at in range(stops)
    ]
    return DrawnRoute(
        label=label, colour=number, points=(DEPOT, *points, *points[-1:], DEPOT), driving=4000
    )


def picture(*routes: DrawnRoute) -> DayPicture:
    return DayPicture(
        title="Tuesday 3 March 2026",
        subtitle="15 visits",
        routes=routes,
        depots=((DEPOT.lat, DEPOT.lon),),
        left_out=((47.1, 9.6),),
        backdrop=backdrop_from(GEOJSON),
        attribution="© OpenStreetMap contributors",
    )


def drawn(day: DayPicture, path: Path) -> bytes:
    draw_day(day, path)
    return path.read_bytes()


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_draw_day_gives_the_same_bytes_twice(suffix: str, tmp_path: Path) -> None:
    day = picture(route(0), route(1, "Līga Bērziņa"), route(2, "রহিমা খাতুন"))

    first = drawn(day, tmp_path / f"first.{suffix}")

    assert drawn(day, tmp_path / f"second.{suffix}") == first
    assert drawn(replace(day, title="Another day"), tmp_path / f"third.{suffix}") != first


def test_draw_day_leaves_no_trace_in_matplotlibs_settings(tmp_path: Path) -> None:
    before = dict(rcParams)

    draw_day(picture(route(0)), tmp_path / "day.svg")

    assert dict(rcParams) == before


def test_draw_day_draws_all_it_is_given(tmp_path: Path) -> None:
    day = picture(route(0), route(1))
    whole = drawn(day, tmp_path / "whole.png")

    less = [
        replace(day, routes=day.routes[:1]),
        replace(day, depots=()),
        replace(day, left_out=()),
        replace(day, backdrop=None),
        replace(day, attribution=""),
        replace(day, subtitle=""),
    ]

    pictures = [drawn(one, tmp_path / f"{at}.png") for at, one in enumerate(less)]
    assert len({whole, *pictures}) == len(less) + 1


def test_draw_day_keeps_the_map_true_to_scale_and_tall_for_a_tall_country(tmp_path: Path) -> None:
    north_south = (DrawnPoint(lat=47.05, lon=9.5), DrawnPoint(lat=47.27, lon=9.55, number=1))
    tall = DrawnRoute(label="Anna", colour=0, points=north_south)

    draw_day(picture(tall), tmp_path / "day.png")

    height, width, _ = imread(tmp_path / "day.png").shape
    assert height == 1840
    assert width == round((6.0 + 3.9) * 160)


@pytest.mark.parametrize(
    "day",
    [
        DayPicture(title="", routes=(), depots=(), attribution="nobody"),
        picture(DrawnRoute(label="Idle", colour=0, points=())),
        picture(DrawnRoute(label="Idle", colour=0, points=(DEPOT, DEPOT))),
        picture(*(route(at, stops=1) for at in range(60))),
        picture(route(0, "A name that is far too long for the column", stops=120)),
        picture(route(0, "Two $ and $ more\n\ttab, \\frac{1}{2} \N{GRINNING FACE}")),
    ],
)
def test_draw_day_draws_unusual_days_too(day: DayPicture, tmp_path: Path) -> None:
    draw_day(day, tmp_path / "day.png")

    assert imread(tmp_path / "day.png").std() > 0


def test_draw_day_refuses_another_kind_of_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.png or \.svg, not as day\.gif"):
        draw_day(picture(route(0)), tmp_path / "day.gif")


def test_backdrop_from_geojson_turns_positions_and_keeps_classes() -> None:
    assert backdrop_from(GEOJSON) == Backdrop(
        lines=(
            BackdropLine(LineKind.MAJOR, ((47.1, 9.5), (47.2, 9.6))),
            BackdropLine(LineKind.MAJOR, ((47.2, 9.5), (47.1, 9.6))),
        ),
        country=(((47.0, 9.4), (47.0, 9.7), (47.3, 9.7), (47.0, 9.4)),),
        names=(
            PlaceName("Schaan", (47.17, 9.51), is_town=True),
            PlaceName("Malbun", (47.1, 9.61), is_town=False),
        ),
    )


@law
@given(st.lists(st.tuples(st.floats(-60, 70), st.floats(-179, 179)), max_size=8))
def test_frame_around_holds_every_place_within_its_proportions(
    places: list[tuple[float, float]],
) -> None:
    day = DayPicture(title="", routes=(), depots=tuple(places), attribution="")

    frame = frame_around(day, narrowest=0.5, widest=1.2)

    assert all(frame.holds(x, y) for x, y in frame.at(places))
    assert 0.5 - 1e-9 <= frame.half_width / frame.half_height <= 1.2 + 1e-9


@law
@given(
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=20),
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=1),
)
def test_signs_pushed_apart_do_not_hide_each_other(
    places: list[tuple[int, int]], fixed: list[tuple[int, int]]
) -> None:
    true = np.array(places, dtype=np.float64).reshape(-1, 2)
    still = np.array(fixed, dtype=np.float64).reshape(-1, 2)

    apart = pushed_apart(true, 10.0, still)

    everything = np.concatenate((apart, still))
    gaps = np.hypot(*(everything[:, None] - everything[None]).transpose(2, 0, 1))
    assert (gaps[~np.eye(len(gaps), dtype=bool)] > 8.5).all()
    assert apart.shape == true.shape


def test_pushed_apart_leaves_alone_what_stands_clear() -> None:
    places = np.array([(0.0, 0.0), (50.0, 0.0)])

    assert pushed_apart(places, 10.0, np.empty((0, 2))) == pytest.approx(places, abs=0.2)


def test_clear_place_goes_beside_what_is_taken_and_gives_up_in_a_crowd() -> None:
    at, half = np.array((0.0, 0.0)), np.array((4.0, 2.0))
    crowd = np.array([(x, y) for x in range(-20, 21) for y in range(-20, 21)], dtype=np.float64)

    free = clear_place(at, half, np.empty((0, 2)))
    beside = clear_place(at, half, np.array([(0.0, 0.0)]))

    assert free is not None
    assert free.tolist() == [0, 0]
    assert beside is not None
    assert beside.tolist() == [4.8, 0]
    assert clear_place(at, half, crowd) is None


@pytest.mark.parametrize("colour", PALETTE)
def test_white_letters_read_well_on_every_colour(colour: str) -> None:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    luminance = float(np.dot((0.2126, 0.7152, 0.0722), linear))

    assert 1.05 / (luminance + 0.05) >= 4.5  # WCAG 2.1, 1.4.3


def test_letters_go_on_after_z() -> None:
    assert [letter_of(index) for index in (0, 25, 26, 51, 52, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "AAA",
    ]


@law
@given(st.integers(0, 400_000))
def test_hours_of_a_length_are_right_to_the_minute(seconds: int) -> None:
    hours, minutes = hours_of(seconds).removesuffix(" h").split(":")

    assert abs(int(hours) * 3600 + int(minutes) * 60 - seconds) <= 30
    assert len(minutes) == 2


@law
@given(st.text())
def test_drawable_text_is_as_long_as_the_text_and_its_fonts_have_every_character(text: str) -> None:
    drawable, families = drawable_text(text)

    characters = {
        chr(code)
        for family in families
        for code in font_manager.get_font(font_manager.findfont(family)).get_charmap()
    }
    assert len(drawable) == len(text)
    assert set(drawable) <= characters


def test_drawable_text_keeps_latvian_and_blanks_what_no_font_has() -> None:
    assert drawable_text("Līga\nBērziņa") == ("Līga Bērziņa", ("DejaVu Sans",))
    assert drawable_text("র", further="no such font") == (BLANK, ("DejaVu Sans",))


def test_drawable_text_takes_another_font_for_what_is_missing() -> None:
    own, other = (
        {chr(code) for code in font_manager.get_font(font_manager.findfont(name)).get_charmap()}
        for name in ("DejaVu Sans", "STIXGeneral")
    )
    letter = min(letter for letter in other - own if letter.isprintable())

    assert drawable_text(f"a{letter}", further="STIXGeneral") == (
        f"a{letter}",
        ("DejaVu Sans", "STIXGeneral"),
    )
