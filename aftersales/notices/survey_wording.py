"""The words of a survey: one question, five answers, and the way to be asked no more."""

from __future__ import annotations

from aftersales.notices.facts import SurveyFacts
from aftersales.notices.message import Choice, Message, kept
from aftersales.words import Words


def asked(_: Words, facts: SurveyFacts, link_url: str) -> Message:
    """The question, with a choice for each score; a tap shows the page with it and keeps nothing."""
    who = (
        _("{technician} was with you.", technician=facts.technician_name)
        if facts.technician_name
        else ""
    )
    labels = (
        _("5: very good"),
        _("4: good"),
        _("3: neither good nor bad"),
        _("2: bad"),
        _("1: very bad"),
    )
    return Message(
        subject=_("How did it go? ({reference})", reference=facts.reference),
        paragraphs=kept(
            facts.subject,
            who,
            _("How content are you with us? Choose one; it takes less than a minute."),
            _("You can answer until {day}.", day=_.day_at(facts.until_at, facts.zone)),
        ),
        choices=(
            *(
                Choice(label, f"{link_url}?score={score}" if link_url else "")
                for score, label in zip((5, 4, 3, 2, 1), labels, strict=True)
            ),
            Choice(_("Ask me no more"), f"{link_url}/unsubscribe" if link_url else ""),
        ),
    )
