"""A message as a page that mail programs show: one column, buttons for thumbs, light and dark, no pictures from anywhere.

Styles stand on the elements, because several programs drop those of the head; only the dark colours stand there.
"""

from __future__ import annotations

from html import escape
from typing import Final

from aftersales.notices.message import Choice, Message

FONTS: Final = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Bengali', "
    "'Nirmala UI', 'Bangla Sangam MN', Vrinda, sans-serif"
)
"""What devices have, those with Bengali letters too: a mail cannot bring fonts along."""

_BODY: Final = (
    f"margin:0;padding:24px 16px;font-family:{FONTS};font-size:16px;line-height:1.6;"
    "color:#1b2733;background-color:#ffffff;overflow-wrap:break-word"
)
_COLUMN: Final = "max-width:560px;margin:0 auto"
_BUTTON: Final = (
    "display:inline-block;margin:0 8px 12px 0;padding:12px 20px;border:1px solid #0b5a87;border-radius:6px;"
    "font-weight:600;text-decoration:none"
)
_FIRST: Final = "color:#ffffff;background-color:#0b5a87"
_OTHERS: Final = "color:#0b5a87;background-color:#ffffff"

_DARK: Final = (
    "@media (prefers-color-scheme:dark){body{color:#e8edf2!important;background-color:#12181f!important}"
    "a.other{color:#9fd0f3!important;background-color:#12181f!important;border-color:#9fd0f3!important}}"
)


def page_in_mail(message: Message, language: str) -> str:
    """The message with its choices as buttons, the first one filled; every word of others is escaped."""
    paragraphs = "".join(
        f'<p style="margin:0 0 16px">{escape(paragraph).replace(chr(10), "<br>")}</p>'
        for paragraph in message.paragraphs
    )
    shown = [choice for choice in message.choices if choice.url]
    choices = "".join(_button(choice, is_first=not number) for number, choice in enumerate(shown))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(message.subject)}</title><style>{_DARK}</style></head>"
        f'<body style="{escape(_BODY)}"><main style="{_COLUMN}">{paragraphs}'
        f"{f'<p>{choices}</p>' if choices else ''}</main></body></html>\n"
    )


def _button(choice: Choice, *, is_first: bool) -> str:
    style = f"{_BUTTON};{_FIRST if is_first else _OTHERS}"
    kind = "first" if is_first else "other"
    return (
        f'<a class="{kind}" style="{style}" href="{escape(choice.url)}">{escape(choice.label)}</a>'
    )
