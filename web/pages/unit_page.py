"""One unit on one screen: whose it is, what answers today and why, its claims, recalls and maintenance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import Request, Response

from aftersales.access import SignedIn
from aftersales.covers import entitlement_of
from aftersales.errors import NotThere
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.claims import claims_of_unit
from aftersales.queries.maintenance import maintenance_of_unit
from aftersales.queries.maintenance_agreed import contracts_listed
from aftersales.queries.pages import registrations_of_unit
from aftersales.queries.places import territory_of_unit
from aftersales.queries.units import covers_of_unit
from aftersales.records import Customer, Location, ProductModel, Unit
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.reasons import benefit, clauses_said, reason_said
from aftersales.words.sentences import cover
from warranty import SELLER, Answer, AnswerState, Benefit
from warranty.reasons import merged
from web.pages.agreed_words import contract_state
from web.pages.articles import help_for
from web.pages.claim_words import payer_words, state_words
from web.pages.maintenance_words import maintenance_words
from web.pages.recalls_shown import open_recalls
from web.templating import page

MOST_MAINTENANCE: Final = 12
"""Maintenance shown with a unit, the latest due first."""

MOST_CONTRACTS: Final = 12
"""Service contracts shown with a unit, those that run first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """The answer for one benefit in words."""

    benefit: str
    said: str
    paid_by: str


def unit_page(
    request: Request,
    parts: Parts,
    me: SignedIn,
    unit_id: UUID,
    *,
    component: str = "",
    typed: dict[str, str] | None = None,
    problems: Sequence[tuple[str, str]] = (),
) -> Response:
    """The page; what does not fit is said, and nothing typed is lost."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        row = unit_in(session, unit_id)
        owner = session.get_one(Customer, row.customer_id)
        area = territory_of_unit(session, row)
        today = wall_of(parts.clock.now(), "UTC" if area is None else area.zone).date()
        entitlement = entitlement_of(session, row, owner, today, component=component or None)
        covers = covers_of_unit(session, row.id)
        blank = {
            "symptom": "",
            "component": component,
            "fault_on": today.isoformat(),
            "serial_read": row.serial or "",
            "evidence": "0",
            "estimate": "",
            "has_proof_of_purchase": "",
            "is_dangerous": "",
        }
        return page(
            request,
            "unit.html",
            _,
            status_code=422 if problems else 200,
            unit=row,
            model=session.get_one(ProductModel, row.product_model_id),
            owner=owner,
            is_registered=row.superseded_by_unit_id is not None
            or any(each.customer_id == owner.id for each in registrations_of_unit(session, row.id)),
            place=None if row.location_id is None else session.get(Location, row.location_id),
            today=today,
            summary=clauses_said(_, entitlement.summary),
            notes=[
                reason_said(_, reason)
                for reason in entitlement.reasons
                if reason not in merged([answer.reason for answer in entitlement.answers])
            ],
            answers=[_answer(_, answer) for answer in entitlement.answers],
            covers=[(each, cover(_, each.kind), _provider(_, each.provider)) for each in covers],
            component_options=[
                ("", _("not known yet")),
                *(
                    (part, part.replace("_", " "))
                    for part in sorted({part for each in covers for part in each.components})
                ),
            ],
            component=component,
            claims=[
                (claim, state_words(_, claim.state)) for claim in claims_of_unit(session, row.id)
            ],
            maintenance=[
                (each, maintenance_words(_, each.row.state))
                for each in maintenance_of_unit(session, row.id, MOST_MAINTENANCE)
            ],
            contracts=[
                (each, contract_state(_, each, today))
                for each in contracts_listed(session, MOST_CONTRACTS, unit_id=row.id)
            ],
            recalls=open_recalls(_, session, row.id),
            known=help_for(
                _, session, session.get_one(ProductModel, row.product_model_id), component=component
            ),
            typed=typed or blank,
            form_key=parts.ids.new(parts.clock.now()),
            problems=list(problems),
        )


def unit_in(session: Session, unit_id: UUID) -> Unit:
    """The unit of an address.

    Raises:
        NotThere: there is none.
    """
    row = session.get(Unit, unit_id)
    if row is None:
        raise NotThere("There is no such unit. Find it by its serial, a name or an order.")
    return row


def _answer(_: Words, answer: Answer) -> AnswerRow:
    paid = [
        _("{payer} {percent}%", payer=payer_words(_, payer), percent=_.number(percent))
        for payer, percent in answer.shares
    ]
    # Nobody pays for a loaner that nobody lends.
    is_not_lent = answer.benefit is Benefit.LOANER and answer.state is AnswerState.NOT_COVERED
    return AnswerRow(
        benefit=benefit(_, answer.benefit.value),
        said=reason_said(_, answer.reason),
        paid_by="–" if is_not_lent else ", ".join(paid),
    )


def _provider(_: Words, provider: str) -> str:
    return _("the seller") if provider == SELLER else provider
