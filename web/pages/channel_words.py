"""The words for the ways in which something reached us."""

from __future__ import annotations

from aftersales.words import Words


def channel_words(_: Words, channel: str) -> str:
    """By which way it came; one that nobody put into words stays as it is."""
    return {
        "visit": _("visit"),
        "web_form": _("form on the web"),
        "chat": _("chat"),
        "email": _("e-mail"),
        "phone": _("telephone"),
        "sms": _("text message"),
        "whatsapp": "WhatsApp",
        "x": "X",
        "messenger": "Messenger",
        "other": _("another way"),
        "api": _("shop system"),
        "visit_page": _("page of the visit"),
        "planning": _("planning"),
    }.get(channel, channel.replace("_", " "))
