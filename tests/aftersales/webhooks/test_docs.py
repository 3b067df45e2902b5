"""What integrators read is what the code does: the events, the pauses, the lines that verify."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from aftersales.clock import SystemClock
from aftersales.parts import Parts
from aftersales.webhooks.endpoints import send_test
from aftersales.webhooks.meanings import MEANINGS
from aftersales.webhooks.schedule import ATTEMPTS, PAUSES
from aftersales.webhooks.sending import send_due_webhooks
from aftersales.webhooks.signing import secret_of
from tests.aftersales.conftest import STAFF
from tests.aftersales.webhooks.conftest import subscribe
from tests.aftersales.webhooks.shop_system import ShopSystem

PAGE = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text()


def block(name: str) -> str:
    """What stands between the marks of a name."""
    begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->"
    return PAGE[PAGE.index(begin) + len(begin) : PAGE.index(end)].strip()


def test_page_lists_every_event_with_its_meaning() -> None:
    rows = [f"| `{kind}` | {meaning} |" for kind, meaning in MEANINGS.items()]

    assert block("events").splitlines() == ["| Type | When |", "|---|---|", *rows]


def test_page_names_the_pauses_of_the_schedule() -> None:
    pauses = ", ".join(map(_short, PAUSES))

    assert block("schedule") == (
        f"Pauses between attempts: {pauses}. After {ATTEMPTS} attempts a message is given up."
    )


def _short(pause: timedelta) -> str:
    minutes = pause / timedelta(minutes=1)
    if minutes < 1:
        return f"{pause.seconds} s"
    return f"{minutes:.0f} min" if minutes < 60 else f"{minutes / 60:.0f} h"


def test_lines_on_the_page_know_a_genuine_message(parts: Parts, shop: ShopSystem) -> None:
    room: dict[str, Any] = {}
    exec(block("verify").removeprefix("```python").removesuffix("```"), room)
    is_genuine = cast("Callable[[str, Mapping[str, str], bytes], bool]", room["is_genuine"])
    present = replace(parts, clock=SystemClock())
    endpoint = subscribe(present, shop)
    with present.doing(STAFF) as deed:
        send_test(deed, endpoint)

    send_due_webhooks(present)

    (taken,) = shop.taken
    secret, body = secret_of(parts.secret, endpoint), taken.body.encode()
    old = {**taken.headers, "webhook-timestamp": "1700000000"}
    assert is_genuine(secret, taken.headers, body)
    assert not is_genuine(secret, taken.headers, body + b" ")
    assert not is_genuine(secret_of("another", endpoint), taken.headers, body)
    assert not is_genuine(secret, old, body)
