"""The report of a visit as it is entered and as staff read it: how far it has come, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from aftersales.queries.service_reports import parts_in_van
from aftersales.queries.spares import live_requests
from aftersales.queries.visits import Visit
from aftersales.records import AppointmentState, Finding, SparePart, SpareState, TrialResult, Unit
from aftersales.service_reports import ServiceReport, reports_of
from aftersales.store import Session
from aftersales.words import Words
from web.pages.files_shown import FileRow, files_shown


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetShown:
    """The report of one visit as it is entered and read.

    Attributes:
        report: as far as it has come.
        status: how far that is, in words; empty before it was begun.
        sold_serial: the serial of the unit as the house knows it.
        brought: parts that were brought along for this work, with how many.
        van: what else lies in the van, and fits somewhere.
        photos: to be opened.
    """

    report: ServiceReport
    status: str
    sold_serial: str
    brought: tuple[tuple[SparePart, int], ...]
    van: tuple[tuple[SparePart, int], ...]
    photos: tuple[FileRow, ...]

    @property
    def is_other_serial(self) -> bool:
        """Whether another serial stands on the plate than was sold."""
        return bool(self.report.serial and self.sold_serial != self.report.serial)


def sheets_shown(
    _: Words, session: Session, visits: Sequence[Visit], technician_id: UUID | None = None
) -> Mapping[UUID, SheetShown]:
    """The reports of visits by appointment; with a technician, what lies in their van."""
    there = [each for each in visits if each.appointment.state is not AppointmentState.CANCELLED]
    reports = reports_of(session, there)
    asked = live_requests(session, [visit.work_order.id for visit in there])
    van = () if technician_id is None else tuple(parts_in_van(session, technician_id))
    return {
        visit.appointment.id: _sheet(
            _,
            visit.appointment.id,
            reports[visit.appointment.id],
            _sold_serial(session, visit),
            tuple(
                (part, request.quantity)
                for request, part in asked.get(visit.work_order.id, ())
                if request.state is SpareState.ARRIVED
            ),
            van,
        )
        for visit in there
    }


def _sheet(
    _: Words,
    appointment_id: UUID,
    report: ServiceReport,
    sold_serial: str,
    brought: tuple[tuple[SparePart, int], ...],
    van: tuple[tuple[SparePart, int], ...],
) -> SheetShown:
    return SheetShown(
        report=report,
        status=_status(_, report),
        sold_serial=sold_serial,
        brought=brought,
        van=van,
        photos=tuple(files_shown(_, report.photos, f"/visits/{appointment_id}/photos")),
    )


def _sold_serial(session: Session, visit: Visit) -> str:
    unit_id = visit.work_order.unit_id
    return "" if unit_id is None else session.get_one(Unit, unit_id).serial or ""


def _status(_: Words, report: ServiceReport) -> str:
    """How far a report has come, in one line."""
    if not report.is_begun:
        return ""
    points = len(report.answers)
    said = [
        _("{answered} of {number} points", answered=points - report.open_points, number=points)
        if points
        else "",
        _.many("{number} photograph", "{number} photographs", len(report.photos))
        if report.photos
        else "",
        result_words(_, report.result),
        _("signed") if report.signed_by else "",
    ]
    return ", ".join(each for each in said if each)


def result_words(_: Words, result: TrialResult | None) -> str:
    """What the test showed; nothing where nobody said."""
    return "" if result is None else dict(results(_))[result.value]


def results(_: Words) -> tuple[tuple[str, str], ...]:
    """What a test can show, as values and words."""
    return (
        (TrialResult.PASSED.value, _("Test passed")),
        (TrialResult.FAILED.value, _("Test failed")),
        (TrialResult.NOT_TESTED.value, _("Not tested")),
    )


def findings(_: Words) -> tuple[tuple[str, str], ...]:
    """How a point can be found, as values and words."""
    return (
        (Finding.OK.value, _("In order")),
        (Finding.NOT_OK.value, _("Not in order")),
        (Finding.NOT_APPLICABLE.value, _("Does not apply")),
    )
