"""The words of what a customer hears on the day: a reminder, an answer to their calendar, somebody is on the way, met nobody, or never came."""

from __future__ import annotations

from typing import Literal, assert_never

from aftersales.notices.facts import VisitFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Choice, Message, kept
from aftersales.notices.visit_wording import new_time, next_update, person_said, time_choices
from aftersales.words import Words
from aftersales.words.sentences import arrival, work

OfTheDay = Literal[
    NoticeKind.REMINDER,
    NoticeKind.REPLY_RECEIVED,
    NoticeKind.ON_THE_WAY,
    NoticeKind.STILL_EXPECTED,
    NoticeKind.NO_ACCESS,
    NoticeKind.NOBODY_CAME,
]
"""The kinds of notices that are worded here."""


def of_the_day(kind: OfTheDay, _: Words, facts: VisitFacts, link_url: str) -> Message:
    """The message of a notice of the day."""
    match kind:
        case NoticeKind.REMINDER:
            return reminder(_, facts, link_url)
        case NoticeKind.REPLY_RECEIVED:
            return reply_received(_, facts, link_url)
        case NoticeKind.ON_THE_WAY:
            return on_the_way(_, facts, link_url)
        case NoticeKind.STILL_EXPECTED:
            return still_expected(_, facts, link_url)
        case NoticeKind.NO_ACCESS | NoticeKind.NOBODY_CAME:
            return not_met(kind, _, facts, link_url)
        case _never:
            assert_never(_never)


def reminder(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """Who comes when, shortly before it: nothing has changed."""
    return Message(
        subject=_(
            "Reminder: your visit on {day}, {from_time}–{to_time} ({reference})",
            day=_.day_at(facts.window_from_at, facts.zone),
            from_time=_.time_at(facts.window_from_at, facts.zone),
            to_time=_.time_at(facts.window_to_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=kept(
            arrival(
                _,
                technician=facts.technician_name,
                from_at=facts.window_from_at,
                to_at=facts.window_to_at,
                zone=facts.zone,
            ),
            work(_, facts.work_kind, facts.product_type),
            facts.place,
            _(
                "Please make sure that an adult is at home, and that the way to the appliance is clear."
            ),
            person_said(_, facts),
        ),
        choices=time_choices(_, link_url),
    )


def reply_received(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """A calendar declined the visit, or proposed another time: what holds now, and a new time in one tap."""
    if facts.wished_from_at is None or facts.wished_to_at is None:
        subject = _(
            "You declined your visit: choose another time ({reference})", reference=facts.reference
        )
        heard = _("Your calendar declined this visit.")
    else:
        subject = _(
            "You proposed another time: we look for it ({reference})", reference=facts.reference
        )
        heard = _(
            "You proposed {day}, {from_time} to {to_time}. We look for a time then.",
            day=_.day_at(facts.wished_from_at, facts.zone),
            from_time=_.time_at(facts.wished_from_at, facts.zone),
            to_time=_.time_at(facts.wished_to_at, facts.zone),
        )
    return Message(
        subject=subject,
        paragraphs=kept(
            heard,
            _(
                "Until you have another time, this one stands: {day}, {from_time} to {to_time}.",
                day=_.day_at(facts.window_from_at, facts.zone),
                from_time=_.time_at(facts.window_from_at, facts.zone),
                to_time=_.time_at(facts.window_to_at, facts.zone),
            ),
            next_update(_, facts),
            person_said(_, facts),
        ),
        choices=time_choices(_, link_url),
    )


def on_the_way(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """The technician has set out."""
    time = _.time_at(facts.expected_at or facts.window_from_at, facts.zone)
    return Message(
        subject=_(
            "{technician} is on the way and arrives at about {time} ({reference})",
            technician=facts.technician_name,
            time=time,
            reference=facts.reference,
        ),
        paragraphs=kept(
            _(
                "{technician} is on the way to you and arrives at about {time}.",
                technician=facts.technician_name,
                time=time,
            ),
            work(_, facts.work_kind, facts.product_type),
            person_said(_, facts),
        ),
        choices=(Choice(_("Follow the visit"), link_url), Choice(_("Call me"), link_url + "#call")),
    )


def still_expected(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """The update that was promised with a delay: nothing has changed since."""
    return Message(
        subject=_(
            "Your visit today is still expected as we told you last ({reference})",
            reference=facts.reference,
        ),
        paragraphs=kept(
            _("You were to hear from us by now: nothing has changed since our last message."),
            arrival(
                _,
                technician=facts.technician_name,
                from_at=facts.window_from_at,
                to_at=facts.window_to_at,
                zone=facts.zone,
                expected_at=facts.expected_at,
            ),
            person_said(_, facts),
        ),
        choices=time_choices(_, link_url),
    )


def not_met(
    kind: Literal[NoticeKind.NO_ACCESS, NoticeKind.NOBODY_CAME],
    _: Words,
    facts: VisitFacts,
    link_url: str,
) -> Message:
    """Customer and technician have missed each other, through either: what happened, and a new time in one tap."""
    if kind is NoticeKind.NO_ACCESS:
        subject = _("We came and met nobody ({reference})", reference=facts.reference)
        what = _(
            "{technician} was at your door at {time}, and nobody opened.",
            technician=facts.technician_name,
            time=_.time_at(facts.expected_at or facts.window_from_at, facts.zone),
        )
    else:
        subject = _("Nobody came to you ({reference})", reference=facts.reference)
        what = _("We had promised to come, and nobody came. We are sorry.")
    return Message(
        subject=subject,
        paragraphs=kept(
            what,
            work(_, facts.work_kind, facts.product_type),
            facts.place,
            _("Choose a new time that suits you, or let us call you.")
            if facts.may_choose
            else _("We find a new time with you."),
            next_update(_, facts),
            person_said(_, facts),
        ),
        choices=new_time(_, facts, link_url),
    )
