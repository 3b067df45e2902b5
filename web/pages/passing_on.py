"""An owner passes their product on: what goes along and what ends is shown before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.deed import Actor
from aftersales.email_addresses import is_email, same_email
from aftersales.errors import Collision, NotAllowed, NotUnderstood, TooOften
from aftersales.notices.registration_wording import provider_said
from aftersales.parts import Parts
from aftersales.records import ActorKind, Cover, LinkPurpose, RegistrationState
from aftersales.registrations.own_page import Owned, count_offer, owned_by_link
from aftersales.store import Session
from aftersales.transfers import Invited, offer_transfer, withdraw_transfer
from aftersales.words import LANGUAGES, Words, words_in
from aftersales.words.sentences import cover
from web.pages.registration import passing_words
from web.pages.signing import too_often
from web.parts import PartsIn
from web.templating import page

router = APIRouter(prefix="/registration")

Line = Annotated[str, Form(max_length=320)]
Short = Annotated[str, Form(max_length=16)]


@router.get("/{token}/transfer")
def form(request: Request, parts: PartsIn, token: str) -> Response:
    """Who gets it, and what becomes of the covers; or how an offer that was made stands."""
    return _page(request, parts, token)


@router.post("/{token}/transfer")
def offered(
    request: Request,
    parts: PartsIn,
    token: str,
    name: Line = "",
    email: Line = "",
    language: Short = "",
) -> Response:
    """Write to whoever gets it; nothing changes before they say yes."""
    invited = Invited(name=name, email=email, language=language if language in LANGUAGES else "en")
    with parts.store.reading() as session:
        owned = _owned(session, parts, token)
    _ = words_in(owned.owner.language)
    if problems := invited_problems(_, invited):
        return _page(request, parts, token, invited, problems)
    try:
        count_offer(parts, owned.registration)
        with parts.doing(Actor(ActorKind.CUSTOMER, owned.owner.number)) as deed:
            offer_transfer(deed, _owned(deed.session, parts, token).unit, invited)
    except TooOften as error:
        said = [("email", too_often(_, error))]
        return _page(request, parts, token, invited, said, status=429)
    except NotUnderstood:
        return _page(request, parts, token, invited, [("email", own_address(_))])
    except Collision:
        pass  # a second tap: the page shows the offer that stands
    return RedirectResponse(f"/registration/{token}/transfer", status_code=303)


@router.post("/{token}/transfer/withdraw")
def withdrawn(parts: PartsIn, token: str) -> Response:
    """Take the offer back, unless it was answered meanwhile."""
    with parts.store.reading() as session:
        owned = _owned(session, parts, token)
    with parts.doing(Actor(ActorKind.CUSTOMER, owned.owner.number)) as deed:
        kept = _owned(deed.session, parts, token)
        if kept.offered is not None:
            withdraw_transfer(deed, kept.offered)
    return RedirectResponse(f"/registration/{token}", status_code=303)


def invited_problems(_: Words, invited: Invited) -> list[tuple[str, str]]:
    """What does not fit, in the order of the fields."""
    found = []
    if not invited.name.strip():
        found.append(("name", _("Write who gets it.")))
    if not is_email(same_email(invited.email)):
        found.append(("email", _("Write one e-mail address, as name@example.org.")))
    return found


def own_address(_: Words) -> str:
    """What is wrong with an address that is the present owner's."""
    return _("This is the address of the present owner. Write that of the new one.")


def consequences(_: Words, covers: Sequence[Cover]) -> list[tuple[str, str]]:
    """What becomes of each cover when the unit changes hands: its name, and a sentence."""
    return [
        (
            f"{cover(_, each.kind)} ({provider_said(_, each.provider)})",
            passing_words(_, each) or _("goes along until {day}", day=_.date(each.ends_on)),
        )
        for each in covers
    ]


def language_options() -> list[tuple[str, str]]:
    """The languages of our messages, each in its own words."""
    return [(each, words_in(each).locale.get_language_name(each) or each) for each in LANGUAGES]


def _owned(session: Session, parts: Parts, token: str) -> Owned:
    owned = owned_by_link(session, parts.clock.now(), LinkPurpose.REGISTRATION, token)
    if owned.registration.state is not RegistrationState.ACTIVE or not owned.is_theirs:
        raise NotAllowed(
            "Only a confirmed owner passes a product on. See the page of your registration."
        )
    return owned


def _page(
    request: Request,
    parts: Parts,
    token: str,
    invited: Invited | None = None,
    problems: Sequence[tuple[str, str]] = (),
    *,
    status: int = 422,
) -> Response:
    with parts.store.reading() as session:
        owned = _owned(session, parts, token)
    _ = words_in(owned.owner.language)
    return page(
        request,
        "passing_on.html",
        _,
        status_code=status if problems else 200,
        token=token,
        product=f"{owned.model.brand} {owned.model.name}",
        reference=owned.registration.reference,
        offered=owned.offered,
        until="" if owned.offered is None else _.day_at(owned.offered.expires_at, "UTC"),
        days=_.many(
            "They have {number} day to say yes; until then nothing changes.",
            "They have {number} days to say yes; until then nothing changes.",
            parts.settings.transfer_days,
        ),
        covers=consequences(
            _,
            [each for each in owned.covers if owned.is_buyer or each.is_transferable is not False],
        ),
        typed=invited or Invited(name="", email="", language=owned.owner.language),
        languages=language_options(),
        problems=list(problems),
    )
