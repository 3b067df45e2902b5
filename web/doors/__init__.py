"""Which principal may come through which door: one row for each method and path of the app.

A route without a row does not open to anybody, and the app refuses to start with one. What stands here
is about kinds of people; whose rows they see is decided where the rows are read (`aftersales/reach.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.doors.door import ADMINS, ANY_USER, MANAGERS, OPEN, Door
from web.doors.machines import machines
from web.doors.nouns import nouns
from web.doors.people import people
from web.doors.spares import spares
from web.doors.staff import staff

__all__ = ["ADMINS", "ANY_USER", "DOORS", "MANAGERS", "OPEN", "Door"]

DOORS: Final[Mapping[str, Door]] = MappingProxyType(
    dict((*people(), *staff(), *machines(), *nouns(), *spares()))
)
"""Every door, by “METHOD /path”."""
