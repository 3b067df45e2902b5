"""What a door is, and whom it lets in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aftersales.access import (
    EVERYBODY,
    Nobody,
    Principal,
    ShopKey,
    SignedIn,
)
from aftersales.records import LinkPurpose, Role, Scope

ADMINS: Final = frozenset({Role.ADMIN})
MANAGERS: Final = frozenset({Role.MANAGER, Role.ADMIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Whom one door lets in.

    Attributes:
        roles: users who may pass.
        scopes: a key needs one of these.
        link: the path carries a token of this purpose, which is checked where it is used.
        is_open: anybody may pass.
        takes_files: what is sent there may be as long as files are.
    """

    roles: frozenset[Role] = frozenset()
    scopes: frozenset[Scope] = frozenset()
    link: LinkPurpose | None = None
    is_open: bool = False
    takes_files: bool = False

    def lets_in(self, principal: Principal) -> bool:
        """Whether this principal may pass."""
        if self.is_open or self.link is not None:
            return True
        match principal:
            case SignedIn(role=role):
                return role in self.roles
            case ShopKey(scopes=scopes):
                return bool(self.scopes & scopes)
            case Nobody():
                return False


OPEN: Final = Door(is_open=True)
ANY_USER: Final = Door(roles=EVERYBODY)
