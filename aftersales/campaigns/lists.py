"""The match lists of a campaign as they are kept, and as the rules of `warranty` take them."""

from __future__ import annotations

from datetime import date
from typing import Any

from aftersales.records import Campaign
from warranty.recalls.campaigns import Campaign as CampaignFacts
from warranty.recalls.campaigns import RecallRule, Severity
from warranty.recalls.notices import ENGLISH, rule_of


def campaign_facts(row: Campaign) -> CampaignFacts:
    """A campaign as the rules know it."""
    stored: dict[str, Any] = row.match_lists
    said = row.wording.get(ENGLISH, {})
    return CampaignFacts(
        key=row.code,
        title=row.title,
        hazard=said.get("hazard", ""),
        severity=Severity(row.severity),
        brands=frozenset(stored["brands"]),
        product_type=stored["product_type"],
        models=frozenset(stored["models"]),
        is_list_complete=stored["is_list_complete"],
        rules=tuple(rule_of(each) for each in stored["rules"]),
        sold_from=None if stored["sold_from"] is None else date.fromisoformat(stored["sold_from"]),
        remedy=said.get("remedy", ""),
        needs_visit=row.needs_visit,
        source=row.source,
    )


def lists_of(facts: CampaignFacts) -> dict[str, object]:
    """What is kept of the units that a campaign means."""
    return {
        "brands": sorted(facts.brands),
        "product_type": facts.product_type,
        "models": sorted(facts.models),
        "is_list_complete": facts.is_list_complete,
        "rules": [_dumped(rule) for rule in facts.rules],
        "sold_from": None if facts.sold_from is None else facts.sold_from.isoformat(),
    }


def _dumped(rule: RecallRule) -> dict[str, object]:
    """A rule as the files of recalls write it."""
    written: dict[str, object] = {"kind": rule.test.value}
    if rule.span is not None:
        written |= {"start": rule.span.first, "end": rule.span.last}
    else:
        written["values"] = sorted(rule.values)
    if rule.model is not None:
        written["model"] = rule.model
    return written
