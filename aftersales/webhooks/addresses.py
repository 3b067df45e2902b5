"""Which addresses may be told of events; pure. Where their names lead is looked at again at each sending."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from aftersales.channels.hooks import is_reachable
from aftersales.errors import NotUnderstood, Problem

LONGEST: Final = 2000
"""Characters of an address at most."""


def checked_url(url: str, *, is_local_allowed: bool) -> str:
    """The address, if messages may ever be sent to it.

    Raises:
        NotUnderstood: it is no https address, names somebody, or lies in a private network.
    """
    wrong = _wrong(url, is_local_allowed=is_local_allowed)
    if wrong is None:
        return url
    raise NotUnderstood(
        f"Webhooks cannot be sent to this address: {wrong}. Name another one, such as https://shop.example/hooks.",
        [Problem("url", wrong)],
    )


def _wrong(url: str, *, is_local_allowed: bool) -> str | None:
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return "it holds characters that no address has"
    if len(url) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    try:
        split = urlsplit(url)
        host, _ = split.hostname, split.port
    except ValueError:
        return "it is no address"
    if not host or split.scheme not in {"http", "https"}:
        return "it does not begin with https://"
    if split.username is not None or split.password is not None or split.fragment:
        return "it holds a name, a password or a fragment"
    return _wrong_host(split, host, is_local_allowed=is_local_allowed)


def _wrong_host(split: SplitResult, host: str, *, is_local_allowed: bool) -> str | None:
    try:
        address = ip_address(host)
    except ValueError:
        is_local = host == "localhost" or host.endswith(".localhost")
        is_open = is_local_allowed or not is_local
    else:
        is_local = address.is_loopback
        is_open = is_reachable(address, is_local_allowed=is_local_allowed)
    if not is_open:
        return "it lies in a private network"
    if split.scheme != "https" and not (is_local and is_local_allowed):
        return "it does not begin with https://"
    return None
