"""The words about goodwill: what is offered, what makes up for a broken promise, what a colleague must approve."""

from __future__ import annotations

from typing import Literal, assert_never

from aftersales.notices.case_wording import owner_and_next
from aftersales.notices.facts import from_json
from aftersales.notices.goodwill_facts import ApprovalFacts, GoodwillFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.message import Choice, Message, kept
from aftersales.words import Words
from aftersales.words.reasons import money
from warranty import Money
from warranty.claims.remedies import RemedyKind

AboutGoodwill = Literal[
    NoticeKind.REMEDY_OFFER, NoticeKind.COMPENSATION, NoticeKind.APPROVAL_NEEDED
]
"""The kinds of notices that are worded here."""


def about_goodwill(kind: AboutGoodwill, _: Words, stored: dict[str, object]) -> Message:
    """The message of a notice about goodwill."""
    match kind:
        case NoticeKind.REMEDY_OFFER:
            return _offer(_, from_json(GoodwillFacts, stored))
        case NoticeKind.COMPENSATION:
            return _made_up(_, from_json(GoodwillFacts, stored))
        case NoticeKind.APPROVAL_NEEDED:
            return _approval(_, from_json(ApprovalFacts, stored))
        case _never:
            assert_never(_never)


def gift_said(_: Words, remedy: str, amount: Money, percent: int | None) -> str:
    """What a customer gets, as a noun with its worth."""
    worth = money(_, amount)
    kind = RemedyKind(remedy)
    if percent is not None and kind is RemedyKind.REPAIR:
        return _("a repair of which we pay {percent}%", percent=_.number(percent))
    if percent is not None and kind is RemedyKind.REPLACE:
        return _("a replacement of which we pay {percent}%", percent=_.number(percent))
    match kind:
        case RemedyKind.REPAIR:
            return _("a repair, of which we pay {amount}", amount=worth)
        case RemedyKind.REPLACE:
            return _("a replacement, of which we pay {amount}", amount=worth)
        case RemedyKind.REFUND:
            return _("{amount} back", amount=worth)
        case RemedyKind.PRICE_REDUCTION:
            return _("{amount} off the price", amount=worth)
        case RemedyKind.CREDIT:
            return _("a credit of {amount}", amount=worth)
        case RemedyKind.VOUCHER:
            return _("a voucher for {amount}", amount=worth)
        case RemedyKind.GIFT:
            return _("a gift worth {amount}", amount=worth)
        case _never:
            assert_never(_never)


def _gift(_: Words, facts: GoodwillFacts) -> str:
    return gift_said(_, facts.remedy, Money(facts.currency, facts.amount_cents), facts.percent)


def _offer(_: Words, facts: GoodwillFacts) -> Message:
    if facts.is_withdrawn:
        return Message(
            subject=_("We take back our offer ({reference})", reference=facts.reference),
            paragraphs=kept(
                facts.product,
                _("We made a mistake and take back this offer: {gift}.", gift=_gift(_, facts)),
                _("We are sorry. We look at your claim again and write to you."),
                *owner_and_next(_, facts),
            ),
        )
    return Message(
        subject=_("An offer for your claim ({reference})", reference=facts.reference),
        paragraphs=kept(
            facts.product,
            _("No cover answers, and we do not want to leave it at that."),
            _("As goodwill we offer you {gift}.", gift=_gift(_, facts)),
            _("Your rights stay as they are, whether you take it or not."),
            _("Tell us whether you take it. You need not decide at once."),
            *owner_and_next(_, facts),
        ),
    )


def _made_up(_: Words, facts: GoodwillFacts) -> Message:
    return Message(
        subject=_("We make up for it ({reference})", reference=facts.reference),
        paragraphs=kept(
            _("We are sorry."),
            facts.product,
            _broken(_, facts),
            _("You get {gift}. You need not ask for it.", gift=_gift(_, facts)),
            _("Your rights stay as they are."),
            *owner_and_next(_, facts),
        ),
    )


def _broken(_: Words, facts: GoodwillFacts) -> str:
    """Which promise did not hold; nothing if it was none."""
    if facts.promised_to_at is None or facts.promised_from_at is None:
        return ""
    zone = facts.zone
    day = _.day_at(facts.promised_to_at, zone)
    until = _.time_at(facts.promised_to_at, zone)
    if facts.promise == "next_update":
        return _(
            "We promised you news by {time} on {day}, and did not keep it.", time=until, day=day
        )
    since = _.time_at(facts.promised_from_at, zone)
    if facts.is_missed:
        return _(
            "We promised to be with you between {from_time} and {to_time} on {day}, and nobody came.",
            from_time=since,
            to_time=until,
            day=day,
        )
    return _(
        "We promised to be with you between {from_time} and {to_time} on {day}, and came later.",
        from_time=since,
        to_time=until,
        day=day,
    )


def _approval(_: Words, facts: ApprovalFacts) -> Message:
    return Message(
        subject=_("{name} asks for your approval", name=facts.call_name),
        paragraphs=kept(
            facts.product,
            _(
                "It is about {gift}.",
                gift=gift_said(_, facts.remedy, Money(facts.currency, facts.amount_cents), None),
            ),
            facts.why,
            _("Approve or decline it on the page. Nothing was told to the customer yet."),
        ),
        choices=(Choice(_("Look at it and decide"), facts.page),),
    )
