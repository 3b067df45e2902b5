"""Whether the work beside the web gets done, and whether those who do it know their ground."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from aftersales.doctor.finding import Finding, ok, warning, wrong
from aftersales.doctor.patient import Patient
from aftersales.measures import OVERDUE_SECONDS, SILENCE_SECONDS
from aftersales.public_holidays import are_holidays_known
from aftersales.queries.measures import seconds_since_worker, waiting_notices
from aftersales.queries.places import territories
from aftersales.queries.standing import active_admins, failed_jobs_since, keys_ending
from aftersales.records import Territory
from aftersales.roads import road_table

SOON: Final = timedelta(days=14)
"""Keys that end within this are named: enough to make a new one and to hand it over."""


def workers(patient: Patient) -> Iterator[Finding]:
    """Whether anybody delivers, watches and plans."""
    if patient.store.is_sqlite:
        yield ok("jobs", "“aftersales serve” delivers, watches the day and plans beside the web.")
        return
    with patient.store.reading() as session:
        silence = seconds_since_worker(session)
    if silence is None or silence > SILENCE_SECONDS:
        since = "" if silence is None else f" for {silence / 60:,.0f} minutes"
        yield wrong(
            "jobs",
            f"No worker has given a sign of life{since}, so nothing is delivered, watched or planned.",
            "Start one and keep it running: aftersales worker",
        )
    else:
        yield ok("jobs", "A worker is at work.")


def failures(patient: Patient) -> Iterator[Finding]:
    """Work that was given up."""
    with patient.store.reading() as session:
        failed = failed_jobs_since(session, patient.shown_now - timedelta(days=1))
    if failed:
        yield warning(
            "jobs",
            f"{failed} jobs of the last day were given up.",
            "Read why on the page “Plans” and in the log (event job_given_up), then ask for them again.",
        )


def notices(patient: Patient) -> Iterator[Finding]:
    """Whether notices leave when they may."""
    with patient.store.reading() as session:
        waiting, first = waiting_notices(session)
    overdue = 0.0 if first is None else (patient.shown_now - first).total_seconds()
    if overdue > OVERDUE_SECONDS:
        yield wrong(
            "notices",
            f"{waiting} notices wait, the first for {overdue / 60:,.0f} minutes though it may go out.",
            "Run aftersales notices send, and see that the jobs run.",
        )
    else:
        yield ok("notices", f"{waiting} notices wait, none of them too long.")


def ground(patient: Patient) -> Iterator[Finding]:
    """Whether every territory has a zone that exists, holidays that are known and roads that can be reckoned with."""
    with patient.store.reading() as session:
        areas = list(territories(session))
    if not areas:
        yield warning(
            "territories",
            "There is no territory yet, so nothing can be booked.",
            "Add one: aftersales init --territory … --country … --depot-at … --answers …",
        )
    for area in areas:
        yield from _zone_of(area)
        yield from _holidays_of(area, patient.settings.holiday_regions.get(area.code))
        yield _roads_of(area)


def people(patient: Patient) -> Iterator[Finding]:
    """Whether somebody may do everything, and whose keys are about to end."""
    with patient.store.reading() as session:
        admins = active_admins(session)
        ending = keys_ending(session, patient.shown_now, patient.shown_now + SOON)
    if admins:
        yield ok("users", f"{admins} users may do everything.")
    else:
        yield warning(
            "users",
            "Nobody can sign in who may do everything.",
            "Add an admin: aftersales user add E-MAIL --name NAME --role admin",
        )
    for name, ends_at in ending:
        yield warning(
            "keys",
            f"The key “{name}” ends on {ends_at:%Y-%m-%d}; its shop system then gets no answers.",
            "Make a new one with aftersales key add, hand it over, and revoke the old one.",
        )


def _holidays_of(area: Territory, region: str | None) -> Iterator[Finding]:
    if not are_holidays_known(area.country, None):
        yield warning(
            "holidays",
            f"The holidays of {area.country} are not known, so the clocks of cases in territory {area.code} run on them.",
            "Nothing is to be done now; on such a day move the promises of open cases by hand.",
        )
    elif not are_holidays_known(area.country, region):
        yield wrong(
            "holidays",
            f"There is no region “{region}” of {area.country}, so territory {area.code} has the country's holidays.",
            "Correct AFTERSALES_HOLIDAY_REGIONS.",
        )


def _zone_of(area: Territory) -> Iterator[Finding]:
    try:
        ZoneInfo(area.zone)
    except (KeyError, ValueError, OSError):
        yield wrong(
            "zones",
            f"Territory {area.code} has the time zone “{area.zone}”, which does not exist.",
            "Install the package tzdata anew; if the name is wrong, ask for help before changing it.",
        )


def _roads_of(area: Territory) -> Finding:
    if area.road_table is None:
        return ok("roads", f"Territory {area.code} reckons with the travel model.")
    try:
        road_table(area.road_table)
    except (ValueError, OSError):
        return wrong(
            "roads",
            f"Territory {area.code} names the road table “{area.road_table}”, which cannot be read.",
            "Install the package anew, or take the table's name out of the territory.",
        )
    return ok("roads", f"Territory {area.code} reckons with the road table “{area.road_table}”.")
