"""Notices of every kind with facts that could have been written."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.notices.booking_facts import BookingFacts, LapsedFacts
from aftersales.notices.done_facts import DoneFacts, PartFitted
from aftersales.notices.facts import (
    BehindFacts,
    CaseFacts,
    ClaimFacts,
    ComplaintFacts,
    CoverFacts,
    LostFacts,
    RegistrationFacts,
    ReplyFacts,
    RouteFacts,
    SignInCodeFacts,
    SlaFacts,
    SlipFacts,
    SurveyFacts,
    VisitFacts,
    to_json,
)
from aftersales.notices.goodwill_facts import ApprovalFacts, GoodwillFacts, SurpriseFacts
from aftersales.notices.improvement_facts import ImprovementFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.maintenance_facts import MaintenanceFacts
from aftersales.notices.ownership_facts import CoverEnd, CoverEndsFacts, TransferFacts
from aftersales.notices.partner_facts import OfferedVisit, WorkOfferedFacts
from aftersales.notices.recall_facts import IssueFacts, RecallFacts
from aftersales.notices.return_facts import ReturnFacts
from aftersales.records import (
    ImprovementScope,
    Measure,
    Notice,
    NoticeState,
    RecipientKind,
    Verdict,
)
from scheduling.forecast import CauseKind

NINE: Final = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)

VISIT: Final = VisitFacts(
    appointment_id=UUID(int=0xA),
    reference="W-2345678",
    work_kind="install",
    product_type="washing_machine",
    technician_name="Ģirts",
    place="Brīvības iela 85, LV-1001 Rīga",
    latitude=56.96,
    longitude=24.13,
    zone="Europe/Riga",
    window_from_at=NINE,
    window_to_at=NINE + 4 * HOUR,
    sequence=2,
    link_id=UUID(int=0xB),
    answers_name="Eva Office",
    answers_phone="+371 60000000",
)
CHANGED: Final = replace(
    VISIT,
    was_from_at=NINE - HOUR,
    was_to_at=NINE + HOUR,
    expected_at=NINE + 2 * HOUR,
    next_update_at=NINE + 3 * HOUR,
    cause=CauseKind.OVERRUN,
    late_minutes=40,
)
WAITS: Final = replace(
    VISIT,
    next_update_at=NINE + 3 * HOUR,
    awaited="part",
    awaited_name="Drain pump",
    ready_on=date(2026, 12, 3),
)
TRANSFER: Final = TransferFacts(
    reference="T-2345678",
    product="Alpina Dish 9",
    state="offered",
    until_at=NINE + 336 * HOUR,
    zone="Europe/Riga",
    answers_name="Eva Office",
    answers_phone="+371 60000000",
    link_id=UUID(int=0xC),
)
CASE: Final = CaseFacts(
    reference="C-2345678",
    subject="Repair: dishwasher",
    owner_name="Eva Office",
    owner_phone="+371 60000000",
    zone="Europe/Riga",
    next_update_at=NINE,
)
REGISTRATION: Final = RegistrationFacts(
    reference="R-2345678",
    product="Alpina Wave 7",
    serial="AB12",
    covers=(CoverFacts(kind="legal_guarantee", provider="seller", ends_on=date(2028, 11, 23)),),
    unknown_country="XK",
    link_id=UUID(int=0xD),
)
RETURN: Final = ReturnFacts(
    reference="RMA-2345678",
    product="Alpina Wave 7",
    thing="unit",
    exchange="return",
    depot="Workshop, Brīvības iela 85, LV-1001 Rīga",
    due_on=date(2026, 12, 7),
    finding="",
    remedy="repair",
    owner_name="Eva Office",
    owner_phone="+371 60000000",
    zone="Europe/Riga",
    next_update_at=NINE,
    link_id=UUID(int=0xE),
)
ROUTE: Final = RouteFacts(
    on=date(2026, 11, 24), visits=1, zone="Europe/Riga", next_start_at=NINE, next_place="Rīga"
)

CLAIM: Final = ClaimFacts(
    reference="K-2345678",
    product="Alpina Wave 7",
    outcome="partly",
    reasons=(
        {"code": "summary_refused", "facts": {"benefits": ["travel"]}},
        {"code": "appeal_until", "facts": {"until": {"day": "2026-12-23"}}},
    ),
    why="The way to you is not part of the warranty.",
    owner_name="Eva Office",
    owner_phone="+371 60000000",
    zone="Europe/Riga",
    next_update_at=NINE,
    link_id=UUID(int=0x1C),
)

REPLY: Final = ReplyFacts(
    reference="C-2345678",
    subject="It hums",
    text="Please open the filter.\nIt is on the right.\n\nDoes it still hum?",
    state="in_progress",
    answers="abc@example.org",
    contact_id=None,
    owner_name="Eva Office",
    owner_phone="+371 60000000",
    zone="Europe/Riga",
    next_update_at=NINE,
)
GOODWILL: Final = GoodwillFacts(
    reference="K-2345678",
    product="Alpina Wave 7",
    remedy="repair",
    amount_cents=5_400,
    currency="EUR",
    percent=60,
    zone="Europe/Riga",
    owner_name="Eva Office",
    owner_phone="+371 60000000",
    next_update_at=NINE,
)
BROKEN: Final = replace(
    GOODWILL,
    remedy="credit",
    percent=None,
    next_update_at=None,
    promise="arrival_window",
    promised_from_at=NINE - 4 * HOUR,
    promised_to_at=NINE,
)
APPROVAL: Final = ApprovalFacts(
    reference="G-2345678",
    product="Alpina Wave 7",
    remedy="voucher",
    amount_cents=20_000,
    currency="EUR",
    call_name="Ilze",
    why="She waited for three weeks.",
    page="http://127.0.0.1:8000/claims/1",
)
RECALL: Final = RecallFacts(
    title="Alpina: Wave 7 washing machines",
    severity="stop_using",
    found="affected",
    product="Alpina Wave 7 (WM-1)",
    serial="AB12",
    hazard="The heater can overheat and start a fire",
    advice="Unplug it.",
    remedy="A technician replaces the heater.",
    needs_visit=True,
    reminder=1,
    link_id=UUID(int=0xD),
    answers_name="Eva Office",
    answers_phone="+371 60000000",
)

COMPLAINT: Final = ComplaintFacts(
    reference="C-2345678",
    subject="The visit of Monday",
    why="A voucher, for the morning that you lost.",
    remedy="voucher",
    amount_cents=3_000,
    currency="EUR",
    owner_name="Eva Office",
    owner_phone="+371 60000000",
    zone="Europe/Riga",
    next_update_at=NINE,
    is_raised=True,
    link_id=UUID(int=0xB),
    call_name="Anna Beck",
)

SURVEY: Final = SurveyFacts(
    reference="W-2345678",
    subject="Installation: washing machine",
    technician_name="Ģirts",
    zone="Europe/Riga",
    until_at=NINE,
    link_id=UUID(int=0xB),
)

SLIP: Final = SlipFacts(
    reference="C-2345678",
    subject="It hums",
    state="in_progress",
    owner_name="Eva Office",
    owner_phone="+371 60000000",
    zone="Europe/Riga",
    was_at=NINE,
    next_update_at=NINE + 4 * HOUR,
)

IMPROVEMENT: Final = ImprovementFacts(
    reference="I-2345678",
    title="Come in time",
    why="Earlier starts.",
    owner_name="Eva Office",
    measure=Measure.SURVEY_SCORE,
    scope=ImprovementScope.PARTNER,
    scope_name="Kodols",
    threshold=4.0,
    least=5,
    from_on=date(2026, 11, 23),
    due_on=date(2027, 1, 22),
    value=3.4,
    count=7,
    verdict=Verdict.FAILS,
)

DONE = DoneFacts(
    reference="W-2345678",
    work_kind="repair",
    product_type="washing_machine",
    technician_name="Inga",
    place="Landstrasse 4, 9494 Schaan",
    zone="Europe/Vaduz",
    began_at=NINE,
    ended_at=NINE,
    text="Pump changed, ran a cycle.",
    trial="passed",
    serial="AB1234",
    parts=(PartFitted(part="Drain pump", quantity=1),),
    checked=6,
    signed_by="Anna Berg",
    claim_reference="",
    price_cents=8_000,
    price_currency="CHF",
    price_reason="fixed_price",
    answers_name="Maria Vogt",
    answers_phone="+423 555 00 00",
    link_id=UUID(int=0xD),
)


FACTS: Final[dict[NoticeKind, object]] = {
    NoticeKind.CLAIM_RECEIVED: CASE,
    NoticeKind.CLAIM_QUESTION: replace(CLAIM, outcome="needs_info", why=""),
    NoticeKind.CLAIM_DECIDED: CLAIM,
    NoticeKind.REGISTRATION_RECEIVED: REGISTRATION,
    NoticeKind.REGISTRATION_QUESTION: replace(
        REGISTRATION, state="rejected", question="The invoice is another machine's.", covers=()
    ),
    NoticeKind.CERTIFICATE: REGISTRATION,
    NoticeKind.COVER_EXPIRING: CoverEndsFacts(
        product="Alpina Dish 9",
        serial="AB1234",
        ending=(
            CoverEnd(
                kind="makers_warranty", provider="Alpina", components=(), ends_on=date(2026, 12, 24)
            ),
        ),
        going_on=(
            CoverEnd(
                kind="durability_guarantee",
                provider="Alpina",
                components=("motor",),
                ends_on=date(2034, 12, 24),
            ),
        ),
        page="https://service.example/help",
        answers_name="Eva Office",
        answers_phone="+371 60000000",
        link_id=UUID(int=0xC),
    ),
    NoticeKind.WORK_OFFERED: WorkOfferedFacts(
        visits=(
            OfferedVisit(
                work_kind="repair",
                product_type="washing_machine",
                place="9490 Vaduz",
                zone="Europe/Vaduz",
                window_from_at=datetime(2026, 11, 24, 7, 0, tzinfo=UTC),
                window_to_at=datetime(2026, 11, 24, 11, 0, tzinfo=UTC),
                answer_by_at=datetime(2026, 11, 23, 14, 0, tzinfo=UTC),
            ),
        ),
        answers_name="Eva Office",
        answers_phone="+371 60000000",
        link_id=UUID(int=0xC),
    ),
    NoticeKind.TRANSFER_OFFERED: TRANSFER,
    NoticeKind.TRANSFER_SETTLED: replace(TRANSFER, state="accepted", link_id=None),
    NoticeKind.CASE_RECEIVED: CASE,
    NoticeKind.BOOKED: VISIT,
    NoticeKind.WINDOW_NARROWED: CHANGED,
    NoticeKind.MOVED: CHANGED,
    NoticeKind.CANCELLED: replace(VISIT, may_choose=True),
    NoticeKind.DELAYED: CHANGED,
    NoticeKind.RECOVERED: replace(CHANGED, cause=None),
    NoticeKind.REMINDER: VISIT,
    NoticeKind.REPLY_RECEIVED: replace(
        VISIT, next_update_at=NINE, wished_from_at=NINE + HOUR, wished_to_at=NINE + 3 * HOUR
    ),
    NoticeKind.ON_THE_WAY: replace(VISIT, expected_at=NINE),
    NoticeKind.DONE_SUMMARY: DONE,
    NoticeKind.STILL_EXPECTED: replace(VISIT, expected_at=NINE),
    NoticeKind.NO_ACCESS: replace(VISIT, expected_at=NINE, may_choose=True),
    NoticeKind.NOBODY_CAME: VISIT,
    NoticeKind.PART_DELAYED: WAITS,
    NoticeKind.PART_ARRIVED: VISIT,
    NoticeKind.CASE_UPDATE: CASE,
    NoticeKind.CASE_REPLY: REPLY,
    NoticeKind.CASE_RESOLVED: replace(REPLY, state="resolved", next_update_at=None),
    NoticeKind.NEXT_UPDATE_SLIPPED: SLIP,
    NoticeKind.SLA_WARNING: SlaFacts(
        reference="C-2345678",
        subject="It hums",
        what="first_answer",
        call_name="Anna Beck",
        zone="Europe/Riga",
        due_at=NINE,
    ),
    NoticeKind.DELIVERY_FAILED: LostFacts(
        reference="C-2345678",
        subject="It hums",
        kind="case_reply",
        call_name="Anna Beck",
        call_phone="+371 20 000 000",
    ),
    NoticeKind.CHANNEL_BEHIND: BehindFacts(channel="messenger", minutes=95, days=30),
    NoticeKind.PLAN_CHANGED: ROUTE,
    NoticeKind.PROMISE_AT_RISK: CHANGED,
    NoticeKind.EARLIER_SLOT_OFFERED: replace(CHANGED, answer_by_at=NINE),
    NoticeKind.REMEDY_OFFER: GOODWILL,
    NoticeKind.COMPENSATION: BROKEN,
    NoticeKind.APPROVAL_NEEDED: APPROVAL,
    NoticeKind.RECALL: RECALL,
    NoticeKind.COMPLAINT_ACKNOWLEDGED: COMPLAINT,
    NoticeKind.COMPLAINT_OFFER: COMPLAINT,
    NoticeKind.COMPLAINT_ESCALATED: COMPLAINT,
    NoticeKind.COMPLAINT_CLOSED: COMPLAINT,
    NoticeKind.COMPLAINT_FOLLOW_UP: replace(COMPLAINT, next_update_at=None),
    NoticeKind.ASSIGNMENT: COMPLAINT,
    NoticeKind.COMPLAINT_ANSWERED: COMPLAINT,
    NoticeKind.KNOWN_ISSUE: IssueFacts(
        product="Alpina Wave 7",
        title="It does not drain",
        summary="The filter clogs.",
        steps=("Open the filter.", "Rinse it."),
        page="https://aftersales.example/help/articles/filter",
        answers_name="Eva Office",
        answers_phone="+371 60000000",
    ),
    NoticeKind.SURPRISE: SurpriseFacts(
        reference="G-2345678",
        kind="voucher",
        gift="",
        amount_cents=1_000,
        currency="EUR",
        occasion="anniversary",
        number=5,
        ends_on=date(2027, 5, 22),
        work_reference="",
        answers_name="Eva Office",
        answers_phone="+371 60000000",
    ),
    NoticeKind.SURVEY: SURVEY,
    NoticeKind.RETURN_LABEL: RETURN,
    NoticeKind.RETURN_REMINDER: replace(RETURN, exchange="advance", next_update_at=None),
    NoticeKind.RETURN_MISSING: RETURN,
    NoticeKind.RETURN_RECEIVED: replace(RETURN, thing="loaner"),
    NoticeKind.RETURN_INSPECTED: replace(RETURN, finding="confirmed"),
    NoticeKind.RETURN_SENT_BACK: replace(RETURN, carrier="Omniva", tracking="CC123456785LV"),
    NoticeKind.MAINTENANCE_DUE: MaintenanceFacts(
        product="Alpina Wave 7",
        task="Yearly service",
        due_on=date(2026, 12, 10),
        last_on=date(2027, 1, 9),
        needs_visit=True,
        price_cents=12_000,
        currency="EUR",
        covers=(CoverFacts(kind="makers_warranty", provider="Alpina", ends_on=date(2035, 12, 10)),),
        is_reminder=True,
        zone="Europe/Riga",
        answers_name="Ilze Bērziņa",
        answers_phone="+371 60000000",
        link_id=UUID(int=0xD),
    ),
    NoticeKind.BOOKING_LINK: BookingFacts(
        reference="W-2345678",
        order_number="A-1",
        product="Alpina Wave 7",
        quantity=2,
        price_cents=0,
        currency="EUR",
        zone="Europe/Riga",
        answers_name="Ilze Bērziņa",
        answers_phone="+371 60000000",
        link_id=UUID(int=0xE),
    ),
    NoticeKind.HOLD_EXPIRING: LapsedFacts(
        reference="W-2345678",
        work_kind="install",
        product_type="washing_machine",
        zone="Europe/Riga",
        window_from_at=NINE,
        window_to_at=NINE + timedelta(hours=4),
        has_visit=False,
        answers_name="Ilze Bērziņa",
        answers_phone="+371 60000000",
        link_id=UUID(int=0xE),
    ),
    NoticeKind.RECOVERY_OPENED: CASE,
    NoticeKind.IMPROVEMENT_ASSIGNED: IMPROVEMENT,
    NoticeKind.IMPROVEMENT_LATE: IMPROVEMENT,
    NoticeKind.SIGN_IN_CODE: SignInCodeFacts(code_id=UUID(int=0xC), minutes=10),
}


def notice_of(kind: NoticeKind, language: str = "en", facts: object | None = None) -> Notice:
    """A notice as its row comes out of the database."""
    return Notice(
        id=UUID(int=1),
        unrepeatable_key=f"{kind}:appointment/{UUID(int=0xA)}:2:customer/{UUID(int=2)}",
        kind=kind.value,
        state=NoticeState.WAITING,
        subject_kind="appointment",
        subject_id=UUID(int=0xA),
        recipient_kind=RecipientKind.CUSTOMER,
        recipient_id=UUID(int=2),
        language=language,
        facts=to_json(facts or FACTS[kind]),
        created_at=datetime(2026, 11, 23, 6, 0, 0, 500_000, tzinfo=UTC),
        not_before_at=NINE,
    )
