"""A shop system that listens on this machine, and an installation that may write to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import pytest

from aftersales.parts import Parts
from aftersales.records import WebhookEndpoint, WebhookMessage
from aftersales.settings import Settings
from aftersales.webhooks.endpoints import add_endpoint, send_test
from aftersales.webhooks.kinds import WebhookKind
from tests.aftersales.conftest import STAFF, all_of
from tests.aftersales.webhooks.shop_system import ShopSystem


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of an installation that may write to this machine."""
    return Settings(
        database_url=database_url,
        outbox=tmp_path / "outbox",
        secret_key="k" * 43,
        webhooks_allow_local=True,
    )


@pytest.fixture
def open_shop() -> Iterator[Callable[[], ShopSystem]]:
    """Open as many shop systems as a test needs."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(ShopSystem())


@pytest.fixture
def shop(open_shop: Callable[[], ShopSystem]) -> ShopSystem:
    """A shop system that takes everything until a test tells it otherwise."""
    return open_shop()


def subscribe(parts: Parts, shop: ShopSystem, *kinds: WebhookKind) -> WebhookEndpoint:
    """Tell a shop system of these kinds, or of all."""
    with parts.doing(STAFF) as deed:
        return add_endpoint(deed, url=shop.url, events=kinds or WebhookKind)


def write_to(parts: Parts, endpoint: WebhookEndpoint, number: int = 1) -> list[UUID]:
    """Some messages that wait for an address, the oldest first."""
    with parts.doing(STAFF) as deed:
        return [send_test(deed, endpoint).id for _ in range(number)]


def only(parts: Parts) -> WebhookMessage:
    (message,) = all_of(parts, WebhookMessage)
    return message


def endpoint_now(parts: Parts) -> WebhookEndpoint:
    (endpoint,) = all_of(parts, WebhookEndpoint)
    return endpoint


PAUSE = threading.Event()
"""Is never set: waiting for it is a pause."""
