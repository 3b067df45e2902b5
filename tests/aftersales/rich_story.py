"""A customer with whom everything happened, by the use cases: their mark stands in every text that they can reach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from aftersales.booking import wait_for_earlier
from aftersales.campaigns.answering import asked_of, record_attempt
from aftersales.case_steps import follow_playbook
from aftersales.choices import call_me
from aftersales.claims import ClaimNews, add_claim_cost, decide_claim, open_claim
from aftersales.codes import ask_code
from aftersales.complaints import (
    Grievance,
    Terms,
    accept_offer,
    acknowledge,
    decline_offer,
    make_offer,
    open_complaint,
    resolve,
)
from aftersales.contacts import add_contact
from aftersales.conversations import Author, Incoming, reply, take_call, write_note
from aftersales.conversations.asking import HelpAsked, ask_for_help
from aftersales.covers import term_row
from aftersales.customers import Reachable, add_customer, record_consent
from aftersales.day_watch.events import Said, hear
from aftersales.deed import Deed
from aftersales.goodwill import ask_for_grant
from aftersales.goodwill.surprises import SurpriseWanted, add_rule, surprise_customers
from aftersales.households import join_household
from aftersales.inbound.intake import take_in_mail, take_in_message
from aftersales.installations import invite_buyer
from aftersales.installations.preparing import DayContact, Reached, keep_contact, keep_site
from aftersales.maintenance import add_contract, record_done, tend_maintenance
from aftersales.maintenance.answering import STAFF as STAFF_DID
from aftersales.maintenance.asked import asked_by_id
from aftersales.maintenance.schedules import Upkeep
from aftersales.merging import merge_customers
from aftersales.notices.delivery import send_due
from aftersales.orders import SoldItem, add_order
from aftersales.partner_work import decline_work
from aftersales.places import add_location
from aftersales.prevention.playbooks import Plan, Step, keep_playbook
from aftersales.queries.visits import Visit
from aftersales.records import (
    CampaignResponse,
    Case,
    CaseChannel,
    CaseKind,
    Channel,
    Claim,
    ConsentPurpose,
    Customer,
    Maintenance,
    Report,
    Role,
    Survey,
    Unit,
    UploadState,
    User,
    WorkOffer,
    WorkOfferState,
)
from aftersales.records.returns import GoodsReturn, ReturnedThing, ReturnState
from aftersales.records.uploads import UploadKind
from aftersales.registrations import BuyerNews, add_unit, register_by_buyer
from aftersales.remembered import Answer as Answered
from aftersales.remembered import once
from aftersales.service_partners import add_service_partner
from aftersales.service_reports import Signed, enter
from aftersales.spares import add_spare_part, request_spare
from aftersales.surveys import Answer, answer_survey
from aftersales.transfers.answering import NewOwner, accept_transfer
from aftersales.transfers.offering import Invited, offer_transfer
from aftersales.uploads import CleanFile, keep_file
from tests.aftersales.campaigns.conftest import Recalling
from tests.aftersales.complaints.conftest import add_colleague
from tests.aftersales.conftest import VADUZ, Village, visit_in
from tests.aftersales.inbound.letters import raw
from tests.aftersales.surveys.conftest import Asked
from tests.conftest import STAFF
from warranty import CoverKind, StartBasis
from warranty import CoverTerm as Term
from warranty.claims.costs import CostKind
from warranty.claims.remedies import RemedyKind
from warranty.goodwill.surprises import Occasion, SurpriseKind
from warranty.maintenance.schedules import Schedule

NAME: Final = "Zyxa Quibble"
EMAIL: Final = "zyxa@quibble.example"
OTHER_EMAIL: Final = "zyxa.safety@quibble.example"
PHONE: Final = "+423 777 61 43"
HANDLE: Final = "zyxa_quibble"
META_ID: Final = "99887766554433"
SERIAL: Final = "AB1234ZYX"
MARKS: Final = ("zyx", "quibble", "7776143", META_ID, "777 61 43")
"""What must stand nowhere afterwards, in small letters."""

CHAT: Final = {
    CaseChannel.WHATSAPP: "00423 777 61 43",
    CaseChannel.SMS: PHONE,
    CaseChannel.X: HANDLE,
    CaseChannel.MESSENGER: META_ID,
    CaseChannel.OTHER: f"telegram {HANDLE}",
}
"""From where they write on the other channels."""


@dataclass(frozen=True, slots=True)
class Rich:
    """The village, the customer, and whoever lives with them."""

    village: Village
    person: Customer
    mate: Customer


def grow_rich(village: Village) -> Rich:
    """Let everything happen with one customer."""
    village.parts.settings.uploads_folder.mkdir(parents=True, exist_ok=True)
    sara = add_colleague(village, "Sara", Role.SUPPORT)
    with village.doing() as deed:
        person = add_customer(
            deed, number="Z-1", name=NAME, language="en", email=EMAIL, phone=PHONE
        )
        twin = add_customer(deed, number="Z-2", name=f"{NAME} jun.", language="lv")
        mate = add_customer(deed, number="Z-3", name="Ben", language="en", email="ben@shop.example")
        home = add_location(
            deed,
            village.territory,
            replace(VADUZ, street="Quibbleweg", house_number="7", access_notes=f"Ring at {NAME}."),
            customer_id=person.id,
        )
        for channel, address in (
            (Channel.X, f"@{HANDLE}"),
            (Channel.MESSENGER, META_ID),
            (Channel.OTHER, CHAT[CaseChannel.OTHER]),
            (Channel.POST, f"{NAME}, Quibbleweg 7"),
        ):
            add_contact(deed, person, Reachable(channel=channel, address=address))
        deed.session.flush()
        add_order(
            deed,
            number="O-1",
            customer_id=person.id,
            location_id=home.id,
            channel="shop",
            ordered_on=date(2025, 10, 1),
            items=[
                SoldItem(
                    product_model_id=village.model.id,
                    quantity=1,
                    unit_price_cents=90_000,
                    currency="EUR",
                )
            ],
        )
    with village.doing() as deed:
        one, other = (deed.session.get_one(Customer, each.id) for each in (person, twin))
        merge_customers(deed, one, other, f"{NAME} wrote that they are one.")
        join_household(deed, person, mate, f"{NAME} lives with Ben.")
        record_consent(
            deed,
            person.id,
            Channel.EMAIL,
            ConsentPurpose.SURVEYS,
            is_given=True,
            source=f"{NAME}, by phone",
        )
    rich = Rich(replace(village, customer=person, location=home), person, mate)
    _register(rich)
    _surprise(rich)
    _buy(rich)
    _write(rich, sara)
    _complain(rich, sara)
    _claim(rich)
    _send_back(rich)
    _maintain(rich)
    _follow(rich, sara)
    _pass_on(rich)
    _recall(rich)
    _visit(rich)
    repeat(rich)
    ask_code(village.parts, EMAIL, "en", "127.0.0.1")
    send_due(village.parts)
    return rich


def _register(rich: Rich) -> None:
    term = Term(
        kind=CoverKind.MAKERS_WARRANTY,
        provider="Alpina",
        starts=StartBasis.PURCHASE,
        months=36,
        source="Booklet 2026",
    )
    with rich.village.doing() as deed:
        deed.add(term_row(deed, rich.village.model, term))
        deed.session.flush()
        register_by_buyer(
            deed,
            rich.village.model,
            BuyerNews(
                serial=SERIAL,
                purchased_on=date(2025, 10, 1),
                delivered_on=date(2025, 10, 2),
                name=NAME,
                email=EMAIL,
                phone=PHONE,
                country="LV",
                language="en",
                wants_safety=True,
                safety_email=OTHER_EMAIL,
            ),
        )


def _buy(rich: Rich) -> None:
    """One more, with installation: they get the link by which they choose a time."""
    item = SoldItem(
        product_model_id=rich.village.model.id,
        quantity=1,
        unit_price_cents=90_000,
        currency="EUR",
        wants_installation=True,
    )
    with rich.village.doing() as deed:
        sale, (line,) = add_order(
            deed,
            number="O-2",
            customer_id=rich.person.id,
            location_id=rich.village.location.id,
            channel="shop",
            ordered_on=date(2026, 11, 20),
            items=[item],
        )
        person = deed.session.get_one(Customer, rich.person.id)
        home = rich.village.location
        invited = invite_buyer(deed, sale, line, rich.village.model, person, home)
        assert invited is not None
        assert invited.work is not None
        deed.session.flush()
        keep_site(deed, invited.work.id, {"floor": "2", "note": f"Shout for {NAME}."})
        contact = DayContact(
            name=NAME, phone=PHONE, language="en", reached_by=Reached.EMAIL, wants_surveys=True
        )
        keep_contact(deed, invited.work.id, contact)


def _surprise(rich: Rich) -> None:
    """A small thank-you for the product that they registered, told because they agreed to offers."""
    wanted = SurpriseWanted(
        kind=SurpriseKind.VOUCHER,
        worth_cents=500,
        occasion=Occasion.REGISTRATION,
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 12, 31),
        most_a_day=1,
        most=1,
    )
    with rich.village.doing() as deed:
        add_rule(deed, "first-registration", wanted, date(2026, 11, 23))
        record_consent(
            deed,
            rich.person.id,
            Channel.EMAIL,
            ConsentPurpose.MARKETING,
            is_given=True,
            source=f"{NAME}, by phone",
        )
    assert surprise_customers(rich.village.parts) == 1


def _write(rich: Rich, sara: UUID) -> None:
    """On every channel; some of it is set aside, some stands in a case of somebody else."""
    parts = rich.village.parts
    sender = f"{NAME} <{EMAIL.upper()}>"
    take_in_mail(parts, STAFF, raw(f"It hums. {NAME}", From=sender, message_id="<1@quibble>"))
    away = {"From": sender, "auto_submitted": "auto-replied"}
    take_in_mail(parts, STAFF, raw(f"{NAME} is away.", **away, message_id="<2@quibble>"))
    far = {"From": "Robot <robot@far.example>", "auto_submitted": "auto-replied"}
    take_in_mail(parts, STAFF, raw(f"No {EMAIL} here.", **far, message_id="<3@far.example>"))
    lost = {"From": "MAILER-DAEMON@far.example", "content_type": "text/plain"}
    take_in_mail(parts, STAFF, raw(f"550 {EMAIL}: unknown", **lost, message_id="<4@far.example>"))
    for channel, address in CHAT.items():
        for number in range(22 if channel is CaseChannel.X else 1):
            take_in_message(
                parts,
                STAFF,
                Incoming(
                    channel=channel,
                    address=address,
                    name=NAME,
                    text=f"It is me, {NAME}.",
                    outside_id=f"{channel}-quibble-{number}",
                ),
            )
    asked = HelpAsked(name=NAME, reached_at=PHONE, text=f"{NAME}: hot", serial=SERIAL, language="")
    ask_for_help(parts, asked, [], "127.0.0.1")
    with rich.village.doing() as deed:
        user = deed.session.get_one(User, sara)
        facts = {"kind": CaseKind.SUPPORT, "channel": CaseChannel.PHONE}
        case = take_call(deed, rich.person, user, subject=f"{NAME} called", text=NAME, **facts)  # type: ignore[arg-type] # passed on
        mates = take_call(deed, rich.mate, user, subject="Ben called", text="Hm", **facts)  # type: ignore[arg-type] # passed on
        deed.session.flush()
        reply(deed, case, f"Dear {NAME}, we look into it.", Author("Sara", sara))
        note = write_note(deed, case, f"{NAME} was friendly.", Author("Sara", sara))
        deed.session.flush()
        picture = CleanFile(
            name="Zyxa Quibble.heic",
            kind=UploadKind.HEIC,
            content=b"x",
            state=UploadState.UNSCANNED,
        )
        keep_file(deed, note, picture)
        reference = mates.reference
    answer = raw("I am Ben's friend.", From=sender, subject=reference, message_id="<5@quibble>")
    take_in_mail(parts, STAFF, answer)


def _complain(rich: Rich, sara: UUID) -> None:
    with rich.village.doing() as deed:
        complaint = open_complaint(
            deed,
            rich.village.territory,
            rich.person,
            Grievance(subject=f"{NAME} waited", happened=NAME, wish=f"Flowers for {NAME}"),
            channel="phone",
        )
        acknowledge(deed, complaint, deed.session.get_one(User, sara), words=f"Sorry, {NAME}.")
        terms = Terms(remedy=RemedyKind.VOUCHER, amount_cents=3_000, said=f"For {NAME}.")
        offer = make_offer(deed, complaint, deed.session.get_one(User, sara), terms)
        deed.session.flush()
        decline_offer(deed, complaint, offer.id, why=f"{NAME} wants more.")
        better = make_offer(deed, complaint, deed.session.get_one(User, sara), terms)
        deed.session.flush()
        accept_offer(deed, complaint, better.id)
        resolve(deed, complaint, f"{NAME} got flowers.")


def _claim(rich: Rich) -> None:
    with rich.village.doing() as deed:
        unit = deed.session.exec(
            select(Unit).where(Unit.customer_id == rich.person.id).order_by(col(Unit.id))
        ).all()[0]
        claim = open_claim(
            deed,
            unit,
            rich.village.territory,
            channel="phone",
            fault_on=date(2026, 11, 20),
            news=ClaimNews(symptom=f"{NAME} hears it hum", serial_read=SERIAL),
            next_update_at=deed.now + timedelta(hours=2),
        )
        deed.session.flush()
        decide_claim(deed, claim)
        add_claim_cost(deed, claim, CostKind.PARTS, 1_000, f"Taken by {NAME}")
        case = deed.session.get_one(Case, claim.case_id)
        ask_for_grant(
            deed,
            Role.SUPPORT,
            customer=rich.person,
            subject=case,
            remedy=RemedyKind.VOUCHER,
            amount_cents=2_000,
            reason=f"{NAME} is loyal.",
        )


def _send_back(rich: Rich) -> None:
    """A return of the claim, with what people typed about it."""
    with rich.village.doing() as deed:
        claim = deed.session.exec(select(Claim)).all()[0]
        row = GoodsReturn(
            id=deed.new_id(),
            reference="R-1",
            claim_id=claim.id,
            state=next(iter(ReturnState)),
            thing=next(iter(ReturnedThing)),
            exchange="return",
            serial_read=SERIAL,
            accessories=f"The bag of {NAME}",
            note=f"{NAME} packed it well.",
            created_at=deed.now,
        )
        deed.add(row)


def _maintain(rich: Rich) -> None:
    """A contract about their unit, and what was typed when it was maintained."""
    with rich.village.doing() as deed:
        unit = deed.session.exec(select(Unit).where(Unit.serial == SERIAL)).one()
        upkeep = Upkeep(
            task="Yearly service",
            schedule=Schedule(every_months=12),
            starts=StartBasis.PURCHASE,
            source="Contract of 1 December 2025",
        )
        add_contract(
            deed,
            unit,
            number="SC-1",
            name="Comfort",
            provider="Alpina",
            starts_on=date(2025, 12, 1),
            ends_on=date(2030, 11, 30),
            upkeep=upkeep,
        )
    tend_maintenance(rich.village.parts)
    with rich.village.doing() as deed:
        due = deed.session.exec(select(Maintenance)).one()
        asked = asked_by_id(deed.session, due.id, deed.now)
        record_done(deed, asked, date(2026, 11, 20), by=STAFF_DID, note=f"{NAME} keeps the key.")


def _follow(rich: Rich, sara: UUID) -> None:
    """A playbook that is followed in one of their cases."""
    with rich.village.doing() as deed:
        plan = Plan(
            code="hums",
            title="It hums",
            symptoms=("hums",),
            steps=(Step(text="Listen to it", role=Role.SUPPORT, minutes=30),),
            customer_texts={"en": "We listen to it."},
        )
        playbook = keep_playbook(deed, plan)
        deed.session.flush()
        case = deed.session.exec(select(Case).where(Case.subject == f"{NAME} called")).one()
        follow_playbook(deed, case, playbook, Author("Sara", sara))


def _pass_on(rich: Rich) -> None:
    """A unit that was theirs, and is somebody else's now; and one that somebody has not taken yet."""
    with rich.village.doing() as deed:
        unit = add_unit(
            deed,
            rich.village.model,
            deed.session.get_one(Customer, rich.person.id),
            serial="SECOND1",
            country="LV",
            purchased_on=date(2025, 10, 1),
        )
        deed.session.flush()
        given = Invited(name="Gus", email="gus@example.org", language="en")
        transfer = offer_transfer(deed, unit, given)
        deed.session.flush()
        accept_transfer(deed, transfer, NewOwner(name="Gus", email="gus@example.org"))
        kept = add_unit(
            deed,
            rich.village.model,
            deed.session.get_one(Customer, rich.person.id),
            serial="THIRD1",
            country="LV",
            purchased_on=date(2025, 10, 1),
        )
        deed.session.flush()
        offer_transfer(deed, kept, Invited(name="Ida", email="ida@example.org", language="en"))


def _recall(rich: Rich) -> None:
    recalling = Recalling(village=rich.village)
    recalling.sold("AB1500")
    recalling.published()
    with rich.village.doing() as deed:
        row = deed.session.exec(
            select(CampaignResponse).where(CampaignResponse.customer_id == rich.person.id)
        ).all()[0]
        record_attempt(
            deed, asked_of(deed.session, row), "phone", is_reached=True, note=f"{NAME} will call."
        )


def _visit(rich: Rich) -> None:
    asked = Asked(village=rich.village)
    asked.visited()
    asked.after(hours=2)
    with rich.village.doing() as deed:
        survey = deed.session.exec(select(Survey)).all()[0]
        answer_survey(deed, survey, Answer(service_score=4, visit_score=4, text=f"Fine. {NAME}"))
    coming = rich.village.book(rich.village.moment(24, 9))
    with rich.village.doing() as deed:
        visit = visit_in(deed.session, coming)
        said = Said(what=Report.TECHNICIAN_NO_SHOW, at=deed.now, note=f"Where is {NAME}?")
        hear(deed, visit.appointment, said)
        signed = Signed(by=NAME, drawn="M1 2L3 4")
        enter(deed, visit.appointment, visit.lead.id, signed, deed.now)
        call_me(deed, visit)
        wait_for_earlier(deed, visit)
        _refused(deed, visit)
        pump = add_spare_part(deed, code="PUMP-1", name="Drain pump")
        request_spare(deed, visit.work_order, pump, 1)


def _refused(deed: Deed, visit: Visit) -> None:
    """A service partner was asked to go, and says why it does not."""
    partner = add_service_partner(
        deed, code="P1", name="Hilfe AG", email="p1@shop.example", phone="1", answer_hours=4
    )
    offer = WorkOffer(
        id=deed.new_id(),
        appointment_id=visit.appointment.id,
        work_order_id=visit.work_order.id,
        partner_id=partner.id,
        state=WorkOfferState.OPEN,
        live_key=str(visit.appointment.id),
        window_from_at=visit.appointment.window_from_at,
        window_to_at=visit.appointment.window_to_at,
        offered_at=deed.now,
        answer_by_at=deed.now + timedelta(hours=4),
        reason="",
    )
    deed.add(offer)
    deed.session.flush()
    decline_work(deed, offer, f"Not again to {NAME}.")


def repeat(rich: Rich) -> None:
    """A shop system heard about them, and may ask again with the same key."""
    body = f'{{"id": "{rich.person.id}", "name": "{NAME}"}}'
    for number, told in enumerate((body, f'{{"note": "{EMAIL}"}}', '{"id": "of Ben"}')):
        once(
            rich.village.parts,
            STAFF,
            caller="shop",
            key=f"key-{number}",
            request_digest="-",
            act=lambda _deed, told=told: Answered(201, {}, told),  # type: ignore[misc] # bound at once
        )
