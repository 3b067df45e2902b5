"""Keys of shop systems: shown once, kept as a hash, opening only the scopes they name."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final

from aftersales.access import ShopKey
from aftersales.deed import Deed
from aftersales.errors import Collision, NotSignedIn, NotUnderstood, Problem
from aftersales.identifiers import new_token, token_hash
from aftersales.queries.access import api_key_by_hash, api_key_by_name
from aftersales.queries.webhooks import endpoints_of_key
from aftersales.records import ApiKey, Scope
from aftersales.store import Session
from aftersales.webhooks.endpoints import remove_endpoint

PREFIX: Final = "as_"
"""Lets people, and scanners of leaked secrets, recognise a key as one of ours."""

HINT: Final = 4
"""Characters from the end of the key by which its owner recognises it; 39 remain to be guessed."""

LONGEST_NAME: Final = 64

NOT_A_KEY: Final = "This key does not open anything (any more). Ask for a new one."


def add_api_key(
    deed: Deed, *, name: str, scopes: AbstractSet[Scope], expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """Make a key for a shop system; answers its row and its text, which cannot be shown again.

    Raises:
        NotUnderstood: it has no name or opens nothing, or would have ended already.
        Collision: there is, or was, a key of this name.
    """
    name = name.strip()
    problems = []
    if not name or len(name) > LONGEST_NAME:
        problems.append(Problem("name", f"write 1 to {LONGEST_NAME} characters"))
    if not scopes:
        problems.append(Problem("scopes", f"name at least one of {', '.join(Scope)}"))
    if expires_at is not None and expires_at <= deed.now:
        problems.append(Problem("expires_at", "it lies in the past; choose a later moment"))
    if problems:
        raise NotUnderstood("This key cannot be made. Correct it.", problems)
    if api_key_by_name(deed.session, name) is not None:
        raise Collision(f"There is a key “{name}” already, live or revoked. Choose another name.")
    text = PREFIX + new_token()
    key = ApiKey(
        id=deed.new_id(),
        name=name,
        key_hash=token_hash(text),
        hint=text[-HINT:],
        scopes=sorted(scope.value for scope in scopes),
        created_at=deed.now,
        expires_at=expires_at,
    )
    deed.add(key)
    deed.note("api_key_added", key, facts={"scopes": list(key.scopes)})
    return key, text


def principal_of_key(session: Session, now: datetime, key: str) -> ShopKey:
    """Whose key this is.

    Raises:
        NotSignedIn: it is unknown, expired or revoked; the answer is the same for all three.
    """
    found = api_key_by_hash(session, token_hash(key))
    if found is None or not is_live(found, now):
        raise NotSignedIn(NOT_A_KEY)
    return ShopKey(
        key_id=found.id,
        name=found.name,
        scopes=frozenset(Scope(scope) for scope in found.scopes),
    )


def is_live(key: ApiKey, now: datetime) -> bool:
    """Whether a key opens anything now."""
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)


def revoke_api_key(deed: Deed, key_row: ApiKey) -> bool:
    """Make a key useless at once, and tell nothing more to the addresses that it entered.

    Answers whether it still worked.
    """
    if key_row.revoked_at is not None:
        return False
    key_row.revoked_at = deed.now
    for endpoint in endpoints_of_key(deed.session, key_row.id):
        remove_endpoint(deed, endpoint)
    deed.note("api_key_revoked", key_row)
    return True
