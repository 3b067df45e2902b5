"""How messages leave and come in: addresses, mail servers, messengers, quiet hours."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator

ADDRESS: Final = r"^https?://[^\s/]+(/[^\s]*[^\s/])?$"
"""Addresses of interfaces, without a blank and without a slash at their end."""

FOLDER: Final = r"^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,79}$"
"""Names of folders in a mailbox that every server takes as they are written."""

STANDARD_SECRET: Final = re.compile(r"whsec_[A-Za-z0-9+/]{32,}={0,2}")
"""A secret as Standard Webhooks writes it: 24 bytes or more."""


class MessageSettings(BaseModel):
    """How messages leave and come in: addresses, mail servers, messengers, quiet hours."""

    calendar_domain: str = Field(
        default="aftersales.example",
        description="Right half of calendar UIDs and Message-IDs; never change it once used.",
    )
    feed_alarm_minutes: int = Field(
        default=0,
        ge=0,
        le=24 * 60,
        description="Minutes before a visit at which calendar apps remind its technician; 0 for never.",
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
    dkim_key: Path | None = Field(
        default=None,
        description="File with the private RSA key (PEM) that letters are signed with; without one they are not.",
    )
    dkim_selector: str = Field(
        default="aftersales",
        pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$",
        description="Name of the key in DNS, before `._domainkey.` and the domain of the sender.",
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
    x_consumer_key: SecretStr | None = Field(
        default=None,
        min_length=8,
        description="Consumer key of the app at X; with the three other secrets of X answers go out as direct messages.",
    )
    x_access_token: SecretStr | None = Field(
        default=None,
        min_length=8,
        description="Access token of your account at X, with the right to write direct messages.",
    )
    x_access_secret: SecretStr | None = Field(
        default=None, min_length=8, description="Secret of that access token."
    )
    x_url: str = Field(
        default="https://api.x.com", pattern=ADDRESS, description="Where the interface of X is."
    )
    messenger_page_token: SecretStr | None = Field(
        default=None,
        min_length=8,
        description="Access token of your page at Meta; with it answers go out in Messenger and Instagram.",
    )
    messenger_url: str = Field(
        default="https://graph.facebook.com/v24.0",
        pattern=ADDRESS,
        description="Where the interface of Meta is, with its version.",
    )
    bridge_url: str | None = Field(
        default=None,
        pattern=ADDRESS,
        description="Address of a bridge of yours that carries answers into all other messengers; it needs the secret of messages.",
    )
    urgent_by_text: bool = Field(
        default=True,
        description="Whether news of delays also goes to the customer's telephone as a text message, where a bridge carries it.",
    )
    quiet_from: time = Field(
        default=time(21), description="From this local time on only urgent messages go out."
    )
    quiet_until: time = Field(
        default=time(8), description="Until this local time only urgent messages go out."
    )
    notice_attempts: int = Field(
        default=6, ge=1, description="Attempts to deliver a message before it is given up."
    )
    inbox_territory: str | None = Field(
        default=None,
        description="Code of the territory that answers people whose home is not known; the first by code without it.",
    )

    @model_validator(mode="after")
    def _whole_ways(self) -> Self:
        written = {
            "x_consumer_key": self.x_consumer_key,
            "x_access_token": self.x_access_token,
            "x_access_secret": self.x_access_secret,
        }
        missing = sorted(name for name, value in written.items() if value is None)
        if self.x_consumer_secret is None:
            missing.append("x_consumer_secret")
        if any(written.values()) and missing:
            raise ValueError(f"answers at X need {', '.join(missing)}, too")
        if self.bridge_url is not None and self.message_secret is None:
            raise ValueError("bridge_url needs message_secret, too")
        return self

    @field_validator("message_secret")
    @classmethod
    def _standard_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not STANDARD_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("must be written as whsec_ and at least 32 characters of Base64")
        return secret
