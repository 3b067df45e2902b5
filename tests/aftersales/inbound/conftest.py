"""A house with a mailbox on a real IMAP server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from aftersales.parts import Parts
from aftersales.settings import Settings
from tests.aftersales.conftest import Village
from tests.aftersales.inbound.dovecot import PASSWORD, ImapServer, need_dovecot, serving


@pytest.fixture(scope="session")
def imap_server() -> Iterator[ImapServer]:
    """One server for all tests; without Dovecot they are skipped, but not in CI."""
    need_dovecot()
    with serving() as server:
        yield server


@pytest.fixture
def user() -> str:
    """A mailbox that nobody else uses."""
    return f"u{uuid4().hex}"


def with_mailbox(village: Village, port: int, user: str, **more: object) -> Parts:
    """The house with the settings of a mailbox."""
    given: dict[str, Any] = {
        **village.parts.settings.model_dump(exclude_unset=True),
        "imap_host": "127.0.0.1",
        "imap_port": port,
        "imap_security": "none",
        "imap_user": user,
        "imap_password": PASSWORD,
        **more,
    }
    return replace(village.parts, settings=Settings(**given))
