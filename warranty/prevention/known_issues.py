"""Known issues: which of them a problem is, best first, by type, model, component and the words of whoever describes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from warranty.recalls.campaigns import plain_model

FOR_MODEL: Final = 2
FOR_COMPONENT: Final = 3
FOR_WORD: Final = 2
"""Points: a named component says more than a model, and each word that fits says as much as a model."""

LEAST_BEGINNING: Final = 4
"""Words that begin alike for so many letters count as one: “leaks” and “leaking”, and the endings of other languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownIssue:
    """What an issue is about; empty means any.

    Attributes:
        key: its name.
        product_type: of the catalogue.
        models: SKUs.
        component: the part that fails.
        symptoms: words by which people describe it, in any language.
    """

    key: str
    product_type: str = ""
    models: frozenset[str] = frozenset()
    component: str = ""
    symptoms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What somebody tells of a unit; empty for what is not known."""

    product_type: str
    model: str
    component: str = ""
    words: str = ""


def points(issue: KnownIssue, problem: Problem) -> int:
    """How well an issue fits a problem: 0 if it is about something else, or nothing speaks for it."""
    models = {plain_model(each) for each in issue.models}
    if issue.product_type and issue.product_type != problem.product_type:
        return 0
    if models and plain_model(problem.model) not in models:
        return 0
    if issue.component and problem.component and issue.component != problem.component:
        return 0
    is_component = bool(issue.component) and issue.component == problem.component
    fitting = sum(_is_said(symptom, problem.words) for symptom in issue.symptoms)
    if not is_component and not fitting and (problem.words or problem.component):
        return 0
    scope = 1 if issue.product_type or models else 0
    return scope + FOR_MODEL * bool(models) + FOR_COMPONENT * is_component + FOR_WORD * fitting


def fitting(issues: Sequence[KnownIssue], problem: Problem) -> list[KnownIssue]:
    """The issues that fit a problem, the best first, then by their key."""
    judged = [(points(issue, problem), issue) for issue in issues]
    found = [(score, issue) for score, issue in judged if score > 0]
    return [issue for _score, issue in sorted(found, key=lambda pair: (-pair[0], pair[1].key))]


def _is_said(symptom: str, text: str) -> bool:
    """Whether every word of a symptom is said, perhaps with another ending."""
    said = _words(text)
    return bool(_words(symptom)) and all(
        any(_is_same(wanted, each) for each in said) for wanted in _words(symptom)
    )


def _is_same(one: str, other: str) -> bool:
    if one == other:
        return True
    shortest = min(len(one), len(other))
    return shortest >= LEAST_BEGINNING and one[:shortest] == other[:shortest]


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s.,;:!?()“”\"'/।-]+", text.casefold()) if word]
