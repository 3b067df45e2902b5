"""A buyer's registration under the link of their messages: the certificate, or what is still needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.certificates import Certificate, certificate_pdf
from aftersales.errors import NotThere
from aftersales.notices.registration_wording import (
    always_enough,
    asked_said,
    buyer_only,
    law_unknown,
    passing_unknown,
    provider_said,
)
from aftersales.parts import Parts
from aftersales.queries.uploads import uploads_counted
from aftersales.records import Cover, CustomerKind, LinkPurpose, RegistrationState
from aftersales.registrations.own_page import Owned, owned_by_link
from aftersales.words import Words, words_in
from aftersales.words.sentences import cover
from warranty import UnknownGuarantee, legal_guarantee_of
from web.files import ACCEPTED, FilesIn
from web.pages.countries import NOTICE, notice_of_guarantee
from web.pages.register import prove
from web.parts import PartsIn
from web.templating import page

router = APIRouter(prefix="/registration")

PROVABLE = frozenset(
    {RegistrationState.SUBMITTED, RegistrationState.NEEDS_INFO, RegistrationState.REJECTED}
)
"""States in which proof of purchase changes something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRow:
    """One cover in words; `why` says to a later owner that it has ended, or that nobody knows whether it goes along."""

    name: str
    provider: str
    first: str
    last: str
    parts: str
    why: str = ""
    is_ended: bool = False


@router.get("/{token}")
def registration(request: Request, parts: PartsIn, token: str, said: str = "") -> Response:
    """Where it stands: what stands behind the product and until when, or what is asked."""
    return _page(request, parts, token, is_added=said == "added")


@router.get("/{token}/certificate.pdf")
def certificate(parts: PartsIn, token: str) -> Response:
    """The same on a sheet of paper, once it is confirmed."""
    with parts.store.reading() as session:
        owned = owned_by_link(session, parts.clock.now(), LinkPurpose.REGISTRATION, token)
    if owned.registration.state is not RegistrationState.ACTIVE:
        raise NotThere("There is no certificate yet. See the page of your registration.")
    made = certificate_pdf(_sheet(parts, owned), owned.registration.submitted_at)
    name = f"{owned.registration.reference}.pdf"
    return Response(
        made,
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post("/{token}/proof")
def proved(request: Request, parts: PartsIn, token: str, sent: FilesIn) -> Response:
    """Keep the proof of purchase."""
    problem = prove(parts, LinkPurpose.REGISTRATION, token, sent)
    if problem:
        return _page(request, parts, token, problem=problem)
    return RedirectResponse(f"/registration/{token}?said=added", status_code=303)


def _sheet(parts: Parts, owned: Owned) -> Certificate:
    """What stands on the certificate, in the owner's language."""
    _ = words_in(owned.owner.language)
    unit = owned.unit
    facts = [
        (_("Product"), f"{owned.model.brand} {owned.model.name} ({owned.model.sku})"),
        (_("Serial number"), unit.serial or ""),
        (_("Owner"), owned.owner.name),
        (_("Bought"), _.date(unit.purchased_on)),
        (_("Delivered"), "" if unit.delivered_on is None else _.date(unit.delivered_on)),
        (_("Registration"), owned.registration.reference),
    ]
    is_unknown = isinstance(legal_guarantee_of(unit.country), UnknownGuarantee)
    closing = [
        law_unknown(_) if is_unknown else "",
        passing_unknown(_)
        if not owned.is_buyer and any(each.is_transferable is None for each in owned.covers)
        else "",
        always_enough(_),
        notice_of_guarantee(_, unit.country, is_consumer=owned.owner.kind is CustomerKind.PERSON),
    ]
    return Certificate(
        language=_.language,
        sender=parts.settings.sender_name,
        title=_("Your certificate"),
        heading=_("What stands behind it"),
        facts=tuple((label, said) for label, said in facts if said),
        covers=tuple(
            (
                f"{each.name} ({each.provider})",
                _("from {first} until {last}", first=each.first, last=each.last),
            )
            for each in cover_rows(_, owned.covers, is_buyer=owned.is_buyer)
            if not each.is_ended
        ),
        closing=tuple(each for each in closing if each),
    )


def cover_rows(_: Words, covers: Sequence[Cover], *, is_buyer: bool = True) -> list[CoverRow]:
    """Covers as an owner reads them, who bought the unit new or has it from somebody else."""
    return [
        CoverRow(
            name=cover(_, each.kind),
            provider=provider_said(_, each.provider),
            first=_.date(each.starts_on),
            last=_.date(each.ends_on),
            parts=", ".join(each.components).replace("_", " "),
            why="" if is_buyer else passing_words(_, each),
            is_ended=not is_buyer and each.is_transferable is False,
        )
        for each in covers
    ]


def passing_words(_: Words, each: Cover) -> str:
    """What a later owner is told of a cover: nothing if it goes along."""
    if each.is_transferable is None:
        return passing_unknown(_)
    return "" if each.is_transferable else buyer_only(_)


def _page(
    request: Request, parts: Parts, token: str, *, problem: str = "", is_added: bool = False
) -> Response:
    with parts.store.reading() as session:
        owned = owned_by_link(session, parts.clock.now(), LinkPurpose.REGISTRATION, token)
        count = uploads_counted(session, "registration", owned.registration.id)
    _ = words_in(owned.owner.language)
    row = owned.registration
    is_unknown = isinstance(legal_guarantee_of(owned.unit.country), UnknownGuarantee)
    return page(
        request,
        "registration.html",
        _,
        status_code=422 if problem else 200,
        owned=owned,
        token=token,
        sender=parts.settings.sender_name,
        product=f"{owned.model.brand} {owned.model.name}",
        headline=_headline(_, row.state),
        asked="" if row.state not in PROVABLE else asked_said(_, row.question),
        what_next=_what_next(_, row.state, count),
        covers=cover_rows(_, owned.covers, is_buyer=owned.is_buyer),
        offered_until="" if owned.offered is None else _.day_at(owned.offered.expires_at, "UTC"),
        law_unknown=law_unknown(_) if owned.is_theirs and is_unknown else "",
        is_active=row.state is RegistrationState.ACTIVE,
        can_prove=row.state in PROVABLE,
        files=_.many("We have {number} file from you.", "We have {number} files from you.", count)
        if count
        else "",
        problem=problem,
        is_added=is_added,
        accepted=ACCEPTED,
        notice=notice_of_guarantee(
            _, _country(owned), is_consumer=owned.owner.kind is CustomerKind.PERSON
        ),
        country=_country(owned),
        notice_href=NOTICE,
    )


def _country(owned: Owned) -> str:
    return str(owned.registration.told.get("country") or owned.unit.country)


def _headline(_: Words, state: RegistrationState) -> str:
    match state:
        case RegistrationState.ACTIVE | RegistrationState.VERIFIED:
            return _("Your product is registered")
        case RegistrationState.REJECTED:
            return _("We could not confirm your registration")
        case RegistrationState.TRANSFERRED:
            return _("This product belongs to somebody else now")
        case RegistrationState.SUPERSEDED:
            return _("This product was replaced by another one")
        case _:
            return _("We need one more thing from you")


def _what_next(_: Words, state: RegistrationState, count: int) -> str:
    """What happens next; nothing where nothing does."""
    if state is RegistrationState.REJECTED:
        return _("If you have another proof of purchase, send it here and we look again.")
    if state in PROVABLE and count:
        return _("We look at what you sent, and write to you.")
    return ""
