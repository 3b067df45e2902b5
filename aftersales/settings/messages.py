"""How messages leave and come in: addresses, mail servers, messengers, quiet hours."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, Field, SecretStr, field_validator

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
    notice_attempts: int = Field(
        default=6, ge=1, description="Attempts to deliver a message before it is given up."
    )
    inbox_territory: str | None = Field(
        default=None,
        description="Code of the territory that answers people whose home is not known; the first by code without it.",
    )

    @field_validator("message_secret")
    @classmethod
    def _standard_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not STANDARD_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("must be written as whsec_ and at least 32 characters of Base64")
        return secret
