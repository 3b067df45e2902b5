"""A mailbox over IMAP: what waits in one folder is read and put away into another, never deleted.

Whatever a message holds, only its number and its bytes are looked at here.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final, Literal

from aftersales.errors import NotReady

TIMEOUT_SECONDS: Final = 30.0
"""How long a server may keep us waiting for one answer."""

MOST_AT_ONCE: Final = 50
"""Messages that are looked at before the folder is asked again."""

_NUMBERS: Final = re.compile(rb"\b\d{1,10}\b")
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d{1,12})")

Security = Literal["tls", "starttls", "none"]
_TROUBLE: Final = (imaplib.IMAP4.error, OSError)
"""What goes wrong with a server, its certificate or the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """One account on an IMAP server, and its three folders.

    Attributes:
        folder: where messages wait.
        taken: where they are put when they were taken in.
        unreadable: where those are put that nobody could read.
    """

    host: str
    port: int
    security: Security
    user: str
    password: str
    folder: str
    taken: str
    unreadable: str

    @contextmanager
    def opened(self) -> Iterator[OpenMailbox]:
        """Sign in, make the folders that are missing, and leave at the end.

        Raises:
            NotReady: the server does not let us; the last sentence says what to do.
        """
        connection = self._connected()
        try:
            self._sign_in(connection)
            for folder in (self.taken, self.unreadable):
                connection.create(_quoted(folder))  # it answers no if the folder is there
            answer, _told = connection.select(_quoted(self.folder))
            if answer != "OK":
                raise NotReady(
                    f"The mailbox has no folder “{self.folder}”. Correct AFTERSALES_IMAP_FOLDER."
                )
            _answer, told = connection.capability()  # it grows with the sign-in
            yield OpenMailbox(connection, frozenset(str(told[0], "ascii").upper().split()))
        except _TROUBLE as error:
            raise NotReady(
                f"The mail server {self.host} broke off ({type(error).__name__}). It is tried again; "
                "if this stays, look at the server's log."
            ) from error
        finally:
            with suppress(*_TROUBLE):
                connection.logout()

    def _connected(self) -> imaplib.IMAP4:
        trust = ssl.create_default_context()
        try:
            if self.security == "tls":
                return imaplib.IMAP4_SSL(
                    self.host, self.port, ssl_context=trust, timeout=TIMEOUT_SECONDS
                )
            connection = imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT_SECONDS)
            if self.security == "starttls":
                _encrypt(connection, trust)
        except _TROUBLE as error:
            raise NotReady(
                f"The mail server {self.host} does not answer on port {self.port} ({type(error).__name__}). "
                "Check AFTERSALES_IMAP_HOST, AFTERSALES_IMAP_PORT and AFTERSALES_IMAP_SECURITY."
            ) from error
        return connection

    def _sign_in(self, connection: imaplib.IMAP4) -> None:
        try:
            connection.login(self.user, self.password)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise NotReady(
                "The mail server refuses the sign-in. Check AFTERSALES_IMAP_USER and AFTERSALES_IMAP_PASSWORD."
            ) from error


@dataclass(frozen=True, slots=True)
class OpenMailbox:
    """The folder in which messages wait, opened."""

    connection: imaplib.IMAP4
    abilities: frozenset[str]

    def waiting(self, after: int = 0) -> Sequence[int]:
        """The numbers of the messages that wait, the oldest first, those after a number only."""
        _answer, found = self.connection.uid("SEARCH", "UNDELETED")
        numbers = {int(each) for line in found if line for each in _NUMBERS.findall(line)}
        return sorted(each for each in numbers if each > after)[:MOST_AT_ONCE]

    def size(self, number: int) -> int | None:
        """The bytes of a message; none if it is not there any more."""
        _answer, told = self.connection.uid("FETCH", str(number), "(RFC822.SIZE)")
        for line in told:
            match = _SIZE.search(line) if isinstance(line, bytes) else None
            if match is not None:
                return int(match[1])
        return None

    def content(self, number: int) -> bytes | None:
        """A message as it came, which stays unseen; none if it is not there any more."""
        _answer, told = self.connection.uid("FETCH", str(number), "(BODY.PEEK[])")
        return next((each[1] for each in told if isinstance(each, tuple)), None)

    def put_away(self, number: int, folder: str) -> bool:
        """Move a message into another folder; answers whether the server did, or somebody else had before.

        A server that refuses, because the folder is full or locked, leaves the message where it is.
        """
        if "MOVE" in self.abilities:  # RFC 6851
            answer, _told = self.connection.uid("MOVE", str(number), _quoted(folder))
            return answer == "OK"
        answer, _told = self.connection.uid("COPY", str(number), _quoted(folder))
        if answer != "OK":
            return False
        self.connection.uid("STORE", str(number), "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self.abilities:  # RFC 4315: without it others' deleted ones would go too
            self.connection.uid("EXPUNGE", str(number))
        return True


def _encrypt(connection: imaplib.IMAP4, trust: ssl.SSLContext) -> None:
    """Encrypt before anything is said; a connection that cannot be is hung up."""
    try:
        connection.starttls(trust)
    except _TROUBLE:
        connection.shutdown()
        raise


def _quoted(folder: str) -> str:
    """A folder's name as IMAP writes it (RFC 3501, section 4.3)."""
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
