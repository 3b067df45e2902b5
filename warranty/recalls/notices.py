"""Recall notices as files: JSON with a list `recalls`, read into campaigns with a sentence for whatever is wrong.

Also the words that a recall notice must not use: Regulation (EU) 2023/988 Art. 36(2)(c) forbids those that make an owner
take the risk lightly, such as "voluntary", "precautionary", "in rare situations" or "no accidents were reported".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from warranty.recalls.campaigns import Campaign, RecallRule, SerialTest, Severity
from warranty.serial_ranges import SerialRange
from warranty.serials import normalised_serial

ENGLISH: Final = "en"

MINIMISING: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        ENGLISH: (
            "voluntary",
            "voluntarily",
            "precaution",
            "discretion",
            "rare",
            "unlikely",
            "isolated",
            "specific situation",
            "no accident",
            "no injur",
            "no reported",
            "not been reported",
        ),
        "lv": (
            "brīvprātīg",
            "piesardzīb",
            "piesardzīg",
            "rīcības brīvīb",
            "reti",
            "retos",
            "retās",
            "maz ticam",
            "atsevišķos gadījumos",
            "īpašās situācij",
            "nav ziņ",
            "nav saņemt",
        ),
        "bn": (
            "স্বেচ্ছা",
            "সতর্কতামূলক",
            "বিরল",
            "কদাচিৎ",
            "সম্ভাবনা কম",
            "বিচ্ছিন্ন",
            "বিশেষ পরিস্থিতি",
            "কোনো দুর্ঘটনা",
            "খবর পাওয়া যায়নি",
        ),
    }
)
"""By language the beginnings of words and phrases that make a risk look smaller."""

SERIOUS: Final = ("fire", "burn", "shock", "electrocution", "explo", "entrap", "carbon monoxide")
"""Words in a hazard after which nobody should go on using the unit."""


class NoticeError(ValueError):
    """A notice that cannot be read; the sentence says where and what to mend."""


def campaigns_in(text: str) -> tuple[Campaign, ...]:
    """The campaigns of a file, in its order.

    Raises:
        NoticeError: the file, or one notice in it, is malformed, or a key stands in it twice.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise NoticeError(f"The file is not JSON: {error}.") from error
    notices = document.get("recalls") if isinstance(document, dict) else None
    if not isinstance(notices, list):
        raise NoticeError('The file needs a list "recalls".')
    found = tuple(campaign_of(notice, place) for place, notice in enumerate(notices, 1))
    keys = [campaign.key for campaign in found]
    for key in keys:
        if keys.count(key) > 1:
            raise NoticeError(f"{key} stands in the file more than once.")
    return found


def campaign_of(notice: object, place: int) -> Campaign:
    """One notice as a campaign.

    Args:
        notice: as read from JSON.
        place: in the file, from 1, for the sentence of an error.

    Raises:
        NoticeError: a field is missing or wrong.
    """
    if not isinstance(notice, dict):
        raise NoticeError(f"Notice {place} is not an object.")
    name = str(notice.get("id") or f"notice {place}")
    try:
        hazard = _text(notice, "hazard")
        return Campaign(
            key=_text(notice, "id"),
            title=f"{_text(notice, 'brand')}: {_text(notice, 'product')}",
            hazard=hazard.rstrip("."),
            severity=severity_of(hazard),
            brands=brands_in(_text(notice, "brand")),
            product_type=_text(notice, "product_type"),
            models=frozenset(_texts(notice, "models")),
            is_list_complete=bool(notice.get("models_complete", False)),
            rules=tuple(rule_of(rule) for rule in _list(notice, "serial_rules")),
            sold_from=_month(notice.get("sold_from")),
            remedy=str(notice.get("remedy_text") or notice.get("remedy") or ""),
            needs_visit=bool(notice.get("needs_visit", False)),
            source=str(notice.get("url") or ""),
        )
    except NoticeError:
        raise
    except ValueError as error:
        raise NoticeError(f"{name}: {error}") from error


def brands_in(text: str) -> frozenset[str]:
    """The brands that a notice names in one line: "Midea (also Danby, MRCOOL)", "Frigidaire / Electrolux"."""
    plain = re.sub(r"\(also\b|[()]", ",", text)
    names = [re.sub(r"\s+by\s+.*", "", part).strip() for part in re.split(r"[,/]| and ", plain)]
    return frozenset(name for name in names if name)


def severity_of(hazard: str) -> Severity:
    """How dangerous a hazard is by its words; whoever enters a campaign may say otherwise."""
    words = hazard.casefold()
    is_serious = any(word in words for word in SERIOUS)
    return Severity.STOP_USING if is_serious else Severity.HAZARD


def minimising_words(text: str, language: str = ENGLISH) -> tuple[str, ...]:
    """What a text for owners says to make the risk look smaller, in the order of the list; empty is right.

    A language without a list is read by people only.
    """
    plain = " ".join(text.casefold().split())
    return tuple(
        phrase
        for phrase in MINIMISING.get(language, ())
        if re.search(rf"\b{re.escape(phrase)}", plain)
    )


def rule_of(rule: object) -> RecallRule:
    """One rule for serials as a file writes it: a kind, and its values or the first and last serial.

    Raises:
        NoticeError: it is no such rule.
        ValueError: its kind is unknown, or its serials are no range.
    """
    if not isinstance(rule, dict):
        raise NoticeError(f"A serial rule is an object, not {rule!r}.")
    test, model = SerialTest(_text(rule, "kind")), rule.get("model")
    sku = None if model is None else str(model)
    if test is SerialTest.RANGE:
        first, last = (normalised_serial(_text(rule, name)) for name in ("start", "end"))
        return RecallRule(test=test, span=SerialRange(first, last), model=sku)
    values = frozenset(normalised_serial(value) for value in _texts(rule, "values"))
    return RecallRule(test=test, values=values, model=sku)


def _month(text: object) -> date | None:
    """The first day of a month written as 2020-03; None for nothing."""
    if text is None:
        return None
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}", text):
        raise NoticeError(f"A month is written as 2020-03, not {text!r}.")
    return date(int(text[:4]), int(text[5:]), 1)


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise NoticeError(f"{row.get('id', 'A notice')}: {name} is missing.")
    return value.strip()


def _list(row: Mapping[str, Any], name: str) -> Sequence[object]:
    value = row.get(name, [])
    if not isinstance(value, list):
        raise NoticeError(f"{row.get('id', 'A notice')}: {name} is a list.")
    return value


def _texts(row: Mapping[str, Any], name: str) -> list[str]:
    values = _list(row, name)
    if not all(isinstance(value, str) and value.strip() for value in values):
        raise NoticeError(f"{row.get('id', 'A notice')}: {name} holds texts.")
    return [str(value) for value in values]
