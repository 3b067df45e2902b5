"""Small surprises for managers: the rules, how often each gave and what is left, and what another one would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.errors import Collision, NotAllowed, NotThere, NotUnderstood
from aftersales.goodwill import budgets_on
from aftersales.goodwill.surprises import (
    RULE_MOVES,
    SurprisePreview,
    add_rule,
    checked_terms,
    move_rule,
    preview_rule,
)
from aftersales.goodwill.surprises.knowing import today_of
from aftersales.parts import Parts
from aftersales.queries.places import territories
from aftersales.queries.surprises import rules_with_sums
from aftersales.records import GoodwillPurpose, SurpriseRule, SurpriseRuleState
from aftersales.words import Words, words_in
from aftersales.words.reasons import money, reason_said
from warranty import Money
from warranty.goodwill.surprises import Occasion, SurpriseKind
from web.pages.surprise_form import RuleTyped
from web.pages.surprise_words import (
    gift_words,
    kind_words,
    occasion_of,
    occasion_words,
    rule_words,
    said_at,
)
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/goodwill/surprises")

MOST: Final = 100
"""Rules of one page; the newest ones."""

ACTS: Final = {
    "pause": SurpriseRuleState.PAUSED,
    "resume": SurpriseRuleState.ACTIVE,
    "end": SurpriseRuleState.ENDED,
}
"""What can be done with a rule, and where that leads it."""


@router.get("")
def surprises(request: Request, parts: PartsIn, me: Me) -> Response:
    """The rules, what they gave, what is left, and the form of another one."""
    return _shown(request, parts, me, RuleTyped())


@router.post("")
def made(request: Request, parts: PartsIn, me: Me, typed: Annotated[RuleTyped, Form()]) -> Response:
    """Look at what a rule would do, or make it; nothing typed is lost."""
    _, wanted, is_made = words_in(me.language), typed.wanted(), typed.way == "add"
    wrong, preview = typed.wrong_fields(is_made=is_made), None
    with parts.store.reading() as session:
        now = parts.clock.now()
        today = today_of(session, now).day
        try:
            terms = checked_terms(parts.settings, wanted, today)
        except NotUnderstood as error:
            wrong += [each.where for each in error.problems if each.where not in wrong]
        else:
            if not is_made and not wrong:
                preview = preview_rule(session, parts.settings, terms, now)
    if wrong:
        problems = [(where, said_at(_, parts.settings, where)) for where in wrong]
        return _shown(request, parts, me, typed, problems=problems)
    if not is_made:
        return _shown(request, parts, me, typed, preview=preview)
    try:
        with parts.doing(actor_of(me)) as deed:
            add_rule(deed, typed.code.strip(), wanted, today)
    except Collision:
        taken = [("code", _("Another rule has this code. Choose another one."))]
        return _shown(request, parts, me, typed, problems=taken)
    return RedirectResponse("/goodwill/surprises", status_code=303)


@router.post("/{rule_id}/{act}")
def moved(request: Request, parts: PartsIn, me: Me, rule_id: UUID, act: str) -> Response:
    """Pause a rule, let it go on, or end it."""
    _ = words_in(me.language)
    if act not in ACTS:
        raise NotThere("There is no such step. Choose one on the page of surprises.")
    try:
        with parts.doing(actor_of(me)) as deed:
            row = deed.session.get(SurpriseRule, rule_id)
            if row is None:
                raise NotThere("There is no such rule. Choose one on the page of surprises.")
            move_rule(deed, row, ACTS[act])
    except NotAllowed:
        refusal = _("This is not possible, or no longer. See below what is.")
        return _shown(request, parts, me, RuleTyped(), refusal=refusal)
    return RedirectResponse("/goodwill/surprises", status_code=303)


def _shown(
    request: Request,
    parts: Parts,
    me: SignedIn,
    typed: RuleTyped,
    *,
    problems: Sequence[tuple[str, str]] = (),
    preview: SurprisePreview | None = None,
    refusal: str = "",
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        areas = territories(session)
        day = today_of(session, parts.clock.now()).day
        budgets = budgets_on(session, parts.settings, areas, day)
        rows = rules_with_sums(session, MOST)
    lefts = [(area.name, budgets[area.id, GoodwillPurpose.SURPRISE]) for area in areas]
    return page(
        request,
        "surprises.html",
        _,
        status_code=409 if refusal else 422 if problems else 200,
        refusal=refusal,
        problems=problems,
        typed=typed,
        preview=None if preview is None else _preview(_, preview),
        rules=[_line(_, row, number, cents) for row, number, cents in rows],
        left=[
            _(
                "{territory}: {left} of {amount} are left until {day}.",
                territory=name,
                left=money(_, budget.left),
                amount=money(_, budget.amount),
                day=_.date(budget.ends_on),
            )
            for name, budget in lefts
        ],
        kinds=[(each.value, kind_words(_, each)) for each in SurpriseKind],
        occasions=[(each.value, occasion_words(_, each)) for each in Occasion],
    )


def _line(_: Words, row: SurpriseRule, number: int, cents: int) -> dict[str, object]:
    """One rule in a line."""
    names = {"pause": _("Pause"), "resume": _("Go on"), "end": _("End")}
    return {
        "row": row,
        "gift": gift_words(_, row),
        "occasion": occasion_of(_, row),
        "span": f"{_.date(row.starts_on)} – {_.date(row.ends_on)}",
        "given": _("{number} of {most}", number=_.number(number), most=_.number(row.most)),
        "spent": money(_, Money(row.currency, cents)),
        "state": rule_words(_, row.state),
        "acts": [
            (act, names[act]) for act, state in ACTS.items() if state in RULE_MOVES[row.state]
        ],
    }


def _preview(_: Words, made: SurprisePreview) -> dict[str, object]:
    """What a rule would do, in sentences."""
    return {
        "said": _.many(
            "The rule fits {number} customer now.",
            "The rule fits {number} customers now.",
            made.fits,
        ),
        "cost": _(
            "Today it would surprise {number}, which costs {amount}; {left} of the budgets are left this month.",
            number=_.number(made.given),
            amount=money(_, made.cost),
            left=money(_, made.left),
        ),
        "against": [
            (_.number(number), reason_said(_, reason))
            for reason, number in made.against.most_common()
        ],
    }
