"""A buyer prepares what they bought with installation: step by step, and back, under the link that needs no account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.deed import Actor, Deed
from aftersales.errors import NotAllowed
from aftersales.installations.preparing import Prepared, Step, prepared_by_link
from aftersales.parts import Parts
from aftersales.records import ActorKind
from aftersales.words import Words, words_in
from aftersales.words.sentences import work
from web.pages.prepare import price_words
from web.parts import PartsIn
from web.templating import page

router = APIRouter(prefix="/book")

Problems = Sequence[tuple[str, str]]

FIRST: Final = "first"
"""What the address of a step says to whoever came for a time before it was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepShown:
    """One step of the line above the form; `href` is empty for those that cannot be gone to yet."""

    name: str
    state: str
    href: str


@router.get("/{token}")
def start(parts: PartsIn, token: str) -> Response:
    """The way to the first step that is not done, and to the times once all are."""
    with parts.store.reading() as session:
        prepared = prepared_by_link(session, parts.clock.now(), token)
    return RedirectResponse(f"/book/{token}/{prepared.due_step or 'time'}", status_code=303)


def step_page(
    request: Request,
    prepared: Prepared,
    token: str,
    step: Step,
    *,
    problems: Problems = (),
    **facts: object,
) -> Response:
    """One step: what is installed and what that costs on top, the line of steps, and one small group of questions."""
    booking = prepared.booking
    _ = words_in(booking.customer.language)
    is_sent_back = request.query_params.get("said") == FIRST and prepared.due_step is step
    return page(
        request,
        f"book_{step}.html",
        _,
        status_code=422 if problems else 200,
        token=token,
        what=_what(_, prepared),
        costs=price_words(_, prepared.price),
        reference=booking.order.reference,
        area=booking.territory,
        steps=steps_shown(_, prepared, token, step),
        sent_back=_sent_back(_, step) if is_sent_back else "",
        problems=list(problems),
        **facts,
    )


def kept(
    parts: Parts, prepared: Prepared, token: str, step: Step, keep: Callable[[Deed], object]
) -> Response:
    """Keep a step and lead to the next one; where a time is booked meanwhile, to what is booked."""
    actor = Actor(ActorKind.CUSTOMER, prepared.booking.customer.number)
    try:
        with parts.doing(actor) as deed:
            keep(deed)
    except NotAllowed:
        return RedirectResponse(f"/book/{token}/time", status_code=303)
    following = list(Step)[list(Step).index(step) + 1 :]
    return RedirectResponse(
        f"/book/{token}/{following[0] if following else 'time'}", status_code=303
    )


def closed(prepared: Prepared, token: str) -> Response | None:
    """The way to what is booked, where there is nothing to prepare any more."""
    if prepared.is_open:
        return None
    return RedirectResponse(f"/book/{token}/time", status_code=303)


def first_step(prepared: Prepared, token: str) -> Response | None:
    """The way to the step that comes before any time, which says so; None where all are done."""
    if prepared.due_step is None:
        return None
    return RedirectResponse(f"/book/{token}/{prepared.due_step}?said={FIRST}", status_code=303)


def steps_shown(
    _: Words, prepared: Prepared, token: str, present: Step | None = None
) -> list[StepShown]:
    """The line of steps, on one of them or on the time: those that are done can be gone back to."""
    names = {Step.ADDRESS: _("Address"), Step.SITE: _("The place"), Step.CONTACT: _("Contact")}
    shown = [
        StepShown(
            name=names[step],
            state=_state(prepared, step, present),
            href=f"/book/{token}/{step}" if step in prepared.done and step is not present else "",
        )
        for step in Step
    ]
    is_ready = prepared.next_step is None and present is not None
    href = f"/book/{token}/time" if is_ready else ""
    state = "present" if present is None else "ahead"
    return [*shown, StepShown(name=_("Time"), state=state, href=href)]


def _state(prepared: Prepared, step: Step, present: Step | None) -> str:
    if step is present:
        return "present"
    return "past" if step in prepared.done else "ahead"


def _sent_back(_: Words, step: Step) -> str:
    """What is missing before a time can be chosen, to whoever came for one."""
    match step:
        case Step.ADDRESS:
            return _("Tell us first where we come to. Then you choose a time.")
        case Step.SITE:
            return _("Tell us first what we meet there. Then you choose a time.")
        case Step.CONTACT:
            return _("Tell us first whom we meet. Then you choose a time.")
        case _never:
            assert_never(_never)


def _what(_: Words, prepared: Prepared) -> str:
    """What is done, and to what; by its name where it was just bought."""
    booking = prepared.booking
    if prepared.sold is None:
        return work(_, booking.work_type.kind.value, booking.product_type)
    model, quantity = prepared.sold.model, prepared.sold.line.quantity
    name = f"{model.brand} {model.name}"
    return name if quantity == 1 else f"{_.number(quantity)} × {name}"
