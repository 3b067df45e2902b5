"""The words for goodwill: grounds of a proposal, states and purposes of grants, precedents."""

from __future__ import annotations

from typing import assert_never

from aftersales.records import GoodwillPurpose, GoodwillState
from aftersales.settings import Settings
from aftersales.words import Words
from warranty.goodwill.precedents import Precedents
from warranty.goodwill.proposals import GoodwillPolicy, Ground


def ground_words(_: Words, ground: Ground) -> str:
    """Where points come from."""
    match ground:
        case Ground.JUST_EXPIRED:
            return _("The last cover ended not long before")
        case Ground.EARLY_IN_LIFE:
            return _("Such a unit is expected to last longer")
        case Ground.KNOWN_ISSUE:
            return _("The fault is known")
        case Ground.BROKEN_PROMISES:
            return _("We broke promises in this case")
        case Ground.TENURE:
            return _("Years as a customer")
        case Ground.CUSTOMER_VALUE:
            return _("Bought with us so far")
        case Ground.EARLIER_GRANTS:
            return _("Goodwill of the last two years")
        case _never:
            assert_never(_never)


def grant_words(_: Words, state: GoodwillState) -> str:
    """How a grant stands."""
    match state:
        case GoodwillState.ASKED:
            return _("waits for approval")
        case GoodwillState.GRANTED:
            return _("granted")
        case GoodwillState.DECLINED:
            return _("declined")
        case GoodwillState.REVOKED:
            return _("taken back")
        case GoodwillState.LAPSED:
            return _("not taken")
        case _never:
            assert_never(_never)


def purpose_words(_: Words, purpose: GoodwillPurpose) -> str:
    """What a budget is for."""
    match purpose:
        case GoodwillPurpose.GOODWILL:
            return _("Goodwill")
        case GoodwillPurpose.COMPENSATION:
            return _("Broken promises")
        case GoodwillPurpose.SURPRISE:
            return _("Small surprises")
        case _never:
            assert_never(_never)


def loyalty_said(_: Words, settings: Settings) -> str:
    """How little years and worth as a customer move a proposal, as the shop has settled it."""
    policy = GoodwillPolicy(**settings.goodwill_points)
    return _(
        "Loyalty moves a proposal by {most} of 100 points at most.",
        most=_.number(policy.most_for_loyalty),
    )


def precedents_said(_: Words, found: Precedents) -> str:
    """How similar cases ended, in a sentence."""
    if not found.similar:
        return _("There is no similar case yet.")
    similar = _.many("{number} similar case", "{number} similar cases", found.similar)
    if not found.median_percent:
        return _("{similar}, nothing was granted.", similar=similar)
    return _(
        "{similar}, granted in {granted}, {percent}% of the cost in the middle.",
        similar=similar,
        granted=_.number(found.granted),
        percent=_.number(found.median_percent),
    )
