"""Whether a mail server would take messages: everything but the message is said to it."""

from __future__ import annotations

import smtplib
import ssl
from typing import Final

from aftersales.channels.mail import SmtpServer
from aftersales.errors import NotReady

PATIENCE_SECONDS: Final = 10.0
"""How long it may keep somebody waiting who looks after the installation."""


def greet(server: SmtpServer) -> None:
    """Connect, encrypt and sign in as for a message, and leave.

    Raises:
        NotReady: one of these fails; the last sentence says what to do.
    """
    try:
        with smtplib.SMTP(server.host, server.port, timeout=PATIENCE_SECONDS) as connection:
            connection.ehlo_or_helo_if_needed()
            if server.starttls:
                _encrypt(connection)
            if server.user is not None:
                _sign_in(connection, server.user, server.password or "")
    except (OSError, smtplib.SMTPException) as error:
        raise NotReady(
            f"The mail server {server.host} does not answer on port {server.port} ({type(error).__name__}). "
            "Check AFTERSALES_SMTP_HOST and AFTERSALES_SMTP_PORT (587 with STARTTLS) and the firewall."
        ) from error


def _encrypt(connection: smtplib.SMTP) -> None:
    try:
        connection.starttls(context=ssl.create_default_context())
    except smtplib.SMTPNotSupportedError as error:
        raise NotReady(
            "The mail server does not offer STARTTLS. Use a port that does, or set "
            "AFTERSALES_SMTP_STARTTLS=false if the server is on this machine."
        ) from error
    except ssl.SSLError as error:
        raise NotReady(
            "The mail server's certificate is not trusted. Use the host name that stands in it, or install "
            "the authority that signed it."
        ) from error


def _sign_in(connection: smtplib.SMTP, user: str, password: str) -> None:
    try:
        connection.login(user, password)
    except smtplib.SMTPAuthenticationError as error:
        raise NotReady(
            f"The mail server refuses the sign-in ({error.smtp_code}). Check AFTERSALES_SMTP_USER and "
            "AFTERSALES_SMTP_PASSWORD."
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotReady(
            "The mail server takes no sign-in here. Unset AFTERSALES_SMTP_USER, or use the port on which it does."
        ) from error
