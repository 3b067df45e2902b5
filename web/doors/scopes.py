"""The doors of the API that many of its nouns share, by what a key may do."""

from __future__ import annotations

from typing import Final

from aftersales.access import OFFICE, OUTSIDE, PLANNERS
from aftersales.records import Role, Scope
from web.doors.door import ADMINS, Door


def reads(scope: Scope, *more: Role) -> Door:
    """Staff, perhaps others, and keys that may read."""
    return Door(roles=OFFICE | frozenset(more), scopes=frozenset({scope}))


def writes(scope: Scope, roles: frozenset[Role] = OFFICE) -> Door:
    """Staff, or some of them, and keys that may write."""
    return Door(roles=roles, scopes=frozenset({scope}))


CATALOGUE: Final = reads(Scope.CATALOGUE_READ)
CUSTOMERS: Final = reads(Scope.CUSTOMERS_READ)
SALES: Final = reads(Scope.SALES_READ)
CASES: Final = reads(Scope.CASES_READ)
VISITS: Final = reads(Scope.VISITS_READ)
OWN_VISITS: Final = reads(Scope.VISITS_READ, *OUTSIDE)
PLANNING: Final = reads(Scope.PLANNING_READ)
PLANS: Final = writes(Scope.PLANNING_WRITE, PLANNERS)
JOBS: Final = Door(roles=PLANNERS, scopes=frozenset({Scope.PLANNING_READ}))
VISITS_WRITTEN: Final = writes(Scope.VISITS_WRITE)
HOOKS: Final = Door(roles=ADMINS, scopes=frozenset({Scope.WEBHOOKS_READ}))
HOOKS_WRITTEN: Final = writes(Scope.WEBHOOKS_WRITE, ADMINS)
PEOPLE: Final = Door(roles=ADMINS)
"""Who lets people and programs in: never a key, or one could make itself another."""
