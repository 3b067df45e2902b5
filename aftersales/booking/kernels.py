"""The compiled code of the search for times: kept in the installation's folder, and loaded before a buyer waits for it."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

import structlog

from aftersales.errors import NotReady
from aftersales.settings import Settings
from aftersales.solving import folder_of_kernels


@cache
def name_folder(folder: Path) -> None:
    """Keep compiled code in this folder, unless some was loaded before or the folder cannot be found."""
    from scheduling.compiled import keep_kernels_in  # noqa: PLC0415 - Numba alone takes half a second

    with suppress(RuntimeError, NotReady):
        keep_kernels_in(str(folder_of_kernels(folder)))


def load_kernels(settings: Settings) -> None:
    """Load what the first search needs; the first time after an update that takes some seconds.

    Whatever goes wrong is logged: the search itself will say it again to somebody who can act.
    """
    from scheduling.slots import warm  # noqa: PLC0415 - it brings Numba along

    name_folder(settings.kernel_folder)
    try:
        warm()
    except Exception as error:  # noqa: BLE001 - the outermost call of a thread
        structlog.get_logger().error("kernels_not_loaded", error=type(error).__name__)
