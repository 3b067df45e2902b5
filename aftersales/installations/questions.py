"""What we need to know of a place before we come, by kind of work and type of product: data, and two plain rules.

A question is asked in every language that the house speaks; its answer is kept under its code, so that the words
may change and the answers stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aftersales.records import WorkKind
from warranty.sentences import said

MINUTES_A_FLOOR: Final = 5
"""Minutes that one floor without a lift takes longer: two people carry 80 kg up a flight of stairs, and rest."""

MOST_FOR_FLOORS: Final = 20
"""Minutes: from the fourth floor on, which is also the highest that can be answered."""

LONGEST_NOTE: Final = 500

BRINGS_A_UNIT: Final = frozenset({WorkKind.INSTALL, WorkKind.SURVEY})
"""Kinds of work after which something stands where nothing stood."""

EVERY_KIND: Final = frozenset(WorkKind)

USES_WATER: Final = frozenset(
    {"washing_machine", "dishwasher", "water_filter", "bathroom_or_water_heater"}
)
USES_POWER: Final = frozenset(
    {
        *("washing_machine", "dishwasher", "tumble_dryer", "cooker_or_oven", "refrigerator"),
        *("built_in_microwave_or_coffee", "bathroom_or_water_heater", "split_air_conditioner"),
        *("tv_wall_mount", "home_cinema", "smart_lock_or_camera"),
    }
)
STANDS_OUTSIDE: Final = frozenset({"split_air_conditioner"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteQuestion:
    """One thing we ask.

    Attributes:
        code: what its answer is kept under.
        asked: the question.
        options: what can be answered, pairs of a code and words; none for an answer in the buyer's own words.
        kinds: the kinds of work before which it is asked.
        product_types: the types of product for which it is asked; all without any.
        hint: why, or what to look at.
    """

    code: str
    asked: str
    options: tuple[tuple[str, str], ...] = ()
    kinds: frozenset[WorkKind] = BRINGS_A_UNIT
    product_types: frozenset[str] = frozenset()
    hint: str = ""

    @property
    def is_required(self) -> bool:
        """Whether it must be answered; what somebody writes in their own words never must."""
        return bool(self.options)

    def concerns(self, kind: WorkKind, product_type: str) -> bool:
        """Whether it is asked before this work."""
        fits = not self.product_types or product_type in self.product_types
        return kind in self.kinds and fits


_YES_NO: Final = (
    ("yes", said("Yes")),
    ("no", said("No")),
    ("unknown", said("I do not know")),
)

QUESTIONS: Final = (
    SiteQuestion(
        code="floor",
        asked=said("On which floor is it?"),
        options=(
            ("0", said("On the ground floor, or in the cellar")),
            ("1", said("On the first floor")),
            ("2", said("On the second floor")),
            ("3", said("On the third floor")),
            ("4", said("On the fourth floor or higher")),
        ),
        kinds=EVERY_KIND,
    ),
    SiteQuestion(
        code="lift",
        asked=said("Is there a lift that it fits into?"),
        options=_YES_NO,
        hint=said("Without a lift we plan a few minutes more for every floor."),
    ),
    SiteQuestion(
        code="parking",
        asked=said("Where can we park?"),
        options=(
            ("door", said("In front of the house")),
            ("near", said("In the same street, without a permit")),
            ("permit", said("Only with a permit, or for a fee")),
            ("far", said("Further away")),
        ),
        kinds=EVERY_KIND,
    ),
    SiteQuestion(
        code="water",
        asked=said("Are there a tap and a drain where it is to stand?"),
        options=_YES_NO,
        product_types=USES_WATER,
    ),
    SiteQuestion(
        code="power",
        asked=said("Is there a socket or a power line where it is to stand?"),
        options=_YES_NO,
        product_types=USES_POWER,
    ),
    SiteQuestion(
        code="old",
        asked=said("Is an old one still in its place?"),
        options=_YES_NO,
        kinds=frozenset({WorkKind.INSTALL}),
    ),
    SiteQuestion(
        code="outside",
        asked=said("May a part of it be fixed to the outside of the house?"),
        options=_YES_NO,
        product_types=STANDS_OUTSIDE,
        hint=said("In a rented home, the owner of the house has to agree."),
    ),
    SiteQuestion(
        code="note",
        asked=said("Anything else that we should know?"),
        kinds=EVERY_KIND,
        hint=said("A narrow staircase, a steep drive, a dog"),
    ),
)
"""Every question, in the order in which they are asked."""


def questions_for(kind: WorkKind, product_type: str) -> tuple[SiteQuestion, ...]:
    """What is asked before this work."""
    return tuple(each for each in QUESTIONS if each.concerns(kind, product_type))


def missing_in(
    asked: tuple[SiteQuestion, ...], answers: Mapping[str, object]
) -> list[SiteQuestion]:
    """The questions that must be answered and are not; nobody needs a lift to the ground floor."""
    return [
        each
        for each in asked
        if each.is_required
        and each.code not in answers
        and not (each.code == "lift" and answers.get("floor") == "0")
    ]


def answers_to(asked: tuple[SiteQuestion, ...], given: Mapping[str, str]) -> dict[str, object]:
    """What was answered, and nothing that was not asked; an answer that is none is left out."""
    kept: dict[str, object] = {}
    for each in asked:
        answer = given.get(each.code, "").strip()
        if each.options and answer in {code for code, _said in each.options}:
            kept[each.code] = answer
        if not each.options and answer:
            kept[each.code] = answer[:LONGEST_NOTE]
    return kept


def extra_minutes(answers: Mapping[str, object]) -> int:
    """How much longer the work takes at such a place."""
    floor = answers.get("floor")
    if answers.get("lift") not in ("no", "unknown") or not isinstance(floor, str):
        return 0
    return min(int(floor) * MINUTES_A_FLOOR, MOST_FOR_FLOORS)
