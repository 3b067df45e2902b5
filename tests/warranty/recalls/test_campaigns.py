"""Whether a unit is part of a campaign: real notices, and laws."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import SerialRange, sentence
from warranty.recalls.campaigns import (
    Campaign,
    Match,
    RecalledUnit,
    RecallRule,
    SerialTest,
    Severity,
    match,
    reason_of,
)
from warranty.recalls.notices import campaigns_in

RECALLS = Path(__file__).parent.parent / "data" / "recalls.json"
BY_KEY = {campaign.key: campaign for campaign in campaigns_in(RECALLS.read_text("utf-8"))}
GE = BY_KEY["ge-refrigerators-2023"]
ELECTROLUX = BY_KEY["electrolux-refrigerators-2022"]
MAYTAG = BY_KEY["maytag-dishwashers-2010"]
RANGES = BY_KEY["samsung-ranges-2024"]
law = settings(derandomize=True, deadline=None)


def unit(brand: str, product_type: str, model: str, serial: str | None) -> RecalledUnit:
    """A unit bought in 2021, within the dates of sale of most notices."""
    return RecalledUnit(
        brand=brand,
        product_type=product_type,
        model=model,
        serial=serial,
        purchased_on=date(2021, 6, 1),
    )


@pytest.mark.parametrize(
    ("campaign", "one", "expected"),
    [
        # Listed model and a serial that begins as the notice says.
        (GE, unit("GE Appliances", "refrigerator", "GFE26JYMKFFS", "FR123456"), Match.AFFECTED),
        (GE, unit("ge appliances", "refrigerator", "gfe26jymkffs", "ms-99 1"), Match.AFFECTED),
        (GE, unit("GE Appliances", "refrigerator", "GFE26JYMKFFS", "AR1"), Match.NOT_AFFECTED),
        (GE, unit("GE Appliances", "refrigerator", "GFE26JYMKFFS", None), Match.CHECK_SERIAL),
        (GE, unit("GE Appliances", "refrigerator", "XYZ", "FR123456"), Match.NOT_AFFECTED),
        (GE, unit("GE Appliances", "oven", "GFE26JYMKFFS", "FR1"), Match.NOT_AFFECTED),
        (GE, unit("Acme", "refrigerator", "GFE26JYMKFFS", "FR1"), Match.NOT_AFFECTED),
        # One range for each model, some over the turn of the decade, and a list that is not complete.
        (
            ELECTROLUX,
            unit("Frigidaire", "refrigerator", "PRMC2285AF", "1K95000000"),
            Match.AFFECTED,
        ),
        (
            ELECTROLUX,
            unit("Electrolux", "refrigerator", "PRMC2285AF", "1K21374177"),
            Match.AFFECTED,
        ),
        (
            ELECTROLUX,
            unit("Electrolux", "refrigerator", "PRMC2285AF", "1K21374178"),
            Match.NOT_AFFECTED,
        ),
        (
            ELECTROLUX,
            unit("Electrolux", "refrigerator", "FRSS2623AW", "4A12012200"),
            Match.AFFECTED,
        ),
        (
            ELECTROLUX,
            unit("Electrolux", "refrigerator", "FRSS2623AW", "4A12012281"),
            Match.NOT_AFFECTED,
        ),
        (ELECTROLUX, unit("Electrolux", "refrigerator", "OTHER", "4A12012200"), Match.CHECK_MODEL),
        # Serials that begin or end as the notice says, of every model of seven brands.
        (MAYTAG, unit("Jenn-Air", "dishwasher", "JDB1", "NW4012345"), Match.AFFECTED),
        (MAYTAG, unit("JENN AIR", "dishwasher", "JDB1", "12345678LX"), Match.AFFECTED),
        (MAYTAG, unit("Crosley", "dishwasher", "CDU", "NY2012345"), Match.NOT_AFFECTED),
        (MAYTAG, unit("Crosley", "dishwasher", "CDU", " - "), Match.CHECK_SERIAL),
        # A list of models without any rule for serials.
        (RANGES, unit("Samsung", "range", "NE58K9430SS/AA", None), Match.AFFECTED),
        (RANGES, unit("Samsung", "range", "NE58K9430SS/AB", None), Match.NOT_AFFECTED),
        # A notice whose list nobody could read.
        (
            BY_KEY["midea-window-ac-2025"],
            unit("Mr. Cool", "air_conditioner", "U8", "1"),
            Match.CHECK_MODEL,
        ),
    ],
)
def test_match_answers_as_the_real_notice_says(
    campaign: Campaign, one: RecalledUnit, expected: Match
) -> None:
    assert match(replace(one, product_type=_type(campaign, one)), campaign) is expected


def _type(campaign: Campaign, one: RecalledUnit) -> str:
    """The notice's own word for ranges."""
    return campaign.product_type if one.product_type == "range" else one.product_type


def test_unit_bought_before_the_first_sale_is_not_meant_and_one_bought_late_is() -> None:
    listed = unit("Samsung", RANGES.product_type, "NE58K9430SS/AA", None)

    assert match(replace(listed, purchased_on=date(2013, 4, 30)), RANGES) is Match.NOT_AFFECTED
    assert match(replace(listed, purchased_on=date(2013, 5, 1)), RANGES) is Match.AFFECTED
    assert match(replace(listed, purchased_on=date(2026, 1, 1)), RANGES) is Match.AFFECTED
    assert match(replace(listed, purchased_on=None), RANGES) is Match.AFFECTED


def test_listed_model_without_a_rule_of_its_own_is_checked_by_a_person() -> None:
    campaign = Campaign(
        key="k",
        title="t",
        hazard="h",
        severity=Severity.HAZARD,
        models=frozenset({"A", "B"}),
        rules=(RecallRule(test=SerialTest.RANGE, span=SerialRange("A100", "A200"), model="A"),),
    )

    assert match(unit("", "", "B", "A150"), campaign) is Match.CHECK_MODEL
    assert match(unit("", "", "A", "A150"), campaign) is Match.AFFECTED


@law
@given(
    st.sampled_from(sorted(BY_KEY)),
    st.sampled_from(["Samsung", "Maytag", "Electrolux", "Acme"]),
    st.text("ABKNW0123456789", max_size=10),
)
def test_units_without_a_serial_are_never_cleared_if_some_serial_is_meant(
    key: str, brand: str, serial: str
) -> None:
    campaign = BY_KEY[key]
    for model in sorted(campaign.models)[:3] or ["ANY"]:
        one = unit(brand, campaign.product_type, model, serial)
        if match(one, campaign) is Match.AFFECTED:
            assert match(replace(one, serial=None), campaign) is not Match.NOT_AFFECTED


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Match.AFFECTED,
            "Your unit is part of the product safety recall T: A handle can fall off.",
        ),
        (
            Match.CHECK_SERIAL,
            (
                "Your model is part of the recall T; "
                "the serial on the rating plate tells whether your unit is."
            ),
        ),
        (
            Match.CHECK_MODEL,
            (
                "Units like yours may be part of the recall T, "
                "whose list of models is not complete; a person checks."
            ),
        ),
        (Match.NOT_AFFECTED, "Your unit is not part of the recall T."),
    ],
)
def test_every_answer_has_a_sentence_for_the_owner(found: Match, said: str) -> None:
    campaign = Campaign(
        key="t",
        title="T",
        hazard="A handle can fall off",
        severity=Severity.HAZARD,
        models=frozenset({"A"}),
    )

    assert sentence(reason_of(found, campaign)) == said


def test_campaign_is_refused_when_it_means_everybody() -> None:
    with pytest.raises(ValueError, match="say which units are meant"):
        Campaign(key="k", title="t", hazard="h", severity=Severity.SERVICE)
    with pytest.raises(ValueError, match="a key and a title"):
        Campaign(key=" ", title="t", hazard="h", severity=Severity.SERVICE)


@pytest.mark.parametrize("test", SerialTest)
def test_rule_is_refused_when_it_names_no_serial(test: SerialTest) -> None:
    with pytest.raises(ValueError, match="a range, or the beginnings or ends"):
        RecallRule(test=test)
