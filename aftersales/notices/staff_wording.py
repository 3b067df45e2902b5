"""The words to colleagues about messages themselves: one that did not arrive, and a channel that falls behind."""

from __future__ import annotations

from typing import Literal, assert_never

from aftersales.notices.facts import BehindFacts, LostFacts, from_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Choice, Message, kept
from aftersales.records import CaseChannel
from aftersales.words import Words
from aftersales.words.channels import channel_name

AboutMessages = Literal[NoticeKind.DELIVERY_FAILED, NoticeKind.CHANNEL_BEHIND]
"""The kinds of notices that are worded here."""


def about_messages(
    kind: AboutMessages, _: Words, stored: dict[str, object], link_url: str
) -> Message:
    """The message of a notice about messages."""
    match kind:
        case NoticeKind.DELIVERY_FAILED:
            return _lost(_, from_json(LostFacts, stored), link_url)
        case NoticeKind.CHANNEL_BEHIND:
            return _behind(_, from_json(BehindFacts, stored), link_url)
        case _never:
            assert_never(_never)


def _lost(_: Words, facts: LostFacts, link_url: str) -> Message:
    return Message(
        subject=_("A message did not arrive ({reference})", reference=facts.reference),
        paragraphs=kept(
            facts.subject,
            _("What we wrote has not reached {name} on any channel.", name=facts.call_name),
            _("Please call {name}: {phone}.", name=facts.call_name, phone=facts.call_phone)
            if facts.call_phone
            else _("No telephone number is known. Look for another way to reach them."),
        ),
        choices=(Choice(_("See the case"), link_url),),
    )


def _behind(_: Words, facts: BehindFacts, link_url: str) -> Message:
    channel = channel_name(_, CaseChannel(facts.channel))
    return Message(
        subject=_("{channel} falls behind the other channels", channel=channel),
        paragraphs=(
            _(
                "In the last {days} days half of those who wrote there waited longer than {minutes} minutes of business time for a first answer, more than one and a half times as long as on all other channels.",
                days=_.number(facts.days),
                minutes=_.number(facts.minutes),
            ),
            _(
                "You hear of it again only after it has caught up and falls behind anew. See which cases waited, and who answers there."
            ),
        ),
        choices=(Choice(_("Channels compared"), link_url),),
    )
