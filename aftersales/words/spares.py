"""The words about what work waits for, the same in messages and on pages."""

from __future__ import annotations

from datetime import date

from aftersales.words.catalogue import Words


def waits_said(_: Words, kind: str, name: str) -> str:
    """What is not there in time; `kind` is a part, a delivery, or the first of two visits."""
    if kind == "visit":
        return _("Your first visit ({reference}) has to end before this one.", reference=name)
    if kind == "delivery":
        return _("Your {product} will not be delivered in time for the visit.", product=name)
    return _("A part that your visit needs will not be here in time: {part}.", part=name)


def ready_said(_: Words, ready_on: date | None) -> str:
    """From when on somebody can come, if anybody knows."""
    if ready_on is None:
        return _("We do not know yet when it comes. We tell you as soon as we know.")
    return _("We can come from {day} on. Please choose a new time.", day=_.day(ready_on))
