"""Campaigns and the units that they mean, as they are sent and shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from aftersales.errors import NotUnderstood, Problem
from aftersales.records import Campaign, CampaignState
from warranty.recalls.campaigns import Campaign as CampaignFacts
from warranty.recalls.campaigns import Severity
from warranty.recalls.notices import rule_of
from warranty.recalls.responses import ResponseState
from web.api.fields import Code, Day, Edited, Line, NewCode, Sent, Shown, Text, example

Language = Literal["en", "lv", "bn"]


class OwnerWords(BaseModel):
    """What owners read in one language."""

    hazard: Text = Field(description="What can happen, in one clause.")
    advice: Text = Field(description="What owners should do now.")
    remedy: Text = Field(description="What is offered.")


class SerialRule(BaseModel):
    """Serials that are meant: beginnings, ends, or a range from the first to the last."""

    kind: Literal["prefix", "suffix", "range"]
    values: list[Code] = Field(default_factory=list, max_length=1000)
    start: Code | None = None
    end: Code | None = None
    model: Code | None = None


class CampaignSent(Sent):
    """A draft; nobody is told before a manager publishes it."""

    model_config = example(
        code="WM-2026-1",
        title="Nordwasch: washing machines 8000",
        severity="stop_using",
        models=["WM-8000"],
        serial_rules=[{"kind": "prefix", "values": ["NW0"]}],
        wording={
            "en": {
                "hazard": "The heater can overheat and start a fire",
                "advice": "Unplug it.",
                "remedy": "A technician replaces the heater.",
            }
        },
        needs_visit=True,
    )

    code: NewCode
    title: Line
    severity: Severity
    wording: dict[Language, OwnerWords] = Field(description="By language; English is needed.")
    brands: list[Code] = Field(default_factory=list, max_length=100)
    product_type: Code | None = None
    models: list[Code] = Field(default_factory=list, max_length=10_000)
    is_list_complete: bool = Field(default=True, description="No other model is meant.")
    serial_rules: list[SerialRule] = Field(default_factory=list, max_length=1000)
    sold_from: Day | None = None
    needs_visit: bool = False
    source: Line | None = Field(default=None, description="Where it is written.")


class CampaignEdited(Edited):
    """What is to change in a draft; a list or the words are given whole."""

    model_config = example(title="Nordwasch: washing machines 8000 and 9000")

    code: NewCode | None = None
    title: Line | None = None
    severity: Severity | None = None
    wording: dict[Language, OwnerWords] | None = None
    brands: list[Code] | None = Field(default=None, max_length=100)
    product_type: Code | None = None
    models: list[Code] | None = Field(default=None, max_length=10_000)
    is_list_complete: bool | None = None
    serial_rules: list[SerialRule] | None = Field(default=None, max_length=1000)
    sold_from: Day | None = None
    needs_visit: bool | None = None
    source: Line | None = None


class Publication(Sent):
    """Which version of the draft somebody has read and wants owners to be told of."""

    model_config = example(revision=1)

    revision: int = Field(ge=1, le=1_000_000)


class AnswerSent(Sent):
    """What became of a unit."""

    model_config = example(state="done", note="Heater replaced.")

    state: ResponseState
    note: Text = ""


class CampaignShown(Shown):
    """A campaign as it stands."""

    id: UUID
    code: str
    title: str
    state: CampaignState
    severity: str
    match_lists: dict[str, object]
    wording: dict[str, dict[str, str]]
    needs_visit: bool
    source: str
    created_at: datetime
    published_at: datetime | None
    closed_at: datetime | None
    revision: int


class ResponseShown(Shown):
    """One unit and its owner in a campaign: how it matches, and where it stands."""

    id: UUID
    campaign_id: UUID
    unit_id: UUID
    customer_id: UUID
    work_order_id: UUID | None
    case_id: UUID | None
    found: str
    state: str
    told: list[dict[str, str]]
    next_on: date | None
    next_way: str | None
    answered_at: datetime | None
    revision: int


def merged_draft(row: Campaign, sent: CampaignEdited) -> CampaignSent:
    """A draft as it stands, with what is to change."""
    lists = row.match_lists
    kept = {
        "code": row.code,
        "title": row.title,
        "severity": row.severity,
        "wording": row.wording,
        "brands": lists["brands"],
        "product_type": lists["product_type"] or None,
        "models": lists["models"],
        "is_list_complete": lists["is_list_complete"],
        "serial_rules": lists["rules"],
        "sold_from": lists["sold_from"],
        "needs_visit": row.needs_visit,
        "source": row.source or None,
    }
    return CampaignSent.model_validate({**kept, **sent.model_dump(exclude_none=True)})


def facts_sent(sent: CampaignSent) -> CampaignFacts:
    """A draft as the rules of warranty take it.

    Raises:
        NotUnderstood: its lists of what is meant do not fit together.
    """
    said = sent.wording.get("en")
    try:
        return CampaignFacts(
            key=sent.code,
            title=sent.title,
            hazard="" if said is None else said.hazard,
            severity=sent.severity,
            brands=frozenset(sent.brands),
            product_type=sent.product_type or "",
            models=frozenset(sent.models),
            is_list_complete=sent.is_list_complete,
            rules=tuple(rule_of(rule.model_dump()) for rule in sent.serial_rules),
            sold_from=sent.sold_from,
            remedy="" if said is None else said.remedy,
            needs_visit=sent.needs_visit,
            source=sent.source or "",
        )
    except ValueError as error:
        raise NotUnderstood(
            f"{error} Correct the lists of what is meant.", [Problem("serial_rules", str(error))]
        ) from error
