"""Links: addresses for people without an account. Their tokens are never shown; a new one is, once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response

from aftersales.access import actor_of
from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.links import is_live, renew_feed, revoke_link
from aftersales.queries.links import links_page
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import visits_by_id
from aftersales.records import Link, LinkPurpose
from aftersales.visits import another_visit_link
from web.api.fields import Code, CodeAsked, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import OnceIn
from web.api.shown_once import with_address
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Who

router = APIRouter(prefix="/links", tags=["links"])


class FeedSent(Sent):
    """Whose calendar is to be read under a new address."""

    model_config = example(technician="T1")

    technician: Code


class VisitLinkSent(Sent):
    """Which visit a buyer is to see."""

    model_config = example(appointment_id="01a206fd-6700-7226-b63c-a2f85f2b2060")

    appointment_id: UUID


class LinkShown(Shown):
    """An address by what it is for: `subject_id` is the technician, the appointment or the customer."""

    id: UUID
    purpose: LinkPurpose
    subject_id: UUID
    is_live: bool
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class LinkMade(LinkShown):
    """A new link with its address: only now, and null when the same request is answered again."""

    address: str | None


@router.get("", summary="List links")
def links(
    parts: PartsIn,
    paged: PagedIn,
    purpose: LinkPurpose | None = None,
    technician: CodeAsked = None,
    customer_id: UUID | None = None,
    appointment_id: UUID | None = None,
) -> Listed[LinkShown]:
    """Every link, or those of a technician, a customer with their visits, or one visit."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        worker = None
        if technician is not None:
            worker = known(technician_by_code(session, technician), "technician", technician)
        page = links_page(
            session,
            after=paged.after,
            limit=paged.limit,
            purpose=purpose,
            technician_id=None if worker is None else worker.id,
            customer_id=customer_id,
            appointment_id=appointment_id,
        )
        return paged.listed(page, lambda row: _shown(row, now))


@router.get("/{link_id}", summary="One link", response_model=LinkShown)
def link(parts: PartsIn, held: HeldIn, link_id: UUID) -> Response:
    """What a link is for, and whether it still opens."""
    with parts.store.reading() as session:
        return held.answer(_shown(found(session, Link, link_id, "link"), parts.clock.now()))


@router.post(
    "/feeds", status_code=201, summary="Give a technician a calendar", response_model=LinkMade
)
def add_feed(once: OnceIn, sent: FeedSent) -> Response:
    """A new calendar address; the former one stops working. Copy it now, as it is never shown again."""

    def issued(deed: Deed) -> UUID:
        worker = technician_by_code(deed.session, sent.technician)
        return renew_feed(deed, known(worker, "technician", sent.technician))

    return with_address(once, issued, _made, "/feeds/{token}.ics")


@router.post(
    "/visits", status_code=201, summary="Give a buyer another link", response_model=LinkMade
)
def add_visit_link(once: OnceIn, sent: VisitLinkSent) -> Response:
    """Another address of a visit's page, to be sent to its buyer; the former ones go on working."""

    def issued(deed: Deed) -> UUID:
        visit = visits_by_id(deed.session, [sent.appointment_id]).get(sent.appointment_id)
        if visit is None:
            raise NotThere(f"There is no appointment {sent.appointment_id}. Check the identifier.")
        return another_visit_link(deed, visit)

    return with_address(once, issued, _made, "/visit/{token}")


@router.delete("/{link_id}", status_code=204, summary="Revoke a link")
def revoke(parts: PartsIn, who: Who, link_id: UUID) -> None:
    """Make a link useless at once."""
    with parts.doing(actor_of(who)) as deed:
        revoke_link(deed, found(deed.session, Link, link_id, "link"))


def _made(deed: Deed, row: Link) -> tuple[LinkMade, str]:
    shown = LinkMade(**_shown(row, deed.now).model_dump(), address=None)
    return shown, f"/api/v1/links/{row.id}"


def _shown(row: Link, now: datetime) -> LinkShown:
    return LinkShown(
        **row.model_dump(include=set(LinkShown.model_fields)), is_live=is_live(row, now)
    )
