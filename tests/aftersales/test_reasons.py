"""Reasons as JSON come back equal."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersales.reasons import reason_from_json, reason_to_json
from warranty import Money, Reason, ReasonCode

values = st.one_of(
    st.text(),
    st.integers(),
    st.dates(),
    st.builds(Money, st.sampled_from(["EUR", "BDT"]), st.integers(0, 10**9)),
    st.lists(st.text(), max_size=3).map(tuple),
)


@settings(derandomize=True, deadline=None)
@given(st.sampled_from(ReasonCode), st.dictionaries(st.text(), values, max_size=4))
def test_reason_comes_back_equal_through_json(code: ReasonCode, facts: dict[str, object]) -> None:
    reason = Reason(code, tuple(facts.items()))  # type: ignore[arg-type] # values of facts

    assert reason_from_json(json.loads(json.dumps(reason_to_json(reason)))) == reason


def test_what_is_no_fact_is_refused() -> None:
    with pytest.raises(ValueError, match="no fact of a reason"):
        reason_from_json({"code": "covered", "facts": {"until": 1.5}})
    assert reason_to_json(Reason(ReasonCode.COVERED, (("until", date(2026, 1, 2)),))) == {
        "code": "covered",
        "facts": {"until": {"day": "2026-01-02"}},
    }
