"""The words of a recall: headed “Product safety recall”, what can happen, what to do now, and what is offered.

Regulation (EU) 2023/988, Art. 36(2), says what must stand in it; the rules of `warranty` keep minimising words out.
"""

from __future__ import annotations

from typing import assert_never

from aftersales.notices.message import Choice, Message, kept
from aftersales.notices.recall_facts import IssueFacts, RecallFacts
from aftersales.words import Words
from warranty.recalls.campaigns import Match, Severity


def heading(_: Words, severity: str) -> str:
    """What a campaign is called wherever it is spoken of."""
    if severity == Severity.SERVICE:
        return _("Free service for your product")
    return _("Product safety recall")


def urgent(_: Words, severity: str, found: str) -> str:
    """The first thing to do, by how dangerous it is and how certain that this unit is meant."""
    match Severity(severity):
        case Severity.STOP_USING if found == Match.AFFECTED:
            return _("Stop using it now and unplug it.")
        case Severity.STOP_USING:
            return _("Do not use it until it is clear whether it is meant.")
        case Severity.HAZARD:
            return _("Stop using it until it has been put right.")
        case Severity.SERVICE:
            return ""
        case _never:
            assert_never(_never)


def meant(_: Words, found: str) -> str:
    """Whether this unit is meant for certain."""
    match Match(found):
        case Match.CHECK_SERIAL:
            return _(
                "Products like yours are meant. The serial number on the rating plate tells whether yours is: read it and type it on your page."
            )
        case Match.CHECK_MODEL:
            return _(
                "Products like yours may be meant. We check yours and tell you; the serial number on the rating plate helps us."
            )
        case _:
            return _("Your product is one of those that are meant.")


def recalled(_: Words, facts: RecallFacts, link_url: str) -> Message:
    """The message to one owner; a reminder says that it is one."""
    title = heading(_, facts.severity)
    hazard = facts.hazard.rstrip(".।")
    return Message(
        subject=f"{title}: {facts.product}",
        paragraphs=kept(
            title,
            _("We have written to you before and have no answer yet.") if facts.reminder else "",
            facts.title,
            facts.product,
            "" if facts.serial is None else _("Serial number: {serial}", serial=facts.serial),
            meant(_, facts.found),
            _("What can happen: {hazard}.", hazard=hazard),
            urgent(_, facts.severity, facts.found),
            facts.advice,
            _("What we offer: {remedy}", remedy=facts.remedy),
            _("It costs you nothing."),
            _call(_, facts),
            ""
            if facts.severity == Severity.SERVICE
            else _("If you have passed it on, please tell whoever has it now."),
        ),
        choices=(Choice(_("Answer here, without an account"), link_url),),
    )


def known_issue(_: Words, facts: IssueFacts) -> Message:
    """What owners are told before they call: the problem, what helps, and who answers."""
    return Message(
        subject=f"{facts.product}: {facts.title}",
        paragraphs=kept(
            _("We have found something that can happen to products like yours, and what helps."),
            facts.product,
            facts.summary,
            *facts.steps,
            _("If it does not help, answer this message or call us. We look after it."),
            _call(_, facts),
        ),
        choices=(Choice(_("Read it with pictures"), facts.page),),
    )


def _call(_: Words, facts: RecallFacts | IssueFacts) -> str:
    """Who answers, if anybody can be reached."""
    if not facts.answers_phone:
        return ""
    return _(
        "{name} answers your questions: {phone}.",
        name=facts.answers_name,
        phone=facts.answers_phone,
    )
