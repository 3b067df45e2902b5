"""Run as a process of its own: deliver what is due into a folder, slowly enough to be killed half-way."""

import sys
import threading
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.notices.delivery import send_due
from aftersales.parts import Post
from aftersales.settings import Settings


@dataclass(frozen=True)
class SlowPost:
    """Takes a moment after each message."""

    inner: Post

    def send(self, message: EmailMessage, key: str) -> None:
        self.inner.send(message, key)
        threading.Event().wait(0.01)


def main() -> None:
    """Deliver with the database, folder and moment named on the command line."""
    url, outbox, now = sys.argv[1:]
    settings = Settings(database_url=url, outbox=Path(outbox), secret_key="k" * 43)
    with bootstrap(settings, clock=SetClock(datetime.fromisoformat(now))) as parts:
        send_due(replace(parts, post=SlowPost(parts.post)))


if __name__ == "__main__":
    main()
