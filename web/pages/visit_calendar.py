"""A buyer's visit in their own calendar: as a file for any of them, or by the pages of Google and Outlook."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from aftersales.calendars.entries import Entry, feed_bytes
from aftersales.choices import visit_of_link
from aftersales.queries.visits import Visit
from aftersales.records import AppointmentState
from aftersales.settings import Settings
from aftersales.words import Words, words_in
from aftersales.words.sentences import work
from web.pages.slot_words import clocks_said
from web.pages.telling import headline, newest_told
from web.parts import PartsIn

router = APIRouter(prefix="/visit")


@router.get("/{token}/visit.ics")
def calendar_file(parts: PartsIn, token: str) -> Response:
    """The arrival window as a calendar file, under the same name as the invitation by mail."""
    with parts.store.reading() as session:
        visit = visit_of_link(session, parts.clock.now(), token)
        words = words_in(visit.customer.language)
        sentence = headline(words, visit, newest_told(session, visit))
    entry = _entry(
        parts.settings, words, visit, sentence, f"{parts.settings.public_url}/visit/{token}"
    )
    return Response(
        feed_bytes(entry.summary, entry.zone, [entry]),
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="visit.ics"'},
    )


def calendar_links(_: Words, visit: Visit, sentence: str, href: str) -> list[tuple[str, str]]:
    """The names and addresses by which a visit comes into a calendar; `href` is its page, inside the house."""
    appointment = visit.appointment
    what = work(_, visit.work_type.kind.value, visit.product_type)
    from_at, to_at = appointment.window_from_at, appointment.window_to_at
    told = f"{sentence}\n{clocks_said(_, visit.location)}"
    google = urlencode(
        {
            "action": "TEMPLATE",
            "text": what,
            "dates": f"{_compact(from_at)}/{_compact(to_at)}",
            "ctz": appointment.zone,
            "details": told,
            "location": _town(visit),
        }
    )
    outlook = urlencode(
        {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": what,
            "startdt": from_at.astimezone(UTC).isoformat(),
            "enddt": to_at.astimezone(UTC).isoformat(),
            "body": told,
            "location": _town(visit),
        }
    )
    return [
        (_("Calendar file (.ics)"), f"{href}/visit.ics"),
        ("Google", f"https://calendar.google.com/calendar/render?{google}"),
        ("Outlook", f"https://outlook.live.com/calendar/0/deeplink/compose?{outlook}"),
    ]


def _entry(settings: Settings, _: Words, visit: Visit, sentence: str, url: str) -> Entry:
    appointment = visit.appointment
    area = visit.territory
    return Entry(
        uid=f"{appointment.id}@{settings.calendar_domain}",
        sequence=appointment.invitation_sequence,
        changed_at=appointment.modified_at,
        start_at=appointment.window_from_at,
        end_at=appointment.window_to_at,
        zone=appointment.zone,
        summary=work(_, visit.work_type.kind.value, visit.product_type),
        description=f"{sentence}\n{area.answers_name}: {area.answers_phone}\n{visit.work_order.reference}",
        location=_town(visit),
        point=(visit.location.latitude, visit.location.longitude),
        url=url,
        is_cancelled=appointment.state is AppointmentState.CANCELLED,
    )


def _town(visit: Visit) -> str:
    """Where it is, as closely as a link may tell whoever has it."""
    return f"{visit.location.postcode} {visit.location.town}"


def _compact(moment: datetime) -> str:
    """A moment as Google reads it, such as 20261125T070000Z."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
