"""Known issues: what is about something else never fits, and the more speaks for an issue the earlier it comes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warranty.prevention.known_issues import KnownIssue, Problem, fitting, points

FILTER = KnownIssue(
    key="filter",
    product_type="washing_machine",
    models=frozenset({"WM-1"}),
    component="pump",
    symptoms=("does not drain", "neizsūknē", "পানি বের হয় না"),
)
WASHER = Problem(product_type="washing_machine", model="wm 1")


@pytest.mark.parametrize(
    "problem",
    [
        replace(WASHER, product_type="dishwasher", component="pump"),
        replace(WASHER, model="WM-2", component="pump"),
        replace(WASHER, component="door", words="It does not drain."),
        replace(WASHER, words="The door sticks."),
    ],
)
def test_issue_about_something_else_does_not_fit(problem: Problem) -> None:
    assert points(FILTER, problem) == 0
    assert fitting([FILTER], problem) == []


@pytest.mark.parametrize(
    "words",
    [
        "It does not drain!",
        "Ierīce neizsūknē ūdeni",
        "মেশিন থেকে পানি বের হয় না।",
        "DOES NOT DRAINING",
    ],
)
def test_symptom_is_found_in_every_language_and_with_other_endings(words: str) -> None:
    assert points(FILTER, replace(WASHER, words=words)) == 1 + 2 + 2


def test_short_words_need_to_be_the_same() -> None:
    issue = replace(FILTER, symptoms=("hum",))

    assert points(issue, replace(WASHER, words="The humidity is high.")) == 0


def test_whoever_tells_nothing_sees_all_that_is_known_of_the_model() -> None:
    assert fitting([FILTER], WASHER) == [FILTER]


def test_what_more_speaks_for_comes_first() -> None:
    broad = KnownIssue(key="a", product_type="washing_machine", symptoms=("drain",))
    problem = replace(WASHER, component="pump", words="It does not drain.")

    assert fitting([broad, FILTER], problem) == [FILTER, broad]


@given(
    st.lists(
        st.builds(
            KnownIssue,
            key=st.text("abc", min_size=1, max_size=3),
            product_type=st.sampled_from(["", "washing_machine", "oven"]),
            models=st.frozensets(st.sampled_from(["WM-1", "WM-2"])),
            component=st.sampled_from(["", "pump", "door"]),
            symptoms=st.lists(st.sampled_from(["hums", "leaks", ""]), max_size=2).map(tuple),
        ),
        max_size=6,
        unique_by=lambda issue: issue.key,
    ),
    st.sampled_from(["", "pump"]),
    st.text("hums leak", max_size=12),
)
def test_order_of_writing_does_not_matter(
    issues: list[KnownIssue], component: str, words: str
) -> None:
    problem = replace(WASHER, component=component, words=words)

    found = fitting(issues, problem)

    assert found == fitting(issues[::-1], problem)
    assert all(points(issue, problem) > 0 for issue in found)
    assert {issue.key for issue in found} == {
        issue.key for issue in issues if points(issue, problem) > 0
    }
