"""E-mail through a real SMTP server, and into a real folder."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from aftersales.bootstrap import bootstrap
from aftersales.channels.mail import DeliveryFailed, OutboxFolder, SmtpServer
from aftersales.settings import Settings

KEY = "booked:appointment/1:0:customer/2"


class Inbox:
    """Takes what comes, or answers with the code it was told to."""

    def __init__(self, *, rcpt: str = "250 OK", data: str = "250 OK") -> None:
        self.rcpt = rcpt
        self.data = data
        self.taken: list[tuple[str, list[str], bytes]] = []
        self.logins: list[tuple[bytes, bytes]] = []

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        if self.data.startswith("250"):
            self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return self.data

    def login(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any
    ) -> Any:
        assert isinstance(given, LoginPassword)
        self.logins.append((given.login, given.password))
        return AuthResult(success=given.password == b"hush", handled=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[int]:
    """A mail server on the loopback; answers its port."""
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def server(port: int, **facts: Any) -> SmtpServer:
    values = {"user": None, "password": None, "starttls": False}
    return SmtpServer(host="127.0.0.1", port=port, **(values | facts))


@pytest.fixture
def message() -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Aftersales <visits@aftersales.example>"
    message["To"] = "Jānis <janis@example.lv>"
    message["Subject"] = "Jūsu vizīte"
    message["Message-ID"] = "<1@aftersales.example>"
    message.set_content("Labdien!\n")
    return message


def refusal(port: int, message: EmailMessage, **facts: Any) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as failed:
        server(port, **facts).send(message, KEY)
    return failed.value


def test_smtp_server_takes_the_message_as_it_was_written(message: EmailMessage) -> None:
    inbox = Inbox()

    with serving(inbox) as port:
        server(port).send(message, KEY)

    assert inbox.taken == [("visits@aftersales.example", ["janis@example.lv"], message.as_bytes())]


def test_recipient_refused_for_good_is_final(message: EmailMessage) -> None:
    with serving(Inbox(rcpt="550 no such mailbox janis@example.lv")) as port:
        failed = refusal(port, message)

    assert (str(failed), failed.is_final) == ("The mail server refused the recipient (550).", True)


def test_recipient_refused_for_now_is_not_final(message: EmailMessage) -> None:
    with serving(Inbox(rcpt="451 greylisted")) as port:
        failed = refusal(port, message)

    assert (str(failed), failed.is_final) == ("The mail server refused the recipient (451).", False)


@pytest.mark.parametrize("answer", ["452 disk full", "554 no thanks"])
def test_content_that_is_not_taken_may_be_taken_later(message: EmailMessage, answer: str) -> None:
    with serving(Inbox(data=answer)) as port:
        failed = refusal(port, message)

    assert (str(failed), failed.is_final) == (
        "The mail server could not take the message (SMTPDataError).",
        False,
    )


def test_server_that_is_not_there_may_be_there_later(message: EmailMessage) -> None:
    failed = refusal(free_port(), message)

    assert (str(failed), failed.is_final) == (
        "The mail server could not take the message (ConnectionRefusedError).",
        False,
    )


def test_server_without_encryption_gets_nothing_when_encryption_is_asked_for(
    message: EmailMessage,
) -> None:
    inbox = Inbox()

    with serving(inbox) as port:
        failed = refusal(port, message, starttls=True, user="shop", password="hush")

    assert str(failed) == "The mail server could not take the message (SMTPNotSupportedError)."
    assert (inbox.taken, inbox.logins) == ([], [])


@pytest.mark.parametrize("password", ["hush", "wrong"])
def test_smtp_server_is_signed_in_to(message: EmailMessage, password: str) -> None:
    inbox = Inbox()
    with serving(inbox, authenticator=inbox.login, auth_require_tls=False) as port:
        if password == "hush":
            server(port, user="shop", password=password).send(message, KEY)
        else:
            failed = refusal(port, message, user="shop", password=password)
            assert "SMTPAuthenticationError" in str(failed)
            assert "wrong" not in str(failed)

    assert inbox.logins[0] == (b"shop", password.encode())
    assert len(inbox.taken) == (password == "hush")


def test_settings_choose_between_the_server_and_the_folder(
    tmp_path: Path, message: EmailMessage
) -> None:
    inbox = Inbox()
    database = f"sqlite:///{tmp_path / 'a.db'}"

    with serving(inbox) as port:
        for facts in (
            {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_starttls": False},
            {"outbox": tmp_path / "outbox", "smtp_password": "unused"},
        ):
            settings = Settings(database_url=database, secret_key="k" * 43, **facts)  # type: ignore[arg-type]
            with bootstrap(settings) as parts:
                parts.post.send(message, KEY)

    assert len(inbox.taken) == len(list((tmp_path / "outbox").iterdir())) == 1


def test_outbox_keeps_one_file_for_each_key(tmp_path: Path, message: EmailMessage) -> None:
    outbox = OutboxFolder(tmp_path / "deep" / "outbox")

    outbox.send(message, KEY)
    outbox.send(message, KEY)
    outbox.send(message, KEY.replace("booked", "moved"))

    files = sorted(outbox.folder.iterdir())
    assert [file.name.split("-")[0] for file in files] == ["booked", "moved"]
    assert {file.suffix for file in files} == {".eml"}
    assert files[0].read_bytes() == message.as_bytes(policy=SMTP)


def test_outbox_replaces_a_draft_that_a_crash_left_behind(
    tmp_path: Path, message: EmailMessage
) -> None:
    outbox = OutboxFolder(tmp_path)
    outbox.send(message, KEY)
    (file,) = tmp_path.iterdir()
    file.rename(file.with_suffix(".part")).write_bytes(b"half of i")

    outbox.send(message, KEY)

    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == message.as_bytes(policy=SMTP)


def test_outbox_that_is_no_folder_may_become_one(tmp_path: Path, message: EmailMessage) -> None:
    blocked = tmp_path / "outbox"
    blocked.write_text("")

    with pytest.raises(DeliveryFailed, match="could not take the message") as failed:
        OutboxFolder(blocked).send(message, KEY)

    assert not failed.value.is_final
    assert isinstance(failed.value.__cause__, OSError)
