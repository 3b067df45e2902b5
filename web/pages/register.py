"""Registration by buyers, without an account: one calm page, then a place for the proof of purchase.

What follows the form is the same for everybody, so that nobody learns from it what is known of a serial.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import Nobody, actor_of
from aftersales.deed import Actor
from aftersales.email_addresses import is_email, same_email
from aftersales.errors import NotUnderstood, TooOften
from aftersales.identifiers import link_token
from aftersales.parts import Parts
from aftersales.queries.catalogue import all_models
from aftersales.queries.places import territories
from aftersales.records import ActorKind, LinkPurpose, ProductModel
from aftersales.registrations import (
    BuyerNews,
    add_proof,
    models_meant,
    register_by_buyer,
    verdict_on,
)
from aftersales.registrations.own_page import (
    count_proof,
    count_registering,
    owned_by_link,
    proof_link,
)
from aftersales.uploads import FileRefused
from aftersales.words import LANGUAGES, Words, words_in
from web.files import ACCEPTED, FilesIn, SentFiles
from web.pages.countries import NOTICE, country_options, is_country, notice_of_guarantee
from web.pages.days_typed import day_typed
from web.pages.signing import too_often
from web.parts import PartsIn
from web.templating import asked_words, page
from web.who import address_of

router = APIRouter(prefix="/register")

FEW: Final = 40
"""So many models are shown to choose from; more are looked up by what is typed."""

HINTS: Final = 5
"""Models named when it is not clear which one is meant."""

JOINERS: Final = frozenset({"\u200c", "\u200d"})
"""Characters without width that scripts need to join letters, or not to."""

Line = Annotated[str, Form(max_length=320)]
Short = Annotated[str, Form(max_length=64)]
Code = Annotated[str, Query(max_length=64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a buyer typed, as they typed it; nothing of it is lost when something does not fit."""

    model: str = ""
    serial: str = ""
    serial_meant: str = ""
    purchased_on: str = ""
    delivered_on: str = ""
    country: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    wants_safety: str = ""
    safety_email: str = ""


def _typed(
    model: Line = "",
    serial: Short = "",
    serial_meant: Short = "",
    purchased_on: Short = "",
    delivered_on: Short = "",
    country: Short = "",
    name: Line = "",
    email: Line = "",
    phone: Short = "",
    language: Short = "",
    wants_safety: Short = "",
    safety_email: Line = "",
) -> Typed:
    there = locals()
    return Typed(**{each.name: _readable(str(there[each.name])) for each in fields(Typed)})


def _readable(text: str) -> str:
    """Without what nobody types; joiners are needed to write Bengali."""
    return "".join(each for each in text if each.isprintable() or each in JOINERS).strip()


TypedIn = Annotated[Typed, Depends(_typed)]


@router.get("")
def form(request: Request, parts: PartsIn, model: Code = "", serial: Code = "") -> Response:
    """What did you buy, when, and who are you? A label on the product fills in what it knows."""
    _ = asked_words(request)
    return _form(request, parts, _, Typed(model=model, serial=serial, language=_.language))


@router.post("")
def registered(request: Request, parts: PartsIn, typed: TypedIn) -> Response:
    """Take it, and lead to the place for the proof; what does not fit is said at its field."""
    _ = asked_words(request)
    with parts.store.reading() as session:
        meant = models_meant(session, typed.model)
    problems = _problems(_, typed, meant)
    verdict = None
    if len(meant) == 1 and typed.serial and not typed.serial_meant:
        verdict = verdict_on(meant[0], typed.serial)
    suggested = () if verdict is None else verdict.suggestions
    if problems or suggested:
        return _form(request, parts, _, typed, problems, suggested)
    try:
        count_registering(parts, address_of(request), same_email(typed.email))
        with parts.doing(actor_of(Nobody())) as deed:
            row = register_by_buyer(deed, meant[0], _news(typed))
            link = proof_link(deed, row)
    except TooOften as error:
        return _form(request, parts, _, typed, [("email", too_often(_, error))], status=429)
    except NotUnderstood as error:
        said = _("The days cannot be right. Check them on the invoice.")
        where = [each.where for each in error.problems] or ["purchased_on"]
        return _form(request, parts, _, typed, [(each, said) for each in where])
    return RedirectResponse(f"/register/{link_token(parts.secret, link)}", status_code=303)


@router.get("/{token}")
def taken(request: Request, parts: PartsIn, token: str, said: str = "") -> Response:
    """Thank you; a message is on its way, and the proof can be added here."""
    return _taken(request, parts, token, is_added=said == "added")


@router.post("/{token}/proof")
def proved(request: Request, parts: PartsIn, token: str, sent: FilesIn) -> Response:
    """Keep the proof of purchase."""
    problem = prove(parts, LinkPurpose.PROOF, token, sent)
    if problem:
        return _taken(request, parts, token, problem=problem)
    return RedirectResponse(f"/register/{token}?said=added", status_code=303)


def prove(parts: Parts, purpose: LinkPurpose, token: str, sent: SentFiles) -> str:
    """Take files in for the registration of a link, and keep them; answers what is wrong with them, if anything."""
    with parts.store.reading() as session:
        owned = owned_by_link(session, parts.clock.now(), purpose, token)
    _ = words_in(owned.owner.language)
    try:
        count_proof(parts, owned.registration)
        files = sent.clean()
    except TooOften as error:
        return too_often(_, error)
    except FileRefused as refused:
        return refused.said(_)
    if not files:
        return _("Choose a file first.")
    with parts.doing(Actor(ActorKind.CUSTOMER, owned.owner.number)) as deed:
        add_proof(deed, owned_by_link(deed.session, deed.now, purpose, token).registration, files)
    return ""


def _taken(
    request: Request, parts: Parts, token: str, *, problem: str = "", is_added: bool = False
) -> Response:
    with parts.store.reading() as session:
        owned = owned_by_link(session, parts.clock.now(), LinkPurpose.PROOF, token)
    _ = words_in(owned.owner.language)
    return page(
        request,
        "registered.html",
        _,
        status_code=422 if problem else 200,
        reference=owned.registration.reference,
        product=f"{owned.model.brand} {owned.model.name}",
        token=token,
        problem=problem,
        is_added=is_added,
        accepted=ACCEPTED,
        notice=notice_of_guarantee(_, str(owned.registration.told.get("country", ""))),
        country=str(owned.registration.told.get("country", "")),
        notice_href=NOTICE,
    )


def _problems(_: Words, typed: Typed, meant: Sequence[ProductModel]) -> list[tuple[str, str]]:
    """What does not fit, in the order of the fields."""
    found = []
    if len(meant) != 1:
        found.append(("model", which_model(_, meant)))
    if day_typed(typed.purchased_on) is None:
        found.append(("purchased_on", _("Write the day of the purchase, such as 2026-11-23.")))
    if typed.delivered_on and day_typed(typed.delivered_on) is None:
        found.append(("delivered_on", _("Write a day such as 2026-11-23, or leave it empty.")))
    if not is_country(typed.country):
        found.append(("country", _("Choose the country in which you bought it.")))
    if not typed.name:
        found.append(("name", _("Write your name.")))
    if not is_email(same_email(typed.email)):
        found.append(("email", _("Write one e-mail address, as name@example.org.")))
    if typed.safety_email and not is_email(same_email(typed.safety_email)):
        found.append(("safety_email", _("Write one e-mail address, as name@example.org.")))
    return found


def which_model(_: Words, meant: Sequence[ProductModel]) -> str:
    """What is wrong with a model that nobody knows, or that could be several."""
    if not meant:
        return _("We do not know this model. Look at the rating plate, or call us.")
    named = ", ".join(f"{each.sku} ({each.brand} {each.name})" for each in meant[:HINTS])
    return _("Which of these is it? {models}", models=named)


def _news(typed: Typed) -> BuyerNews:
    purchased_on = day_typed(typed.purchased_on)
    if purchased_on is None:  # it was looked at before
        raise NotUnderstood("The day of the purchase is missing.")
    return BuyerNews(
        serial=typed.serial_meant or typed.serial,
        purchased_on=purchased_on,
        delivered_on=day_typed(typed.delivered_on),
        name=" ".join(typed.name.split()),
        email=typed.email,
        phone=typed.phone,
        country=typed.country,
        language=typed.language if typed.language in LANGUAGES else "en",
        wants_safety=bool(typed.wants_safety),
        safety_email=typed.safety_email,
    )


def _form(
    request: Request,
    parts: Parts,
    _: Words,
    typed: Typed,
    problems: Sequence[tuple[str, str]] = (),
    suggested: Sequence[str] = (),
    *,
    status: int = 422,
) -> Response:
    with parts.store.reading() as session:
        models = all_models(session)
        homes = list(dict.fromkeys(area.country for area in territories(session)))
    if suggested:
        problems = [*problems, ("serial", _("Some characters look alike. Which one is it?"))]
    options = [("", _("Choose")), *((each.sku, _model(each)) for each in models)]
    chosen = next((each for each, _name in options if each and each == typed.model), "")
    return page(
        request,
        "register.html",
        _,
        status_code=status if problems else 200,
        typed=typed,
        problems=list(problems),
        suggested=_suggestions(_, typed, suggested),
        model_options=options if len(models) <= FEW else [],
        model=chosen or typed.model,
        countries=country_options(_, homes),
        country=typed.country or (homes[0] if homes else ""),
        languages=[(each, words_in(each).locale.get_language_name(each)) for each in LANGUAGES],
        notice=notice_of_guarantee(_, typed.country or (homes[0] if homes else "")),
        notice_href=NOTICE,
    )


def _model(each: ProductModel) -> str:
    return f"{each.brand} {each.name} ({each.sku})"


def _suggestions(_: Words, typed: Typed, suggested: Sequence[str]) -> list[tuple[str, str, str]]:
    if not suggested:
        return []
    own = (typed.serial, typed.serial, _("as you typed it"))
    return [*((each, each, "") for each in suggested[:HINTS]), own]
