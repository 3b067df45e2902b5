"""Secrets in an answer: shown to whoever asked first, and remembered nowhere."""

from __future__ import annotations

import json

from fastapi import Response


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
