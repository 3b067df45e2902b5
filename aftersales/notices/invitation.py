"""The buyer's invitation: the arrival window of one appointment, with its own growing sequence."""

from __future__ import annotations

from typing import Final

from aftersales.calendars.entries import Entry, Method, Party, invitation_bytes
from aftersales.notices.facts import VisitFacts, from_json
from aftersales.notices.kinds import NoticeKind
from aftersales.records import Notice
from aftersales.settings import Settings
from aftersales.words import Words
from aftersales.words.sentences import arrival, work

INVITING: Final = {
    NoticeKind.BOOKED: Method.REQUEST,
    NoticeKind.WINDOW_NARROWED: Method.REQUEST,
    NoticeKind.MOVED: Method.REQUEST,
    NoticeKind.DELAYED: Method.REQUEST,
    NoticeKind.RECOVERED: Method.REQUEST,
    NoticeKind.CANCELLED: Method.CANCEL,
    NoticeKind.PART_DELAYED: Method.CANCEL,
}
"""Which notices carry a calendar object, and what it asks."""


def invitation(
    settings: Settings, notice: Notice, _: Words, name: str, email: str
) -> tuple[Method, bytes] | None:
    """The calendar object that goes with a notice, or nothing if its kind has none."""
    method = INVITING.get(NoticeKind(notice.kind))
    if method is None:
        return None
    facts = from_json(VisitFacts, notice.facts)
    sentence = arrival(
        _,
        technician=facts.technician_name,
        from_at=facts.window_from_at,
        to_at=facts.window_to_at,
        zone=facts.zone,
        expected_at=facts.expected_at,
    )
    entry = Entry(
        uid=f"{facts.appointment_id}@{settings.calendar_domain}",
        sequence=facts.sequence,
        changed_at=notice.created_at,
        start_at=facts.window_from_at,
        end_at=facts.window_to_at,
        zone=facts.zone,
        summary=work(_, facts.work_kind, facts.product_type),
        description=f"{sentence}\n{facts.answers_name}: {facts.answers_phone}\n{facts.reference}",
        location=facts.place,
        point=(facts.latitude, facts.longitude),
        is_cancelled=method is Method.CANCEL,
    )
    organizer = Party(settings.sender_name, settings.sender_email)
    return method, invitation_bytes(method, entry, organizer, Party(name, email))
