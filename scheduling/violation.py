"""The names of the rules that a plan must keep, and what a broken one looks like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """The name of every rule that a plan must keep."""

    KNOWN_KEYS = "known_keys"
    EACH_VISIT_ONCE = "each_visit_once"
    ONE_ROUTE_PER_SHIFT = "one_route_per_shift"
    NO_EMPTY_ROUTE = "no_empty_route"
    IN_WINDOW = "in_window"
    ON_GRID = "on_grid"
    SERVICE_LENGTH = "service_length"
    SKILLS = "skills"
    CREW_SIZE = "crew_size"
    PINNED_SHIFT = "pinned_shift"
    PINNED_START = "pinned_start"
    ORDER_IN_TIME = "order_in_time"
    TRAVEL_TIME = "travel_time"
    DRIVING_FIGURES = "driving_figures"
    METRES_FIGURE = "metres_figure"
    SHIFT_SPAN = "shift_span"
    PAUSES_TAKEN = "pauses_taken"
    PAUSE_CUTS_NO_VISIT = "pause_cuts_no_visit"
    COST_FIGURE = "cost_figure"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: which, for which visit or shift (or the plan), and what is wrong in a sentence."""

    rule: Rule
    subject: str
    sentence: str
