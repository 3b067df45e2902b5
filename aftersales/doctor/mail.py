"""Whether messages would leave the house, and whether those of customers come in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from aftersales.bootstrap import dkim_key_of
from aftersales.channels.dkim import SHORTEST
from aftersales.channels.greeting import greet
from aftersales.channels.mail import SmtpServer
from aftersales.channels.mailbox import MOST_AT_ONCE
from aftersales.doctor.finding import Finding, ok, said_by, warning, wrong
from aftersales.doctor.patient import LOOPBACK, Patient
from aftersales.errors import NotReady
from aftersales.inbound.fetching import mailbox_of
from aftersales.queries.intakes import intakes_by_outcome
from aftersales.records import IntakeOutcome

LOOKED_BACK: Final = timedelta(days=7)
"""Messages that could not be read are spoken of for a week."""


def mail(patient: Patient) -> Iterator[Finding]:
    """The mail server without a message, or the folder that takes messages in its place."""
    if patient.settings.smtp_host is None:
        yield from _outbox(patient)
    else:
        yield from _server(patient, patient.settings.smtp_host)


def _server(patient: Patient, host: str) -> Iterator[Finding]:
    settings = patient.settings
    password = settings.smtp_password
    server = SmtpServer(
        host=host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=None if password is None else password.get_secret_value(),
        starttls=settings.smtp_starttls,
    )
    if not settings.smtp_starttls and host not in LOOPBACK:
        yield warning(
            "mail",
            f"Messages and the password go to {host} without encryption.",
            "Set AFTERSALES_SMTP_STARTTLS=true.",
        )
    try:
        greet(server)
    except NotReady as error:
        yield said_by("mail", error)
    else:
        yield ok("mail", f"The mail server {host} would take messages.")


def signatures(patient: Patient) -> Iterator[Finding]:
    """Whether letters are signed, and what DNS must say of the key."""
    file = patient.settings.dkim_key
    try:
        key = dkim_key_of(patient.settings)
    except NotReady as error:
        yield said_by("DKIM", error)
        return
    if file is None or key is None:
        return
    if file.stat().st_mode & 0o077:
        yield warning(
            "DKIM", f"Others on this machine may read the key {file}.", f"Run: chmod 600 {file}"
        )
    if key.bits < SHORTEST:
        yield warning(
            "DKIM",
            f"The key has {key.bits} bits, and some mail services take none below {SHORTEST}.",
            f"Make another one: openssl genrsa -out {file} {SHORTEST}",
        )
    yield ok("DKIM", f"Letters are signed. DNS must have a TXT record {key.name}: {key.record}")


def _outbox(patient: Patient) -> Iterator[Finding]:
    folder = patient.settings.outbox
    try:
        there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
        with tempfile.NamedTemporaryFile(dir=there, suffix=".part"):
            pass
    except OSError as error:
        yield wrong(
            "mail",
            f"Messages cannot be written into {folder} ({type(error).__name__}).",
            f"Give the user that runs aftersales the right to write {folder}, or set AFTERSALES_SMTP_HOST.",
        )
    else:
        yield warning(
            "mail",
            f"Messages are only written into {folder}; nobody receives them.",
            "Set AFTERSALES_SMTP_HOST when buyers should.",
        )


def mailbox(patient: Patient) -> Iterator[Finding]:
    """Whether the mailbox of customers opens, and how much waits in it."""
    box = mailbox_of(patient.settings)
    if box is None:
        return
    if box.security == "none" and box.host not in LOOPBACK:
        yield warning(
            "mailbox",
            f"Messages of customers and the password pass to {box.host} without encryption.",
            "Set AFTERSALES_IMAP_SECURITY=tls.",
        )
    try:
        with box.opened() as opened:
            waiting = len(opened.waiting())
    except NotReady as error:
        yield said_by("mailbox", error)
    else:
        more = " or more" if waiting == MOST_AT_ONCE else ""
        yield ok("mailbox", f"The mailbox opens. Messages that wait in it: {waiting}{more}.")


def unreadable(patient: Patient) -> Iterator[Finding]:
    """Whether messages came in that somebody has to look at."""
    with patient.store.reading() as session:
        counts = intakes_by_outcome(session, patient.shown_now - LOOKED_BACK)
    broken, many = counts.get(IntakeOutcome.UNREADABLE, 0), counts.get(IntakeOutcome.TOO_MANY, 0)
    if broken:
        folder = patient.settings.imap_unreadable_folder
        yield warning(
            "mailbox",
            f"Messages of the last week that could not be read: {broken}.",
            f"Look into the folder “{folder}” of the mailbox, and answer their senders by hand.",
        )
    if many:
        yield warning(
            "mailbox",
            f"Messages of the last week that were set aside because one sender wrote too many: {many}.",
            "If it was a person, ask them to write again; if a machine, stop it.",
        )
