"""Who somebody is to the house, and what a role or a key opens; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from aftersales.deed import Actor
from aftersales.records import ActorKind, Role, Scope

OFFICE: Final = frozenset({Role.SUPPORT, Role.DISPATCHER, Role.MANAGER, Role.ADMIN})
"""Who works in the office and sees every customer."""

PLANNERS: Final = frozenset({Role.DISPATCHER, Role.MANAGER, Role.ADMIN})
"""Who may plan and publish."""

OUTSIDE: Final = frozenset({Role.TECHNICIAN, Role.PARTNER})
"""Who sees their own visits only."""

EVERYBODY: Final = frozenset(Role)
"""Whoever signs in."""


@dataclass(frozen=True, slots=True)
class Nobody:
    """Somebody who did not say who they are: a buyer with a link, or a stranger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A user of the house on one browser.

    Attributes:
        user_id: the user.
        session_id: the sign-in that this request came with.
        name: as colleagues read it.
        role: what they do.
        language: in which they read.
        technician_id: the technician they are, if they are one.
        service_partner_id: the partner they work for, if they do.
        is_renewed: the session's token has changed and is shown for the first time.
    """

    user_id: UUID
    session_id: UUID
    name: str
    role: Role
    language: str
    technician_id: UUID | None = None
    service_partner_id: UUID | None = None
    is_renewed: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopKey:
    """A shop system with a key and the scopes it opens."""

    key_id: UUID
    name: str
    scopes: frozenset[Scope]


Principal = Nobody | SignedIn | ShopKey
"""Whoever a request comes from."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose visits somebody may see: everybody's, or those of some technicians only."""

    technician_ids: frozenset[UUID] | None

    def __contains__(self, technician_id: UUID) -> bool:
        """Whether the visits of this technician are within reach."""
        return self.technician_ids is None or technician_id in self.technician_ids


WHOLE: Final = Reach(None)
"""Everybody's visits."""


def actor_of(principal: Principal) -> Actor:
    """Who stands in the audit trail: a code that names them without personal data."""
    match principal:
        case SignedIn(role=Role.TECHNICIAN, user_id=user_id):
            return Actor(ActorKind.TECHNICIAN, str(user_id))
        case SignedIn(role=Role.PARTNER, user_id=user_id):
            return Actor(ActorKind.PARTNER, str(user_id))
        case SignedIn(user_id=user_id):
            return Actor(ActorKind.STAFF, str(user_id))
        case ShopKey(key_id=key_id):
            return Actor(ActorKind.SHOP, str(key_id))
        case Nobody():
            return Actor(ActorKind.CUSTOMER, "unknown")
