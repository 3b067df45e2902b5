"""Mail is fetched from a mailbox: each message is taken in at least once and kept once.

A message is put away only after it was kept, so that a crash repeats it, and what was kept recognises it.
One that cannot be read is put into a folder of its own, and the next ones go on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog

from aftersales.channels.mailbox import Mailbox, OpenMailbox
from aftersales.deed import SYSTEM, Actor
from aftersales.errors import Collision, NotReady, NotUnderstood, TooOften
from aftersales.inbound.intake import keep_unreadable, take_in_mail
from aftersales.inbound.letters import LARGEST
from aftersales.parts import Parts
from aftersales.records import CaseChannel
from aftersales.settings import Settings

TOO_LARGE: Final = "It is too large. Ask its sender for smaller files."

TakeIn = Callable[[Parts, Actor, bytes], object]
"""Keeps a message for whoever acts, or raises why not."""

_LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a look into the mailbox brought."""

    taken: int = 0
    unreadable: int = 0
    left: int = 0

    def __add__(self, other: Fetched) -> Fetched:
        """Both looks together."""
        return Fetched(
            self.taken + other.taken, self.unreadable + other.unreadable, self.left + other.left
        )


def mailbox_of(settings: Settings) -> Mailbox | None:
    """The mailbox that the settings name, if they do."""
    if settings.imap_host is None:
        return None
    password = settings.imap_password
    return Mailbox(
        host=settings.imap_host,
        port=settings.imap_port,
        security=settings.imap_security,
        user=settings.imap_user or settings.sender_email,
        password="" if password is None else password.get_secret_value(),
        folder=settings.imap_folder,
        taken=settings.imap_taken_folder,
        unreadable=settings.imap_unreadable_folder,
    )


def fetch_mail(
    parts: Parts,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    take_in: TakeIn = take_in_mail,
    largest: int = LARGEST,
) -> Fetched:
    """Take in everything that waits in the mailbox; without one there is nothing to do.

    Args:
        parts: whose settings name the mailbox.
        should_stop: asked before each message.
        take_in: keeps a message.
        largest: bytes of a message that is looked at.

    Raises:
        NotReady: the mail server does not let us, or broke off; what was put away stays so.
    """
    box = mailbox_of(parts.settings)
    done, last = Fetched(), 0
    if box is None:
        return done
    with box.opened() as opened:
        while numbers := opened.waiting(last):
            for number in numbers:
                if should_stop():
                    return done
                done += _fetch(parts, box, opened, number, take_in, largest)
            last = numbers[-1]  # what had to be left does not keep the others waiting
    return done


def _fetch(
    parts: Parts,
    box: Mailbox,
    opened: OpenMailbox,
    number: int,
    take_in: TakeIn,
    largest: int,
) -> Fetched:
    size = opened.size(number)
    if size is None:
        return Fetched()
    if size > largest:
        keep_unreadable(parts, SYSTEM, CaseChannel.EMAIL, f"{number}, {size}".encode(), TOO_LARGE)
        _put_away(opened, number, box.unreadable)
        return Fetched(unreadable=1)
    raw = opened.content(number)
    if raw is None:
        return Fetched()
    try:
        take_in(parts, SYSTEM, raw)
    except (Collision, NotReady, TooOften):
        return Fetched(left=1)  # nothing is wrong with it; the next look takes it
    except NotUnderstood as error:
        return _unreadable(parts, box, opened, number, raw, str(error))
    except Exception as error:  # noqa: BLE001 - one message must not keep the others waiting
        _LOG.error("mail_failed", error=type(error).__name__)
        return _unreadable(parts, box, opened, number, raw, f"It failed ({type(error).__name__}).")
    _put_away(opened, number, box.taken)
    return Fetched(taken=1)


def _unreadable(
    parts: Parts, box: Mailbox, opened: OpenMailbox, number: int, raw: bytes, why: str
) -> Fetched:
    """Set a message aside where somebody finds it; if even that fails it stays where it is."""
    keep_unreadable(parts, SYSTEM, CaseChannel.EMAIL, raw, why)
    _put_away(opened, number, box.unreadable)
    return Fetched(unreadable=1)


def _put_away(opened: OpenMailbox, number: int, folder: str) -> None:
    """A message that stays is recognised at the next look, and kept no second time; whoever reads the log hears of it."""
    if not opened.put_away(number, folder):
        _LOG.error("mail_not_put_away", folder=folder)
