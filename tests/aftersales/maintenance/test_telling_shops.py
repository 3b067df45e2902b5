"""What shop systems are told of maintenance: due, booked, done, missed, and nothing about people."""

import json
from datetime import timedelta

from aftersales.records import WebhookMessage
from aftersales.webhooks.endpoints import add_endpoint
from aftersales.webhooks.kinds import WebhookKind
from tests.aftersales.conftest import MONDAY
from tests.aftersales.maintenance.conftest import DUE, LAST, Cellar, book

KINDS = [each for each in WebhookKind if each.startswith("maintenance.")]


def listen(cellar: Cellar) -> None:
    with cellar.village.doing() as deed:
        add_endpoint(deed, url="https://shop.example/hooks", events=KINDS)


def told(cellar: Cellar) -> list[dict[str, object]]:
    return [each.content for each in cellar.village.all_of(WebhookMessage)]


def test_shop_hears_that_it_is_due_booked_and_done(cellar: Cellar) -> None:
    listen(cellar)
    cellar.scheduled()
    cellar.tend()
    [row] = cellar.rows()
    with cellar.village.doing() as deed:
        book(deed, cellar.asked_in(deed, row))
    cellar.record(row, MONDAY)

    heard = told(cellar)

    assert [each["type"] for each in heard] == [
        "maintenance.due",
        "maintenance.booked",
        "maintenance.done",
    ]
    assert heard[-1]["data"] == {
        "id": str(row.id),
        "state": "done",
        "maintenance_schedule_id": str(row.maintenance_schedule_id),
        "unit_id": str(cellar.unit.id),
        "work_order_id": str(row.work_order_id),
        "due_on": DUE.isoformat(),
        "last_on": LAST.isoformat(),
        "done_on": MONDAY.isoformat(),
        "revision": cellar.row(row).revision,
        "url": f"{cellar.village.parts.settings.public_url}/api/v1/maintenance/{row.id}",
    }
    assert cellar.village.customer.name not in json.dumps(heard)


def test_shop_hears_that_it_was_missed(cellar: Cellar) -> None:
    listen(cellar)
    cellar.scheduled()
    cellar.tend()

    cellar.tend(LAST + timedelta(1))

    assert [each["type"] for each in told(cellar)] == ["maintenance.due", "maintenance.missed"]
