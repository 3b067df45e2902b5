"""Endpoints: the addresses of shop systems, the events they are told of, and their secrets."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.queries.webhooks import give_up_waiting
from aftersales.records import WebhookEndpoint, WebhookMessage, WebhookState
from aftersales.store import lock_rows
from aftersales.webhooks.addresses import checked_url
from aftersales.webhooks.content import message_content
from aftersales.webhooks.kinds import TEST, WebhookKind
from aftersales.webhooks.telling import new_message


def add_endpoint(
    deed: Deed, *, url: str, events: Iterable[str], api_key_id: UUID | None = None
) -> WebhookEndpoint:
    """Tell an address of these kinds of events from now on.

    Raises:
        NotUnderstood: nothing may be sent there, or a kind is not known.
    """
    endpoint = WebhookEndpoint(
        id=deed.new_id(),
        url=checked_url(url, is_local_allowed=deed.settings.webhooks_allow_local),
        events=_kinds(events),
        api_key_id=api_key_id,
        trouble="",
        created_at=deed.now,
    )
    deed.add(endpoint)
    deed.note("webhook_endpoint_added", endpoint, facts={"events": list(endpoint.events)})
    return endpoint


def edit_endpoint(
    deed: Deed,
    endpoint: WebhookEndpoint,
    *,
    url: str | None = None,
    events: Iterable[str] | None = None,
    is_active: bool | None = None,
) -> None:
    """Change what is given. One that rests is told of nothing new; what waits leaves when it is active again.

    Raises:
        NotUnderstood: nothing may be sent there, or a kind is not known.
    """
    if url is not None:
        endpoint.url = checked_url(url, is_local_allowed=deed.settings.webhooks_allow_local)
    if events is not None:
        endpoint.events = _kinds(events)
    if is_active is not None:
        endpoint.is_active = is_active
    if is_active or url is not None:
        endpoint.trouble = ""
        endpoint.failing_since_at = None
    deed.add(endpoint)
    deed.note("webhook_endpoint_changed", endpoint, facts={"is_active": endpoint.is_active})


def rotate_secret(deed: Deed, endpoint: WebhookEndpoint) -> None:
    """Give an address a new secret; for a day messages are signed with both."""
    lock_rows(deed.session, "webhook_endpoint", [endpoint.id])
    deed.session.refresh(endpoint, ["secret_generation"])
    endpoint.secret_generation += 1
    endpoint.secret_rotated_at = deed.now
    deed.add(endpoint)
    deed.note("webhook_secret_rotated", endpoint)


def remove_endpoint(deed: Deed, endpoint: WebhookEndpoint) -> None:
    """Tell an address of nothing any more; what was sent to it stays on record."""
    endpoint.is_active = False
    endpoint.removed_at = deed.now
    give_up_waiting(deed.session, endpoint.id, "The address was removed.")
    deed.add(endpoint)
    deed.note("webhook_endpoint_removed", endpoint)


def send_test(deed: Deed, endpoint: WebhookEndpoint) -> WebhookMessage:
    """A message that only tries the address out, whatever it is subscribed to.

    Raises:
        NotAllowed: the address rests.
    """
    _check_active(endpoint)
    data: dict[str, object] = {"endpoint_id": str(endpoint.id)}
    message = new_message(deed, endpoint, TEST, message_content(TEST, deed.now, data))
    deed.add(message)
    return message


def replay(deed: Deed, message: WebhookMessage) -> None:
    """Send a message once more, under the identifier it always had.

    Raises:
        NotAllowed: its address rests.
    """
    endpoint = deed.session.get_one(WebhookEndpoint, message.endpoint_id)
    _check_active(endpoint)
    message.state = WebhookState.WAITING
    message.attempts = 0
    message.not_before_at = deed.now
    message.sent_at = None
    deed.add(message)
    deed.note("webhook_replayed", endpoint, facts={"message_id": str(message.id)})


def _check_active(endpoint: WebhookEndpoint) -> None:
    if not endpoint.is_active:
        raise NotAllowed(
            "Nothing is sent to this address at present. Make it active first."
            if endpoint.removed_at is None
            else "This address was removed. Add it anew to send to it."
        )


def _kinds(events: Iterable[str]) -> list[str]:
    """The kinds in the order of the list, each once."""
    asked = set(events)
    unknown = sorted(asked - set(WebhookKind))
    if unknown or not asked:
        known = ", ".join(WebhookKind)
        what = f"Unknown events: {', '.join(unknown)}." if unknown else "No event is named."
        raise NotUnderstood(
            f"{what} Choose among: {known}.",
            [Problem("events", f"{kind} is not known") for kind in unknown]
            or [Problem("events", "name at least one")],
        )
    return [kind.value for kind in WebhookKind if kind in asked]
