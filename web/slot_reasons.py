"""Why nothing is offered on a day, in full: for the office and for programs."""

from __future__ import annotations

from datetime import date, datetime, time

from aftersales.booking import PAIR, NoSlot, WhyNot
from aftersales.words import Words


def why_not_staff(_: Words, refused: NoSlot) -> str:
    """Why nothing is offered on a day, with what is missing by name."""
    plain = {
        WhyNot.TOO_SOON: _("the lead time is not kept"),
        WhyNot.NOBODY_ON_DUTY: _("nobody is on duty"),
        WhyNot.ALL_ABSENT: _("everybody on duty is absent"),
        WhyNot.TOO_FAR: _("way and work do not fit into any shift, even an empty one"),
        WhyNot.FULL: _("fully booked"),
    }
    return plain.get(refused.why) or _told_in_full(_, refused)


def _told_in_full(_: Words, refused: NoSlot) -> str:
    """Reasons that name what is missing."""
    facts = refused.facts
    match refused.why:
        case WhyNot.CUT_OFF:
            return _("closed since {time} of the day before", time=_clock(_, facts["time"]))
        case WhyNot.NOT_READY:
            ready_on = _day(_, facts["ready_on"])
            return _("{what} is there on {day}", what=facts["waits_for"], day=ready_on)
        case WhyNot.UNKNOWN_WHEN_READY:
            return _("nobody knows yet when {what} is there", what=facts["waits_for"])
        case WhyNot.HOLIDAY:
            return _("public holiday: {name}", name=facts["name"])
        case WhyNot.NO_SKILL:
            return _("nobody on duty is certified for: {skill}", skill=facts["skill"])
        case WhyNot.CERTIFICATE:
            ended_on = _day(_, facts["ended_on"])
            return _(
                "the last certificate for {skill} ended on {day}",
                skill=facts["skill"],
                day=ended_on,
            )
        case WhyNot.NO_CREW if _number(facts["people"]) > PAIR:
            return _(
                "{number} people are needed at once, and no crew of so many is on duty",
                number=_.number(_number(facts["people"])),
            )
        case WhyNot.NO_CREW:
            return _.many(
                "{number} person is needed at once, and not so many are on duty",
                "{number} people are needed at once, and not so many are on duty",
                _number(facts["people"]),
            )
        case _:
            return _.many(
                "the quota of {number} visit is reached",
                "the quota of {number} visits is reached",
                _number(facts["most"]),
            )


def _day(_: Words, fact: object) -> str:
    return _.day(fact) if isinstance(fact, date) else ""


def _clock(_: Words, fact: object) -> str:
    return _.time(datetime.combine(date.min, fact)) if isinstance(fact, time) else ""


def _number(fact: object) -> int:
    return fact if isinstance(fact, int) else 0
