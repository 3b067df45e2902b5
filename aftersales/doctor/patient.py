"""What the checks look at: settings, a store that may not answer, and the present moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from aftersales.settings import Settings
from aftersales.store import Store

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One installation, opened without the parts that might not open.

    Attributes:
        settings: as they were read.
        store: its database; nothing has been asked of it yet.
        now: the moment of the machine's own clock.
        shown_now: the moment that the installation's clock shows, by which its rows are written.
        settings_file: the TOML file that was read, if any.
        unknown_variables: names in the environment that look like settings and are none.
    """

    settings: Settings
    store: Store
    now: datetime
    shown_now: datetime
    settings_file: Path | None = None
    unknown_variables: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        """Whether others than this machine are meant to reach the web."""
        return (urlsplit(self.settings.public_url).hostname or "") not in LOOPBACK
