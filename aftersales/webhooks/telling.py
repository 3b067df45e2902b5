"""From the audit trail to messages: what a deed did is told to every address that asked for it.

Messages are written at the end of the deed, in its transaction: whoever is told reads what was kept,
and nothing is told of what was not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from aftersales.deed import Deed
from aftersales.queries.webhooks import endpoints_told, references_of_orders
from aftersales.records import (
    Appointment,
    Event,
    Record,
    WebhookEndpoint,
    WebhookMessage,
    WebhookState,
)
from aftersales.webhooks.content import data_of, message_content
from aftersales.webhooks.kinds import WebhookKind, kind_of
from aftersales.webhooks.plain import Data


@dataclass(slots=True)
class ShopsTold:
    """What of one deed concerns shop systems; a deed that does nothing of the kind costs no query."""

    heard: list[tuple[WebhookKind, Event, Record]] = field(default_factory=list)

    def hear(self, event: Event, subject: Record) -> None:
        """Remember it if it is of a kind that shop systems may be told of."""
        kind = kind_of(event.what, event.subject_kind)
        if kind is not None:
            self.heard.append((kind, event, subject))

    def finish(self, deed: Deed) -> None:
        """Write one message for each event and each address that asked for its kind."""
        if not self.heard:
            return
        endpoints = endpoints_told(deed.session)
        wanted = {kind for endpoint in endpoints for kind in endpoint.events}
        told = [each for each in self.heard if each[0] in wanted]
        references = _references(deed, (subject for _, _, subject in told))
        for kind, event, subject in told:
            content = _content(deed, kind, event, subject, references)
            for endpoint in endpoints:
                if kind in endpoint.events:
                    deed.add(new_message(deed, endpoint, kind.value, content))


def new_message(deed: Deed, endpoint: WebhookEndpoint, kind: str, content: Data) -> WebhookMessage:
    """A message to an address, which leaves as soon as somebody sends."""
    return WebhookMessage(
        id=deed.new_id(),
        endpoint_id=endpoint.id,
        kind=kind,
        content=content,
        state=WebhookState.WAITING,
        error="",
        created_at=deed.now,
        not_before_at=deed.now,
    )


def _content(
    deed: Deed, kind: WebhookKind, event: Event, subject: Record, references: Mapping[UUID, str]
) -> Data:
    return message_content(
        kind.value, event.at, data_of(subject, deed.settings.public_url, references)
    )


def _references(deed: Deed, subjects: Iterable[Record]) -> dict[UUID, str]:
    """The references of the work orders of all appointments among these, in one question."""
    orders = {subject.work_order_id for subject in subjects if isinstance(subject, Appointment)}
    return references_of_orders(deed.session, orders)
