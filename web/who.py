"""Who a request comes from: the key of a shop system, a session, or nobody in particular."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_network
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from aftersales.access import Nobody, Principal, ShopKey, SignedIn
from aftersales.api_keys import principal_of_key
from aftersales.errors import NotSignedIn
from aftersales.parts import Parts
from aftersales.sessions import confirm, presented, replayed
from web.cookies import session_token

BEARER: Final = "bearer "
"""Begins the Authorization header of a shop system (RFC 6750, section 2.1)."""

SIGN_IN_FIRST: Final = "Sign in first; then this opens."


def identified(request: HTTPConnection, parts: Parts) -> Principal:
    """Who the headers of a request speak for.

    Raises:
        NotSignedIn: a key or a session was shown that does not hold (any more).
    """
    authorization = request.headers.get("authorization", "")
    if authorization:
        if authorization[: len(BEARER)].lower() != BEARER:
            raise NotSignedIn("Only API keys are taken here. Send “Authorization: Bearer <key>”.")
        with parts.store.reading() as session:
            return principal_of_key(
                session, parts.clock.now(), authorization[len(BEARER) :].strip()
            )
    token = session_token(request, parts.settings.public_url)
    if token is None:
        return Nobody()
    try:
        with parts.store.reading() as session:
            principal = presented(session, parts.clock.now(), token)
    except NotSignedIn:
        replayed(parts, token)
        raise
    if principal.is_renewed:
        confirm(parts, token)
    return principal


def who(request: Request) -> Principal:
    """The principal whom the door let in."""
    principal: Principal = getattr(request.state, "principal", Nobody())
    return principal


def me(request: Request) -> SignedIn:
    """The user who is signed in.

    Raises:
        NotSignedIn: nobody is.
    """
    principal = who(request)
    if not isinstance(principal, SignedIn):
        raise NotSignedIn(SIGN_IN_FIRST)
    return principal


def name_of(principal: Principal, address: str) -> str:
    """What requests are counted under: the user, the key, or the address of whoever is neither."""
    match principal:
        case SignedIn(user_id=user_id):
            return f"user:{user_id}"
        case ShopKey(key_id=key_id):
            return f"key:{key_id}"
        case Nobody():
            return f"address:{address}"


def address_of(request: HTTPConnection) -> str:
    """Where a request comes from, as far as the proxies that are believed tell.

    Whoever has one address of IPv6 has 2^64 of them, so only the network counts (RFC 6177).
    """
    told = request.client.host if request.client else "unknown"
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if isinstance(address, IPv4Address):
        return told
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((address, 64), strict=False))


Who = Annotated[Principal, Depends(who)]
"""Asks for the principal in an endpoint's signature."""

Me = Annotated[SignedIn, Depends(me)]
"""Asks for the signed-in user in a page's signature."""
