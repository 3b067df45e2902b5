"""Letters as the clients of the world write them, for the tests."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from aftersales.inbound.letters import Letter, letter_in

OURS = "visits@aftersales.example"
DOMAIN = "aftersales.example"


def read(raw: bytes) -> Letter:
    """The letter in raw bytes, at the house of the tests."""
    return letter_in(raw, our_address=OURS, our_domain=DOMAIN)


def raw(body: str | bytes = "It leaks.", **headers: str) -> bytes:
    """A raw letter; `in_reply_to` names the header In-Reply-To."""
    told = {
        "From": "Anna Berzina <anna@example.lv>",
        "To": OURS,
        "Subject": "Help",
        "Message-ID": "<1@example.lv>",
        "Date": "Mon, 23 Nov 2026 08:00:00 +0200",
    }
    usual = {name.lower(): name for name in told}
    for name, value in headers.items():
        told[usual.get(name.replace("_", "-"), name.replace("_", "-"))] = value
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
    content = body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode()
    return lines.encode() + b"\r\n" + content


def composed(text: str = "It leaks.", html: str = "", **headers: str) -> EmailMessage:
    """A letter as a well-behaved program makes it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Anna Berzina <anna@example.lv>"
    mail["To"] = OURS
    mail["Subject"] = headers.pop("subject", "Help")
    mail["Message-ID"] = headers.pop("message_id", "<1@example.lv>")
    for name, value in headers.items():
        mail[name.replace("_", "-").title()] = value
    if text:
        mail.set_content(text)
    if html:
        if text:
            mail.add_alternative(html, subtype="html")
        else:
            mail.set_content(html, subtype="html")
    return mail
