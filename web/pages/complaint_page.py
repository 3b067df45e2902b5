"""The page of one complaint: what happened, where it stands, what can be done and by whom, what was offered and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final
from uuid import UUID

from fastapi import Request, Response

from aftersales.access import OFFICE, SignedIn
from aftersales.complaints import COMPLAINT_MOVES
from aftersales.complaints.authority import counted_cents, may_offer, who_may_offer
from aftersales.conversations import Preview
from aftersales.conversations.recipients import Recipient, recipient_of
from aftersales.conversations.replying import states_with_reply
from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.notices.complaint_wording import offered
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.parts import Parts
from aftersales.queries.access import users
from aftersales.queries.complaints import offers_of
from aftersales.queries.home import phones_of
from aftersales.queries.notices import notices_about
from aftersales.queries.pages import events_about
from aftersales.queries.promises import zone_of_case
from aftersales.records import (
    Case,
    CaseState,
    Complaint,
    ComplaintOffer,
    ComplaintState,
    Customer,
    OfferState,
    RecipientKind,
    User,
)
from aftersales.settings import Settings
from aftersales.store import Session, lock_rows
from aftersales.words import Words, words_in
from aftersales.words.reasons import money
from aftersales.words.remedies import remedy_name
from warranty import Money
from warranty.claims.remedies import RemedyKind
from web.pages.case_words import case_state_words, channel_words, way_words
from web.pages.complaint_words import complaint_words, due_words, offer_words, role_words
from web.pages.happening import by_whom, happened
from web.pages.thread_shown import thread_shown, ways_shown
from web.templating import page

NOTHING: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(
        ("words", "remedy", "amount", "said", "why", "outcome", "text", "turn", "way"), ""
    )
)
"""What the forms hold before anybody typed."""


ALONG: Final = frozenset(f"case_{state}" for state in CaseState)
"""What the audit trail says of the case that goes along with its complaint."""


def complaint_in(session: Session, complaint_id: UUID) -> Complaint:
    """The complaint of an address.

    Raises:
        NotThere: there is none.
    """
    row = session.get(Complaint, complaint_id)
    if row is None:
        raise NotThere("There is no such complaint. Choose one from the list of complaints.")
    return row


def locked_complaint(deed: Deed, complaint_id: UUID) -> Complaint:
    """The complaint as it stands now, for this deed alone.

    Raises:
        NotThere: there is none.
    """
    lock_rows(deed.session, "complaint", [complaint_id])
    return complaint_in(deed.session, complaint_id)


def complaint_page(
    request: Request,
    parts: Parts,
    me: SignedIn,
    complaint_id: UUID,
    *,
    problem: str = "",
    status_code: int = 200,
    typed: Mapping[str, str] = NOTHING,
    preview: Preview | None = None,
) -> Response:
    """The page; `problem` says what was refused, `typed` is what must not be lost, `preview` what an answer would do."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        row = complaint_in(session, complaint_id)
        case = session.get_one(Case, row.case_id)
        person = session.get_one(Customer, case.customer_id)
        everybody = users(session)
        return page(
            request,
            "complaint.html",
            _,
            status_code=status_code,
            problem=problem,
            typed={**NOTHING, **typed},
            complaint=row,
            case=case,
            person=person,
            phone=phones_of(session, {person.id}).get(person.id, ""),
            zone=zone_of_case(session, case.id),
            now=parts.clock.now(),
            state=complaint_words(_, row.state),
            due=_("Answer them") if row.wrote_at else due_words(_, row.state),
            is_over=row.state is ComplaintState.FOLLOWED_UP,
            can={state.value for state in COMPLAINT_MOVES[row.state]},
            ladder=_ladder(_, parts.settings, row),
            **_offering(_, session, parts.settings, me, row),
            **_talking(
                _,
                session,
                row,
                case,
                recipient_of(session, parts.settings, case, parts.clock.now()),
                preview,
            ),
            colleagues=_colleagues(everybody, me),
            notices=[
                (each, worded(NoticeKind(each.kind), words_in(each.language), each.facts, ""))
                for each in (*notices_about(session, case.id), *notices_about(session, row.id))
                if each.recipient_kind is RecipientKind.CUSTOMER
            ],
            events=[
                each
                for each in events_about(session, {row.id, case.id})
                if each.what not in ALONG  # the complaint says so itself
            ],
            happened=happened,
            by_whom=by_whom,
            names={str(user.id): user.name for user in everybody},
        )


def _talking(
    _: Words,
    session: Session,
    row: Complaint,
    case: Case,
    recipient: Recipient,
    preview: Preview | None,
) -> dict[str, object]:
    """What was said in its thread, and how the customer is answered there."""
    way, ways = ways_shown(_, recipient)
    is_theirs = row.state in {ComplaintState.OFFER_MADE, ComplaintState.RESOLVED}
    may_wait = CaseState.WAITING_CUSTOMER in {case.state, *states_with_reply(case.state)}
    ours = ("ours", _("ours: they hear more within eight business hours"), "")
    theirs = ("theirs", _("theirs: we ask again in a week"), "")
    return {
        "thread": thread_shown(_, session, case),
        "channel_words": channel_words,
        "way": way,
        "ways": ways,
        "turn": "theirs" if is_theirs and may_wait else "ours",
        "turns": [ours, theirs] if may_wait else [ours],
        "is_answerable": case.state is not CaseState.CLOSED and not case.is_sender_unsure,
        "preview": preview,
        "preview_way": "" if preview is None else way_words(_, preview.way, recipient.channel),
        "preview_state": "" if preview is None else case_state_words(_, preview.state),
        "about": None if row.about_case_id is None else session.get_one(Case, row.about_case_id),
    }


def _ladder(_: Words, settings: Settings, row: Complaint) -> list[tuple[str, str]]:
    """The rungs, each with whether it is past, present or ahead."""
    kinds = ("past", "present", "ahead")
    return [
        (role_words(_, role), kinds[(level >= row.level) + (level > row.level)])
        for level, role in enumerate(settings.complaint_levels)
    ]


def _offering(
    _: Words, session: Session, settings: Settings, me: SignedIn, row: Complaint
) -> dict[str, object]:
    """What was offered, what can be, and who may approve it."""
    offers = offers_of(session, row.id)
    waiting = next((each for each in offers if each.state is OfferState.WAITING), None)
    return {
        "offers": [(each, _amount(_, each), offer_words(_, each.state)) for each in offers],
        "waiting": waiting,
        "made": next(
            (
                each
                for each in offers
                if each.state is OfferState.MADE and row.state is ComplaintState.OFFER_MADE
            ),
            None,
        ),
        "offered": offered,
        "remedies": [(each.value, remedy_name(_, each.value)) for each in RemedyKind],
        "most": money(_, Money(settings.currency, settings.goodwill_authority.get(me.role, 0))),
        "may_approve": waiting is not None
        and may_offer(
            settings, me.role, RemedyKind(waiting.remedy), counted_cents(session, waiting)
        ),
        "able": []
        if waiting is None
        else who_may_offer(
            session, settings, RemedyKind(waiting.remedy), counted_cents(session, waiting)
        ),
    }


def _amount(_: Words, offer: ComplaintOffer) -> str:
    return money(_, Money(offer.currency, offer.amount_cents))


def _colleagues(everybody: Sequence[User], me: SignedIn) -> list[tuple[str, str]]:
    """Who can take it on, oneself first."""
    able = [each for each in everybody if each.is_active and each.role in OFFICE]
    able.sort(key=lambda each: (each.id != me.user_id, each.name))
    return [(str(each.id), each.name) for each in able]
