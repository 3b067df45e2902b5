"""What is known of a place before a visit is booked: questions, answers, address and contact, for shops that ask themselves."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.booking.asked import booking_of
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.installations.placing import NoPlace, Placed, place_of_visit
from aftersales.installations.preparing import (
    DayContact,
    Prepared,
    Reached,
    Step,
    keep_address,
    keep_contact,
    keep_site,
    prepared_of,
)
from aftersales.installations.questions import SiteQuestion
from aftersales.parts import Parts
from aftersales.records import WorkOrder
from aftersales.store import Session
from aftersales.words import LANGUAGES, Words, words_in
from web.api.addresses import YARD, AddressSent
from web.api.fields import Code, CodeAsked, Line, Sent, Shown, Text, example
from web.api.listed import found
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/work-orders/{work_order_id}/preparation", tags=["work orders"])


class ContactSent(Sent):
    """Whom we meet on the day, and how they hear of the visit."""

    model_config = example(
        name="Anna Beck", phone="+423 555 01 02", language="en", reached_by="email"
    )

    name: Line
    phone: Code
    language: Code = Field(default="en", examples=["en"])
    reached_by: Reached = Reached.EMAIL
    wants_surveys: bool = Field(
        default=False, description="Whether they said that we may ask afterwards how it went."
    )


class PreparationSent(Sent):
    """What a buyer said; what is left out stays as it is."""

    model_config = example(
        address=YARD,
        answers={"floor": "2", "lift": "no", "parking": "door"},
        contact={"name": "Anna Beck", "phone": "+423 555 01 02", "language": "en"},
    )

    address: AddressSent | None = None
    answers: dict[Code, Text] | None = Field(
        default=None,
        description="By the code of each question; all of them at once, as these replace what was said.",
        examples=[{"floor": "2", "lift": "no"}],
    )
    contact: ContactSent | None = None


class OptionShown(Shown):
    """One answer that can be given."""

    code: str
    said: str


class QuestionShown(Shown):
    """One question, and what was answered; without options it is answered in the buyer's own words."""

    code: str
    asked: str
    hint: str
    is_required: bool
    options: list[OptionShown]
    answer: str | None


class PreparationShown(Shown):
    """What is known of the place of a work order; `missing` are the steps that its buyer has not done."""

    work_order_id: UUID
    work_order: str
    duration_minutes: int
    location_id: UUID
    questions: list[QuestionShown]
    contact_name: str
    contact_phone: str
    reached_by: str
    photographs: int
    missing: list[Step]
    changed_at: datetime


@router.get("", summary="What is known of the place", response_model=PreparationShown)
def preparation(
    parts: PartsIn, held: HeldIn, work_order_id: UUID, language: CodeAsked = None
) -> Response:
    """The questions that are asked before this work, in a language, and what was said to each."""
    with parts.store.reading() as session:
        row = found(session, WorkOrder, work_order_id, "work order")
        return held.answer(_shown(session, row, parts.clock.now(), _words(language)))


@router.post("", summary="Say what is known of the place", response_model=PreparationShown)
def prepared(once: OnceIn, work_order_id: UUID, sent: PreparationSent) -> Response:
    """Keep what a buyer said to the shop, as if they had said it on their own page."""
    placed = _placed(once.parts, work_order_id, sent)

    def act(deed: Deed) -> Acted:
        work = found(deed.session, WorkOrder, work_order_id, "work order")
        if placed is not None:
            keep_address(deed, work.id, placed)
        if sent.answers is not None:
            _check_answers(deed.session, work, deed.now, sent.answers)
            keep_site(deed, work.id, sent.answers)
        if sent.contact is not None:
            keep_contact(deed, work.id, DayContact(**sent.contact.model_dump()))
        deed.session.flush()
        return _shown(deed.session, work, deed.now, _words(None)), None

    return once.answer(act, status=200)


def _placed(parts: Parts, work_order_id: UUID, sent: PreparationSent) -> Placed | None:
    """Where the visit is, looked up before the transaction begins.

    Raises:
        NotUnderstood: the address is not found, elsewhere, or cannot be driven to.
        NotAllowed: nobody of ours comes there.
    """
    if sent.address is None:
        return None
    with parts.store.reading() as session:
        work = found(session, WorkOrder, work_order_id, "work order")
    placed = place_of_visit(parts, work, sent.address.address)
    match placed:
        case Placed():
            return placed
        case NoPlace.UNKNOWN:
            raise _refused("It is not in the address list. Check it, or send its coordinates.")
        case NoPlace.ELSEWHERE:
            raise _refused("It does not lie in the country that is named. Correct one of them.")
        case NoPlace.CUT_OFF:
            raise _refused("No road for cars leads there. Send the coordinates of the way to it.")
        case NoPlace.OUTSIDE:
            raise NotAllowed(
                "This address is outside the area in which we come ourselves. Cancel the work order, "
                "or let the office find somebody near it."
            )
        case _never:
            assert_never(_never)


def _refused(why: str) -> NotUnderstood:
    return NotUnderstood(f"We cannot come to this address. {why}", [Problem("address", why)])


def _check_answers(
    session: Session, work: WorkOrder, now: datetime, answers: dict[str, str]
) -> None:
    """Programs learn of every answer that is none; on the page one can only choose.

    Raises:
        NotUnderstood: a question is not asked before this work, or the answer is none of its options.
    """
    asked = {
        each.code: each for each in prepared_of(session, booking_of(session, work), now).questions
    }
    problems = [
        Problem(f"answers.{code}", why)
        for code, answer in answers.items()
        if (why := _wrong(asked.get(code), answer))
    ]
    if problems:
        raise NotUnderstood(
            "Some answers do not fit. Read the questions and correct them.", problems
        )


def _wrong(asked: SiteQuestion | None, answer: str) -> str:
    if asked is None:
        return "this is not asked before this work; leave it out"
    codes = [code for code, _said in asked.options]
    return "" if not codes or answer in codes else f"choose one of {', '.join(codes)}"


def _words(language: str | None) -> Words:
    return words_in(language if language in LANGUAGES else "en")


def _shown(session: Session, work: WorkOrder, now: datetime, _: Words) -> PreparationShown:
    known = prepared_of(session, booking_of(session, work), now)
    row = known.row
    return PreparationShown(
        work_order_id=work.id,
        work_order=work.reference,
        duration_minutes=work.duration_minutes,
        location_id=work.location_id,
        questions=[_question(_, each, known) for each in known.questions],
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        reached_by=row.reached_by,
        photographs=len(known.photos),
        missing=[step for step in Step if step not in known.done],
        changed_at=row.changed_at,
    )


def _question(_: Words, each: SiteQuestion, known: Prepared) -> QuestionShown:
    answer = known.row.answers.get(each.code)
    return QuestionShown(
        code=each.code,
        asked=_(each.asked),
        hint=_(each.hint) if each.hint else "",
        is_required=each.is_required,
        options=[OptionShown(code=code, said=_(said)) for code, said in each.options],
        answer=None if answer is None else str(answer),
    )
