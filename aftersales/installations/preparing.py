"""What a buyer says before they choose a time is kept step by step, and can be changed until a time is booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from aftersales.booking.asked import Booking, booking_of, booking_of_link
from aftersales.contacts import add_contact
from aftersales.customers import Reachable, edit_customer, record_consent
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.holds import release_holds, waits_for_time
from aftersales.installations.inviting import blank_preparation, minutes_for
from aftersales.installations.placing import Placed
from aftersales.installations.questions import (
    SiteQuestion,
    answers_to,
    extra_minutes,
    missing_in,
    questions_for,
)
from aftersales.places import add_location
from aftersales.pricing import Price, price_of
from aftersales.queries.customers import agrees_to, contact_with
from aftersales.queries.installations import SoldWith, preparation_of, sold_with
from aftersales.queries.uploads import uploads_of
from aftersales.records import (
    Channel,
    ConsentPurpose,
    Customer,
    Location,
    Territory,
    Unit,
    Upload,
    VisitPreparation,
    WorkOrder,
)
from aftersales.shown import shown_otherwise
from aftersales.store import Session, lock_rows
from aftersales.uploads import CleanFile, keep_file

MOST_PHOTOS: Final = 20
"""Photographs of one place in all."""

LEAST_DIGITS: Final = 5
"""Digits of the shortest number that can be called."""


class Step(StrEnum):
    """What a buyer does one after the other; the last is the choosing of a time."""

    ADDRESS = "address"
    SITE = "site"
    CONTACT = "contact"


class Reached(StrEnum):
    """How a buyer wants to hear of their visit."""

    EMAIL = "email"
    WHATSAPP = "whatsapp"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayContact:
    """Whom we meet and how they hear of it, as a buyer gave it."""

    name: str
    phone: str
    language: str
    reached_by: Reached
    wants_surveys: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A booking with everything that its buyer has said so far.

    `sold` is the sale that it came with; nobody `is_asked` whose visit the office made without the steps.
    """

    booking: Booking
    row: VisitPreparation
    is_asked: bool
    sold: SoldWith | None
    photos: Sequence[Upload]
    price: Price | None

    @property
    def questions(self) -> tuple[SiteQuestion, ...]:
        """What is asked about the place."""
        return questions_for(self.booking.work_type.kind, self.booking.product_type)

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed here."""
        return can_be_changed(self.booking)

    @property
    def done(self) -> frozenset[Step]:
        """The steps that the buyer is done with."""
        row = self.row
        when = {Step.ADDRESS: row.address_at, Step.SITE: row.site_at, Step.CONTACT: row.contact_at}
        return frozenset(step for step, at in when.items() if at is not None)

    @property
    def next_step(self) -> Step | None:
        """What is to be done next; None when only the time is missing."""
        return next((step for step in Step if step not in self.done), None)

    @property
    def due_step(self) -> Step | None:
        """The step that comes before any time; None where all are done, or where none is asked."""
        return self.next_step if self.is_asked and self.is_open else None


def can_be_changed(booking: Booking) -> bool:
    """Whether no time is booked yet and the work is wanted; a time that is only held changes nothing."""
    return waits_for_time(booking.order, booking.visit)


def prepared_by_link(session: Session, now: datetime, token: str) -> Prepared:
    """What the buyer of a link has said so far.

    Raises:
        NotThere: the link does not work (any more).
    """
    return prepared_of(session, booking_of_link(session, now, token), now)


def prepared_of(session: Session, booking: Booking, now: datetime) -> Prepared:
    """What is known of the place of a booking; an empty row that is kept nowhere before anything is."""
    work = booking.order
    row = preparation_of(session, work.id)
    line_id = work.order_line_id
    return Prepared(
        booking=booking,
        row=row or blank_preparation(work.id, work.id, now),
        is_asked=row is not None,
        sold=None if line_id is None else sold_with(session, line_id),
        price=price_of(session, work, booking.work_type),
        photos=[] if row is None else uploads_of(session, "visit_preparation", row.id),
    )


def keep_address(deed: Deed, work_order_id: UUID, placed: Placed) -> None:
    """The visit is at this address; a time that was kept for another one is given back.

    Raises:
        NotAllowed: a time is booked, or the work is over.
    """
    work, row = _turn(deed, work_order_id)
    if placed.location_id is None:
        area = deed.session.get_one(Territory, placed.territory_id)
        place = add_location(deed, area, placed.address, customer_id=work.customer_id)
        deed.note("location_added", place)
    else:
        place = deed.session.get_one(Location, placed.location_id)
        if place.access_notes != placed.address.access_notes:
            place.access_notes = placed.address.access_notes
            deed.note("location_edited", place)
            shown_otherwise(deed, place.id)
    deed.add(place)
    if place.id != work.location_id:
        release_holds(deed, work, why="another address")
        work.location_id, work.territory_id = place.id, place.territory_id
        work.revision += 1
        unit = None if work.unit_id is None else deed.session.get_one(Unit, work.unit_id)
        if unit is not None and unit.installed_on is None:
            unit.location_id = place.id
            deed.add(unit)
    row.address_at = deed.now
    _touch(deed, work, row, "preparation_address_given")


def keep_site(
    deed: Deed, work_order_id: UUID, given: Mapping[str, str], files: Sequence[CleanFile] = ()
) -> list[SiteQuestion]:
    """Keep what was said of the place, and the photographs; answers which questions are still open.

    Nothing that was said is lost where some of it is missing; floors without a lift make the visit longer.

    Raises:
        NotAllowed: a time is booked, or the work is over.
    """
    work, row = _turn(deed, work_order_id)
    booking = booking_of(deed.session, work)
    asked = questions_for(booking.work_type.kind, booking.product_type)
    row.answers = answers_to(asked, given)
    missing = missing_in(asked, row.answers)
    row.site_at = None if missing else deed.now
    before = len(uploads_of(deed.session, "visit_preparation", row.id))
    for file in files[: max(0, MOST_PHOTOS - before)]:
        keep_file(deed, row, file)
    line_id = work.order_line_id
    quantity = 1 if line_id is None else sold_with(deed.session, line_id).line.quantity
    minutes = minutes_for(booking.work_type, quantity) + extra_minutes(row.answers)
    if minutes != work.duration_minutes:
        release_holds(deed, work, why="the work takes longer or shorter")
        work.duration_minutes = minutes
        work.revision += 1
    _touch(deed, work, row, "preparation_site_told")
    return missing


def keep_contact(deed: Deed, work_order_id: UUID, given: DayContact) -> None:
    """Keep whom we meet on the day, the language and the channel, and what they agreed to.

    Raises:
        NotUnderstood: nobody can be asked for, or called.
        NotAllowed: a time is booked, or the work is over.
    """
    if not given.name.strip():
        raise NotUnderstood("Say whom we ask for at the door.", [Problem("name", "write a name")])
    if not can_be_called(given.phone):
        raise NotUnderstood(
            "Write a number that we can call on the day.", [Problem("phone", "write a number")]
        )
    work, row = _turn(deed, work_order_id)
    person = deed.session.get_one(Customer, work.customer_id)
    if given.language != person.language:
        edit_customer(deed, person, language=given.language)
    _prefer(deed, person, work, given)
    row.contact_name, row.contact_phone = " ".join(given.name.split()), given.phone.strip()
    row.reached_by = given.reached_by.value
    row.contact_at = deed.now
    if given.wants_surveys != agrees_to(deed.session, person.id, ConsentPurpose.SURVEYS):
        record_consent(
            deed,
            person.id,
            Channel.EMAIL,
            ConsentPurpose.SURVEYS,
            is_given=given.wants_surveys,
            source=f"booking {work.reference}",
        )
    _touch(deed, work, row, "preparation_contact_given")


def can_be_called(phone: str) -> bool:
    """Whether a text holds enough digits to be a number."""
    return sum(mark.isdecimal() for mark in phone) >= LEAST_DIGITS


def _prefer(deed: Deed, person: Customer, work: WorkOrder, given: DayContact) -> None:
    """Messages about visits go to the messenger of whoever asks for it, with their consent."""
    if given.reached_by is not Reached.WHATSAPP:
        return
    address = given.phone.strip()
    if contact_with(deed.session, person.id, Channel.WHATSAPP, address) is None:
        wanted = Reachable(channel=Channel.WHATSAPP, address=address, is_preferred=True)
        add_contact(deed, person, wanted)
    record_consent(
        deed,
        person.id,
        Channel.WHATSAPP,
        ConsentPurpose.VISIT_MESSAGES,
        is_given=True,
        source=f"booking {work.reference}",
    )


def _turn(deed: Deed, work_order_id: UUID) -> tuple[WorkOrder, VisitPreparation]:
    """The work order, locked and still without a booked time, and what is known of its place.

    Raises:
        NotAllowed: a time is booked, or the work is over.
    """
    deed.session.flush()  # an earlier step of the same deed is read again with the rest
    lock_rows(deed.session, "work_order", [work_order_id])
    work = deed.session.get_one(WorkOrder, work_order_id)
    deed.session.refresh(work)
    if not can_be_changed(booking_of(deed.session, work)):
        raise NotAllowed(
            f"A time is booked for {work.reference}, or it is over. Please call us to change something."
        )
    row = preparation_of(deed.session, work.id)
    return work, row or blank_preparation(deed.new_id(), work.id, deed.now)


def _touch(deed: Deed, work: WorkOrder, row: VisitPreparation, what: str) -> None:
    row.changed_at = deed.now
    deed.add(work, row)
    deed.note(what, row)
