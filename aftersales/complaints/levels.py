"""The rungs of the ladder of complaints, and who stands on each."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.deed import Deed
from aftersales.queries.access import users
from aftersales.records import Role, User


def people_of_level(deed: Deed, level: int) -> Sequence[User]:
    """Who looks after a level, or after the highest one beyond it; whoever is on call first."""
    levels = deed.settings.complaint_levels
    role = levels[min(level, len(levels) - 1)]
    able = [each for each in users(deed.session) if each.is_active and each.role is Role(role)]
    return sorted(able, key=lambda each: (not each.is_on_call, each.name))
