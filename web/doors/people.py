"""Pages for everybody: buyers with the link of a message, strangers, and whoever has signed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aftersales.records import LinkPurpose
from web.doors.door import ANY_USER, OPEN, Door

_CHOICES: Final = (
    *("keep", "move", "call", "hold", "confirm", "cancel"),
    *("wait", "stop-waiting", "earlier", "pass"),
)
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
    for entry in (
        *("GET /visit/{token}", "GET /visit/{token}/times", "GET /visit/{token}/confirm"),
        "GET /visit/{token}/visit.ics",
        *(f"POST /visit/{{token}}/{act}" for act in _CHOICES),
    ):
        yield entry, Door(link=LinkPurpose.VISIT)
    for entry in (
        "GET /book/{token}",
        *(
            f"{method} /book/{{token}}/{step}"
            for method in ("GET", "POST")
            for step in ("address", "contact")
        ),
        "GET /book/{token}/site",
        *("GET /book/{token}/time", "GET /book/{token}/confirm"),
        *("POST /book/{token}/hold", "POST /book/{token}/confirm"),
    ):
        yield entry, Door(link=LinkPurpose.BOOKING)
    yield "POST /book/{token}/site", Door(link=LinkPurpose.BOOKING, takes_files=True)
    for entry in (
        "GET /recall/{token}",
        *(
            f"POST /recall/{{token}}/{act}"
            for act in ("answer", "serial", "book", "remedy", "call")
        ),
    ):
        yield entry, Door(link=LinkPurpose.RECALL)
    for entry in (
        "GET /upkeep/{token}",
        *(f"POST /upkeep/{{token}}/{act}" for act in ("book", "later", "decline", "done")),
    ):
        yield entry, Door(link=LinkPurpose.MAINTENANCE)
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
    yield "GET /return/{token}", Door(link=LinkPurpose.RETURN)
    yield "GET /return/{token}/label.pdf", Door(link=LinkPurpose.RETURN)
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
    for entry in (
        "GET /registration/{token}/transfer",
        "POST /registration/{token}/transfer",
        "POST /registration/{token}/transfer/withdraw",
    ):
        yield entry, Door(link=LinkPurpose.REGISTRATION)
    for entry in (
        "GET /transfer/{token}",
        "POST /transfer/{token}/accept",
        "POST /transfer/{token}/decline",
    ):
        yield entry, Door(link=LinkPurpose.TRANSFER)
    yield "GET /offers/{token}", Door(link=LinkPurpose.WORK_OFFERS)
    yield "POST /offers/{token}/{offer_id}/accept", Door(link=LinkPurpose.WORK_OFFERS)
    yield "POST /offers/{token}/{offer_id}/decline", Door(link=LinkPurpose.WORK_OFFERS)
    for entry in (
        "GET /case/{token}",
        "GET /case/{token}/files/{upload_id}",
        "POST /case/{token}/solved",
        "POST /case/{token}/open",
    ):
        yield entry, Door(link=LinkPurpose.CASE)
    yield "LINE /case/{token}/talk", Door(link=LinkPurpose.CASE)
    yield "POST /case/{token}/say", Door(link=LinkPurpose.CASE, takes_files=True)
    yield "GET /guarantee/{country}", OPEN
    yield "GET /guarantee/notice/{language}", OPEN
    for entry in ("GET /book", "POST /book", "GET /book/received"):
        yield entry, OPEN
    yield "GET /help", OPEN
    yield "POST /help", Door(is_open=True, takes_files=True)
    yield "GET /help/received", OPEN
    yield "GET /help/articles/{slug}", OPEN
    yield "GET /help/articles/{slug}/picture", OPEN
