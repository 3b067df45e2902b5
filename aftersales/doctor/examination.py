"""All checks in their order; one that crashes is a finding too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import entry_points
from typing import Final

from aftersales.clock import SystemClock, clock_showing
from aftersales.doctor import configuration, database, mail, roads, work
from aftersales.doctor.finding import Finding, Verdict, ok, said_by, wrong
from aftersales.doctor.patient import Patient
from aftersales.errors import NotReady
from aftersales.settings import named_file, read_settings, unknown_variables
from aftersales.store import Store

Check = Callable[[Patient], Iterator[Finding]]

WITHOUT_DATABASE: Final[Sequence[Check]] = (
    configuration.settings,
    configuration.secret_key,
    configuration.public_url,
    configuration.names,
    configuration.clock,
    configuration.kernels,
    mail.mail,
    mail.signatures,
    mail.mailbox,
)
WITH_DATABASE: Final[Sequence[Check]] = (
    database.takes_writes,
    database.sqlite,
    database.clocks,
    work.workers,
    work.failures,
    work.notices,
    mail.unreadable,
    work.ground,
    roads.engine,
    work.people,
)
"""Asked only of a database that answers and is current."""

GROUP: Final = "aftersales.checks"
"""Entry points of packages above this one: functions that raise NotReady when something is missing."""


def examine() -> tuple[Finding, ...]:
    """Everything that is found about the installation that the settings describe."""
    try:
        settings = read_settings()
    except NotReady as error:
        return (said_by("settings", error),)
    store = Store(settings.database_url)
    patient = Patient(
        settings=settings,
        store=store,
        now=SystemClock().now(),
        shown_now=clock_showing(settings.rehearsal_on).now(),
        settings_file=named_file(),
        unknown_variables=unknown_variables(),
    )
    try:
        return tuple(_examined(patient))
    finally:
        store.close()


def _examined(patient: Patient) -> Iterator[Finding]:
    for check in WITHOUT_DATABASE:
        yield from looked_at(check, patient)
    yield from _from_above()
    standing = looked_at(database.answers, patient)
    yield from standing
    if all(finding.verdict is Verdict.OK for finding in standing):
        for check in WITH_DATABASE:
            yield from looked_at(check, patient)


def looked_at(check: Check, patient: Patient) -> tuple[Finding, ...]:
    """What a check finds; if it crashes, that."""
    found: list[Finding] = []
    try:
        found.extend(check(patient))
    except Exception as error:  # noqa: BLE001 - the other checks must still be made
        found.append(_crashed(check.__name__, error))
    return tuple(found)


def _from_above() -> Iterator[Finding]:
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            entry.load()()
        except NotReady as error:
            yield said_by(entry.name, error)
        except Exception as error:  # noqa: BLE001 - the other checks must still be made
            yield _crashed(entry.name, error)
        else:
            yield ok(entry.name, "It is there and complete.")


def _crashed(what: str, error: Exception) -> Finding:
    return wrong(
        what.replace("_", " "),
        f"This could not be looked at ({type(error).__name__}).",
        "Mend what else is wrong first and look again; if it stays, report it with this line.",
    )
