"""How a request to X is signed: OAuth 1.0a with HMAC-SHA1 (RFC 5849), whose credentials do not run out."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Those of our app, and of our account that it writes for."""

    consumer_key: str
    consumer_secret: str
    token: str
    token_secret: str


def authorization(credentials: Credentials, url: str, nonce: str, at: datetime) -> str:
    """The header of a POST of JSON; a JSON body is not signed (RFC 5849 section 3.4.1.3)."""
    told = {
        "oauth_consumer_key": credentials.consumer_key,
        "oauth_nonce": nonce,
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(int(at.timestamp())),
        "oauth_token": credentials.token,
        "oauth_version": "1.0",
    }
    told["oauth_signature"] = signature(credentials, url, told)
    return "OAuth " + ", ".join(f'{name}="{_quoted(value)}"' for name, value in told.items())


def signature(credentials: Credentials, url: str, told: Mapping[str, str]) -> str:
    """The signature of a POST with these parameters (RFC 5849 section 3.4)."""
    pairs = sorted((_quoted(name), _quoted(value)) for name, value in told.items())
    parameters = "&".join(f"{name}={value}" for name, value in pairs)
    base = f"POST&{_quoted(url)}&{_quoted(parameters)}"
    key = f"{_quoted(credentials.consumer_secret)}&{_quoted(credentials.token_secret)}"
    mac = hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()
    return base64.b64encode(mac).decode()


def _quoted(text: str) -> str:
    return quote(text, safe="-._~")
