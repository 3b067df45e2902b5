"""Run as a process of its own: send what is due to shop systems, to be killed half-way."""

import sys
from datetime import datetime

from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.settings import Settings
from aftersales.webhooks.sending import send_due_webhooks


def main() -> None:
    """Send with the database and moment named on the command line."""
    url, now = sys.argv[1:]
    settings = Settings(database_url=url, secret_key="k" * 43, webhooks_allow_local=True)
    with bootstrap(settings, clock=SetClock(datetime.fromisoformat(now))) as parts:
        send_due_webhooks(parts)


if __name__ == "__main__":
    main()
