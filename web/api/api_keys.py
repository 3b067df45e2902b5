"""API keys: what shop systems come with. Only admins make them, and each is shown once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.access import actor_of
from aftersales.api_keys import LONGEST_NAME, add_api_key, is_live, revoke_api_key
from aftersales.deed import Deed
from aftersales.queries.pages import page_of
from aftersales.records import ApiKey, Scope
from web.api.fields import Line, Moment, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.shown_once import with_secret
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Who

router = APIRouter(prefix="/api-keys", tags=["api keys"])


class KeySent(Sent):
    """A key that is wanted: for whom, and what it opens."""

    model_config = example(name="Web shop", scopes=["customers:read", "visits:write"])

    name: Line = Field(max_length=LONGEST_NAME, examples=["Web shop"])
    scopes: set[Scope] = Field(min_length=1, examples=[["customers:read", "visits:write"]])
    expires_at: Moment | None = Field(
        default=None, description="When it stops working; never without one."
    )


class KeyShown(Shown):
    """A key by the last characters of its text; the text itself is kept nowhere."""

    id: UUID
    name: str
    hint: str
    scopes: list[str]
    is_live: bool
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class KeyMade(KeyShown):
    """A new key with its text: only now, and null when the same request is answered again."""

    key: str | None


@router.get("", summary="List API keys")
def api_keys(parts: PartsIn, paged: PagedIn) -> Listed[KeyShown]:
    """Every key that was ever given out, the first first."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        page = page_of(session, ApiKey, after=paged.after, limit=paged.limit)
        return paged.listed(page, lambda row: _shown(row, now))


@router.get("/{key_id}", summary="One API key", response_model=KeyShown)
def api_key(parts: PartsIn, held: HeldIn, key_id: UUID) -> Response:
    """What a key opens, and until when."""
    with parts.store.reading() as session:
        row = found(session, ApiKey, key_id, "API key")
        return held.answer(_shown(row, parts.clock.now()))


@router.post("", status_code=201, summary="Make an API key", response_model=KeyMade)
def add(once: OnceIn, sent: KeySent) -> Response:
    """Make a key; copy its text now, as it is never shown again."""
    made: list[str] = []

    def act(deed: Deed) -> Acted:
        row, text = add_api_key(
            deed, name=sent.name, scopes=sent.scopes, expires_at=sent.expires_at
        )
        made.append(text)
        shown = KeyMade(**_shown(row, deed.now).model_dump(), key=None)
        return shown, f"/api/v1/api-keys/{row.id}"

    answer = once.answer(act)
    return with_secret(answer, key=made[0]) if made else answer


@router.delete("/{key_id}", status_code=204, summary="Revoke an API key")
def revoke(parts: PartsIn, who: Who, key_id: UUID) -> None:
    """Make a key useless at once; it stays in the list, so that its name is not given out again."""
    with parts.doing(actor_of(who)) as deed:
        revoke_api_key(deed, found(deed.session, ApiKey, key_id, "API key"))


def _shown(row: ApiKey, now: datetime) -> KeyShown:
    return KeyShown(**row.model_dump(include=set(KeyShown.model_fields)), is_live=is_live(row, now))
