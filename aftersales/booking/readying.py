"""Getting ready: the compiled code of the search and the routes of every territory, before a buyer waits for them."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

import structlog

from aftersales.booking.table import Table, table_of
from aftersales.booking.windows import horizon_of
from aftersales.errors import NotReady
from aftersales.parts import Parts
from aftersales.queries.places import territories
from aftersales.records import Territory
from aftersales.settings import Settings
from aftersales.solving import folder_of_kernels
from aftersales.store import Session


@cache
def name_folder(folder: Path) -> None:
    """Keep compiled code in this folder, unless some was loaded before or the folder cannot be found."""
    from scheduling.compiled import keep_kernels_in  # noqa: PLC0415 - Numba alone takes half a second

    with suppress(RuntimeError, NotReady):
        keep_kernels_in(str(folder_of_kernels(folder)))


def get_ready(parts: Parts) -> None:
    """Load what the first search needs: its code, some seconds after an update, and the routes of every territory.

    Whatever goes wrong is logged: the search itself will say it again to somebody who can act.
    """
    try:
        load_kernels(parts.settings)
        with parts.store.reading() as session:
            for territory in territories(session):
                table_now(parts, session, territory)
    except Exception as error:  # noqa: BLE001 - the outermost call of a thread
        structlog.get_logger().error("search_not_ready", error=type(error).__name__)


def load_kernels(settings: Settings) -> None:
    """Load the compiled code, or compile it if it is new."""
    from scheduling.slots import warm  # noqa: PLC0415 - it brings Numba along

    name_folder(settings.kernel_folder)
    warm()


def table_now(parts: Parts, session: Session, territory: Territory) -> Table:
    """The routes of a territory on all days that can be booked now."""
    now = parts.clock.now()
    horizon = horizon_of(parts.settings, territory.zone, now)
    return table_of(parts, session, territory, horizon, now)
