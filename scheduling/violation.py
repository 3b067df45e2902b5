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
    SKILLS = "skills"
    CREW_SIZE = "crew_size"
    TERRITORY = "territory"
    FORBIDDEN = "forbidden"
    PINNED_TECHNICIAN = "pinned_technician"
    PINNED_SHIFT = "pinned_shift"
    PINNED_START = "pinned_start"
    IN_WINDOW = "in_window"
    NOT_BEFORE = "not_before"
    ON_GRID = "on_grid"
    SERVICE_LENGTH = "service_length"
    SETUP = "setup"
    ORDER_IN_TIME = "order_in_time"
    TRAVEL_TIME = "travel_time"
    SHIFT_SPAN = "shift_span"
    OVERTIME = "overtime"
    PAUSES_TAKEN = "pauses_taken"
    PAUSE_CUTS_NO_VISIT = "pause_cuts_no_visit"
    MAX_DRIVING = "max_driving"
    MAX_STOPS = "max_stops"
    CAPACITY = "capacity"
    TOGETHER_OR_NOT = "together_or_not"
    SAME_TIME = "same_time"
    BEFORE = "before"
    SAME_TECHNICIAN = "same_technician"
    SAME_SHIFT = "same_shift"
    DRIVING_FIGURES = "driving_figures"
    METRES_FIGURE = "metres_figure"
    COST_FIGURE = "cost_figure"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: which, for which visit or shift (or the plan), and what is wrong in a sentence."""

    rule: Rule
    subject: str
    sentence: str
