"""Settings of an installation: one class by ideas, read in one file."""

from aftersales.settings.promises import Weekday
from aftersales.settings.reading import (
    CONFIG_VARIABLE,
    Settings,
    named_file,
    read_settings,
    unknown_variables,
)

__all__ = [
    "CONFIG_VARIABLE",
    "Settings",
    "Weekday",
    "named_file",
    "read_settings",
    "unknown_variables",
]
