"""The timeline of a customer with whom everything happened: every kind is told, at the same cost however much there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from sqlalchemy import event

from aftersales.orders import SoldItem, add_order
from aftersales.records import Customer
from aftersales.registrations import add_unit
from aftersales.store import Session
from aftersales.words import words_in
from tests.aftersales.conftest import Village, village
from tests.aftersales.rich_story import NAME, grow_rich
from web.pages.customer_facts import open_of, units_of
from web.pages.customer_timeline import PAGE, page_of_timeline, whole_timeline
from web.pages.timeline_kinds import Kind

__all__ = ["village"]


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """Every statement that a session sends meanwhile."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", hear)
    yield said
    event.remove(engine, "before_cursor_execute", hear)


def questions(here: Village, customer_id: UUID) -> int:
    """How many questions a page of a timeline, and the units and visits beside it, ask."""
    _ = words_in("en")
    with here.parts.store.reading() as session:
        person = session.get_one(Customer, customer_id)
        with counted(session) as said:
            assert len(page_of_timeline(_, session, [customer_id], (), None).entries) == PAGE
            units_of(_, session, person, date(2026, 11, 23))
            open_of(_, session, person)
    return len(said)


def more_of_everything(here: Village, customer_id: UUID) -> None:
    """Ten more orders and units in one go, and two more visits."""
    with here.doing() as deed:
        person = deed.session.get_one(Customer, customer_id)
        item = SoldItem(
            product_model_id=here.model.id, quantity=1, unit_price_cents=90_000, currency="EUR"
        )
        for number in range(10):
            add_order(
                deed,
                number=f"M-{number}",
                customer_id=customer_id,
                location_id=None,
                channel="shop",
                ordered_on=date(2026, 11, 20),
                items=[item],
            )
            add_unit(
                deed,
                here.model,
                person,
                serial=f"MORE{number}",
                country="LV",
                purchased_on=date(2026, 11, 20),
            )
    for day in (25, 26):
        here.book(here.moment(day, 9))


def test_every_kind_is_told_and_a_longer_life_asks_no_more_questions(village: Village) -> None:
    rich = grow_rich(village)
    _ = words_in("en")
    with village.parts.store.reading() as session:
        entries = whole_timeline(_, session, [rich.person.id])
    assert {entry.kind for entry in entries} == set(Kind)
    said = {kind: [each.told for each in entries if each.kind is kind] for kind in Kind}
    assert [told.more for told in said[Kind.PURCHASES]] == ["1 × Alpina Wave 7"] * 2
    assert {told.said for told in said[Kind.UNITS]} == {"Product Alpina Wave 7"}
    assert "Cover until 1 October 2028: the maker's warranty" in {t.said for t in said[Kind.COVERS]}
    assert NAME in {told.more for told in said[Kind.MESSAGES]}

    before = questions(rich.village, rich.person.id)
    more_of_everything(rich.village, rich.person.id)

    assert questions(rich.village, rich.person.id) <= before
