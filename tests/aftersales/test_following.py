"""Rows written for a customer while they turn out to be somebody else: whoever is first, they land with whoever stays."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest

from aftersales.cases import open_case
from aftersales.contacts import add_contact
from aftersales.customers import Reachable, add_customer
from aftersales.deed import Deed
from aftersales.errors import NotAllowed
from aftersales.links import issue_link
from aftersales.merging import merge_customers, undo_merge
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer as told
from aftersales.notices.writing import write_notice
from aftersales.privacy.erasing import erase_customer
from aftersales.queries.pointers import numbers_of
from aftersales.records import (
    CaseKind,
    Channel,
    Contact,
    Customer,
    CustomerMerge,
    LinkPurpose,
    Notice,
)
from tests.aftersales.conftest import Village
from tests.aftersales.notices.conftest import CASE

TWITTER = Reachable(channel=Channel.X, address="anna_b")


@pytest.fixture
def twin(village: Village) -> Customer:
    """Anna once more."""
    with village.doing() as deed:
        return add_customer(deed, number="C-7", name="Anna Beck", language="en")


def merge(village: Village, twin: Customer) -> CustomerMerge:
    with village.doing() as deed:
        both = [deed.session.get_one(Customer, each.id) for each in (village.customer, twin)]
        return merge_customers(deed, both[0], both[1], "Asked.")


def write_everything(village: Village, deed: Deed, twin: Customer) -> None:
    """A contact, a case, a notice and a link for somebody, as it was looked up before."""
    person = deed.session.get_one(Customer, twin.id)
    deed.add(contact_of(deed, twin))
    case = open_case(
        deed,
        village.territory,
        person,
        kind=CaseKind.SUPPORT,
        channel="phone",
        subject="It hums",
        description="",
        next_update_at=deed.now,
    )
    deed.session.flush()
    issue_link(deed, LinkPurpose.BUYER, twin.id)
    write_notice(
        deed, NoticeKind.CASE_RECEIVED, told(twin), case, revision=9, zone="UTC", facts=CASE
    )


def contact_of(deed: Deed, person: Customer) -> Contact:
    return Contact(
        id=deed.new_id(),
        customer_id=person.id,
        channel=TWITTER.channel,
        address=TWITTER.address,
        created_at=deed.now,
    )


def left_behind(village: Village, twin: Customer) -> dict[str, int]:
    with village.parts.store.reading() as session:
        return numbers_of(session, twin.id)


def test_what_is_written_for_somebody_merged_lands_with_whoever_stays(
    village: Village, twin: Customer
) -> None:
    merge(village, twin)

    with village.doing() as deed:
        write_everything(village, deed, twin)

    assert left_behind(village, twin) == {}
    assert village.customer.id in {row.customer_id for row in village.all_of(Contact)}
    assert TWITTER.address in {row.address for row in village.all_of(Contact)}


def at_once(first: Callable[[Event], None], second: Callable[[], object]) -> None:
    """Begin the second while the first is in its transaction, and let the first end a moment later."""
    is_inside = Event()
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(first, is_inside)
        assert is_inside.wait(20)
        other = pool.submit(second)
        one.result(30)
        other.result(30)


def test_merge_waits_for_whoever_is_writing(village: Village, twin: Customer) -> None:
    def write(is_inside: Event) -> None:
        with village.doing() as deed:
            write_everything(village, deed, twin)
            deed.session.flush()
            is_inside.set()
            sleep(0.5)

    at_once(write, lambda: merge(village, twin))

    assert left_behind(village, twin) == {}
    assert TWITTER.address in {row.address for row in village.all_of(Contact)}


def test_whoever_writes_waits_for_the_merge(village: Village, twin: Customer) -> None:
    def join(is_inside: Event) -> None:
        with village.doing() as deed:
            both = [deed.session.get_one(Customer, each.id) for each in (village.customer, twin)]
            merge_customers(deed, both[0], both[1], "Asked.")
            deed.session.flush()
            is_inside.set()
            sleep(0.5)

    def write() -> None:
        with village.doing() as deed:
            write_everything(village, deed, twin)

    at_once(join, write)

    assert left_behind(village, twin) == {}
    assert TWITTER.address in {row.address for row in village.all_of(Contact)}


def test_nothing_personal_is_written_for_somebody_who_is_being_erased(
    village: Village, twin: Customer
) -> None:
    refused: list[Exception] = []

    def erase(is_inside: Event) -> None:
        with village.doing() as deed:
            erase_customer(deed, deed.session.get_one(Customer, twin.id))
            deed.session.flush()
            is_inside.set()
            sleep(0.5)

    def write() -> None:
        try:
            with village.doing() as deed:
                deed.add(contact_of(deed, twin))
        except NotAllowed as error:
            refused.append(error)

    at_once(erase, write)

    assert len(refused) == 1
    assert [row for row in village.all_of(Contact) if row.customer_id == twin.id] == []


def test_notice_told_before_a_merge_is_not_told_again(village: Village, twin: Customer) -> None:
    def tell(whom: Customer) -> Notice:
        with village.doing() as deed:
            return write_notice(
                deed,
                NoticeKind.CASE_UPDATE,
                told(whom),
                village.location,
                revision=1,
                zone="UTC",
                facts=CASE,
            )

    first = tell(twin)
    done = merge(village, twin)

    assert tell(village.customer).id == first.id
    with village.doing() as deed:
        undo_merge(deed, deed.session.get_one(CustomerMerge, done.id))
    assert tell(village.customer).id != first.id
    assert tell(twin).id == first.id


def test_parted_customers_have_their_own_rows_again(village: Village, twin: Customer) -> None:
    with village.doing() as deed:
        add_contact(deed, deed.session.get_one(Customer, twin.id), TWITTER)
    done = merge(village, twin)

    with village.doing() as deed:
        undo_merge(deed, deed.session.get_one(CustomerMerge, done.id))

    assert left_behind(village, twin) == {"contact": 1}
