"""Reasons and their sentences."""

from datetime import date
from string import Formatter

import pytest

from warranty import Benefit, CoverKind, Reason, ReasonCode, sentence
from warranty.reasons import merged
from warranty.sentences import BENEFIT_NAMES, COVER_NAMES, SENTENCES
from warranty.standings import Standing

ENDED = (("cover", "makers_warranty"), ("ended_on", date(2026, 5, 3)))


def test_sentences_stand_for_every_code_kind_and_benefit() -> None:
    assert set(SENTENCES) == set(ReasonCode)
    assert set(COVER_NAMES) == set(CoverKind)
    assert set(BENEFIT_NAMES) == set(Benefit)
    assert {standing.value for standing in Standing} - {"answers"} <= {*ReasonCode}


@pytest.mark.parametrize("code", ReasonCode)
def test_sentences_are_whole_and_end_in_a_full_stop(code: ReasonCode) -> None:
    assert SENTENCES[code].endswith(".")
    assert all(slot != "" for _, slot, _, _ in Formatter().parse(SENTENCES[code]))


@pytest.mark.parametrize(
    ("benefits", "expected"),
    [
        (("parts",), "Parts are"),
        (("labour",), "Labour is"),
        (("loaner",), "A loaner is"),
        (("labour", "travel"), "Labour and travel are"),
        (("parts", "labour", "travel"), "Parts, labour and travel are"),
    ],
)
def test_sentence_begins_with_the_benefits_in_good_english(
    benefits: tuple[str, ...], expected: str
) -> None:
    reason = Reason(ReasonCode.NO_COVER, (("benefits", benefits),))

    assert sentence(reason).startswith(f"{expected} not covered")


def test_sentence_says_what_still_answers_when_the_facts_name_it() -> None:
    reason = Reason(
        ReasonCode.ENDED,
        (
            ("benefits", ("loaner",)),
            *ENDED,
            ("still_cover", "legal_guarantee"),
            ("still_benefits", ("parts", "labour", "travel")),
            ("still_until", date(2026, 6, 9)),
        ),
    )

    assert sentence(reason) == (
        "A loaner is not covered: the maker's warranty for a loaner ended on 3 May 2026;"
        " the legal guarantee still answers for parts, labour and travel until 9 June 2026."
    )


def test_sentence_names_the_country_by_its_code_when_it_has_no_name_here() -> None:
    known, unnamed = (
        sentence(Reason(ReasonCode.LEGAL_GUARANTEE_UNKNOWN, (("country", country),)))
        for country in ("LI", "ZZ")
    )

    assert known == (
        "We do not yet know the legal guarantee for Liechtenstein;"
        " please ask us before you pay for a repair."
    )
    assert unnamed == known.replace("Liechtenstein", "ZZ")


def test_sentence_keeps_braces_when_a_customer_typed_them() -> None:
    reason = Reason(ReasonCode.SERIAL_FITS, (("serial", "{X}"),))

    assert sentence(reason) == "The serial {X} fits this model."


def test_merged_says_equal_reasons_once_and_drops_what_still_answers() -> None:
    parts = Reason(ReasonCode.ENDED, (("benefits", ("parts",)), *ENDED))
    labour = Reason(
        ReasonCode.ENDED, (("benefits", ("labour",)), *ENDED, ("still_cover", "goodwill"))
    )
    other = Reason(ReasonCode.BURDEN_ON_CUSTOMER, (("since", date(2026, 3, 10)),))

    assert merged([parts, other, labour]) == (
        Reason(ReasonCode.ENDED, (("benefits", ("parts", "labour")), *ENDED)),
        other,
    )


def test_reason_refuses_a_fact_that_is_named_twice() -> None:
    with pytest.raises(ValueError, match="named only once"):
        Reason(ReasonCode.SERIAL_FITS, (("serial", "A"), ("serial", "B")))
