"""Settings, secrets, and the names that buyers see."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from aftersales.doctor.finding import Finding, ok, said_by, warning, wrong
from aftersales.doctor.patient import Patient
from aftersales.errors import NotReady
from aftersales.solving import folder_of_kernels

SHORTEST_KEY: Final = 32
"""Characters of a secret key: 32 random ones hold more than 128 bits."""

OPEN_TO_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def settings(patient: Patient) -> Iterator[Finding]:
    """The settings could be read, or nobody would be here; some may not have been meant."""
    for name in patient.unknown_variables:
        yield warning(
            "settings",
            f"{name} is set in the environment, but there is no such setting.",
            f"Correct its name (README, “Settings”) or unset {name}.",
        )
    file = patient.settings_file
    if file is not None and _holds_secrets(patient) and _is_open(file):
        yield warning(
            "settings", f"{file} holds secrets, and others can read it.", f"chmod 600 {file}"
        )
    read = "from the environment" if file is None else f"from {file} and the environment"
    yield ok("settings", f"The settings were read {read}.")


def secret_key(patient: Patient) -> Iterator[Finding]:
    """What signs the links of buyers."""
    key = patient.settings.secret_key
    if key is not None:
        if len(key.get_secret_value()) < SHORTEST_KEY:
            yield wrong(
                "secret key",
                f"The secret key is shorter than {SHORTEST_KEY} characters and could be guessed.",
                'Set AFTERSALES_SECRET_KEY to what python3 -c "import secrets; '
                'print(secrets.token_urlsafe(32))" prints; links sent before stop working.',
            )
        else:
            yield ok("secret key", "The secret key is set and long enough.")
        return
    if patient.store.file is None:
        yield wrong(
            "secret key",
            "On PostgreSQL a secret key is needed, and none is set.",
            'Set AFTERSALES_SECRET_KEY to what python3 -c "import secrets; '
            'print(secrets.token_urlsafe(32))" prints.',
        )
        return
    file = patient.store.file.with_suffix(".secret")
    if not file.exists():
        yield ok("secret key", f"The secret key will be made in {file}.")
    elif _is_open(file):
        yield wrong(
            "secret key",
            f"{file} can be read by others, who could then make links of buyers.",
            f"chmod 600 {file}",
        )
    else:
        yield ok("secret key", f"The secret key is kept in {file}, readable by its owner only.")


def public_url(patient: Patient) -> Iterator[Finding]:
    """Where links lead."""
    url = patient.settings.public_url
    if not patient.is_public:
        if patient.settings.smtp_host is None:
            yield ok("public URL", f"Links lead to {url}, which only this machine reaches.")
        else:
            yield warning(
                "public URL",
                f"Buyers are sent links to {url}, which only this machine reaches.",
                "Set AFTERSALES_PUBLIC_URL to the https:// address that buyers reach.",
            )
    elif urlsplit(url).scheme != "https":
        yield wrong(
            "public URL",
            f"Links lead to {url} without encryption, so that tokens and passwords can be read on the way.",
            "Put a proxy with HTTPS before the web and set AFTERSALES_PUBLIC_URL to https://….",
        )
    else:
        yield ok("public URL", f"Links lead to {url}.")


def names(patient: Patient) -> Iterator[Finding]:
    """The domain in calendar entries and the sender of letters, which stand in people's calendars for good."""
    settings = patient.settings
    if _is_example(settings.calendar_domain):
        yield warning(
            "calendar domain",
            f"Calendar entries are named after {settings.calendar_domain}, which is an example.",
            "Set AFTERSALES_CALENDAR_DOMAIN to a domain of yours before the first visit is booked.",
        )
    else:
        yield ok("calendar domain", f"Calendar entries are named after {settings.calendar_domain}.")
    if _is_example(settings.sender_email.rsplit("@", 1)[-1]):
        judged = warning if settings.smtp_host is None else wrong
        yield judged(
            "sender",
            f"Messages come from {settings.sender_email}, which is an example and takes no answers.",
            "Set AFTERSALES_SENDER_EMAIL and AFTERSALES_SENDER_NAME.",
        )
    else:
        yield ok("sender", f"Messages come from {settings.sender_email}.")


def kernels(patient: Patient) -> Iterator[Finding]:
    """Where the planner's compiled code is kept, and whether it is there."""
    try:
        folder = folder_of_kernels(patient.settings.kernel_folder)
    except NotReady as error:
        yield said_by("planner", error)
        return
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        yield warning(
            "planner",
            f"Compiled code of the planner cannot be kept in {folder}, so each start takes a minute.",
            f"Let this user write to {nearest}, or set AFTERSALES_KERNEL_FOLDER to a folder that can be written.",
        )
    elif not any(folder.rglob("*.nbc")):
        yield warning(
            "planner",
            "The planner was not compiled yet, so the first plan takes a minute longer.",
            "Run aftersales warmup, once after each update.",
        )
    else:
        yield ok("planner", f"Compiled code of the planner is kept in {folder}.")


def clock(patient: Patient) -> Iterator[Finding]:
    """Whether the clock shows the real day."""
    if patient.settings.rehearsal_on is not None:
        yield warning(
            "clock",
            f"The clock rehearses {patient.settings.rehearsal_on}: messages speak of that day.",
            "Unset AFTERSALES_REHEARSAL_ON when the rehearsal is over.",
        )


def _holds_secrets(patient: Patient) -> bool:
    settings = patient.settings
    return any((settings.secret_key, settings.smtp_password, settings.metrics_token))


def _is_open(file: Path) -> bool:
    return bool(file.stat().st_mode & OPEN_TO_OTHERS)


def _is_example(domain: str) -> bool:
    """RFC 2606: these names are nobody's."""
    return domain.lower().endswith((".example", "example.com", "example.org", "example.net"))
