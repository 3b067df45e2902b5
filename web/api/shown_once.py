"""Secrets in an answer: shown to whoever asked first, and remembered nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from fastapi import Response

from aftersales.deed import Deed
from aftersales.identifiers import link_token
from aftersales.records import Link
from web.api.fields import Shown
from web.api.once import Acted, Once


def with_address(
    once: Once,
    issued: Callable[[Deed], UUID],
    shown: Callable[[Deed, Link], tuple[Shown, str]],
    path: str,
) -> Response:
    """The answer with a new link's address, which is not remembered with it.

    Args:
        once: the request, answered once however often it is sent.
        issued: makes the link and answers it.
        shown: the answer with its `address` left empty, and where it can be read again.
        path: of the address, with a place for its token.
    """
    made: list[UUID] = []

    def act(deed: Deed) -> Acted:
        link_id = issued(deed)
        deed.session.flush()
        made.append(link_id)
        return shown(deed, deed.session.get_one(Link, link_id))

    answer = once.answer(act)
    if not made:
        return answer
    token = link_token(once.parts.secret, made[0])
    return with_secret(answer, address=once.parts.settings.public_url + path.format(token=token))


def with_secret(answer: Response, **secret: object) -> Response:
    """An answer with a secret in the place that was left empty for it, so that no cache keeps it.

    What is remembered for a repeated request is the answer without.
    """
    content = json.loads(bytes(answer.body)) | secret
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in {"content-length", "content-type", "etag"}
    }
    return Response(
        json.dumps(content, ensure_ascii=False),
        answer.status_code,
        headers=headers | {"Cache-Control": "no-store"},
        media_type="application/json",
    )
