"""Webhook endpoints: addresses that are told of events, and what was sent to them.

A key sees and changes the endpoints that were made with it; users of the house see all.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints

from aftersales.access import Principal, ShopKey, actor_of
from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.queries.pages import page_of
from aftersales.queries.webhooks import endpoints_page
from aftersales.records import WebhookEndpoint, WebhookMessage, WebhookState
from aftersales.store import Session
from aftersales.webhooks.addresses import LONGEST
from aftersales.webhooks.endpoints import (
    add_endpoint,
    edit_endpoint,
    remove_endpoint,
    replay,
    rotate_secret,
    send_test,
)
from aftersales.webhooks.kinds import WebhookKind
from aftersales.webhooks.signing import secret_of
from web.api.fields import Edited, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn
from web.who import Who

router = APIRouter(prefix="/webhook-endpoints", tags=["webhook endpoints"])

Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


class EndpointSent(Sent):
    """An address and what it wants to hear of."""

    model_config = example(
        url="https://shop.example/hooks", events=["appointment.booked", "appointment.moved"]
    )

    url: Address
    events: list[WebhookKind] = Field(min_length=1)


class EndpointChange(Edited):
    """What is to be another way."""

    model_config = example(is_active=False)

    url: Address | None = None
    events: list[WebhookKind] | None = Field(default=None, min_length=1)
    is_active: bool | None = None


class EndpointShown(Shown):
    """An address as it stands; `trouble` says what went wrong last, since `failing_since_at`."""

    id: UUID
    url: str
    events: list[str]
    is_active: bool
    trouble: str
    failing_since_at: datetime | None
    secret_rotated_at: datetime | None
    created_at: datetime


class SecretShown(Shown):
    """What the messages to an address are verified with."""

    secret: str


class MessageShown(Shown):
    """One event for one address, and how far it has come."""

    id: UUID
    kind: str
    content: dict[str, object]
    state: WebhookState
    attempts: int
    last_status: int | None
    error: str
    created_at: datetime
    not_before_at: datetime
    sent_at: datetime | None


@router.get("", summary="List webhook endpoints")
def endpoints(parts: PartsIn, who: Who, paged: PagedIn) -> Listed[EndpointShown]:
    """All endpoints, the first made first; a key sees its own."""
    with parts.store.reading() as session:
        page = endpoints_page(
            session, after=paged.after, limit=paged.limit, api_key_id=_key_of(who)
        )
        return paged.listed(page, EndpointShown.model_validate)


@router.get("/{endpoint_id}", summary="One webhook endpoint", response_model=EndpointShown)
def endpoint(parts: PartsIn, who: Who, held: HeldIn, endpoint_id: UUID) -> Response:
    """An endpoint and whether it takes what is sent to it."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, _endpoint(session, who, endpoint_id)))


@router.get("/{endpoint_id}/secret", summary="The secret of a webhook endpoint")
def secret(parts: PartsIn, who: Who, endpoint_id: UUID, answer: Response) -> SecretShown:
    """What its messages are verified with; it is stored nowhere, and made again when asked for."""
    with parts.store.reading() as session:
        row = _endpoint(session, who, endpoint_id)
    answer.headers["Cache-Control"] = "no-store"
    return SecretShown(secret=secret_of(parts.secret, row))


@router.post("", status_code=201, summary="Add a webhook endpoint", response_model=EndpointShown)
def add(once: OnceIn, sent: EndpointSent) -> Response:
    """Tell an address of these events from now on."""

    def act(deed: Deed) -> Acted:
        key_id = _key_of(once.principal)
        row = add_endpoint(deed, url=sent.url, events=sent.events, api_key_id=key_id)
        return _shown(deed.session, row), f"/api/v1/webhook-endpoints/{row.id}"

    return once.answer(act)


@router.patch("/{endpoint_id}", summary="Change a webhook endpoint", response_model=EndpointShown)
def change(edit: EditIn, endpoint_id: UUID, sent: EndpointChange) -> Response:
    """Change what is sent; an endpoint that rests is told of nothing new."""
    return edit.answer(
        lambda session: _endpoint(session, edit.principal, endpoint_id),
        shown=_shown,
        change=lambda deed, row: edit_endpoint(
            deed, row, url=sent.url, events=sent.events, is_active=sent.is_active
        ),
    )


@router.delete("/{endpoint_id}", status_code=204, summary="Remove a webhook endpoint")
def remove(parts: PartsIn, who: Who, endpoint_id: UUID) -> None:
    """Tell an address of nothing any more."""
    with parts.doing(actor_of(who)) as deed:
        remove_endpoint(deed, _endpoint(deed.session, who, endpoint_id))


@router.post(
    "/{endpoint_id}/rotate",
    summary="Give a webhook endpoint a new secret",
    response_model=EndpointShown,
)
def rotate(once: OnceIn, endpoint_id: UUID) -> Response:
    """For a day messages are signed with the old secret as well."""

    def act(deed: Deed) -> Acted:
        row = _endpoint(deed.session, once.principal, endpoint_id)
        rotate_secret(deed, row)
        return _shown(deed.session, row), None

    return once.answer(act, status=200)


@router.post(
    "/{endpoint_id}/test",
    status_code=202,
    summary="Try a webhook endpoint out",
    response_model=MessageShown,
)
def test(once: OnceIn, endpoint_id: UUID) -> Response:
    """Send a message of the type `webhook.test`."""

    def act(deed: Deed) -> Acted:
        row = _endpoint(deed.session, once.principal, endpoint_id)
        return MessageShown.model_validate(send_test(deed, row)), None

    return once.answer(act, status=202)


@router.get("/{endpoint_id}/messages", summary="List the messages to a webhook endpoint")
def messages(
    parts: PartsIn,
    who: Who,
    paged: PagedIn,
    endpoint_id: UUID,
    state: WebhookState | None = None,
) -> Listed[MessageShown]:
    """What was written for an endpoint, the oldest first, or what of it is in a state."""
    with parts.store.reading() as session:
        row = _endpoint(session, who, endpoint_id)
        page = page_of(
            session,
            WebhookMessage,
            after=paged.after,
            limit=paged.limit,
            endpoint_id=row.id,
            state=state,
        )
        return paged.listed(page, MessageShown.model_validate)


@router.post(
    "/{endpoint_id}/messages/{message_id}/replay",
    status_code=202,
    summary="Send a message again",
    response_model=MessageShown,
)
def send_again(once: OnceIn, endpoint_id: UUID, message_id: UUID) -> Response:
    """Send a message once more, under the identifier it always had."""

    def act(deed: Deed) -> Acted:
        row = _endpoint(deed.session, once.principal, endpoint_id)
        message = deed.session.get(WebhookMessage, message_id)
        if message is None or message.endpoint_id != row.id:
            raise NotThere(f"There is no message {message_id} to this endpoint. Check both.")
        replay(deed, message)
        return MessageShown.model_validate(message), None

    return once.answer(act, status=202)


def _shown(_session: Session, row: WebhookEndpoint) -> EndpointShown:
    return EndpointShown.model_validate(row)


def _key_of(principal: Principal) -> UUID | None:
    """The key whose endpoints are meant; of a user all are."""
    return principal.key_id if isinstance(principal, ShopKey) else None


def _endpoint(session: Session, principal: Principal, endpoint_id: UUID) -> WebhookEndpoint:
    """The endpoint, if it was not removed and is within reach.

    Raises:
        NotThere: it is not; whose it is is not said.
    """
    row = found(session, WebhookEndpoint, endpoint_id, "webhook endpoint")
    key_id = _key_of(principal)
    if row.removed_at is not None or key_id not in {None, row.api_key_id}:
        raise NotThere(f"There is no webhook endpoint {endpoint_id}. Check the identifier.")
    return row
