"""The words of every notice: a pure function of kind, language, frozen facts and link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from aftersales.notices.facts import (
    CaseFacts,
    RegistrationFacts,
    RouteFacts,
    VisitFacts,
    from_json,
)
from aftersales.notices.kinds import NoticeKind
from aftersales.words import Words
from aftersales.words.sentences import arrival, cause, cover, work
from warranty import SELLER


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the reader can do: a label and the page on which one tap does it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one person reads: a subject, paragraphs, and the choices they have."""

    subject: str
    paragraphs: tuple[str, ...]
    choices: tuple[Choice, ...] = ()


def worded(kind: NoticeKind, _: Words, stored: dict[str, object], link_url: str) -> Message:
    """The message of a notice; `link_url` is the recipient's page, which may be empty for staff."""
    match kind:
        case NoticeKind.BOOKED:
            return _booked(_, from_json(VisitFacts, stored), link_url)
        case NoticeKind.WINDOW_NARROWED:
            return _narrowed(_, from_json(VisitFacts, stored), link_url)
        case NoticeKind.MOVED:
            return _moved(_, from_json(VisitFacts, stored), link_url)
        case NoticeKind.CANCELLED:
            return _cancelled(_, from_json(VisitFacts, stored))
        case NoticeKind.DELAYED:
            return _delayed(_, from_json(VisitFacts, stored), link_url)
        case NoticeKind.REGISTRATION_RECEIVED:
            return _registered(_, from_json(RegistrationFacts, stored))
        case NoticeKind.CASE_RECEIVED:
            return _case_received(_, from_json(CaseFacts, stored))
        case NoticeKind.CASE_UPDATE:
            return _not_placed_yet(_, from_json(CaseFacts, stored))
        case NoticeKind.PLAN_CHANGED:
            return _plan_changed(_, from_json(RouteFacts, stored))
        case NoticeKind.PROMISE_AT_RISK:
            return _promise_at_risk(_, from_json(VisitFacts, stored))
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


def _person(_: Words, facts: VisitFacts) -> str:
    return _(
        "{name} answers for your visit: {phone}.",
        name=facts.answers_name,
        phone=facts.answers_phone,
    )


def _next_update(_: Words, facts: VisitFacts) -> str:
    if facts.next_update_at is None:
        return ""
    return _(
        "You hear from us again by {time} at the latest.",
        time=_.time_at(facts.next_update_at, facts.zone),
    )


def _kept(*paragraphs: str) -> tuple[str, ...]:
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def _choices(_: Words, link_url: str) -> tuple[Choice, ...]:
    return (
        Choice(_("Keep this time"), link_url + "#keep"),
        Choice(_("Choose another time"), link_url + "#move"),
        Choice(_("Call me"), link_url + "#call"),
    )


def _booked(_: Words, facts: VisitFacts, link_url: str) -> Message:
    return Message(
        subject=_(
            "Your visit on {day} ({reference})",
            day=_.day_at(facts.window_from_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=_kept(
            _when(_, facts),
            _what(_, facts),
            facts.place,
            _("If we see that we will be late, we tell you before you notice it."),
            _person(_, facts),
        ),
        choices=(Choice(_("See or change your visit"), link_url),),
    )


def _narrowed(_: Words, facts: VisitFacts, link_url: str) -> Message:
    return Message(
        subject=_(
            "Your visit on {day}: between {from_time} and {to_time} ({reference})",
            day=_.day_at(facts.window_from_at, facts.zone),
            from_time=_.time_at(facts.window_from_at, facts.zone),
            to_time=_.time_at(facts.window_to_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=_kept(
            _when(_, facts),
            _("You now need to be at home for a shorter time than we first said."),
            _what(_, facts),
            _person(_, facts),
        ),
        choices=_choices(_, link_url),
    )


def _moved(_: Words, facts: VisitFacts, link_url: str) -> Message:
    return Message(
        subject=_(
            "Your visit has a new time: {day} ({reference})",
            day=_.day_at(facts.window_from_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=_kept(
            _when(_, facts),
            _was(_, facts),
            ""
            if facts.cause is None
            else cause(_, facts.cause, facts.late_minutes, facts.technician_name),
            _("We are sorry. If the new time does not suit you, choose another with one tap."),
            _what(_, facts),
            _person(_, facts),
        ),
        choices=_choices(_, link_url),
    )


def _delayed(_: Words, facts: VisitFacts, link_url: str) -> Message:
    return Message(
        subject=_(
            "Your visit today will be later: {time} ({reference})",
            time=_.time_at(facts.expected_at or facts.window_from_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=_kept(
            _when(_, facts),
            _was(_, facts),
            ""
            if facts.cause is None
            else cause(_, facts.cause, facts.late_minutes, facts.technician_name),
            _("We are sorry that you have to wait."),
            _next_update(_, facts),
            _person(_, facts),
        ),
        choices=_choices(_, link_url),
    )


def _cancelled(_: Words, facts: VisitFacts) -> Message:
    return Message(
        subject=_(
            "Your visit on {day} is cancelled ({reference})",
            day=_.day_at(facts.window_from_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=_kept(
            _(
                "Your visit on {day} is cancelled. Nobody comes at that time.",
                day=_.day_at(facts.window_from_at, facts.zone),
            ),
            _what(_, facts),
            _person(_, facts),
        ),
    )


def _registered(_: Words, facts: RegistrationFacts) -> Message:
    lines = [
        _(
            "{cover} ({provider}): until {day}",
            cover=cover(_, each.kind),
            provider=_("the seller") if each.provider == SELLER else each.provider,
            day=_.date(each.ends_on),
        )
        for each in facts.covers
    ]
    if facts.unknown_country is not None:
        lines.append(
            _(
                "We have not yet read the legal guarantee of your country. Please ask us before you pay for a repair."
            )
        )
    return Message(
        subject=_(
            "{product} is registered ({reference})",
            product=facts.product,
            reference=facts.reference,
        ),
        paragraphs=_kept(
            _("Thank you. Your product is registered."),
            "" if facts.serial is None else _("Serial number: {serial}", serial=facts.serial),
            *lines,
            _("Your proof of purchase is always enough: no claim depends on this registration."),
        ),
    )


def _case_received(_: Words, facts: CaseFacts) -> Message:
    return Message(
        subject=_("We have your request ({reference})", reference=facts.reference),
        paragraphs=_kept(facts.subject, *_owner(_, facts)),
    )


def _not_placed_yet(_: Words, facts: CaseFacts) -> Message:
    return Message(
        subject=_(
            "We are still looking for a time for your visit ({reference})",
            reference=facts.reference,
        ),
        paragraphs=_kept(
            facts.subject,
            _("In the times that you named nobody who can do this work is free."),
            *_owner(_, facts),
        ),
    )


def _owner(_: Words, facts: CaseFacts) -> tuple[str, str]:
    return (
        _("{name} looks after it: {phone}.", name=facts.owner_name, phone=facts.owner_phone),
        _(
            "You hear from us by {time} on {day}.",
            time=_.time_at(facts.next_update_at, facts.zone),
            day=_.day_at(facts.next_update_at, facts.zone),
        ),
    )


def _plan_changed(_: Words, facts: RouteFacts) -> Message:
    if facts.next_start_at is None:
        following = _("Nothing is left for you on this day.")
    else:
        following = _(
            "Next: {time}, {place}.",
            time=_.time_at(facts.next_start_at, facts.zone),
            place=facts.next_place or "",
        )
    return Message(
        subject=_("Your plan for {day} has changed", day=_.day(facts.on)),
        paragraphs=_kept(
            _.many("{number} visit is now on it.", "{number} visits are now on it.", facts.visits),
            following,
            _("Your calendar shows the new times."),
        ),
    )


def _promise_at_risk(_: Words, facts: VisitFacts) -> Message:
    return Message(
        subject=_("At risk: {reference}", reference=facts.reference),
        paragraphs=_kept(
            _when(_, facts),
            _was(_, facts),
            ""
            if facts.cause is None
            else cause(_, facts.cause, facts.late_minutes, facts.technician_name),
            _("The buyer could not be told. Please call."),
        ),
    )
