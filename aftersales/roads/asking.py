"""One request to a routing engine: no second try, no redirect, and whatever may go wrong with it.

Loaded only where an engine is set: the library behind it is an extra.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import requests
from routingpy import client_default, exceptions

FAILURES: Final = (
    requests.RequestException,
    exceptions.RouterError,
    exceptions.Timeout,
    exceptions.JSONParseError,
    # answers of another shape, met while they are read
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


class Client(client_default.Client):  # type: ignore[misc] # the library has no types
    """The library's client without its patience: it tries a busy engine for a minute, in front of a buyer."""

    def _request(
        self,
        url: str,
        get_params: object = None,
        post_params: Mapping[str, object] | None = None,
        dry_run: object = None,  # noqa: ARG002 - the library's signature
    ) -> Any:
        address = self.base_url + self._generate_auth_url(url, get_params or {})
        response = self._session.request(
            "GET" if post_params is None else "POST",
            address,
            json=post_params,
            headers=self.headers,
            timeout=self.timeout,
            allow_redirects=False,
        )
        return self._get_body(response)
