"""Recall notices as files: all of them read, and a sentence for whatever is wrong."""

import json
from pathlib import Path

import pytest

from warranty.recalls.campaigns import Severity
from warranty.recalls.notices import (
    NoticeError,
    brands_in,
    campaigns_in,
    minimising_words,
    severity_of,
)

RECALLS = Path(__file__).parent.parent / "data" / "recalls.json"
NOTICE = {
    "id": "k",
    "brand": "Acme",
    "product": "Kettles",
    "product_type": "kettle",
    "hazard": "The lid can fall off.",
    "models": ["K1"],
    "serial_rules": [],
}


def file_of(**changes: object) -> str:
    """A file with one notice, some of its fields changed or (None) gone."""
    notice = {name: value for name, value in {**NOTICE, **changes}.items() if value is not None}
    return json.dumps({"recalls": [notice]})


def test_all_real_notices_are_read() -> None:
    campaigns = campaigns_in(RECALLS.read_text("utf-8"))

    assert len(campaigns) == 24
    assert sum(len(campaign.models) for campaign in campaigns) == 30 + 6 + 9
    assert sum(len(campaign.rules) for campaign in campaigns) == 1 + 9 + 2
    assert all(campaign.hazard and not campaign.hazard.endswith(".") for campaign in campaigns)


@pytest.mark.parametrize(
    ("text", "brands"),
    [
        ("Samsung", {"Samsung"}),
        ("Frigidaire / Electrolux", {"Frigidaire", "Electrolux"}),
        ("Midea (also Comfort Aire, Danby)", {"Midea", "Comfort Aire", "Danby"}),
        ("Jenn-Air, Performa by Maytag", {"Jenn-Air", "Performa"}),
    ],
)
def test_brands_of_one_line_are_told_apart(text: str, brands: set[str]) -> None:
    assert brands_in(text) == brands


@pytest.mark.parametrize(
    ("hazard", "severity"),
    [
        ("Electrocution/Electric Shock", Severity.STOP_USING),
        ("It can catch FIRE", Severity.STOP_USING),
        ("The handle can detach", Severity.HAZARD),
    ],
)
def test_severity_follows_from_the_words_of_the_hazard(hazard: str, severity: Severity) -> None:
    assert severity_of(hazard) is severity


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A voluntary recall out of precaution.", ("voluntary", "precaution")),
        ("In RARE cases the lid falls;  no\naccidents were seen.", ("rare", "no accident")),
        ("Stop using it. Unplug it. The spare door is unaffected.", ()),
        ("Stop using the kettle and call us.", ()),
    ],
)
def test_words_that_make_a_risk_look_smaller_are_found(text: str, found: tuple[str, ...]) -> None:
    assert minimising_words(text) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", 'needs a list "recalls"'),
        ('{"recalls": {}}', 'needs a list "recalls"'),
        ('{"recalls": [1]}', "Notice 1 is not an object"),
        (json.dumps({"recalls": [NOTICE, NOTICE]}), "k stands in the file more than once"),
        (file_of(id=None), "id is missing"),
        (file_of(hazard=" "), "k: hazard is missing"),
        (file_of(models="K1"), "k: models is a list"),
        (file_of(models=[1]), "k: models holds texts"),
        (file_of(sold_from="2020"), "written as 2020-03"),
        (file_of(sold_from="2020-13"), "k: month must be in 1..12"),
        (file_of(serial_rules=["A"]), "A serial rule is an object"),
        (file_of(serial_rules=[{"kind": "middle", "values": ["A"]}]), "k: 'middle'"),
        (file_of(serial_rules=[{"kind": "prefix", "values": []}]), "k: A rule has a range"),
        (
            file_of(serial_rules=[{"kind": "range", "start": "A1", "end": "A10"}]),
            "k: A range has two serials of one length",
        ),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(NoticeError, match=said):
        campaigns_in(text)
