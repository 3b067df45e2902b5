"""Run as a process of its own: buyers on eight threads who all want the same few times, over HTTP.

What a buyer was told is one line of JSON in a file, written before that thread goes on: whoever kills the process
in the middle knows what was acknowledged.
"""

import json
import os
import sys
import threading
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from fastapi.testclient import TestClient

from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.settings import Settings
from web.app import create_app

THREADS = 8


def attempt(client: TestClient, token: str, when: str) -> tuple[str, int]:
    """One buyer who wants one time: what came of it, and the last status."""
    held = client.post(f"/book/{token}/hold", data={"when": when})
    if held.status_code != 303:
        return "lost", held.status_code
    booked = client.post(f"/book/{token}/confirm", data={"when": when})
    return ("won" if booked.status_code == 303 else "lost"), booked.status_code


def run_thread(client: TestClient, asked: dict[str, Any], seed: int, told: int) -> None:
    """All buyers of one thread, each with a wish of their own, the same whenever they ask again."""
    for token in asked["tokens"][seed :: 2 * THREADS]:
        when = Random(token).choice(asked["windows"])
        line = json.dumps((token, *attempt(client, token, when)))
        os.write(told, line.encode() + b"\n")


def main() -> None:
    """Let eight threads loose."""
    asked = json.loads(Path(sys.argv[1]).read_text())
    number = int(sys.argv[2])
    told = os.open(sys.argv[3], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    settings = Settings(
        database_url=asked["url"],
        public_url=asked["public"],
        hosts=asked["hosts"],
        secret_key=asked["secret"],
        requests_per_minute=10**6,
    )
    with bootstrap(settings, clock=SetClock(datetime.fromisoformat(asked["now"]))) as parts:
        app = create_app(parts)
        threads = [
            threading.Thread(
                target=run_thread,
                args=(
                    TestClient(app, follow_redirects=False, raise_server_exceptions=False),
                    asked,
                    THREADS * number + each,
                    told,
                ),
            )
            for each in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main()
