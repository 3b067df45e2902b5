"""E-mail: into an outbox folder while no server is set, through SMTP when one is."""

from __future__ import annotations

import os
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final

from aftersales.channels.dkim import DkimKey
from aftersales.errors import AftersalesError
from aftersales.identifiers import digest_of

TIMEOUT_SECONDS: Final = 30.0
"""How long an SMTP server may keep us waiting before the attempt counts as failed."""


class DeliveryFailed(AftersalesError):
    """The message could not be delivered now; `is_final` says whether trying again is useless."""

    def __init__(self, sentence: str, *, is_final: bool) -> None:
        """Say why, without the address."""
        super().__init__(sentence)
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class OutboxFolder:
    """Writes each message as an `.eml` file whose name is made of its key: a repeat replaces itself."""

    folder: Path

    def send(self, message: EmailMessage, key: str) -> None:
        """Write the whole file under another name first, so that a crash leaves no half of it.

        Raises:
            DeliveryFailed: the folder cannot be written now.
        """
        content = message.as_bytes(policy=SMTP)
        kind = key.split(":", 1)[0]
        target = self.folder / f"{kind}-{digest_of(key)[:16]}.eml"
        draft = target.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except OSError as error:
            raise DeliveryFailed(
                f"The outbox folder could not take the message ({type(error).__name__}).",
                is_final=False,
            ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Hands each message to an SMTP server, signed if there is a key."""

    host: str
    port: int
    user: str | None
    password: str | None
    starttls: bool
    key: DkimKey | None = None

    def send(self, message: EmailMessage, key: str) -> None:  # noqa: ARG002 - the Message-ID carries the key
        """Send to the one recipient of the message.

        Raises:
            DeliveryFailed: the server refused it for good, or cannot take it now.
        """
        try:
            with smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS) as server:
                if self.starttls:
                    server.starttls(context=ssl.create_default_context())
                if self.user is not None:
                    server.login(self.user, self.password or "")
                self._hand_over(server, message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _reason in error.recipients.values()]
            raise DeliveryFailed(
                f"The mail server refused the recipient ({codes[0]}).",
                is_final=all(code >= 500 for code in codes),  # noqa: PLR2004 - RFC 5321 4.2.1: 5yz is permanent
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryFailed(
                f"The mail server could not take the message ({type(error).__name__}).",
                is_final=False,
            ) from error

    def _hand_over(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        if self.key is None:
            server.send_message(message)
            return
        sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        server.sendmail(sender, [recipient], self.key.signed(message))
