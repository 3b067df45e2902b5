"""Remembered answers: a repeated request is answered again, and done once.

The answer is kept in the transaction of what was done: either both are there, or neither. It may hold
personal data, and is forgotten after a day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aftersales.deed import Actor, Deed
from aftersales.errors import KeyReused, NotUnderstood, Problem
from aftersales.parts import Parts
from aftersales.queries.remembered import claim_key
from aftersales.records import RememberedAnswer

KEPT_FOR: Final = timedelta(hours=24)
"""So long a key gives the same answer; whoever repeats later than that means it anew."""

LONGEST_KEY: Final = 255
"""Characters of an idempotency key at most."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered: the HTTP status, the headers that belong to it, the body."""

    status: int
    headers: dict[str, str]
    body: str


def once(
    parts: Parts,
    actor: Actor,
    *,
    caller: str,
    key: str | None,
    request_digest: str,
    act: Callable[[Deed], Answer],
) -> tuple[Answer, bool]:
    """Do what was asked in one deed, unless this caller's key was answered before; says whether it was.

    An error of `act` is not remembered: the same request may be sent again. Without a key it is done
    each time. Of two at once one acts, and the other waits for its answer.

    Raises:
        NotUnderstood: the key is no idempotency key.
        KeyReused: the key came with another request before.
    """
    if key is not None:
        _check(key)
    with parts.doing(actor) as deed:
        if key is None:
            return act(deed), False
        is_first = claim_key(
            deed.session,
            caller=caller,
            key=key,
            digest=request_digest,
            now=deed.now,
            since=deed.now - KEPT_FOR,
        )
        row = deed.session.get_one(RememberedAnswer, (caller, key))
        if not is_first:
            return _again(row, request_digest), True
        answer = act(deed)
        row.status, row.headers, row.body = answer.status, answer.headers, answer.body
        deed.add(row)
        return answer, False


def answered_before(parts: Parts, *, caller: str, key: str, request_digest: str) -> Answer | None:
    """What this caller's key was answered within its day, if it was.

    Raises:
        NotUnderstood: the key is no idempotency key.
        KeyReused: the key came with another request before.
    """
    _check(key)
    with parts.store.reading() as session:
        row = session.get(RememberedAnswer, (caller, key))
        if row is None or row.created_at <= parts.clock.now() - KEPT_FOR:
            return None
        return _again(row, request_digest)


def _again(row: RememberedAnswer, request_digest: str) -> Answer:
    if row.request_digest != request_digest:
        raise KeyReused(
            "This idempotency key came with another request before. Choose a new key for a new request."
        )
    return Answer(row.status, row.headers, row.body)


def _check(key: str) -> None:
    is_visible = all("!" <= character <= "~" for character in key)
    if not is_visible or not 1 <= len(key) <= LONGEST_KEY:
        wrong = f"it must have 1 to {LONGEST_KEY} visible ASCII characters"
        raise NotUnderstood(
            f"The idempotency key cannot be used: {wrong}. A random UUID is a good key.",
            [Problem("Idempotency-Key", wrong)],
        )
