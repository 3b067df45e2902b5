"""Letters are signed as ours, arrive through a real server as they were signed, and are told from changed ones."""

from __future__ import annotations

import subprocess
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import dkim
import pytest

from aftersales.bootstrap import bootstrap
from aftersales.channels.dkim import DkimKey, key_in
from aftersales.channels.mail import SmtpServer
from aftersales.errors import NotReady
from aftersales.settings import Settings
from tests.aftersales.channels.test_mail import KEY, Inbox, server, serving

LANGUAGES = {
    "en": "Your visit: 9:00–13:00. " + "A very long line. " * 100,
    "lv": "Jūsu vizīte: no plkst. 9.00 līdz 13.00. Ģirts Bērziņš nāks pie Jums.",
    "bn": "আপনার ভিজিট: সকাল ৯টা থেকে দুপুর ১টা। টেকনিশিয়ান আপনার কাছে আসবেন।",
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key as OpenSSL makes it."""
    path = tmp_path_factory.mktemp("keys") / "dkim.pem"
    subprocess.run(
        ["openssl", "genrsa", "-out", str(path), "2048"], check=True, capture_output=True
    )
    path.chmod(0o600)
    return path


@pytest.fixture
def key(file: Path) -> DkimKey:
    return key_in(file, domain="aftersales.example", selector="s1")


def letter(text: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Aftersales <visits@aftersales.example>"
    message["To"] = "Jānis <janis@example.lv>"
    message["Subject"] = text[:40]
    message["Message-ID"] = "<1@aftersales.example>"
    message.set_content(text + "\n", cte="8bit" if len(text) < 900 else None)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    return message


def is_good(content: bytes, key: DkimKey) -> bool:
    """Whether a mail service finds the signature good that asks DNS for the key."""

    def txt(name: bytes, **_options: object) -> bytes:
        assert name.decode().rstrip(".") == key.name
        return key.record.encode()

    good: bool = dkim.verify(content, dnsfunc=txt)
    return good


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_signed_letter_arrives_as_it_was_signed(key: DkimKey, language: str) -> None:
    inbox = Inbox()

    with serving(inbox) as port:
        server(port, key=key).send(letter(LANGUAGES[language]), KEY)

    ((sender, recipients, content),) = inbox.taken
    assert (sender, recipients) == ("visits@aftersales.example", ["janis@example.lv"])
    assert content.isascii()
    assert is_good(content, key)
    read = message_from_bytes(content, policy=default).get_body(("plain",))
    assert read is not None
    assert read.get_content().strip() == LANGUAGES[language].strip()


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        (b"Subject: ", b"Subject: Free "),
        (b"From: Aftersales", b"From: Bank <bank@example.org>\r\nFrom: Aftersales"),
        (b"visits@", b"bank@"),
        (b"9:00", b"8:00"),
    ],
)
def test_what_was_changed_on_its_way_is_seen(key: DkimKey, found: bytes, instead: bytes) -> None:
    content = key.signed(letter("Your visit: 9:00 to 13:00."))
    headers, blank, body = content.partition(b"From: ")

    changed = headers + (blank + body).replace(found, instead)

    assert is_good(content, key)
    assert changed != content
    assert not is_good(changed, key)


def test_the_settings_name_the_key_and_its_domain_is_the_sender_s(
    file: Path, tmp_path: Path
) -> None:
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'a.db'}",
        smtp_host="mail.shop.example",
        sender_email="visits@Shop.example",
        dkim_key=file,
        dkim_selector="s2",
    )

    with bootstrap(settings) as parts:
        assert isinstance(parts.post, SmtpServer)
        assert parts.post.key is not None
        assert parts.post.key.name == "s2._domainkey.shop.example"
        assert "PRIVATE" not in repr(parts.post)


@pytest.mark.parametrize("content", [None, b"", b"nonsense", b"-----BEGIN RSA PRIVATE KEY-----\n"])
def test_a_key_that_cannot_be_read_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "key.pem"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(NotReady) as refused:
        key_in(file, domain="aftersales.example", selector="s1")

    assert ("AFTERSALES_DKIM_KEY" if content is None else "openssl genrsa") in str(refused.value)
