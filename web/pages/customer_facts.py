"""What stands on the left of a customer: how long they are with us, what is open, what they own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from aftersales.covers import entitlement_of
from aftersales.queries.catalogue import models_by_id
from aftersales.queries.customers import (
    first_bought_on,
    open_cases_of,
    spent_by,
    units_of_customers,
    visits_ahead_of,
)
from aftersales.queries.goodwill import covers_of_units
from aftersales.queries.intakes import notices_about_any
from aftersales.queries.ownership import later_owners
from aftersales.queries.promises import zones_of_cases
from aftersales.queries.surprises import surprises_of
from aftersales.queries.visits import visits_by_id
from aftersales.records import (
    Customer,
    Notice,
    ProductModel,
    Unit,
)
from aftersales.settings import Settings
from aftersales.store import Session
from aftersales.words import Words
from aftersales.words.reasons import clauses_said, money
from warranty import Money
from web.pages.customer_words import (
    case_words,
)
from web.pages.goodwill_words import loyalty_said
from web.pages.surprise_words import gift_words, occasion_of
from web.pages.telling import headline, newest_of

MOST_UNITS: Final = 20
"""Units shown on one page; a company may have thousands."""


MOST_OPEN: Final = 5
"""Open cases, and visits ahead, on top."""

MOST_SURPRISES: Final = 5
"""The newest ones; rules give seldom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit with what answers today in one sentence."""

    unit: Unit
    product: str
    summary: str


def loyalty_of(
    _: Words, session: Session, settings: Settings, person: Customer
) -> dict[str, object]:
    """Since when they are with us, what they spent, and how little that moves goodwill."""
    since = first_bought_on(session, person.id)
    return {
        "since": min(since or person.created_at.date(), person.created_at.date()),
        "spent": [
            money(_, Money(currency, cents)) for currency, cents in spent_by(session, person.id)
        ],
        "loyalty": loyalty_said(_, settings),
    }


def surprises_shown(_: Words, session: Session, person: Customer, today: date) -> dict[str, object]:
    """What they were given without asking, and what somebody still has to hand over in person."""
    return {
        "surprises": [
            {
                "row": row,
                "grant": grant,
                "gift": gift_words(_, rule),
                "occasion": occasion_of(_, rule),
                "is_to_hand_over": row.told_at is None
                and row.handed_at is None
                and row.ends_on >= today,
            }
            for row, rule, grant in surprises_of(session, person.id, MOST_SURPRISES)
        ]
    }


def open_of(_: Words, session: Session, person: Customer) -> dict[str, object]:
    """What is happening now, and when they hear more."""
    cases = open_cases_of(session, person.id, MOST_OPEN)
    zones = zones_of_cases(session, [each.id for each in cases])
    visits = visits_by_id(session, visits_ahead_of(session, person.id, MOST_OPEN))
    told: dict[UUID, list[Notice]] = defaultdict(list)
    for notice in notices_about_any(session, visits):
        told[notice.subject_id].append(notice)
    return {
        "open_cases": [
            (each, case_words(_, each.state), zones.get(each.id, "UTC")) for each in cases
        ],
        "visits_ahead": [
            (each.appointment.id, headline(_, each, newest_of(told[each.appointment.id], each)))
            for each in sorted(visits.values(), key=lambda each: each.appointment.window_from_at)
        ],
    }


def units_of(_: Words, session: Session, person: Customer, today: date) -> dict[str, object]:
    """Their units, each with one sentence."""
    rows, total = units_of_customers(session, [person.id], MOST_UNITS)
    models = models_by_id(session, [row.product_model_id for row in rows])
    covers = covers_of_units(session, [row.id for row in rows])
    later = later_owners(session, [(row.id, person.id) for row in rows])
    shown = [
        UnitRow(
            unit=row,
            product=product_name(models[row.product_model_id]),
            summary=clauses_said(
                _,
                entitlement_of(
                    session,
                    row,
                    person,
                    today,
                    covers=covers[row.id],
                    is_first_owner=(row.id, person.id) not in later,
                ).summary,
            ),
        )
        for row in rows
    ]
    return {
        "units": shown,
        "unit_options": [
            ("", _("none in particular")),
            *(
                (str(each.unit.id), f"{each.product} {each.unit.serial or ''}".strip())
                for each in shown
            ),
        ],
        "units_left_out": ""
        if total <= len(rows)
        else _(
            "These are the newest {shown} of {total}. Find the others by their serials.",
            shown=_.number(len(rows)),
            total=_.number(total),
        ),
    }


def product_name(model: ProductModel) -> str:
    """A product as people call it."""
    return f"{model.brand} {model.name}"
