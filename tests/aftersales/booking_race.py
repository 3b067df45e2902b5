"""Run as a process of its own: some threads that all want the same few half hours of two technicians."""

import json
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from aftersales.appointments import Placement, new_appointment, place
from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.deed import Actor
from aftersales.errors import SlotTaken
from aftersales.parts import Parts
from aftersales.records import ActorKind, WorkOrder
from aftersales.settings import Settings

RACER = Actor(ActorKind.STAFF, "racer")


def attempt(parts: Parts, order_id: UUID, crew: tuple[UUID, ...], start_at: datetime) -> str | None:
    """One customer who wants one time; answers the appointment if they got it."""
    end_at = start_at + timedelta(minutes=30)
    try:
        with parts.doing(RACER) as deed:
            order = deed.session.get_one(WorkOrder, order_id)
            appointment = new_appointment(
                deed,
                order,
                window=(start_at, end_at),
                zone="Europe/Vaduz",
                start_at=start_at,
                end_at=end_at,
                plan_run_id=None,
            )
            place(
                deed,
                [
                    Placement(
                        appointment=appointment,
                        crew=crew,
                        start_at=start_at,
                        end_at=end_at,
                        drive_seconds=0,
                        drive_metres=0,
                    )
                ],
            )
    except SlotTaken:
        return None
    return str(appointment.id)


def run_thread(parts: Parts, asked: dict[str, Any], seed: int, answer: dict[str, Any]) -> None:
    """All attempts of one thread, in an order of its own."""
    chance = Random(seed)
    technicians = [UUID(each) for each in asked["technicians"]]
    first = datetime.fromisoformat(asked["first"])
    for order in asked["orders"][seed % 8 :: 8]:
        start_at = first + timedelta(minutes=5 * chance.randrange(asked["starts"]))
        crew = tuple(chance.sample(technicians, chance.choice((1, 1, 2))))
        try:
            won = attempt(parts, UUID(order), crew, start_at)
        except Exception as error:  # noqa: BLE001 - the test wants to hear of any
            answer["raised"].append(repr(error))
        else:
            answer["lost" if won is None else "won"].append(won)


def main() -> None:
    """Race with four threads and write what came of it as JSON."""
    asked = json.loads(Path(sys.argv[1]).read_text())
    number = int(sys.argv[2])
    answer: dict[str, Any] = {"won": [], "lost": [], "raised": []}
    settings = Settings(database_url=asked["url"], secret_key="k" * 43)
    clock = SetClock(datetime.fromisoformat(asked["now"]))
    with bootstrap(settings, clock=clock) as parts:
        threads = [
            threading.Thread(target=run_thread, args=(parts, asked, 4 * number + each, answer))
            for each in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
