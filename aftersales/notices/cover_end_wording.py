"""The words about covers that end soon: until when, what goes on, and what can be done while they answer."""

from __future__ import annotations

from typing import Any

from aftersales.notices.facts import from_json
from aftersales.notices.message import Choice, Message, kept
from aftersales.notices.ownership_facts import CoverEnd, CoverEndsFacts
from aftersales.notices.registration_wording import provider_said
from aftersales.words import Words
from aftersales.words.sentences import cover


def about_cover_ends(_: Words, stored: dict[str, Any], link_url: str) -> Message:
    """The message before covers end; the way to report a fault comes first."""
    facts = from_json(CoverEndsFacts, stored)
    first = min(each.ends_on for each in facts.ending)
    return Message(
        subject=_(
            "{product}: something that stands behind it ends on {day}",
            product=facts.product,
            day=_.date(first),
        ),
        paragraphs=kept(
            *(_line(_, each) for each in facts.ending),
            _(
                "Does it work as it should? If something is wrong, report it by that day: then it counts as reported in time."
            ),
            *_what_goes_on(_, facts),
            "" if facts.serial is None else _("Serial number: {serial}", serial=facts.serial),
            _(
                "{name} answers your questions: {phone}.",
                name=facts.answers_name,
                phone=facts.answers_phone,
            )
            if facts.answers_name and facts.answers_phone
            else "",
        ),
        choices=(
            Choice(_("Report a fault"), facts.page),
            *((Choice(_("Your certificate"), link_url),) if facts.link_id else ()),
        ),
    )


def _line(_: Words, each: CoverEnd) -> str:
    return _("{cover}: the last day is {day}.", cover=_named(_, each), day=_.date(each.ends_on))


def _what_goes_on(_: Words, facts: CoverEndsFacts) -> list[str]:
    if not facts.going_on:
        return [_("After that we know of nothing else that would answer for a fault.")]
    return [
        _("This goes on:"),
        *(
            _("{cover}: until {day}", cover=_named(_, each), day=_.date(each.ends_on))
            for each in facts.going_on
        ),
    ]


def _named(_: Words, each: CoverEnd) -> str:
    name = f"{cover(_, each.kind)} ({provider_said(_, each.provider)})"
    if not each.components:
        return name
    return f"{name}, {', '.join(each.components).replace('_', ' ')}"
