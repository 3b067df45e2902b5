"""The form of a campaign: what staff type about the units that are meant and the words that owners read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from pydantic import BaseModel

from aftersales.campaigns.drafting import SAID, Wording
from aftersales.campaigns.lists import campaign_facts
from aftersales.errors import Problem
from aftersales.records import Campaign
from aftersales.words import LANGUAGES, Words
from warranty import SerialRange, normalised_serial
from warranty.recalls.campaigns import Campaign as CampaignFacts
from warranty.recalls.campaigns import RecallRule, SerialTest, Severity
from web.pages.days_typed import day_typed
from web.pages.typed import Line, Long, lines_of

_RANGE: Final = re.compile(r"(\S+)\s+[-–]\s+(\S+)")
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class CampaignTyped(BaseModel):
    """What was typed, as it was typed."""

    code: Line = ""
    title: Line = ""
    severity: Line = Severity.HAZARD.value
    brands: Line = ""
    product_type: Line = ""
    models: Long = ""
    is_list_complete: Line = ""
    serials: Long = ""
    sold_from: Line = ""
    needs_visit: Line = ""
    source: Line = ""
    en_hazard: Long = ""
    en_advice: Long = ""
    en_remedy: Long = ""
    lv_hazard: Long = ""
    lv_advice: Long = ""
    lv_remedy: Long = ""
    bn_hazard: Long = ""
    bn_advice: Long = ""
    bn_remedy: Long = ""


def typed_of(row: Campaign) -> CampaignTyped:
    """A draft as it was typed."""
    facts = campaign_facts(row)
    said = {
        f"{language}_{name}": row.wording[language][name]
        for language in row.wording
        for name in SAID
    }
    return CampaignTyped(
        code=row.code,
        title=row.title,
        severity=row.severity,
        brands=", ".join(sorted(facts.brands)),
        product_type=facts.product_type,
        models="\n".join(sorted(facts.models)),
        is_list_complete="yes" if facts.is_list_complete else "",
        serials="\n".join(_written(rule) for rule in facts.rules),
        sold_from="" if facts.sold_from is None else facts.sold_from.isoformat(),
        needs_visit="yes" if row.needs_visit else "",
        source=row.source,
        **said,
    )


def wording_of(typed: CampaignTyped) -> Wording:
    """The words for owners by language; a language in which nothing was typed is left out."""
    fields: dict[str, Any] = typed.model_dump()
    told = {
        language: {name: str(fields[f"{language}_{name}"]) for name in SAID}
        for language in LANGUAGES
    }
    return {language: said for language, said in told.items() if any(map(str.strip, said.values()))}


def facts_of(_: Words, typed: CampaignTyped) -> tuple[CampaignFacts | None, list[tuple[str, str]]]:
    """The campaign that was typed, or what is wrong with it, field by field."""
    problems: list[tuple[str, str]] = []
    if not _CODE.fullmatch(typed.code.strip()):
        problems.append(
            ("code", _("Write a short code of letters, digits and dashes, such as WM-2026-1."))
        )
    if not typed.title.strip():
        problems.append(("title", _("Write what owners know the product by.")))
    rules, wrong = _rules(typed.serials)
    if wrong:
        problems.append(
            (
                "serials",
                _(
                    "Line {number} is no rule for serials. Write AB12*, *99 or AB100 - AB199.",
                    number=_.number(wrong),
                ),
            )
        )
    sold_from = day_typed(typed.sold_from)
    if sold_from is None and typed.sold_from.strip():
        problems.append(("sold_from", _("Write a day, such as 2026-11-23.")))
    brands = frozenset(part.strip() for part in typed.brands.split(",") if part.strip())
    models = frozenset(lines_of(typed.models))
    if not (brands or models or typed.product_type.strip() or rules):
        problems.append(
            ("models", _("Say which units are meant: brands, a type, models or serials."))
        )
    if typed.severity not in set(Severity):
        problems.append(("severity", _("Choose how dangerous it is.")))
    if problems:
        return None, problems
    said = wording_of(typed).get("en", {})
    return CampaignFacts(
        key=typed.code.strip(),
        title=typed.title.strip(),
        hazard=said.get("hazard", "").strip(),
        severity=Severity(typed.severity),
        brands=brands,
        product_type=typed.product_type.strip(),
        models=models,
        is_list_complete=bool(typed.is_list_complete),
        rules=tuple(rules),
        sold_from=sold_from,
        remedy=said.get("remedy", "").strip(),
        needs_visit=bool(typed.needs_visit),
        source=typed.source.strip(),
    ), []


def told_problems(_: Words, problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """What the house refused, at the fields of the form."""
    said = []
    for each in problems:
        _words, colon, found = each.sentence.partition(": ")
        if colon:
            sentence = _("This makes the risk look smaller: {words}. Leave it out.", words=found)
        else:
            sentence = _("Write this, or leave the whole language empty; English is always needed.")
        said.append((each.where, sentence))
    return said


def _rules(text: str) -> tuple[list[RecallRule], int]:
    """The rules for serials, one a line, and the number of the first line that is none; 0 if all are."""
    rules = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        rule = _rule(line)
        if rule is None:
            return [], number
        rules.append(rule)
    return rules, 0


def _rule(line: str) -> RecallRule | None:
    """One line such as “AB12*”, “*99”, “AB100 - AB199”, or “WM-9: AB12*” for one model."""
    model, colon, pattern = line.rpartition(":")
    sku, plain = (model.strip() or None) if colon else None, pattern.strip()
    found = _RANGE.fullmatch(plain)
    try:
        if found is not None:
            span = SerialRange(normalised_serial(found[1]), normalised_serial(found[2]))
            return RecallRule(test=SerialTest.RANGE, span=span, model=sku)
        serial = normalised_serial(plain.strip("*"))
        if not serial or plain.count("*") != 1:
            return None
        test = SerialTest.PREFIX if plain.endswith("*") else SerialTest.SUFFIX
        if test is SerialTest.SUFFIX and not plain.startswith("*"):
            return None
        return RecallRule(test=test, values=frozenset({serial}), model=sku)
    except ValueError:
        return None


def _written(rule: RecallRule) -> str:
    """A rule as `_rule` reads it; one with several values takes several lines."""
    front = "" if rule.model is None else f"{rule.model}: "
    if rule.span is not None:
        return f"{front}{rule.span.first} - {rule.span.last}"
    form = "{}*" if rule.test is SerialTest.PREFIX else "*{}"
    return "\n".join(front + form.format(value) for value in sorted(rule.values))
