"""Pages for everybody: buyers with the link of a message, strangers, and whoever has signed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aftersales.records import LinkPurpose
from web.doors.door import ANY_USER, OPEN, Door

_CHOICES: Final = ("keep", "move", "call")
_COMPLAINT_ACTS: Final = (
    *("take", "investigate", "offer", "approve", "withdraw"),
    *("answer", "escalate", "resolve", "settle"),
)


def people() -> Iterator[tuple[str, Door]]:
    """What anybody reads who has the way to it."""
    yield "GET /", ANY_USER
    for entry in (
        "GET /sign-in",
        "POST /sign-in",
        "GET /find",
        "POST /find",
        "POST /find/code",
    ):
        yield entry, OPEN
    for entry in ("POST /sign-out", "GET /password", "POST /password"):
        yield entry, ANY_USER
    yield "GET /mine/{token}", Door(link=LinkPurpose.BUYER)
    for entry in ("GET /visit/{token}", *(f"POST /visit/{{token}}/{act}" for act in _CHOICES)):
        yield entry, Door(link=LinkPurpose.VISIT)
    for entry in (
        "GET /recall/{token}",
        *(
            f"POST /recall/{{token}}/{act}"
            for act in ("answer", "serial", "book", "remedy", "call")
        ),
    ):
        yield entry, Door(link=LinkPurpose.RECALL)
    yield "GET /visit/{token}/complaint", Door(link=LinkPurpose.VISIT)
    yield "POST /visit/{token}/complaint", Door(link=LinkPurpose.VISIT)
    for entry in (
        "GET /survey/{token}",
        "POST /survey/{token}",
        "GET /survey/{token}/unsubscribe",
        "POST /survey/{token}/unsubscribe",
    ):
        yield entry, Door(link=LinkPurpose.SURVEY)
    yield "GET /complaint/{token}", Door(link=LinkPurpose.COMPLAINT)
    for act in ("accept", "decline", "settled", "open", "more"):
        yield f"POST /complaint/{{token}}/{act}", Door(link=LinkPurpose.COMPLAINT)
    yield "GET /register", OPEN
    yield "POST /register", OPEN
    yield "GET /register/{token}", Door(link=LinkPurpose.PROOF)
    yield "POST /register/{token}/proof", Door(link=LinkPurpose.PROOF, takes_files=True)
    yield "GET /registration/{token}", Door(link=LinkPurpose.REGISTRATION)
    yield "GET /registration/{token}/certificate.pdf", Door(link=LinkPurpose.REGISTRATION)
    yield (
        "POST /registration/{token}/proof",
        Door(link=LinkPurpose.REGISTRATION, takes_files=True),
    )
    yield "GET /help", OPEN
    yield "POST /help", Door(is_open=True, takes_files=True)
    yield "GET /help/received", OPEN
    yield "GET /help/articles/{slug}", OPEN
    yield "GET /help/articles/{slug}/picture", OPEN
