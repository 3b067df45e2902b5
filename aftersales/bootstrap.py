"""The one place that picks the real parts of an installation."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from aftersales.channels.dkim import DkimKey, key_in
from aftersales.channels.mail import OutboxFolder, SmtpServer
from aftersales.clock import Clock, clock_showing
from aftersales.errors import NotReady
from aftersales.identifiers import Identifiers, new_secret
from aftersales.jobs.embedded import EmbeddedJobs
from aftersales.jobs.terms import Terms
from aftersales.parts import Jobs, Parts, Post
from aftersales.roads import roads_of
from aftersales.settings import Settings
from aftersales.solving import ProcessPlanner, cores
from aftersales.store import Store
from aftersales.webhooks.telling import ShopsTold


@contextmanager
def bootstrap(
    settings: Settings, *, clock: Clock | None = None, ids: Identifiers | None = None
) -> Iterator[Parts]:
    """The parts that the settings ask for, given back when the block ends.

    `clock` and `ids` are given by the demo, which plays its days and repeats itself.

    Raises:
        NotReady: a PostgreSQL installation has no secret key, or the key for letters cannot be read.
    """
    store = Store(settings.database_url)
    planner = planner_of(settings)
    try:
        yield Parts(
            settings=settings,
            secret=_secret(settings, store),
            clock=clock or clock_showing(settings.rehearsal_on),
            ids=ids or Identifiers(),
            store=store,
            roads=roads_of(settings),
            planner=planner,
            post=_post(settings),
            jobs=_jobs(settings, store),
            listening=ShopsTold,
        )
    finally:
        planner.close()
        store.close()


def planner_of(settings: Settings) -> ProcessPlanner:
    """The planner that the settings ask for; nothing is started yet."""
    processes = settings.solver_processes
    return ProcessPlanner(
        processes,
        threads=settings.solver_threads or max(1, cores() // processes),
        seconds=settings.solver_seconds,
        kernels=settings.kernel_folder,
    )


def _jobs(settings: Settings, store: Store) -> Jobs:
    terms = Terms(lease=timedelta(seconds=settings.job_lease_seconds))
    if store.is_sqlite:
        return EmbeddedJobs(terms=terms)
    from aftersales.jobs.scale_out import ScaleOutJobs  # noqa: PLC0415 - only PostgreSQL needs its library

    return ScaleOutJobs(terms=terms)


def _post(settings: Settings) -> Post:
    if settings.smtp_host is None:
        return OutboxFolder(settings.outbox)
    password = settings.smtp_password
    return SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=None if password is None else password.get_secret_value(),
        starttls=settings.smtp_starttls,
        key=dkim_key_of(settings),
    )


def dkim_key_of(settings: Settings) -> DkimKey | None:
    """What letters are signed with, for the domain that they come from.

    Raises:
        NotReady: there is to be a key, and it cannot be read.
    """
    if settings.dkim_key is None:
        return None
    domain = settings.sender_email.rpartition("@")[2].lower()
    return key_in(settings.dkim_key, domain=domain, selector=settings.dkim_selector)


def _secret(settings: Settings, store: Store) -> str:
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    if store.file is None:
        raise NotReady(
            "On PostgreSQL a secret key is needed. Set AFTERSALES_SECRET_KEY to 32 random characters or more."
        )
    return _kept_secret(store.file.with_suffix(".secret"))


def _kept_secret(file: Path) -> str:
    """The key beside the database, made once and readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(handle, "w") as opened:
        secret = new_secret()
        opened.write(secret + "\n")
    return secret
