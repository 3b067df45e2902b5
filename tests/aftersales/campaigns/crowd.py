"""Many owners of recalled machines, reached in all the ways that there are."""

from __future__ import annotations

from itertools import cycle, islice

from aftersales.customers import Reachable
from aftersales.records import Channel, Contact, Customer, CustomerKind, Unit
from tests.aftersales.campaigns.conftest import BOUGHT, Recalling

REACHED = (
    (Reachable(channel=Channel.EMAIL, address="mail@example.org"),),
    (Reachable(channel=Channel.PHONE, address="+423 5"),),
    (),
    (Reachable(channel=Channel.EMAIL, address="safe@example.org", is_safety_only=True),),
)


def sell(recalling: Recalling, number: int, *, is_mailed: bool = False) -> None:
    """So many more machines, each to an owner of its own, every other one at a known place."""
    village = recalling.village
    first = len(village.all_of(Unit))
    ways = REACHED[:1] if is_mailed else REACHED
    with village.doing() as deed:
        for place, reached in enumerate(islice(cycle(ways), number), start=first):
            owner = Customer(
                id=deed.new_id(),
                number=f"N-{place}",
                kind=CustomerKind.PERSON,
                name=f"Owner {place}",
                language=("en", "lv", "bn")[place % 3],
                created_at=deed.now,
            )
            deed.add(owner)
            for each in reached:
                deed.add(
                    Contact(
                        id=deed.new_id(),
                        customer_id=owner.id,
                        channel=each.channel,
                        address=each.address,
                        is_safety_only=each.is_safety_only,
                        created_at=deed.now,
                    )
                )
            deed.add(
                Unit(
                    id=deed.new_id(),
                    product_model_id=village.model.id,
                    customer_id=owner.id,
                    serial=f"AB1{place:05}",
                    country="LI",
                    purchased_on=BOUGHT,
                    location_id=village.location.id if place % 2 else None,
                    created_at=deed.now,
                )
            )
