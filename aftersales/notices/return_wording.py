"""The words about something that is sent back: the label, the reminder, that it is here, and what was found."""

from __future__ import annotations

from typing import Literal, assert_never

from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Choice, Message, kept
from aftersales.notices.return_facts import ReturnFacts
from aftersales.records import ReturnedThing
from aftersales.words import Words
from warranty.claims.inspections import Finding
from warranty.claims.remedies import RemedyKind
from warranty.products import ExchangeType

AboutReturn = Literal[
    NoticeKind.RETURN_LABEL,
    NoticeKind.RETURN_REMINDER,
    NoticeKind.RETURN_MISSING,
    NoticeKind.RETURN_RECEIVED,
    NoticeKind.RETURN_INSPECTED,
    NoticeKind.RETURN_SENT_BACK,
]
"""The kinds of notices that are worded here."""


def about_return(kind: AboutReturn, _: Words, facts: ReturnFacts, link_url: str) -> Message:
    """The message of a notice about a return."""
    match kind:
        case NoticeKind.RETURN_LABEL:
            return _label(_, facts, link_url)
        case NoticeKind.RETURN_REMINDER:
            return _reminder(_, facts, link_url)
        case NoticeKind.RETURN_MISSING:
            subject = _("We have not received your return ({reference})", reference=facts.reference)
            told = [
                _("It should have been here on {day}.", day=_day(_, facts)),
                _("If you have sent it, please keep the carrier's receipt at hand."),
                _("Nothing is lost by this: we call you and find a way."),
            ]
        case NoticeKind.RETURN_RECEIVED:
            subject = _("Your return is here ({reference})", reference=facts.reference)
            told = [_received(_, facts)]
        case NoticeKind.RETURN_INSPECTED:
            subject = _("We have looked at your unit ({reference})", reference=facts.reference)
            told = [_found(_, facts.finding), _follows(_, facts.remedy)]
        case NoticeKind.RETURN_SENT_BACK:
            subject = _("Your unit is on its way back ({reference})", reference=facts.reference)
            told = [
                _(
                    "{carrier} brings it to you. Its number there is {tracking}.",
                    carrier=facts.carrier,
                    tracking=facts.tracking,
                ),
                _("If it does not come, or arrives damaged, tell us at once."),
            ]
        case _never:
            assert_never(_never)
    return Message(
        subject=subject, paragraphs=kept(facts.product, *told, *_next(_, facts)), choices=()
    )


def asked_said(_: Words, facts: ReturnFacts) -> str:
    """What is to come and why, in one sentence."""
    day = _day(_, facts)
    if facts.thing == ReturnedThing.LOANER:
        return _("Please send back the unit that we lent you; it should be here by {day}.", day=day)
    match ExchangeType(facts.exchange):
        case ExchangeType.ADVANCE:
            return _(
                "You get the new unit first. Please send us the old one; it should be here by {day}.",
                day=day,
            )
        case ExchangeType.LOANER | ExchangeType.RETURN:
            return _("Please send us the unit; it should be here by {day}.", day=day)
        case _never:
            assert_never(_never)


def packing_said(_: Words) -> tuple[str, ...]:
    """How it is packed, step by step."""
    return (
        _("Unplug it. Take out water, batteries and whatever is yours."),
        _("Pack it so that nothing moves, in the first box if you still have it."),
        _("Lay the lower half of the sheet into the box, and stick the upper half onto it."),
        _("Keep the carrier's receipt until we tell you that it is here."),
    )


def _label(_: Words, facts: ReturnFacts, link_url: str) -> Message:
    return Message(
        subject=_("Your return label ({reference})", reference=facts.reference),
        paragraphs=kept(
            facts.product,
            asked_said(_, facts),
            _where(_, facts),
            *(packing_said(_) if facts.depot else ()),
            _("If it is too heavy to send, call us: we fetch it."),
            *_next(_, facts),
        ),
        choices=(Choice(_("Label and steps"), link_url),),
    )


def _reminder(_: Words, facts: ReturnFacts, link_url: str) -> Message:
    return Message(
        subject=_("We wait for your return ({reference})", reference=facts.reference),
        paragraphs=kept(
            facts.product,
            asked_said(_, facts),
            _where(_, facts),
            _("If you have sent it already, there is nothing that you need to do."),
            *_next(_, facts),
        ),
        choices=(Choice(_("Label and steps"), link_url),),
    )


def _where(_: Words, facts: ReturnFacts) -> str:
    if not facts.depot:
        return _("Please call us before you send it: we tell you where to.")
    return _(
        "Send it to {address}, with the number {reference}.",
        address=facts.depot,
        reference=facts.reference,
    )


def _received(_: Words, facts: ReturnFacts) -> str:
    if facts.thing == ReturnedThing.LOANER:
        return _("Thank you. The unit that we lent you is here.")
    return _("Thank you. Your unit is here, and we look at it now.")


def _found(_: Words, finding: str) -> str:
    if finding == Finding.INSTALLATION:
        return _("It was not installed as it should be. That is not your fault.")
    return _("We saw the fault that you told us about.")


def _follows(_: Words, remedy: str) -> str:
    """What comes next; for other remedies whoever looks after it says so."""
    match remedy:
        case RemedyKind.REPAIR:
            return _("We repair it now.")
        case RemedyKind.REPLACE:
            return _("You get another unit.")
        case RemedyKind.REFUND:
            return _("You get your money back.")
        case _:
            return ""


def _day(_: Words, facts: ReturnFacts) -> str:
    return "" if facts.due_on is None else _.day(facts.due_on)


def _next(_: Words, facts: ReturnFacts) -> list[str]:
    said = [_("{name} looks after it: {phone}.", name=facts.owner_name, phone=facts.owner_phone)]
    if facts.next_update_at is not None:
        said.append(
            _(
                "You hear from us by {time} on {day}.",
                time=_.time_at(facts.next_update_at, facts.zone),
                day=_.day_at(facts.next_update_at, facts.zone),
            )
        )
    return said
