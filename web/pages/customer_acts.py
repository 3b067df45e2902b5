"""What staff do about a customer from their page: names, contacts, consents, the household, a case by telephone."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from aftersales.contacts import add_contact, change_contact, remove_contact
from aftersales.conversations import take_call
from aftersales.customers import Reachable, edit_customer, record_consent, require_known
from aftersales.deed import Deed
from aftersales.email_addresses import is_email, same_email
from aftersales.households import join_household, leave_household
from aftersales.queries.customers import customer_by_number
from aftersales.queries.places import locations_of_customer, territories
from aftersales.records import (
    CaseChannel,
    CaseKind,
    Channel,
    ConsentPurpose,
    Customer,
    CustomerKind,
    Territory,
    Unit,
    User,
)
from aftersales.store import Session
from aftersales.words import LANGUAGES, Words
from web.pages.customer_page import contact_in, customer_in
from web.pages.customers import DeskIn

router = APIRouter(prefix="/customers")

Field = Annotated[str, Form(max_length=320)]
Why = Annotated[str, Form(max_length=2000)]
Long = Annotated[str, Form(max_length=8000)]


@router.post("/{customer_id}/edit")
def edited(desk: DeskIn, name: Field = "", language: Field = "", kind: Field = "") -> Response:
    """What they are called, and how they read."""
    _ = desk.words
    typed = {"name": name, "language": language, "kind": kind}
    if not name.strip() or language not in LANGUAGES or kind not in set(CustomerKind):
        return desk.refused("edit", typed, ("name", _("Write the name as they write it.")))
    return desk.acted(
        "edit",
        typed,
        lambda deed, row: edit_customer(
            deed, row, name=name.strip(), language=language, kind=CustomerKind(kind)
        ),
    )


@router.post("/{customer_id}/contacts")
def contact_added(
    desk: DeskIn,
    channel: Field = "",
    address: Field = "",
    uses: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """One more way to reach them."""
    typed = {"channel": channel, "address": address, "uses": " ".join(uses)}
    given = _given(channel, address, uses)
    if given is None:
        return desk.refused("contact", typed, _wrong_address(desk.words))
    return desk.acted("contact", typed, lambda deed, row: add_contact(deed, row, given))


@router.post("/{customer_id}/contacts/{contact_id}")
def contact_changed(
    desk: DeskIn,
    contact_id: UUID,
    channel: Field = "",
    address: Field = "",
    uses: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Correct one, or what it may be used for."""
    typed = {"channel": channel, "address": address, "uses": " ".join(uses)}
    given = _given(channel, address, uses)
    if given is None:
        return desk.refused("contact", typed, _wrong_address(desk.words), contact_id=contact_id)
    return desk.acted(
        "contact",
        typed,
        lambda deed, row: change_contact(deed, contact_in(deed.session, row.id, contact_id), given),
    )


@router.post("/{customer_id}/contacts/{contact_id}/remove")
def contact_removed(desk: DeskIn, contact_id: UUID) -> Response:
    """Forget one."""
    return desk.acted(
        "contact",
        {},
        lambda deed, row: remove_contact(deed, contact_in(deed.session, row.id, contact_id)),
    )


def _given(channel: str, address: str, uses: list[str]) -> Reachable | None:
    """A contact as it was typed; None if that is none."""
    if channel not in set(Channel) or not address.strip():
        return None
    is_mail = channel == Channel.EMAIL.value
    if is_mail and not is_email(same_email(address)):
        return None
    return Reachable(
        channel=Channel(channel),
        address=address.strip(),
        is_preferred="preferred" in uses,
        is_safety_only="safety_only" in uses,
    )


def _wrong_address(_: Words) -> tuple[str, str]:
    return ("address", _("Write the address, such as name@example.org or +371 20000000."))


@router.post("/{customer_id}/consents")
def consented(
    desk: DeskIn,
    purpose: Field = "",
    consent_channel: Field = "",
    answer: Field = "",
    source: Field = "",
) -> Response:
    """What they agreed to or took back, and where they said it; a line of the ledger is never changed."""
    _ = desk.words
    typed = {
        "purpose": purpose,
        "consent_channel": consent_channel,
        "answer": answer,
        "source": source,
    }
    is_whole = purpose in set(ConsentPurpose) and consent_channel in set(Channel)
    if not is_whole or answer not in {"yes", "no"}:
        return desk.refused("consent", typed, ("answer", _("Choose what the customer said.")))
    if not source.strip():
        return desk.refused(
            "consent", typed, ("source", _("Write where and how it was said, such as “by phone”."))
        )

    def act(deed: Deed, row: Customer) -> None:
        require_known(row)
        record_consent(
            deed,
            row.id,
            Channel(consent_channel),
            ConsentPurpose(purpose),
            is_given=answer == "yes",
            source=source.strip(),
        )

    return desk.acted("consent", typed, act)


@router.post("/{customer_id}/household")
def joined(desk: DeskIn, member: Field = "", why: Why = "") -> Response:
    """Link them to somebody whom they live with."""
    _ = desk.words
    typed = {"member": member, "why": why}
    with desk.parts.store.reading() as session:
        other = customer_by_number(session, member.strip())
    if other is None or other.id == desk.customer_id:
        return desk.refused(
            "household",
            typed,
            ("member", _("Write the number of another customer, such as K00012.")),
        )
    if not why.strip():
        return desk.refused("household", typed, ("why", _("Say in a sentence why.")))
    return desk.acted(
        "household",
        typed,
        lambda deed, row: join_household(deed, row, customer_in(deed.session, other.id), why),
    )


@router.post("/{customer_id}/household/leave")
def left(desk: DeskIn, leave_why: Why = "") -> Response:
    """Take them out of their household."""
    _ = desk.words
    typed = {"leave_why": leave_why}
    if not leave_why.strip():
        return desk.refused("leave", typed, ("leave_why", _("Say in a sentence why.")))
    return desk.acted("leave", typed, lambda deed, row: leave_household(deed, row, leave_why))


@router.post("/{customer_id}/cases")
def asked_by_phone(
    desk: DeskIn, subject: Field = "", description: Long = "", unit: Field = ""
) -> Response:
    """Open a case for somebody on the telephone; they are told who looks after it and by when they hear more."""
    _ = desk.words
    typed = {"subject": subject, "description": description, "unit": unit}
    if not subject.strip():
        return desk.refused("case", typed, ("subject", _("Write in a few words what it is about.")))
    with desk.parts.store.reading() as session:
        area = territory_of_customer(session, customer_in(session, desk.customer_id))
    if area is None:
        return desk.refused(
            "case",
            typed,
            ("subject", _("It is not known where this customer lives. Add a place first.")),
        )

    def act(deed: Deed, row: Customer) -> None:
        require_known(row)
        about = _unit_of(deed.session, row, unit)
        take_call(
            deed,
            row,
            deed.session.get_one(User, desk.me.user_id),
            channel=CaseChannel.PHONE,
            kind=CaseKind.SUPPORT,
            subject=subject,
            text=description,
            unit=about,
        )

    return desk.acted("case", typed, act)


def territory_of_customer(session: Session, person: Customer) -> Territory | None:
    """Who answers for a customer: the territory of their first place, or the only one there is."""
    places = locations_of_customer(session, person.id)
    if places:
        return session.get_one(Territory, places[0].territory_id)
    areas = territories(session)
    return areas[0] if len(areas) == 1 else None


def _unit_of(session: Session, person: Customer, text: str) -> Unit | None:
    """The unit that was chosen, if it is theirs."""
    try:
        row = session.get(Unit, UUID(text)) if text else None
    except ValueError:
        return None
    return row if row is not None and row.customer_id == person.id else None
