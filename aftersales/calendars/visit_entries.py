"""A visit as an entry of a calendar, telling as much of its customer as whoever reads it may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, assert_never

from aftersales.calendars.entries import Entry
from aftersales.moments import wall_of
from aftersales.places import one_line
from aftersales.queries.visits import Visit
from aftersales.records import AppointmentState, FeedDetail, WorkKind
from aftersales.settings import Settings
from aftersales.words import Words
from aftersales.words.sentences import first_name, work

COLORS: Final = {
    WorkKind.INSTALL: "steelblue",
    WorkKind.REPAIR: "firebrick",
    WorkKind.DIAGNOSIS: "darkorange",
    WorkKind.MAINTENANCE: "seagreen",
    WorkKind.RECALL_VISIT: "purple",
    WorkKind.SURVEY: "slategray",
}
"""Of the kinds of work, as CSS names them; apps that know no colours leave them out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads a calendar.

    Attributes:
        words: in their language.
        detail: how much they may know of customers.
        code: the technician whose own calendar it is, who has a page for each day; None for anybody else.
        is_shared: whether visits of several technicians stand in it, so that each entry names who comes.
    """

    words: Words
    detail: FeedDetail = FeedDetail.FULL
    code: str | None = None
    is_shared: bool = False


def visit_entry(settings: Settings, reader: Reader, visit: Visit) -> Entry:
    """The planned time of a visit, as a reader of the technicians' calendar sees it."""
    _, appointment = reader.words, visit.appointment
    is_cancelled = appointment.state is AppointmentState.CANCELLED
    summary = _summary(reader, visit)
    if is_cancelled:
        summary = _("Cancelled: {what}", what=summary)
    is_busy, is_full = reader.detail is FeedDetail.BUSY, reader.detail is FeedDetail.FULL
    alarm = settings.feed_alarm_minutes if reader.code else 0
    place = visit.location
    return Entry(
        uid=f"{appointment.id}@{settings.calendar_domain}",
        sequence=appointment.feed_sequence,
        changed_at=appointment.modified_at,
        start_at=appointment.planned_start_at,
        end_at=appointment.planned_end_at,
        zone=appointment.zone,
        summary=summary,
        description=_description(reader, visit) if is_full else "",
        location=one_line(place) if is_full else "" if is_busy else _district(visit),
        point=(place.latitude, place.longitude) if is_full else None,
        url=_page(settings, reader.code, visit) if reader.code else "",
        color="" if is_busy else COLORS[visit.work_type.kind],
        alarm=timedelta(minutes=alarm) if alarm else None,
        is_cancelled=is_cancelled,
    )


def _summary(reader: Reader, visit: Visit) -> str:
    """What is done and for whom, as far as the reader may know; in a shared calendar by whom as well."""
    _ = reader.words
    what = work(_, visit.work_type.kind.value, visit.product_type)
    match reader.detail:
        case FeedDetail.FULL:
            said = f"{what} · {visit.customer.name}"
        case FeedDetail.DISTRICT:
            said = f"{what} · {first_name(visit.customer.name)}, {_district(visit)}"
        case FeedDetail.BUSY:
            said = _("Busy")
        case _never:
            assert_never(_never)
    return f"{visit.lead.name}: {said}" if reader.is_shared else said


def _district(visit: Visit) -> str:
    return f"{visit.location.postcode} {visit.location.town}"


def _description(reader: Reader, visit: Visit) -> str:
    _, appointment = reader.words, visit.appointment
    window = _(
        "Promised: {from_time} to {to_time}",
        from_time=_.time_at(appointment.window_from_at, appointment.zone),
        to_time=_.time_at(appointment.window_to_at, appointment.zone),
    )
    lines = (visit.work_order.reference, window, visit.location.access_notes, visit.work_order.note)
    return "\n".join(line for line in lines if line)


def _page(settings: Settings, code: str, visit: Visit) -> str:
    on = wall_of(visit.appointment.planned_start_at, visit.appointment.zone).date()
    return f"{settings.public_url}/technicians/{code}/{on}#{visit.work_order.reference}"
