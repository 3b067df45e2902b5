"""The words about a visit that waits for a part or a delivery, and about its being here."""

from __future__ import annotations

from typing import Literal, assert_never

from aftersales.notices.facts import VisitFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Choice, Message, kept
from aftersales.notices.visit_wording import person_said
from aftersales.words import Words
from aftersales.words.sentences import work
from aftersales.words.spares import ready_said, waits_said

AboutSpares = Literal[NoticeKind.PART_DELAYED, NoticeKind.PART_ARRIVED]
"""The kinds of notices that are worded here."""


def about_spares(kind: AboutSpares, _: Words, facts: VisitFacts, link_url: str) -> Message:
    """The message of a notice about what work waits for."""
    match kind:
        case NoticeKind.PART_DELAYED:
            return _delayed(_, facts, link_url)
        case NoticeKind.PART_ARRIVED:
            return _arrived(_, facts, link_url)
        case _never:
            assert_never(_never)


def _delayed(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """Nobody comes: the cause, the day from which on it can be done, by when more is told, and what can be chosen."""
    choices = [Choice(_("Call me"), link_url + "#call")]
    if facts.ready_on is not None:
        choices.insert(0, Choice(_("Choose another time"), link_url + "#move"))
    return Message(
        subject=_(
            "We cannot come on {day} as we told you ({reference})",
            day=_.day_at(facts.window_from_at, facts.zone),
            reference=facts.reference,
        ),
        paragraphs=kept(
            waits_said(_, facts.awaited, facts.awaited_name),
            _(
                "Your visit on {day} is cancelled. Nobody comes at that time.",
                day=_.day_at(facts.window_from_at, facts.zone),
            ),
            _("We are sorry."),
            ready_said(_, facts.ready_on),
            ""
            if facts.next_update_at is None
            else _(
                "You hear from us by {time} on {day}.",
                time=_.time_at(facts.next_update_at, facts.zone),
                day=_.day_at(facts.next_update_at, facts.zone),
            ),
            work(_, facts.work_kind, facts.product_type),
            person_said(_, facts),
        ),
        choices=tuple(choices),
    )


def _arrived(_: Words, facts: VisitFacts, link_url: str) -> Message:
    """Everything is here: a time can be chosen."""
    return Message(
        subject=_(
            "Everything for your visit is here: choose a time ({reference})",
            reference=facts.reference,
        ),
        paragraphs=kept(
            _("What your visit had to wait for has arrived. You can choose a time now."),
            work(_, facts.work_kind, facts.product_type),
            person_said(_, facts),
        ),
        choices=(
            Choice(_("Choose another time"), link_url + "#move"),
            Choice(_("Call me"), link_url + "#call"),
        ),
    )
