"""Staff register a product for a customer, on one screen: the customer is told, and the trail says who did it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.deed import Deed
from aftersales.errors import Collision, NotUnderstood
from aftersales.identifiers import digest_of
from aftersales.parts import Parts
from aftersales.queries.catalogue import all_models
from aftersales.queries.places import locations_of_customer, territories
from aftersales.records import Customer, ProductModel, Unit
from aftersales.registrations import StaffNews, models_meant, register_for_customer
from aftersales.remembered import Answer as Remembered
from aftersales.remembered import once
from aftersales.store import Session
from aftersales.words import Words, words_in
from web.pages.countries import country_options, is_country
from web.pages.customer_page import customer_in
from web.pages.days_typed import DaysIn, DaysTyped
from web.pages.register import FEW, which_model
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/customers")

Line = Annotated[str, Form(max_length=320)]
Short = Annotated[str, Form(max_length=64)]
Key = Annotated[str, Form(max_length=64, pattern="^[0-9a-f-]*$")]
NO_UNIT: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTyped:
    """What a colleague took down, beside the days."""

    model: str = ""
    serial: str = ""
    country: str = ""
    has_proof: str = ""
    unit: str = NO_UNIT


def _typed(
    model: Line = "",
    serial: Short = "",
    country: Short = "",
    has_proof: Short = "",
    unit: Key = NO_UNIT,
) -> DeskTyped:
    return DeskTyped(model=model, serial=serial, country=country, has_proof=has_proof, unit=unit)


TypedIn = Annotated[DeskTyped, Depends(_typed)]


@router.get("/{customer_id}/registrations/new")
def form(
    request: Request,
    parts: PartsIn,
    me: Me,
    customer_id: UUID,
    unit: Annotated[UUID | None, Query()] = None,
) -> Response:
    """What did they buy, and when? A unit that is known fills in what it knows."""
    return _page(request, parts, me, customer_id, unit_id=unit)


@router.post("/{customer_id}/registrations")
def registered(
    request: Request,
    parts: PartsIn,
    me: Me,
    customer_id: UUID,
    typed: TypedIn,
    days: DaysIn,
    form_key: Key = "",
) -> Response:
    """Register it, once however often the button is pressed, and lead to the registration."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        customer_in(session, customer_id)
        meant = models_meant(session, typed.model)
    problems = _problems(_, typed, days, meant)
    if problems:
        return _page(request, parts, me, customer_id, typed=typed, days=days, problems=problems)
    news = StaffNews(
        serial=typed.serial,
        days=days.read(),
        country=typed.country,
        has_proof=bool(typed.has_proof),
        unit_id=_identifier(typed.unit),
    )

    def act(deed: Deed) -> Remembered:
        owner = customer_in(deed.session, customer_id)
        row = register_for_customer(deed, meant[0], owner, news)
        return Remembered(303, {"Location": f"/registrations/{row.id}"}, "")

    said = json.dumps([asdict(typed), asdict(days)], sort_keys=True)
    try:
        answer, _is_again = once(
            parts,
            actor_of(me),
            caller=f"form:{me.user_id}",
            key=f"register:{form_key}:{digest_of(said)}" if form_key else None,
            request_digest=digest_of(said),
            act=act,
        )
    except Collision:
        wrong = [("serial", _("This unit is registered to this customer already."))]
        return _page(
            request, parts, me, customer_id, typed=typed, days=days, problems=wrong, status=409
        )
    except NotUnderstood as error:
        wrong = [
            (each.where, _("The days cannot be right. Check them on the invoice."))
            for each in error.problems
        ]
        return _page(request, parts, me, customer_id, typed=typed, days=days, problems=wrong)
    return RedirectResponse(answer.headers["Location"], status_code=answer.status)


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _problems(
    _: Words, typed: DeskTyped, days: DaysTyped, meant: Sequence[ProductModel]
) -> list[tuple[str, str]]:
    """What does not fit, in the order of the fields."""
    found = []
    if len(meant) != 1:
        found.append(("model", which_model(_, meant)))
    found += days.problems(_)
    if not is_country(typed.country):
        found.append(("country", _("Choose the country in which it was bought.")))
    return found


def _page(
    request: Request,
    parts: Parts,
    me: SignedIn,
    customer_id: UUID,
    *,
    unit_id: UUID | None = None,
    typed: DeskTyped | None = None,
    days: DaysTyped | None = None,
    problems: Sequence[tuple[str, str]] = (),
    status: int = 422,
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        owner = customer_in(session, customer_id)
        models = all_models(session)
        places = locations_of_customer(session, owner.id)
        lands = [place.country for place in places]
        homes = list(dict.fromkeys([*lands, *(each.country for each in territories(session))]))
        known = _unit(session, owner, unit_id)
        first = typed or _known(session, known, homes)
        options = [
            ("", _("Choose")),
            *((each.sku, f"{each.brand} {each.name} ({each.sku})") for each in models),
        ]
        return page(
            request,
            "registering.html",
            _,
            status_code=status if problems else 200,
            owner=owner,
            typed=first,
            days=days or (DaysTyped() if known is None else DaysTyped.of(known)),
            problems=list(problems),
            model_options=options if len(models) <= FEW else [],
            countries=country_options(_, homes),
            form_key=parts.ids.new(parts.clock.now()),
        )


def _unit(session: Session, owner: Customer, unit_id: UUID | None) -> Unit | None:
    row = None if unit_id is None else session.get(Unit, unit_id)
    return row if row is not None and row.customer_id == owner.id else None


def _known(session: Session, unit: Unit | None, homes: Sequence[str]) -> DeskTyped:
    if unit is None:
        return DeskTyped(country=homes[0] if homes else "")
    model = session.get_one(ProductModel, unit.product_model_id)
    return DeskTyped(
        model=model.sku, serial=unit.serial or "", country=unit.country, unit=str(unit.id)
    )
