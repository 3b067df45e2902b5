"""Every setting of an installation, read from the environment and an optional TOML file."""

from __future__ import annotations

import os
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Final

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from aftersales.errors import NotReady
from aftersales.settings.booking import BookingSettings
from aftersales.settings.care import CareSettings
from aftersales.settings.engine import EngineSettings
from aftersales.settings.files import FileSettings
from aftersales.settings.house import HouseSettings
from aftersales.settings.messages import MessageSettings
from aftersales.settings.promises import PromiseSettings
from aftersales.settings.roads import RoadSettings

CONFIG_VARIABLE: Final = "AFTERSALES_CONFIG"
"""Names the TOML file."""

DEFAULT_FILE: Final = "aftersales.toml"
"""Is read from the working folder if it is there and no other file is named."""


class Settings(
    EngineSettings,
    RoadSettings,
    FileSettings,
    CareSettings,
    BookingSettings,
    PromiseSettings,
    MessageSettings,
    HouseSettings,
    BaseSettings,
):
    """One installation's settings: `AFTERSALES_<NAME>` in the environment wins over the TOML file."""

    model_config = SettingsConfigDict(env_prefix="AFTERSALES_", extra="forbid", frozen=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the hook's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the hook's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the TOML file."""
        file = Path(os.environ.get(CONFIG_VARIABLE, DEFAULT_FILE))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file)


def read_settings(**overrides: object) -> Settings:
    """The settings of this process; keyword arguments win over environment and file.

    Raises:
        NotReady: a value is missing or wrong; the message names each and says what to write.
    """
    named = os.environ.get(CONFIG_VARIABLE)
    if named is not None and not Path(named).is_file():
        raise NotReady(
            f"{CONFIG_VARIABLE} names {named}, which is not a file. Correct the path or unset it."
        )
    try:
        return Settings(**overrides)  # type: ignore[arg-type] # checked by the class itself
    except TOMLDecodeError as error:
        raise NotReady(
            f"{named or DEFAULT_FILE} is not written in TOML: {error}. Correct it and start again."
        ) from error
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in detail['loc'])}: {detail['msg']}"
            for detail in error.errors()
        )
        raise NotReady(
            f"Some settings are wrong. Correct these and start again: {wrong}."
        ) from error


def named_file() -> Path | None:
    """The TOML file that settings are read from, if there is one."""
    file = Path(os.environ.get(CONFIG_VARIABLE, DEFAULT_FILE))
    return file if file.is_file() else None


def unknown_variables() -> tuple[str, ...]:
    """Names in the environment that begin like settings and are none: most likely misspelled."""
    prefix = str(Settings.model_config["env_prefix"])
    known = {prefix + name.upper() for name in Settings.model_fields} | {CONFIG_VARIABLE}
    return tuple(
        sorted(
            name
            for name in os.environ
            if name.upper().startswith(prefix) and name.upper() not in known
        )
    )
