"""Quotas for planners: how many visits a day may have at most, each rule in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, StringConstraints

from aftersales.access import SignedIn, actor_of
from aftersales.booking import remove_quota, set_quota
from aftersales.parts import Parts
from aftersales.queries.catalogue import work_type_by_code, work_types
from aftersales.queries.places import territories, territory_by_code
from aftersales.queries.slots import all_quotas
from aftersales.records import SlotQuota
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.sentences import work
from web.pages.days_typed import day_typed
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/quotas")

Typed = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]

LONGEST: Final = 4
"""Digits of the number of visits on a day."""


class QuotaTyped(BaseModel):
    """A rule as it was typed; a day of the week is a number from 0, for Monday."""

    territory: Typed = ""
    work_type: Typed = ""
    weekday: Typed = ""
    on: Typed = ""
    most: Typed = ""

    def problems(self, _: Words, session: Session) -> list[tuple[str, str]]:
        """What cannot be used, by field."""
        found = []
        if territory_by_code(session, self.territory) is None:
            found.append(("territory", _("Choose a territory.")))
        if self.work_type and work_type_by_code(session, self.work_type) is None:
            found.append(("work_type", _("Choose one of the kinds of work.")))
        if self.weekday not in {"", *map(str, range(7))}:
            found.append(("weekday", _("Choose a day of the week, or every day.")))
        if self.on and day_typed(self.on) is None:
            found.append(("on", _("Write a day such as 2026-11-23, or leave it empty.")))
        elif self.on and self.weekday:
            found.append(("on", _("Leave this empty, or choose every day above.")))
        if not self.most.isdecimal() or len(self.most) > LONGEST:
            found.append(("most", _("Write a number of visits, 0 or more.")))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShown:
    """A rule in words."""

    id: UUID
    where: str
    work: str
    days: str
    most: str


@router.get("")
def quotas(request: Request, parts: PartsIn, me: Me) -> Response:
    """Every rule, and the form of another one."""
    return _shown(request, parts, me, QuotaTyped())


@router.post("")
def added(
    request: Request, parts: PartsIn, me: Me, typed: Annotated[QuotaTyped, Form()]
) -> Response:
    """Set a rule; one for the same days and work is replaced."""
    with parts.store.reading() as session:
        problems = typed.problems(words_in(me.language), session)
    if problems:
        return _shown(request, parts, me, typed, problems=problems)
    with parts.doing(actor_of(me)) as deed:
        area = territory_by_code(deed.session, typed.territory)
        if area is not None:
            set_quota(
                deed,
                area,
                work_type_by_code(deed.session, typed.work_type),
                weekday=int(typed.weekday) if typed.weekday else None,
                on=day_typed(typed.on),
                most=int(typed.most),
            )
    return RedirectResponse("/quotas", status_code=303)


@router.post("/{quota_id}/remove")
def removed(parts: PartsIn, me: Me, quota_id: UUID) -> Response:
    """Take a rule away; said twice it is away."""
    with parts.doing(actor_of(me)) as deed:
        row = deed.session.get(SlotQuota, quota_id)
        if row is not None:
            remove_quota(deed, row)
    return RedirectResponse("/quotas", status_code=303)


def _shown(
    request: Request,
    parts: Parts,
    me: SignedIn,
    typed: QuotaTyped,
    *,
    problems: Sequence[tuple[str, str]] = (),
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        areas = territories(session)
        kinds = [(row, work(_, row.kind.value, row.product_type)) for row in work_types(session)]
        named = {row.id: said for row, said in kinds}
        places = {area.id: area.name for area in areas}
        rules = [_rule(_, row, places, named) for row in all_quotas(session)]
    return page(
        request,
        "quotas.html",
        _,
        status_code=422 if problems else 200,
        rules=sorted(rules, key=lambda rule: rule.where),
        typed=typed,
        problems=problems,
        territories=[(area.code, area.name) for area in areas],
        kinds=[("", _("any work")), *((row.code, said) for row, said in kinds)],
        weekdays=[
            ("", _("every day")),
            *((str(number), said) for number, said in enumerate(weekday_words(_))),
        ],
    )


def weekday_words(_: Words) -> tuple[str, ...]:
    """On which day of the week a rule holds, Monday first."""
    return (
        _("on Mondays"),
        _("on Tuesdays"),
        _("on Wednesdays"),
        _("on Thursdays"),
        _("on Fridays"),
        _("on Saturdays"),
        _("on Sundays"),
    )


def _rule(_: Words, row: SlotQuota, places: dict[UUID, str], kinds: dict[UUID, str]) -> RuleShown:
    if row.on is not None:
        days = _.date(row.on)
    elif row.weekday is not None:
        days = weekday_words(_)[row.weekday]
    else:
        days = _("every day")
    return RuleShown(
        id=row.id,
        where=places[row.territory_id],
        work=_("any work") if row.work_type_id is None else kinds[row.work_type_id],
        days=days,
        most=_.many("at most {number} visit", "at most {number} visits", row.most),
    )
