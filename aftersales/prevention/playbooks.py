"""Playbooks: written and changed by staff, and found by what a customer tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from aftersales.deed import Deed
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.queries.playbooks import playbook_by_code, playbooks_listed
from aftersales.records import Playbook, ProductModel, Role, WorkKind
from aftersales.store import Session
from warranty.prevention.known_issues import KnownIssue, fitting
from warranty.prevention.known_issues import Problem as Told

OWNERS: Final = (Role.SUPPORT, Role.DISPATCHER, Role.MANAGER)
"""Whoever can see to a step."""

_CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do: by whom, and within how many minutes of the step before."""

    text: str
    role: Role
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What staff write of a playbook; empty scopes mean any.

    Attributes:
        owner_role: who sees to the whole of it.
        customer_texts: what customers are told, by language.
        guidance: for colleagues, read before anything is said.
        work_kind: the visit that it may lead to; None for none.
        parts: what is taken along.
    """

    code: str
    title: str
    is_active: bool = True
    product_type: str = ""
    component: str = ""
    symptoms: tuple[str, ...] = ()
    owner_role: Role = Role.SUPPORT
    steps: tuple[Step, ...]
    customer_texts: Mapping[str, str]
    guidance: str = ""
    work_kind: WorkKind | None = None
    parts: tuple[str, ...] = ()


def keep_playbook(deed: Deed, plan: Plan, row: Playbook | None = None) -> Playbook:
    """Keep a new playbook, or what was changed in one.

    Raises:
        Collision: another playbook has that code.
        NotUnderstood: something is missing.
    """
    problems = list(_problems(plan))
    if problems:
        raise NotUnderstood("The playbook is not complete. Correct what is marked.", problems)
    there = playbook_by_code(deed.session, plan.code)
    if there is not None and (row is None or there.id != row.id):
        raise Collision(f"There is a playbook {plan.code} already. Choose another code.")
    is_new = row is None
    row = row or Playbook(id=deed.new_id(), revision=0)
    row.code, row.title, row.is_active = plan.code, plan.title, plan.is_active
    row.product_type, row.component = plan.product_type, plan.component
    row.symptoms, row.parts = list(plan.symptoms), list(plan.parts)
    row.owner_role = plan.owner_role.value
    row.steps = [
        {"text": step.text, "role": step.role.value, "minutes": str(step.minutes)}
        for step in plan.steps
    ]
    row.customer_texts = {
        language: text.strip() for language, text in plan.customer_texts.items() if text.strip()
    }
    row.guidance = plan.guidance
    row.work_kind = "" if plan.work_kind is None else plan.work_kind.value
    row.edited_at = deed.now
    row.revision += 1
    deed.add(row)
    deed.note("playbook_added" if is_new else "playbook_edited", row)
    return row


def playbooks_for(
    session: Session, model: ProductModel, *, component: str = "", words: str = ""
) -> list[Playbook]:
    """The playbooks in use that fit what is told of a unit, the best first."""
    rows = {row.code: row for row in playbooks_listed(session) if row.is_active}
    facts = [
        KnownIssue(
            key=row.code,
            product_type=row.product_type,
            component=row.component,
            symptoms=tuple(row.symptoms),
        )
        for row in rows.values()
    ]
    told = Told(product_type=model.product_type, model=model.sku, component=component, words=words)
    return [rows[each.key] for each in fitting(facts, told)]


def _problems(plan: Plan) -> Iterator[Problem]:
    if not _CODE.fullmatch(plan.code):
        yield Problem("code", "small letters, digits and dashes")
    if not plan.title.strip():
        yield Problem("title", "it is missing")
    if not plan.steps:
        yield Problem("steps", "at least one is needed")
    if not (plan.product_type or plan.component or plan.symptoms):
        yield Problem("symptoms", "say which problems it is for")
