"""VROOM's JSON in and out, so that whoever uses VROOM can switch with one command.

The formats are those of VROOM 1.14 and 1.15 (https://github.com/VROOM-Project/vroom, docs/API.md). A
document goes through three forms: `Document` is what was read, `Case` what the planner makes of it, and an
`Itinerary` is a route told in VROOM's steps. Everything that is refused is one `Refused` with one sentence.
"""

from scheduling.vroom.case import Case, case_of
from scheduling.vroom.document import Document, read_document
from scheduling.vroom.fields import MOST_BYTES, Refused
from scheduling.vroom.given import checked, given_itineraries
from scheduling.vroom.pictures import map_of, timeline_of
from scheduling.vroom.planned import answer_of, itineraries
from scheduling.vroom.roads import roads_of
from scheduling.vroom.solution import read_solution
from scheduling.vroom.start import start_of
from scheduling.vroom.wording import explained

__all__ = [
    "MOST_BYTES",
    "Case",
    "Document",
    "Refused",
    "answer_of",
    "case_of",
    "checked",
    "explained",
    "given_itineraries",
    "itineraries",
    "map_of",
    "read_document",
    "read_solution",
    "roads_of",
    "start_of",
    "timeline_of",
]
