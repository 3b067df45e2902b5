"""Whether messages would leave the house."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from aftersales.channels.greeting import greet
from aftersales.channels.mail import SmtpServer
from aftersales.doctor.finding import Finding, ok, said_by, warning, wrong
from aftersales.doctor.patient import LOOPBACK, Patient
from aftersales.errors import NotReady


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
