"""The names of the channels on which people write."""

from __future__ import annotations

from aftersales.records import CaseChannel
from aftersales.words.catalogue import Words


def channel_name(_: Words, channel: CaseChannel) -> str:
    """Which way somebody wrote."""
    return {
        CaseChannel.WEB_FORM: _("web form"),
        CaseChannel.CHAT: _("chat"),
        CaseChannel.EMAIL: _("e-mail"),
        CaseChannel.PHONE: _("telephone"),
        CaseChannel.SMS: "SMS",
        CaseChannel.WHATSAPP: "WhatsApp",
        CaseChannel.X: "X",
        CaseChannel.MESSENGER: "Messenger",
        CaseChannel.OTHER: _("another channel"),
        CaseChannel.API: _("shop system"),
        CaseChannel.VISIT_PAGE: _("page of the visit"),
        CaseChannel.RECALL_PAGE: _("page of the recall"),
        CaseChannel.PLANNING: _("planning"),
    }[channel]


def channel_words(_: Words, channel: str) -> str:
    """By which way something came: a visit, a channel, or what nobody put into words as it is."""
    if channel == "visit":
        return _("visit")
    try:
        return channel_name(_, CaseChannel(channel))
    except ValueError:
        return channel.replace("_", " ")
