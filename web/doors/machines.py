"""What programs ask, beside the nouns of the API."""

from __future__ import annotations

from collections.abc import Iterator

from aftersales.access import OFFICE
from aftersales.records import LinkPurpose, Scope
from web.doors.door import OPEN, Door


def machines() -> Iterator[tuple[str, Door]]:
    """What programs ask."""
    yield "GET /feeds/{token}.ics", Door(link=LinkPurpose.FEED)
    yield "GET /health", OPEN
    yield "GET /ready", OPEN
    yield "GET /metrics", OPEN  # it asks for its own token
    yield (
        "POST /api/v1/inbound/mail",
        Door(scopes=frozenset({Scope.MESSAGES_WRITE}), takes_files=True),
    )
    for entry in (  # each asks for the signature of whoever sends it
        "POST /api/v1/inbound/messages",
        "GET /api/v1/inbound/x",
        "POST /api/v1/inbound/x",
        "GET /api/v1/inbound/messenger",
        "POST /api/v1/inbound/messenger",
    ):
        yield entry, OPEN
    yield "GET /api/openapi.json", Door(roles=OFFICE, scopes=frozenset(Scope))
