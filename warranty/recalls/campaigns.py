"""Campaigns, and whether one sold unit is part of one.

Doubt is never "no": a unit whose serial is not known, or that may be on a list which is not complete, is to be checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from warranty.reason_codes import ReasonCode
from warranty.reasons import Reason
from warranty.serial_ranges import SerialRange
from warranty.serials import normalised_serial


class Severity(StrEnum):
    """How dangerous it is to go on as before.

    STOP_USING: injury or fire is possible any day. HAZARD: injury is possible under some conditions. SERVICE: no danger, a
    campaign of goodwill or prevention.
    """

    STOP_USING = "stop_using"
    HAZARD = "hazard"
    SERVICE = "service"


class SerialTest(StrEnum):
    """How a rule looks at a serial."""

    PREFIX = "prefix"
    SUFFIX = "suffix"
    RANGE = "range"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallRule:
    """Serials that are meant, of one model or of all of them.

    Attributes:
        test: how it looks at a serial.
        values: beginnings or ends, normalised; empty for a range.
        span: first and last serial; None for beginnings and ends.
        model: SKU it is about, None for every model of the campaign.
    """

    test: SerialTest
    values: frozenset[str] = frozenset()
    span: SerialRange | None = None
    model: str | None = None

    def __post_init__(self) -> None:
        if (self.test is SerialTest.RANGE) != (self.span is not None) or (
            self.test is SerialTest.RANGE
        ) == bool(self.values):
            raise ValueError("A rule has a range, or the beginnings or ends of serials.")

    def names(self, serial: str) -> bool:
        """Whether a normalised serial is meant."""
        match self.test:
            case SerialTest.PREFIX:
                return serial.startswith(tuple(self.values))
            case SerialTest.SUFFIX:
                return serial.endswith(tuple(self.values))
            case SerialTest.RANGE:
                return self.span is not None and serial in self.span
            case _:
                assert_never(self.test)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A recall or a service campaign.

    Attributes:
        key: its name in files and links.
        title: as it is said to owners.
        hazard: what can happen, in one clause without a full stop.
        severity: how dangerous it is.
        brands: empty for any.
        product_type: "" for any.
        models: SKUs; empty for any, or for a list nobody could read.
        is_list_complete: no other model is meant.
        rules: serials that are meant; one that fits is enough; empty for all of them.
        sold_from: first day of sale, None when not known; whatever was bought before is not meant.
        remedy: what owners are offered.
        needs_visit: a technician comes.
        source: where it is written.
    """

    key: str
    title: str
    hazard: str
    severity: Severity
    brands: frozenset[str] = frozenset()
    product_type: str = ""
    models: frozenset[str] = frozenset()
    is_list_complete: bool = True
    rules: tuple[RecallRule, ...] = ()
    sold_from: date | None = None
    remedy: str = ""
    needs_visit: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        if not self.key.strip() or not self.title.strip():
            raise ValueError("A campaign has a key and a title.")
        if not (self.brands or self.product_type or self.models or self.rules):
            raise ValueError(f"{self.key}: say which units are meant, or everybody is told.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalledUnit:
    """A sold unit, as far as campaigns ask; `serial` is None when nobody has read it."""

    brand: str
    product_type: str
    model: str
    serial: str | None
    purchased_on: date | None = None


class Match(StrEnum):
    """Whether a unit is part of a campaign."""

    AFFECTED = "affected"
    CHECK_SERIAL = "check_serial"
    CHECK_MODEL = "check_model"
    NOT_AFFECTED = "not_affected"


def match(unit: RecalledUnit, campaign: Campaign) -> Match:
    """Whether a unit is part of a campaign: brand, type and date first, then the model, then the serial."""
    brands = {plain_name(brand) for brand in campaign.brands}
    if brands and plain_name(unit.brand) not in brands:
        return Match.NOT_AFFECTED
    if campaign.product_type and unit.product_type != campaign.product_type:
        return Match.NOT_AFFECTED
    if _was_bought_before(unit, campaign):
        return Match.NOT_AFFECTED
    model = plain_model(unit.model)
    is_listed = model in {plain_model(each) for each in campaign.models}
    if campaign.models and not is_listed and campaign.is_list_complete:
        return Match.NOT_AFFECTED
    is_sure = is_listed or (not campaign.models and campaign.is_list_complete)
    rules = [
        rule for rule in campaign.rules if rule.model is None or plain_model(rule.model) == model
    ]
    if not is_sure and not rules:
        return Match.CHECK_MODEL
    if not campaign.rules:
        return Match.AFFECTED
    return _by_serial(unit, rules, is_sure=is_sure)


def reason_of(found: Match, campaign: Campaign) -> Reason:
    """As it is said to the owner."""
    recall = ("recall", campaign.title)
    match found:
        case Match.AFFECTED:
            return Reason(ReasonCode.RECALL_AFFECTED, (recall, ("hazard", campaign.hazard)))
        case Match.CHECK_SERIAL:
            return Reason(ReasonCode.RECALL_CHECK_SERIAL, (recall,))
        case Match.CHECK_MODEL:
            return Reason(ReasonCode.RECALL_CHECK_MODEL, (recall,))
        case Match.NOT_AFFECTED:
            return Reason(ReasonCode.RECALL_NOT_AFFECTED, (recall,))
        case _:
            assert_never(found)


def plain_name(name: str) -> str:
    """A brand in small letters, without what is not a letter or digit: "Jenn-Air" and "JENN AIR" are one."""
    return re.sub(r"[\W_]+", "", name).casefold()


def plain_model(sku: str) -> str:
    """A SKU in capitals without gaps; what stands behind a slash is a market's variant and counts."""
    return normalised_serial(sku)


def _was_bought_before(unit: RecalledUnit, campaign: Campaign) -> bool:
    """A late sale excludes nothing: what was left on a shelf is just as dangerous."""
    if unit.purchased_on is None or campaign.sold_from is None:
        return False
    return unit.purchased_on < campaign.sold_from


def _by_serial(unit: RecalledUnit, rules: list[RecallRule], *, is_sure: bool) -> Match:
    """The answer of the serial; `is_sure` says that the model is on the list."""
    serial = normalised_serial(unit.serial or "")
    if not serial:
        return Match.CHECK_SERIAL
    if any(rule.names(serial) for rule in rules):
        return Match.AFFECTED
    # A listed model without a rule of its own cannot be judged by the rules of others.
    return Match.NOT_AFFECTED if is_sure and rules else Match.CHECK_MODEL
