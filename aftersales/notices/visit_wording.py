"""The words of notices about a visit: what, when, by whom, what changed and why, and what can be done."""

from __future__ import annotations

from typing import Literal, assert_never

from aftersales.notices.booking_wording import costs_said
from aftersales.notices.facts import VisitFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Choice, Message, kept
from aftersales.records import WorkKind
from aftersales.words import Words
from aftersales.words.sentences import arrival, cause, earlier_cause, work, work_kind

AboutVisit = Literal[
    NoticeKind.BOOKED,
    NoticeKind.WINDOW_NARROWED,
    NoticeKind.MOVED,
    NoticeKind.CANCELLED,
    NoticeKind.DELAYED,
    NoticeKind.RECOVERED,
    NoticeKind.EARLIER_SLOT_OFFERED,
    NoticeKind.PROMISE_AT_RISK,
]
"""The kinds of notices that are worded here."""


def about_visit(kind: AboutVisit, _: Words, facts: VisitFacts, link_url: str) -> Message:
    """The message of a notice about a visit."""
    match kind:
        case NoticeKind.BOOKED:
            return booked(_, facts, link_url)
        case NoticeKind.WINDOW_NARROWED:
            return narrowed(_, facts, link_url)
        case NoticeKind.MOVED:
            return moved(_, facts, link_url)
        case NoticeKind.CANCELLED:
            return cancelled(_, facts, link_url)
        case NoticeKind.DELAYED:
            return delayed(_, facts, link_url)
        case NoticeKind.RECOVERED:
            return recovered(_, facts, link_url)
        case NoticeKind.EARLIER_SLOT_OFFERED:
            return earlier(_, facts, link_url)
        case NoticeKind.PROMISE_AT_RISK:
            return promise_at_risk(_, facts)
        case _never:
            assert_never(_never)


def _what(_: Words, facts: VisitFacts) -> str:
    return work(_, facts.work_kind, facts.product_type)


def _when(_: Words, facts: VisitFacts) -> str:
    return arrival(
        _,
        technician=facts.technician_name,
        from_at=facts.window_from_at,
        to_at=facts.window_to_at,
        zone=facts.zone,
        expected_at=facts.expected_at,
    )


def _was(_: Words, facts: VisitFacts) -> str:
    if facts.was_from_at is None or facts.was_to_at is None:
        return ""
    return _(
        "Before, we had told you between {from_time} and {to_time} on {day}.",
        from_time=_.time_at(facts.was_from_at, facts.zone),
        to_time=_.time_at(facts.was_to_at, facts.zone),
        day=_.day_at(facts.was_from_at, facts.zone),
    )


def why_late(_: Words, facts: VisitFacts) -> str:
    """Why a visit is late, and how that came down to it; empty if it is not. Staff read the same."""
    if facts.cause is None:
        return ""
    if facts.cause_at is None:
        return cause(_, facts.cause, facts.late_minutes, facts.technician_name)
    return earlier_cause(
        _,
        work_kind(_, WorkKind(facts.cause_work)),
        _.time_at(facts.cause_at, facts.zone),
        facts.late_minutes,
        facts.cause_between,
    )


def person_said(_: Words, facts: VisitFacts) -> str:
    """Who answers for a visit, and where they are reached."""
    return _(
        "{name} answers for your visit: {phone}.",
        name=facts.answers_name,
        phone=facts.answers_phone,
    )


def next_update(_: Words, facts: VisitFacts) -> str:
    """By when the customer hears more; nothing where nothing was promised."""
    if facts.next_update_at is None:
        return ""
    return _(
        "You hear from us again by {time} at the latest.",
        time=_.time_at(facts.next_update_at, facts.zone),
    )


def time_choices(_: Words, link_url: str) -> tuple[Choice, ...]:
    """What can be done about a time that was told: one tap each."""
    return (
        Choice(_("Keep this time"), link_url + "#keep"),
        Choice(_("Choose another time"), link_url + "#move"),
        Choice(_("Call me"), link_url + "#call"),
    )


def new_time(_: Words, facts: VisitFacts, link_url: str) -> tuple[Choice, ...]:
    """For whoever has no time any more: a new one, where one may be chosen, or a call."""
    choose = (Choice(_("Choose another time"), link_url + "#move"),) if facts.may_choose else ()
    return (*choose, Choice(_("Call me"), link_url + "#call"))


def _to_change(_: Words, link_url: str) -> tuple[Choice, ...]:
    """For whoever chose the time themselves: they need not be asked whether it suits them."""
    return (Choice(_("See or change your visit"), link_url),)


def booked(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """A new visit: when, who, what for, and that delays are told first."""
    return Message(
        subject=_(
            "Your visit on {day} ({reference})",
            day=_.day_at(facts.window_from_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=kept(
            _when(_, facts),
            _what(_, facts),
            facts.place,
            costs_said(_, facts.price_cents, facts.price_currency, facts.price_reason),
            _("If we see that we will be late, we tell you before you notice it."),
            person_said(_, facts),
        ),
        choices=_to_change(_, link_url),
    )


def narrowed(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """The evening before: a shorter time to be at home."""
    return Message(
        subject=_(
            "Your visit on {day}: between {from_time} and {to_time} ({reference})",
            day=_.day_at(facts.window_from_at, facts.zone),
            from_time=_.time_at(facts.window_from_at, facts.zone),
            to_time=_.time_at(facts.window_to_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=kept(
            _when(_, facts),
            _("You now need to be at home for a shorter time than we first said."),
            _what(_, facts),
            person_said(_, facts),
        ),
        choices=time_choices(_, link_url),
    )


def moved(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """Another day or time, with the cause and the choices."""
    return Message(
        subject=_(
            "Your visit has a new time: {day} ({reference})",
            day=_.day_at(facts.window_from_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=kept(
            _when(_, facts),
            _was(_, facts),
            why_late(_, facts),
            _("Thank you for telling us. This is the time that you chose.")
            if facts.is_by_customer
            else _("We are sorry. If the new time does not suit you, choose another with one tap."),
            _what(_, facts),
            person_said(_, facts),
        ),
        choices=_to_change(_, link_url) if facts.is_by_customer else time_choices(_, link_url),
    )


def delayed(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """Later today, with the cause, the next update and the choices."""
    return Message(
        subject=_(
            "Your visit today will be later: {time} ({reference})",
            time=_.time_at(facts.expected_at or facts.window_from_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=kept(
            _when(_, facts),
            _was(_, facts),
            why_late(_, facts),
            _("We are sorry that you have to wait."),
            next_update(_, facts),
            person_said(_, facts),
        ),
        choices=time_choices(_, link_url),
    )


def recovered(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """The delay is over: the time that was told first holds again."""
    return Message(
        subject=_(
            "Good news: your visit today is on time again ({reference})",
            reference=facts.reference,
        ),
        paragraphs=kept(
            _when(_, facts),
            _was(_, facts),
            _("The delay has been made good, so the time that we had told you first holds again."),
            person_said(_, facts),
        ),
        choices=time_choices(_, link_url),
    )


def cancelled(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """Nobody comes; who called it off themselves may choose another time later."""
    return Message(
        subject=_(
            "Your visit on {day} is cancelled ({reference})",
            day=_.day_at(facts.window_from_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=kept(
            _(
                "Your visit on {day} is cancelled. Nobody comes at that time.",
                day=_.day_at(facts.window_from_at, facts.zone),
            ),
            _("You have cancelled it yourself. Whenever it suits you, choose another time.")
            if facts.is_by_customer
            else "",
            why_late(_, facts),
            _("We are sorry. Choose a new time that suits you, or let us call you.")
            if facts.may_choose and not facts.is_by_customer
            else "",
            _what(_, facts),
            person_said(_, facts),
        ),
        choices=(Choice(_("Choose another time"), link_url + "#move"),)
        if facts.is_by_customer
        else new_time(_, facts, link_url),
    )


def earlier(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """An earlier time has become free; it is kept for this customer for a while."""
    answer_by = _.time_at(facts.answer_by_at or facts.window_from_at, facts.zone)
    return Message(
        subject=_(
            "An earlier time for your visit: {day} ({reference})",
            day=_.day_at(facts.window_from_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=kept(
            _(
                "An earlier time has become free: between {from_time} and {to_time} on {day}.",
                from_time=_.time_at(facts.window_from_at, facts.zone),
                to_time=_.time_at(facts.window_to_at, facts.zone),
                day=_.day_at(facts.window_from_at, facts.zone),
            ),
            _("It is kept for you until {time}.", time=answer_by),
            _(
                "If you do nothing, your visit stays between {from_time} and {to_time} on {day}.",
                from_time=_.time_at(facts.was_from_at, facts.zone),
                to_time=_.time_at(facts.was_to_at, facts.zone),
                day=_.day_at(facts.was_from_at, facts.zone),
            )
            if facts.was_from_at is not None and facts.was_to_at is not None
            else "",
            _what(_, facts),
            person_said(_, facts),
        ),
        choices=(Choice(_("See the earlier time"), link_url + "#earlier"),),
    )


def promise_at_risk(_: Words, facts: VisitFacts) -> Message:
    """To staff: a buyer could not be told and must be called."""
    return Message(
        subject=_("At risk: {reference}", reference=facts.reference),
        paragraphs=kept(
            _when(_, facts),
            _was(_, facts),
            why_late(_, facts),
            _(
                "The buyer could not be told. Please call {name}: {phone}.",
                name=facts.call_name,
                phone=facts.call_phone,
            )
            if facts.call_phone
            else _("The buyer could not be told, and no telephone number is known."),
        ),
    )
