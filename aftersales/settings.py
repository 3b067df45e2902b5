"""Every setting of an installation, read from the environment and an optional TOML file."""

from __future__ import annotations

import os
import re
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Final, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from aftersales.errors import NotReady
from aftersales.records.access import Role
from warranty.goodwill.proposals import MOST_FOR_LOYALTY, GoodwillPolicy

CONFIG_VARIABLE: Final = "AFTERSALES_CONFIG"
"""Names the TOML file."""

DEFAULT_FILE: Final = "aftersales.toml"
"""Is read from the working folder if it is there and no other file is named."""

FOLDER: Final = r"^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,79}$"
"""Names of folders in a mailbox that every server takes as they are written."""

STANDARD_SECRET: Final = re.compile(r"whsec_[A-Za-z0-9+/]{32,}={0,2}")
"""A secret as Standard Webhooks writes it: 24 bytes or more."""


class Weekday(StrEnum):
    """The days of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


LONGEST_TARGET: Final = 400
"""Business hours that a target may have at most: ten weeks."""

WORKDAYS: Final = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)


class Settings(BaseSettings):
    """One installation's settings: `AFTERSALES_<NAME>` in the environment wins over the TOML file."""

    model_config = SettingsConfigDict(env_prefix="AFTERSALES_", extra="forbid", frozen=True)

    database_url: str = Field(
        default="sqlite:///aftersales.db",
        validation_alias=AliasChoices("AFTERSALES_DATABASE_URL", "database_url", "DATABASE_URL"),
        description="Where everything is remembered: `sqlite:///FILE` or `postgresql://…`.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="Signs links. Without it a key is made and kept beside the SQLite file; PostgreSQL needs it set.",
    )
    rehearsal_on: date | None = Field(
        default=None,
        description="For rehearsals: the clock shows this day with the present time of day.",
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000",
        description="Where buyers and calendars reach the web; stands in links.",
    )
    calendar_domain: str = Field(
        default="aftersales.example",
        description="Right half of calendar UIDs and Message-IDs; never change it once used.",
    )
    sender_name: str = Field(
        default="Aftersales", description="Who messages come from, as people read it."
    )
    sender_email: str = Field(
        default="visits@aftersales.example",
        description="Who messages come from; also the organiser of invitations.",
    )
    outbox: Path = Field(
        default=Path("outbox"),
        description="Folder that takes messages as `.eml` files while no SMTP server is set.",
    )
    smtp_host: str | None = Field(
        default=None, description="SMTP server; when set, messages are sent instead of written."
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Port of the SMTP server.")
    smtp_user: str | None = Field(default=None, description="Name to sign in to the SMTP server.")
    smtp_password: SecretStr | None = Field(
        default=None, description="Password to sign in to the SMTP server."
    )
    smtp_starttls: bool = Field(
        default=True, description="Encrypt the SMTP connection (STARTTLS) before anything is said."
    )
    imap_host: str | None = Field(
        default=None, description="IMAP server whose mailbox is read for messages of customers."
    )
    imap_port: int = Field(default=993, ge=1, le=65535, description="Port of the IMAP server.")
    imap_security: Literal["tls", "starttls", "none"] = Field(
        default="tls",
        description="How the IMAP connection is encrypted: `tls`, `starttls` or `none`.",
    )
    imap_user: str | None = Field(
        default=None,
        description="Name to sign in to the IMAP server; the sender's address without it.",
    )
    imap_password: SecretStr | None = Field(
        default=None, description="Password to sign in to the IMAP server."
    )
    imap_folder: str = Field(
        default="INBOX", pattern=FOLDER, description="Folder in which messages of customers wait."
    )
    imap_taken_folder: str = Field(
        default="Aftersales taken",
        pattern=FOLDER,
        description="Folder for messages that were taken in; it is made if it is not there.",
    )
    imap_unreadable_folder: str = Field(
        default="Aftersales unreadable",
        pattern=FOLDER,
        description="Folder for messages that nobody could read; look into it when the doctor says so.",
    )
    message_secret: SecretStr | None = Field(
        default=None,
        description="Secret (`whsec_…`) with which a bridge signs messages from WhatsApp, SMS or other channels.",
    )
    x_consumer_secret: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Consumer secret of the app at X whose direct messages are taken in.",
    )
    messenger_app_secret: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="App secret at Meta with which messages from Messenger are signed.",
    )
    messenger_verify_token: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Verify token that you give to Meta when you enter the address of the webhook.",
    )
    quiet_from: time = Field(
        default=time(21), description="From this local time on only urgent messages go out."
    )
    quiet_until: time = Field(
        default=time(8), description="Until this local time only urgent messages go out."
    )
    delay_margin_minutes: int = Field(
        default=5,
        ge=0,
        description="A visit expected later than this before its window ends is announced as delayed.",
    )
    delay_window_minutes: int = Field(
        default=90, ge=15, le=240, description="Length of the new window in a delay notice."
    )
    next_update_minutes: int = Field(
        default=60,
        ge=5,
        description="A delay notice promises the next update within this time.",
    )
    window_hours: int = Field(
        default=4, ge=1, le=4, description="Longest arrival window that is promised when booked."
    )
    narrowed_hours: int = Field(
        default=2,
        ge=1,
        le=4,
        description="Length of the arrival window told the evening before.",
    )
    notice_attempts: int = Field(
        default=6, ge=1, description="Attempts to deliver a message before it is given up."
    )
    hosts: tuple[str, ...] = Field(
        default=(),
        description="More host names by which the web may be asked, as a JSON list; that of the public URL always is.",
    )
    requests_per_minute: int = Field(
        default=240, ge=1, description="Requests that one user, key or address may make a minute."
    )
    trusted_proxies: tuple[str, ...] = Field(
        default=(),
        description="Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, as a JSON list.",
    )
    link_days: int = Field(
        default=60, ge=1, description="Days after its visit for which a buyer's link works."
    )
    narrow_at: time = Field(
        default=time(17),
        description="From this local time on the buyers of the next day are told shorter windows.",
    )
    inbox_territory: str | None = Field(
        default=None,
        description="Code of the territory that answers people whose home is not known; the first by code without it.",
    )
    retention_days: int = Field(
        default=730,
        ge=30,
        description="Days after which names, places and serial numbers are taken out of old notices.",
    )
    limitation_years: int = Field(
        default=3,
        ge=0,
        le=30,
        description="Full years after the year of a claim for which its skeleton is kept when a customer's data are erased (BGB §§ 195, 199: 3).",
    )
    job_lease_seconds: int = Field(
        default=60,
        ge=2,
        description="A job whose worker gave no sign of life for this long is taken up by another.",
    )
    session_hours: int = Field(
        default=12, ge=1, le=168, description="Hours after which everybody has to sign in again."
    )

    business_hours: dict[Weekday, tuple[tuple[time, time], ...]] = Field(
        default=dict.fromkeys(WORKDAYS, ((time(8), time(17)),)),
        description="When the office is there: spans of local time by day of the week, as a JSON object; 00:00 ends a day.",
    )
    business_hours_of: dict[str, dict[Weekday, tuple[tuple[time, time], ...]]] = Field(
        default={}, description="The same for single territories, by their code, where they differ."
    )
    holiday_regions: dict[str, str] = Field(
        default={},
        description="Regions whose holidays count, by the code of the territory (ISO 3166-2 without its country); the country's without one.",
    )
    sla_hours: dict[str, tuple[float, float]] = Field(
        default={
            "support": (4, 40),
            "complaint": (4, 24),
            "high": (2, 16),
            "emergency": (1, 8),
        },
        description="Business hours to the first answer and to the solution of a case, by its kind or, if urgent, its "
        "priority, as a JSON object; the same on every channel.",
    )
    sla_warn_minutes: int = Field(
        default=60,
        ge=10,
        description="Minutes before which the owner of a case is warned of what runs out.",
    )
    currency: str = Field(
        default="EUR", pattern="^[A-Z]{3}$", description="Currency of claims and costs (ISO 4217)."
    )
    claim_most_cents: int = Field(
        default=15_000,
        ge=0,
        description="Claims whose remedy costs more, in cents, are decided by a person.",
    )
    claim_evidence: int = Field(
        default=0, ge=0, le=20, description="Photographs or films that every claim needs."
    )
    claim_doa_days: int = Field(
        default=14,
        ge=0,
        description="Days from delivery within which a failed unit is exchanged, not repaired.",
    )
    claim_appeal_days: int = Field(
        default=30, ge=1, description="Days in which a customer may appeal against a decision."
    )
    repair_warranty_months: int = Field(
        default=6, ge=0, description="Months for which a repair of ours has a warranty of its own."
    )
    authority: dict[Role, int] = Field(
        default={
            Role.SUPPORT: 30_000,
            Role.DISPATCHER: 30_000,
            Role.MANAGER: 300_000,
            Role.ADMIN: 300_000,
        },
        description="What each role may approve for one claim, in cents, as a JSON object.",
    )
    goodwill_authority: dict[Role, int] = Field(
        default={
            Role.SUPPORT: 10_000,
            Role.DISPATCHER: 10_000,
            Role.MANAGER: 100_000,
            Role.ADMIN: 100_000,
        },
        description="What each role may grant as goodwill for one case, in cents, as a JSON object.",
    )
    goodwill_budget_cents: int = Field(
        default=200_000,
        ge=0,
        description="Goodwill that a territory may grant in a month, in cents, unless its budget is set for the month.",
    )
    goodwill_days: int = Field(
        default=90, ge=1, description="Days for which goodwill for a repair is honoured."
    )
    goodwill_points: dict[str, int] = Field(
        default={},
        description="Figures of goodwill proposals that differ from the built-in ones, by name, as a JSON object.",
    )
    survey_every_days: int = Field(
        default=30, ge=0, description="Days for which a customer who was asked is not asked again."
    )
    survey_open_days: int = Field(
        default=14, ge=1, description="Days in which a survey can be answered, and changed."
    )
    survey_low_score: int = Field(
        default=2,
        ge=1,
        le=4,
        description="A score of this or less, of 5, opens a complaint by itself.",
    )
    complaint_acknowledge_hours: int = Field(
        default=24,
        ge=1,
        description="Hours within which a complaint is acknowledged by a named person.",
    )
    complaint_answer_hours: int = Field(
        default=120, ge=1, description="Hours within which a complaint is answered."
    )
    complaint_escalate_hours: int = Field(
        default=24,
        ge=1,
        description="Hours that each further level has, before a complaint without an answer goes on to the next.",
    )
    complaint_levels: tuple[Role, ...] = Field(
        default=(Role.SUPPORT, Role.MANAGER, Role.ADMIN),
        min_length=1,
        description="The ladder of complaints: the role that looks after each level, as a JSON list.",
    )
    complaint_offer_days: int = Field(
        default=14,
        ge=1,
        description="Days after which a customer who has not answered an offer is asked again.",
    )
    complaint_follow_up_days: int = Field(
        default=7,
        ge=1,
        description="Days after which the customer of a resolved complaint is asked whether it is settled.",
    )

    uploads_folder: Path = Field(
        default=Path("uploads"),
        description="Folder for the files that people send; the web serves nothing from it. Back it up.",
    )
    upload_mb: int = Field(
        default=15,
        ge=1,
        le=100,
        description="Megabytes that one file may have that somebody sends.",
    )
    uploads_mb: int = Field(
        default=40,
        ge=1,
        le=400,
        description="Megabytes that the files of one form may have together.",
    )
    clamd: str | None = Field(
        default=None,
        pattern=r"^(/.+|\[[0-9A-Fa-f:.]+\]:\d{1,5}|[^/:\s]+:\d{1,5})$",
        description="Where clamd scans files for viruses: `HOST:PORT`, or the path of its socket. While it is "
        "silent, new files are kept and not opened.",
    )
    scan_command: tuple[str, ...] = Field(
        default=(),
        description="A command that scans a file from its standard input, as a JSON list; it ends with 0 if the "
        "file is clean and with 1 if not.",
    )

    solver_processes: int = Field(
        default=1,
        ge=1,
        description="Plans that are made at the same time on this machine, each by a process of its own.",
    )
    solver_threads: int = Field(
        default=0,
        ge=0,
        description="Cores that search for one plan; 0 shares all of the machine's among the plans made at a time. "
        "A plan repeats itself only with the same number.",
    )
    solver_seconds: float = Field(
        default=600,
        gt=0,
        description="Seconds after which a plan in the making is taken as good as it is by then.",
    )
    kernel_folder: Path = Field(
        default=Path("~/.cache/aftersales/kernels"),
        description="Folder for the planner's compiled code, about 25 MB; it can be thrown away at any time.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least that the server and the workers log."
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Bearer token that opens `/metrics`; without it only programs of this machine see them.",
    )
    webhook_timeout_seconds: float = Field(
        default=10,
        gt=0,
        le=30,
        description="How long a shop system may take to answer a webhook, all in all.",
    )
    webhooks_allow_local: bool = Field(
        default=False,
        description="For rehearsals: webhooks may also go to this machine, even without encryption.",
    )

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url.startswith(("postgres://", "postgresql://")):
            return "postgresql+psycopg://" + url.split("://", 1)[1]
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    compensation_on: bool = Field(
        default=False,
        description="Make up for broken promises without being asked; nothing older than two weeks is paid for.",
    )
    compensation_remedy: Literal["credit", "voucher", "gift"] = Field(
        default="credit", description="What makes up for a broken promise."
    )
    compensation_if_told: bool = Field(
        default=False,
        description="Also when the customer heard of it from us before the promise was broken.",
    )
    compensation_missed_cents: int = Field(
        default=3_000, ge=0, description="For a visit to which nobody came within a day, in cents."
    )
    compensation_late_cents: int = Field(
        default=1_000, ge=0, description="For a visit that came late, in cents; 0 for nothing."
    )
    compensation_late_minutes: int = Field(
        default=60, ge=1, description="A visit is late enough from so many minutes on."
    )
    compensation_silent_cents: int = Field(
        default=500,
        ge=0,
        description="For promised news that did not come, in cents; 0 for nothing.",
    )
    compensation_silent_minutes: int = Field(
        default=1_440, ge=1, description="News is late enough from so many minutes on."
    )
    compensation_budget_cents: int = Field(
        default=100_000,
        ge=0,
        description="Compensation that a territory may grant in a month, in cents, unless its budget is set; beyond it a person decides.",
    )

    @field_validator("goodwill_points")
    @classmethod
    def _known_points(cls, points: dict[str, int]) -> dict[str, int]:
        try:
            policy = GoodwillPolicy(**points)
        except TypeError as error:
            raise ValueError(f"must name figures of a proposal: {error}") from error
        if policy.most_for_loyalty > MOST_FOR_LOYALTY:
            raise ValueError(f"must keep most_for_loyalty at {MOST_FOR_LOYALTY} or less")
        if min(policy.step, policy.value_minor_step) < 1:
            raise ValueError("must keep every step at 1 or more")
        return points

    @field_validator("message_secret")
    @classmethod
    def _standard_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not STANDARD_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("must be written as whsec_ and at least 32 characters of Base64")
        return secret

    @field_validator("business_hours", "business_hours_of")
    @classmethod
    def _real_weeks(cls, given: dict[str, object]) -> dict[str, object]:
        for week in (
            given.values() if all(isinstance(each, dict) for each in given.values()) else (given,)
        ):
            _check_week(week)
        return given

    @field_validator("sla_hours")
    @classmethod
    def _whole_targets(
        cls, hours: dict[str, tuple[float, float]]
    ) -> dict[str, tuple[float, float]]:
        missing = sorted({"support", "complaint", "high", "emergency"} - hours.keys())
        if missing:
            raise ValueError(f"must name hours for {', '.join(missing)}, too")
        if any(not 0 < first <= most <= LONGEST_TARGET for first, most in hours.values()):
            raise ValueError(
                f"must be hours above 0 and up to {LONGEST_TARGET}, the first answer before the solution"
            )
        return hours

    @field_validator("trusted_proxies")
    @classmethod
    def _named_proxies(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        if "*" in proxies:
            raise ValueError("must name addresses; * would believe whatever anybody writes")
        return proxies

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return url.rstrip("/")

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


def _check_week(week: object) -> None:
    """An office must open at all, and each span must end after it begins."""
    spans = [span for day in week.values() for span in day] if isinstance(week, dict) else []
    if not spans:
        raise ValueError("must open on at least one day")
    if any(closes != time(0) and closes <= opens for opens, closes in spans):
        raise ValueError('must close after it opens, as in [["08:00", "17:00"]]')


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
