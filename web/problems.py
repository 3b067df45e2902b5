"""Every kind of problem that the web answers with: one table from our errors to HTTP (RFC 9457)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from aftersales.errors import (
    AftersalesError,
    Collision,
    IllegalMove,
    KeyReused,
    NotAllowed,
    NotPermitted,
    NotReady,
    NotSignedIn,
    NotThere,
    NotUnderstood,
    NoVersionNamed,
    PlanRefused,
    RevisionMoved,
    SlotTaken,
    TooOften,
    VersionMoved,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """One kind of problem: its HTTP status, its short name, and what it is called.

    `sentence` is what is said when nothing more precise is known.
    """

    status: int
    slug: str
    title: str
    sentence: str

    @property
    def type(self) -> str:
        """The URI reference that names this kind and leads to its description."""
        return f"/api#{self.slug}"


UNEXPECTED: Final = ProblemKind(
    status=500,
    slug="unexpected",
    title="Something went wrong here",
    sentence="Something went wrong on our side, and nothing was changed. Please try again; if it "
    "happens again, call us.",
)
NOT_THERE: Final = ProblemKind(
    status=404,
    slug="not-there",
    title="Not there",
    sentence="There is nothing at this address. Check it, or begin at the first page.",
)
NOT_UNDERSTOOD: Final = ProblemKind(
    status=422,
    slug="not-understood",
    title="Not understood",
    sentence="Some of what was sent cannot be used. Correct the places named and send it again.",
)
WRONG_METHOD: Final = ProblemKind(
    status=405,
    slug="wrong-method",
    title="Not possible here",
    sentence="This address cannot be used in this way. Look it up in the API reference.",
)
WRONG_CONTENT: Final = ProblemKind(
    status=415,
    slug="wrong-content",
    title="Wrong kind of content",
    sentence="The API takes JSON only. Send it with “Content-Type: application/json”.",
)
TOO_LONG: Final = ProblemKind(
    status=413,
    slug="too-long",
    title="Too long",
    sentence="What was sent is too long. Send less at once.",
)
BROKEN_REQUEST: Final = ProblemKind(
    status=400,
    slug="broken-request",
    title="Broken request",
    sentence="The request cannot be read. Check how it is put together and send it again.",
)
FOREIGN_HOST: Final = ProblemKind(
    status=421,
    slug="foreign-host",
    title="Not known by this name",
    sentence="This server does not go by this name. Use its public address, or add the name to its settings.",
)
FOREIGN_ORIGIN: Final = ProblemKind(
    status=403,
    slug="foreign-origin",
    title="Sent from another site",
    sentence="This was sent from another site, so nothing was changed. Open our page and do it there.",
)

KINDS: Final = MappingProxyType(
    {
        NotThere: NOT_THERE,
        NotUnderstood: NOT_UNDERSTOOD,
        NoVersionNamed: ProblemKind(
            status=428,
            slug="no-version-named",
            title="From which version?",
            sentence="An edit says in “If-Match” from which version it was made.",
        ),
        NotSignedIn: ProblemKind(
            status=401,
            slug="not-signed-in",
            title="Not signed in",
            sentence="It is not known who asks. Sign in, or send an API key.",
        ),
        NotPermitted: ProblemKind(
            status=403,
            slug="not-permitted",
            title="Not open to you",
            sentence="It is known who asks, and this is not theirs.",
        ),
        TooOften: ProblemKind(
            status=429,
            slug="too-often",
            title="Too often",
            sentence="Something was tried too often; “Retry-After” says how many seconds to wait.",
        ),
        NotAllowed: ProblemKind(
            status=409,
            slug="not-allowed",
            title="Not allowed now",
            sentence="The state of things or a rule forbids it.",
        ),
        IllegalMove: ProblemKind(
            status=409,
            slug="illegal-move",
            title="Not possible from here",
            sentence="From the present state there is no way to the one wanted.",
        ),
        PlanRefused: ProblemKind(
            status=500,
            slug="plan-refused",
            title="The plan was refused",
            sentence="The plan broke a rule that is checked independently; nothing of it was kept.",
        ),
        Collision: ProblemKind(
            status=409,
            slug="collision",
            title="Somebody was faster",
            sentence="Somebody else did this, or something that excludes it, before.",
        ),
        SlotTaken: ProblemKind(
            status=409,
            slug="slot-taken",
            title="The time is taken",
            sentence="The technician is no longer free at that time.",
        ),
        RevisionMoved: ProblemKind(
            status=409,
            slug="revision-moved",
            title="It changed meanwhile",
            sentence="The row changed since it was read. Read it again.",
        ),
        VersionMoved: ProblemKind(
            status=412,
            slug="version-moved",
            title="It changed since you read it",
            sentence="It is no longer the version of “If-Match”. Read it again and repeat the edit.",
        ),
        KeyReused: ProblemKind(
            status=422,
            slug="key-reused",
            title="The key was used for something else",
            sentence="The same idempotency key came with another request. Use a new key for it.",
        ),
        NotReady: ProblemKind(
            status=503,
            slug="not-ready",
            title="Not ready",
            sentence="The installation lacks something; the detail says what to do.",
        ),
        AftersalesError: UNEXPECTED,
    }
)
"""The one table: our errors on the left, what HTTP makes of them on the right."""

BY_STATUS: Final = MappingProxyType(
    {
        kind.status: kind
        for kind in (NOT_THERE, WRONG_METHOD, WRONG_CONTENT, TOO_LONG, NOT_UNDERSTOOD)
    }
)
"""What the framework's own refusals are called."""

ALL_KINDS: Final = tuple(
    sorted(
        {*KINDS.values(), *BY_STATUS.values(), BROKEN_REQUEST, FOREIGN_HOST, FOREIGN_ORIGIN},
        key=lambda kind: (kind.status, kind.slug),
    )
)
"""Everything that the reference lists."""


def kind_of(error: AftersalesError) -> ProblemKind:
    """The kind of an error of ours: that of its nearest class in the table."""
    return next(KINDS[each] for each in type(error).__mro__ if each in KINDS)
