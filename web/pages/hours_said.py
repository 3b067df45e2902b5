"""The opening hours as they are told to whoever writes: honestly, in their language, with the moment of an answer."""

from __future__ import annotations

from aftersales.conversations.hours import Hours
from aftersales.words import Words


def here_now(_: Words, hours: Hours) -> str:
    """Whether somebody is here, until or from when."""
    if hours.is_open:
        return _("Somebody is here now, until {time}.", time=_.time_at(hours.closes_at, hours.zone))
    return _(
        "Nobody is here at the moment. We are here again on {day} at {time}.",
        time=_.time_at(hours.opens_at, hours.zone),
        day=_.day_at(hours.opens_at, hours.zone),
    )


def answered_by(_: Words, hours: Hours) -> str:
    """By when whoever writes now hears more."""
    return _(
        "Whoever writes now hears from us by {time} on {day}.",
        time=_.time_at(hours.answer_by_at, hours.zone),
        day=_.day_at(hours.answer_by_at, hours.zone),
    )
