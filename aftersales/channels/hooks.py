"""Requests to addresses that others chose, on the open net, within a time, without redirects: webhooks, calendars.

The name is looked up here and the connection goes to the very address that was checked, so that a name
which points to the inside of the house, or changes between two looks, opens nothing there. The
certificate is still checked against the name.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from types import TracebackType
from typing import Final, Self

import httpx2

from aftersales.errors import AftersalesError

MOST_READ: Final = 4096
"""Bytes of an answer that are read at most; none of them is written down."""

_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as networks without IPv4 write them (RFC 6052)."""

_GIVEN_OUT: Final = IPv6Network("2000::/3")
"""What has been given out of IPv6 to the open net (RFC 4291 section 2.4); the rest leads to who knows where."""

_HIDDEN: Final = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"))
"""Addresses of protocols, and of a cloud's own housekeeping, which look global and are not."""

IpAddress = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the HTTP status, the pause that the receiver asked for, and the beginning of what it said."""

    status: int
    wished_pause: timedelta | None = None
    body: bytes = field(default=b"", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request: its method, where it goes, what it says, and how much of the answer is read."""

    method: str
    url: str
    body: bytes
    headers: Mapping[str, str]
    most: int


class NoReply(AftersalesError):
    """Nothing came back; the sentence says why."""


class Line:
    """A line to one receiver: messages that follow each other share a connection."""

    def __init__(
        self, *, timeout: float, is_local_allowed: bool, trust: ssl.SSLContext | None = None
    ) -> None:
        """Everything about a message takes `timeout` seconds at most; `trust` replaces the usual certificates."""
        self._timeout = timeout
        self._is_local_allowed = is_local_allowed
        self._runner = asyncio.Runner()
        self._client = httpx2.AsyncClient(
            timeout=timeout,
            follow_redirects=False,
            trust_env=False,
            verify=trust or _usual_trust(),
            headers={"user-agent": "aftersales", "accept": "*/*", "accept-encoding": "identity"},
        )

    def __enter__(self) -> Self:
        """Open nothing yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hang up."""
        self._runner.run(self._client.aclose())
        self._runner.close()

    def post(self, url: str, body: str, headers: Mapping[str, str], now: datetime) -> Reply:
        """Post a JSON body and answer what came back, whatever it was.

        Raises:
            NoReply: the address may not be asked, nobody was there, or it took too long.
        """
        told = {**headers, "content-type": "application/json"}
        asked = _Asked("POST", url, body.encode(), told, MOST_READ)
        return self._runner.run(self._within_time(asked, now))

    def get(self, url: str, now: datetime, *, most: int) -> Reply:
        """Ask for what is there, `most` bytes of it, and answer what came back, whatever it was.

        Raises:
            NoReply: the address may not be asked, nobody was there, or it took too long.
        """
        return self._runner.run(self._within_time(_Asked("GET", url, b"", {}, most), now))

    async def _within_time(self, asked: _Asked, now: datetime) -> Reply:
        try:
            async with asyncio.timeout(self._timeout):
                return await self._ask(asked, now)
        except (TimeoutError, httpx2.TimeoutException) as error:
            raise NoReply(f"There was no answer within {self._timeout:g} seconds.") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise NoReply(f"The connection failed ({type(error).__name__}).") from error

    async def _ask(self, asked: _Asked, now: datetime) -> Reply:
        url = httpx2.URL(asked.url)
        addresses = await _addresses(url)
        for address in addresses:
            if not is_reachable(address, is_local_allowed=self._is_local_allowed):
                raise NoReply("The address leads to a private network, where nothing is sent.")
        failure: httpx2.HTTPError | None = None
        for address in addresses:
            request = self._client.build_request(
                asked.method,
                url.copy_with(host=str(address)),
                content=asked.body,
                headers={**asked.headers, "host": _host(url)},
                extensions={"sni_hostname": url.raw_host.decode("ascii")},
            )
            try:
                return await self._sent(request, now, asked.most)
            except httpx2.ConnectError as error:
                failure = error  # the name may have another address that answers
        raise failure or NoReply("The name has no address.")

    async def _sent(self, request: httpx2.Request, now: datetime, most: int) -> Reply:
        response = await self._client.send(request, stream=True)
        try:
            read = b""
            async for chunk in response.aiter_raw():
                read += chunk
                if len(read) > most:
                    break
        finally:
            await response.aclose()
        wished = _wished_pause(response.headers.get("retry-after"), now)
        return Reply(response.status_code, wished, read[:most])


@cache
def _usual_trust() -> ssl.SSLContext:
    """The certificates that are usually trusted; reading them takes longer than a message."""
    return httpx2.create_ssl_context(trust_env=False)


def is_reachable(address: IpAddress, *, is_local_allowed: bool) -> bool:
    """Whether messages may go to an IP address: it lies on the open net, or on this machine and that is allowed."""
    inner = _inner(address)
    if inner.is_loopback:
        return is_local_allowed
    if any(inner in network for network in _HIDDEN):
        return False
    is_given_out = isinstance(inner, IPv4Address) or inner in _GIVEN_OUT
    return inner.is_global and not inner.is_multicast and is_given_out


def _inner(address: IpAddress) -> IpAddress:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    tunnelled = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or tunnelled or address


async def _addresses(url: httpx2.URL) -> list[IpAddress]:
    """Every address of the host, the preferred one first."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(
            url.raw_host.decode("ascii"), url.port or 443, type=socket.SOCK_STREAM
        )
    except OSError as error:
        raise NoReply("The name is not known. Check the address.") from error
    return list(dict.fromkeys(ip_address(str(each[4][0]).partition("%")[0]) for each in found))


def _host(url: httpx2.URL) -> str:
    return url.netloc.decode("ascii")


def _wished_pause(header: str | None, now: datetime) -> timedelta | None:
    """What Retry-After asks for (RFC 9110 section 10.2.3): seconds, or a moment."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return timedelta(seconds=min(int(header), 10**6))
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    aware = until.replace(tzinfo=UTC) if until.tzinfo is None else until
    return max(aware - now, timedelta())
