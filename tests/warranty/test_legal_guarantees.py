"""The table of legal guarantees: what is not sure is not answered."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import (
    LegalGuarantee,
    StartBasis,
    UnknownGuarantee,
    WhyUnknown,
    legal_guarantee_of,
    legal_guarantees,
)
from warranty.legal_guarantees import guarantees_in, known_or_unknown

HEADER = "country,term_months,burden_of_proof_months,starts,repair_extension_months,note,source,verified\n"
PORTUGAL = LegalGuarantee(
    country="PT",
    term_months=36,
    burden_of_proof_months=24,
    starts=StartBasis.DELIVERY,
    repair_extension_months=12,
    note="three years for movables",
    source="Decreto-Lei 84/2021; law-firm summary",
    is_verified=True,
)


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=3) | st.sampled_from([row.country for row in legal_guarantees()]))
def test_legal_guarantee_of_answers_only_what_is_verified_and_has_a_term(country: str) -> None:
    answer = legal_guarantee_of(country)

    assert answer.country == country
    assert isinstance(answer, UnknownGuarantee) or (
        answer.is_verified and answer.term_months is not None
    )


def test_legal_guarantee_of_is_the_row_when_it_is_verified() -> None:
    assert legal_guarantee_of("PT") == PORTUGAL


@pytest.mark.parametrize(
    ("country", "why"),
    [
        ("DE", WhyUnknown.NOT_VERIFIED),
        ("LV", WhyUnknown.NOT_VERIFIED),
        ("LI", WhyUnknown.NO_TERM),
        ("BD", WhyUnknown.NO_TERM),
        ("JP", WhyUnknown.NOT_LISTED),
        ("pt", WhyUnknown.NOT_LISTED),
        ("EU", WhyUnknown.NOT_A_COUNTRY),
    ],
)
def test_legal_guarantee_of_is_unknown_when_nobody_has_made_sure(
    country: str, why: WhyUnknown
) -> None:
    assert legal_guarantee_of(country) == UnknownGuarantee(country, why)


def test_known_or_unknown_gives_the_guarantee_back_when_it_is_sure() -> None:
    assert known_or_unknown(PORTUGAL) is PORTUGAL


def test_legal_guarantees_show_every_row_with_its_source() -> None:
    rows = {row.country: row for row in legal_guarantees()}

    assert list(rows) == [
        *("EU", "PT", "LV", "DE", "AT", "FR", "ES", "SE", "PL", "LI", "GB", "US", "BD")
    ]
    assert rows["FR"] == LegalGuarantee(
        country="FR",
        term_months=24,
        burden_of_proof_months=24,
        starts=StartBasis.DELIVERY,
        repair_extension_months=12,
        note="presumption over the whole term for new goods",
        source="Code de la consommation L217-3, L217-7",
        is_verified=False,
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("DE,24,12,delivery,12,,BGB,perhaps\n", "yes or no, not 'perhaps'"),
        ("DE,24,12,baptism,12,,BGB,no\n", "baptism"),
        ("DE,two,12,delivery,12,,BGB,no\n", "two"),
        ("DE,24,12,delivery,12,,BGB,no\n" * 2, "only once"),
    ],
)
def test_guarantees_in_refuses_a_table_that_is_malformed(rows: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        guarantees_in(HEADER + rows)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda row: replace(row, country="Portugal"), "two capital letters"),
        (lambda row: replace(row, term_months=0), "at least one month"),
        (lambda row: replace(row, burden_of_proof_months=37), "no longer than the term"),
        (lambda row: replace(row, term_months=None), "no longer than the term"),
        (lambda row: replace(row, source=""), "names its source"),
    ],
)
def test_legal_guarantee_refuses_what_cannot_be(
    spoil: Callable[[LegalGuarantee], LegalGuarantee], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        spoil(PORTUGAL)
