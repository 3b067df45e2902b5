"""Whose visits somebody may see."""

from __future__ import annotations

from typing import assert_never

from aftersales.access import WHOLE, Nobody, Principal, Reach, ShopKey, SignedIn
from aftersales.queries.access import technicians_of_partner
from aftersales.queries.visits import Visit
from aftersales.records import Role
from aftersales.store import Session


def reach_of(session: Session, principal: Principal) -> Reach:
    """The technicians whose visits are within reach; a visit is if anybody of its crew is.

    Everybody of a crew is assigned to each of its visits, so a technician's own visits are those of
    their crew as well, but not what a crew mate does alone.
    """
    match principal:
        case SignedIn():
            return _reach_of_user(session, principal)
        case ShopKey():
            return WHOLE
        case Nobody():
            return Reach(frozenset())
        case _never:
            assert_never(_never)


def is_within(reach: Reach, visit: Visit) -> bool:
    """Whether anybody of a visit's crew is within reach."""
    return any(member.id in reach for member in visit.crew)


def _reach_of_user(session: Session, user: SignedIn) -> Reach:
    match user.role:
        case Role.SUPPORT | Role.DISPATCHER | Role.MANAGER | Role.ADMIN:
            return WHOLE
        case Role.TECHNICIAN:
            own_id = user.technician_id
            return Reach(frozenset() if own_id is None else frozenset({own_id}))
        case Role.PARTNER:
            partner_id = user.service_partner_id
            return Reach(
                frozenset() if partner_id is None else technicians_of_partner(session, partner_id)
            )
        case _never:
            assert_never(_never)
