"""Letters signed as ours (DKIM, RFC 6376), so that mail services tell them from those of others."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from aftersales.errors import NotReady

SHORTEST: Final = 2048
"""Bits of a key; shorter ones are taken by some services no more (RFC 8301)."""

_SIGNED: Final = (
    *("From", "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "In-Reply-To"),
    *("References", "MIME-Version", "Content-Type", "Content-Language", "Auto-Submitted"),
    *("List-Unsubscribe", "List-Unsubscribe-Post"),
)
"""Headers that nobody may change; the sender twice, so that nobody adds another one (RFC 6376 section 5.4.2)."""

_UNCHANGED = SMTP.clone(cte_type="7bit")
"""Letters in seven bits: nothing on their way needs to write them another way, which would break the signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimKey:
    """What letters of a domain are signed with."""

    domain: str
    selector: str
    private: RSAPrivateKey = field(repr=False)

    @property
    def bits(self) -> int:
        """How long the key is."""
        return self.private.key_size

    @property
    def name(self) -> str:
        """Where mail services look for the public half, as a TXT record."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """The public half as it stands in that record (RFC 6376 section 3.6.1)."""
        public = self.private.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )
        return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"

    def signed(self, message: EmailMessage) -> bytes:
        """The letter as it is handed over, its signature before it."""
        content = message.as_bytes(policy=_UNCHANGED)
        present = {name.lower() for name in message}
        signature: bytes = dkim.sign(
            content,
            self.selector.encode("ascii"),
            self.domain.encode("ascii"),
            self.private.private_bytes(
                Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
            ),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[
                name.lower().encode("ascii") for name in _SIGNED if name.lower() in present
            ],
        )
        return signature + content


def key_in(file: Path, *, domain: str, selector: str) -> DkimKey:
    """The key in a file.

    Raises:
        NotReady: it cannot be read, or is no RSA key.
    """
    try:
        pem = file.read_bytes()
    except OSError as error:
        raise NotReady(
            f"The DKIM key {file} cannot be read ({type(error).__name__}). "
            "Correct AFTERSALES_DKIM_KEY, or give the user that runs aftersales the right to read it."
        ) from error
    try:
        private = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        private = None
    if not isinstance(private, RSAPrivateKey):
        raise NotReady(
            f"The DKIM key {file} is no RSA key in PEM without a password. "
            f"Make one with: openssl genrsa -out {file} {SHORTEST}"
        )
    return DkimKey(domain=domain, selector=selector, private=private)
