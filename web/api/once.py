"""Once: a POST with an idempotency key is done once, however often it is sent.

Shop systems repeat a request when no answer came; with the same `Idempotency-Key` they get the answer
of the first time, for a day.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from aftersales.access import Principal, actor_of
from aftersales.deed import Deed
from aftersales.identifiers import blind_hash
from aftersales.parts import Parts
from aftersales.remembered import LONGEST_KEY, Answer, answered_before, once
from web.api.versions import json_of, tag_of
from web.parts import PartsIn
from web.who import Who, address_of, name_of

REPLAYED: Final = "Idempotent-Replayed"
"""The header that says that an answer was given before."""

Acted = tuple[BaseModel, str | None]
"""What is shown of what was done, and the address where it can be read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """One request to do something: by whom, and under which key."""

    parts: Parts
    principal: Principal
    caller: str
    key: str | None
    request_digest: str

    def answer(self, act: Callable[[Deed], Acted], *, status: int = 201) -> Response:
        """Act in one deed and show what came of it, or give the answer that this key has.

        Raises:
            KeyReused: the key came with another request before.
        """
        answer, is_replayed = once(
            self.parts,
            actor_of(self.principal),
            caller=self.caller,
            key=self.key,
            request_digest=self.request_digest,
            act=lambda deed: _answered(act(deed), status),
        )
        return _response(answer, is_replayed=is_replayed)

    def answer_after(self, act: Callable[[], BaseModel]) -> Response:
        """Act in deeds of its own and show what came of it, or give the answer that this key has.

        What is done may be done twice without harm: if its answer is lost before it is remembered, it is done again.

        Raises:
            KeyReused: the key came with another request before.
        """
        if self.key is not None:
            before = answered_before(
                self.parts,
                caller=self.caller,
                key=self.key,
                request_digest=self.request_digest,
            )
            if before is not None:
                return _response(before, is_replayed=True)
        shown = act()
        return self.answer(lambda _deed: (shown, None), status=200)


async def _once(
    request: Request,
    parts: PartsIn,
    principal: Who,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=LONGEST_KEY,
            pattern="^[!-~]+$",
            description="Any text of your own for this one request, such as a random UUID: sent again "
            "within 24 hours it is answered as the first time, and nothing is done twice.",
        ),
    ] = None,
) -> Once:
    return Once(
        parts=parts,
        principal=principal,
        caller=name_of(principal, address_of(request)),
        key=key,
        request_digest="" if key is None else await _digest_of(request, parts.secret),
    )


OnceIn = Annotated[Once, Depends(_once)]
"""Asks for a request that is done once in an endpoint's signature."""


async def _digest_of(request: Request, secret: str) -> str:
    """The same for the same request, however its JSON is spaced and ordered.

    It is kept for a day, and the request may hold a password: a bare hash of it could be guessed at.
    """
    body = await request.body()
    asked = [request.method, request.url.path, request.url.query]
    sent = json.dumps([*asked, json.loads(body) if body else None], sort_keys=True)
    return blind_hash(secret, sent)


def _response(answer: Answer, *, is_replayed: bool) -> Response:
    headers = answer.headers | ({REPLAYED: "true"} if is_replayed else {})
    return Response(answer.body, answer.status, headers=headers, media_type="application/json")


def _answered(acted: Acted, status: int) -> Answer:
    shown, location = acted
    headers = {"ETag": tag_of(shown)} | ({} if location is None else {"Location": location})
    return Answer(status, headers, json_of(shown))
