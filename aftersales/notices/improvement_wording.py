"""The words about improvements, for colleagues: what is theirs, and what is late."""

from __future__ import annotations

from typing import Literal, assert_never

from aftersales.notices.facts import from_json
from aftersales.notices.improvement_facts import ImprovementFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Choice, Message, kept
from aftersales.words import Words
from aftersales.words.improvements import check_said, measured_said, scope_words

AboutImprovement = Literal[NoticeKind.IMPROVEMENT_ASSIGNED, NoticeKind.IMPROVEMENT_LATE]
"""The kinds of notices that are worded here."""


def about_improvement(
    kind: AboutImprovement, _: Words, stored: dict[str, object], link_url: str
) -> Message:
    """The message of a notice about an improvement."""
    facts = from_json(ImprovementFacts, stored)
    check = check_said(
        _,
        facts.measure,
        scope_words(_, facts.scope, facts.scope_name),
        threshold=facts.threshold,
        least=facts.least,
        from_on=facts.from_on,
        due_on=facts.due_on,
    )
    choices = (Choice(_("See the improvement"), link_url),) if link_url else ()
    match kind:
        case NoticeKind.IMPROVEMENT_ASSIGNED:
            return Message(
                subject=_("An improvement is yours ({reference})", reference=facts.reference),
                paragraphs=kept(
                    facts.title,
                    facts.why,
                    check,
                    _("After that day the figures decide whether it is closed."),
                ),
                choices=choices,
            )
        case NoticeKind.IMPROVEMENT_LATE:
            return Message(
                subject=_("An improvement is late ({reference})", reference=facts.reference),
                paragraphs=kept(
                    facts.title,
                    check,
                    measured_said(
                        _,
                        facts.measure,
                        value=facts.value,
                        count=facts.count,
                        verdict=facts.verdict,
                    ),
                    _("{name} sees to it.", name=facts.owner_name),
                    _("Give it another day and say why, or let a manager end it."),
                ),
                choices=choices,
            )
        case _never:
            assert_never(_never)
