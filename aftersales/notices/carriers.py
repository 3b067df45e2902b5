"""What carries messages into messengers, as far as the settings give credentials for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from aftersales.channels.messengers import MetaPage, XAccount
from aftersales.channels.oauth import Credentials
from aftersales.channels.outgoing import Carrier
from aftersales.records import Channel
from aftersales.settings import Settings
from aftersales.webhooks.bridge import Bridge

BRIDGED: Final = (
    Channel.SMS,
    Channel.WHATSAPP,
    Channel.X,
    Channel.MESSENGER,
    Channel.OTHER,
)
"""What a bridge carries, unless we do so ourselves."""


def carriers_of(settings: Settings) -> Mapping[Channel, Carrier]:
    """What the settings give credentials for, by channel; our own way before the bridge."""
    found: dict[Channel, Carrier] = {}
    if settings.bridge_url is not None and settings.message_secret is not None:
        bridge = Bridge(settings.bridge_url, settings.message_secret.get_secret_value())
        found |= dict.fromkeys(BRIDGED, bridge)
    credentials = _at_x(settings)
    if credentials is not None:
        found[Channel.X] = XAccount(settings.x_url, credentials)
    if settings.messenger_page_token is not None:
        token = settings.messenger_page_token.get_secret_value()
        found[Channel.MESSENGER] = MetaPage(settings.messenger_url, token)
    return MappingProxyType(found)


def _at_x(settings: Settings) -> Credentials | None:
    given = (
        settings.x_consumer_key,
        settings.x_consumer_secret,
        settings.x_access_token,
        settings.x_access_secret,
    )
    told = [each.get_secret_value() for each in given if each is not None]
    if len(told) < len(given):
        return None
    key, secret, token, token_secret = told
    return Credentials(
        consumer_key=key, consumer_secret=secret, token=token, token_secret=token_secret
    )
