"""Telephone numbers as they are compared, however somebody wrote them."""

from __future__ import annotations

from typing import Any, Final

from sqlmodel import func

from aftersales.records import Channel, Contact

DIALLED: Final = (Channel.PHONE, Channel.SMS, Channel.WHATSAPP)
"""Channels whose addresses are numbers."""

BETWEEN: Final = (" ", "\u00a0", "-", "/", "(", ")", ".")
"""What people write between digits."""


def plain_number() -> Any:
    """The number of a contact without anything between its digits, such as +4235550011; for questions to the database."""
    number: Any = Contact.address
    for mark in BETWEEN:
        number = func.replace(number, mark, "")
    return number
