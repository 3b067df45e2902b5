"""A real IMAP server of our own: Debian's Dovecot on a free port, with an empty mailbox for each name."""

from __future__ import annotations

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

import pytest

PASSWORD = "hush"

CONFIGURATION = """
base_dir = {folder}/base
state_dir = {folder}/state
instance_name = {folder.name}
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login_user}
default_vsz_limit = 0
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{folder}/mail/%u
mail_uid = {user}
mail_gid = {group}
mail_fsync = never
{more}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = home={folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
}}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  {chroot}
}}
service stats {{
  {chroot}
}}
"""


@dataclass(frozen=True)
class ImapServer:
    """A running server."""

    port: int

    def put(self, user: str, *messages: bytes) -> None:
        """Let messages arrive in somebody's mailbox."""
        with self._opened(user) as connection:
            for each in messages:
                assert connection.append("INBOX", "", "", each)[0] == "OK"

    def folders(self, user: str) -> dict[str, list[bytes]]:
        """What lies in which folder of a mailbox, the oldest first, without what is marked as deleted."""
        with self._opened(user) as connection:
            return {
                name: list(_messages(connection, name))
                for name in ("INBOX", "Aftersales taken", "Aftersales unreadable")
            }

    @contextmanager
    def _opened(self, user: str) -> Iterator[imaplib.IMAP4]:
        connection = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        connection.login(user, PASSWORD)
        yield connection
        connection.logout()


def _messages(connection: imaplib.IMAP4, folder: str) -> Iterator[bytes]:
    if connection.select(f'"{folder}"', readonly=True)[0] != "OK":
        return
    for number in connection.uid("SEARCH", "UNDELETED")[1][0].split():
        for part in connection.uid("FETCH", number.decode(), "(BODY.PEEK[])")[1]:
            if isinstance(part, tuple):
                yield part[1]


def need_dovecot() -> None:
    """Skip the test where the server is not installed."""
    if shutil.which("dovecot") is None and not os.environ.get("CI"):
        pytest.skip("Dovecot is not installed (apt-get install dovecot-imapd)")


@contextmanager
def serving(more: str = "") -> Iterator[ImapServer]:
    """A server until the block ends; `more` is added to its configuration."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))  # sockets have short paths
    folder.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    is_root = os.getuid() == 0
    user = "dovecot" if is_root else pwd.getpwuid(os.getuid()).pw_name
    (folder / "mail").mkdir()
    if is_root:  # it makes no mailboxes for root
        shutil.chown(folder / "mail", user)
    (folder / "dovecot.conf").write_text(
        CONFIGURATION.format(
            folder=folder,
            user=user,
            group=user,
            login_user="dovenull" if is_root else user,
            chroot="" if is_root else "chroot =",
            password=PASSWORD,
            port=port,
            more=more,
        )
    )
    process = subprocess.Popen(
        ["dovecot", "-F", "-c", folder / "dovecot.conf"], stderr=subprocess.PIPE, text=True
    )
    log = process.stderr
    assert log is not None
    reading = Thread(target=log.read, daemon=True)  # a full pipe would stop the server
    try:
        _wait_for(log)
        reading.start()
        yield ImapServer(port)
    finally:
        process.terminate()
        process.wait(20)
        if reading.is_alive():
            reading.join(20)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(log: IO[str]) -> None:
    """It says so in its log once it listens."""
    said = []
    for line in log:
        said.append(line)
        if "starting up" in line:
            return
    raise AssertionError("".join(said) or "Dovecot does not start.")
