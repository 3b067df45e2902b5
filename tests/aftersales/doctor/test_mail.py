"""Mail servers with and without encryption and sign-in, and folders."""

import ssl
import subprocess
from pathlib import Path

import pytest

from aftersales.doctor.mail import mail
from tests.aftersales.channels.test_mail import Inbox, free_port, serving
from tests.aftersales.doctor.conftest import Change, verdicts

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    """A certificate that nobody trusts."""
    key, chain = tmp_path / "key.pem", tmp_path / "chain.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=localhost", "-keyout", str(key), "-out", str(chain)),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return context


def test_plain_server_would_take_messages_and_gets_none(changed: Change) -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        (found,) = mail(changed(smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False))

    assert (found.what, found.verdict) == ("mail", "ok")
    assert inbox.taken == []


def test_server_without_starttls_is_wrong_where_it_is_wanted(changed: Change) -> None:
    with serving(Inbox()) as port:
        (found,) = mail(changed(smtp_host="127.0.0.1", smtp_port=port))

    assert found.verdict == "wrong"
    assert found.sentence == "The mail server does not offer STARTTLS."
    assert "AFTERSALES_SMTP_STARTTLS=false" in found.mend


def test_certificate_that_nobody_trusts_is_said(
    changed: Change, certificate: ssl.SSLContext
) -> None:
    with serving(Inbox(), tls_context=certificate) as port:
        (found,) = mail(changed(smtp_host="127.0.0.1", smtp_port=port))

    assert found.verdict == "wrong"
    assert "certificate is not trusted" in found.sentence


def test_server_that_encrypts_and_is_trusted_is_well(
    changed: Change,
    certificate: ssl.SSLContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "chain.pem"))
    with serving(Inbox(), tls_context=certificate) as port:
        (found,) = mail(changed(smtp_host="localhost", smtp_port=port))

    assert (found.what, found.verdict) == ("mail", "ok")


@pytest.mark.parametrize(("password", "judged"), [("hush", "ok"), ("wrong", "wrong")])
def test_sign_in_is_tried(changed: Change, password: str, judged: str) -> None:
    inbox = Inbox()
    with serving(inbox, authenticator=inbox.login, auth_require_tls=False) as port:
        (found,) = mail(
            changed(
                smtp_host="127.0.0.1",
                smtp_port=port,
                smtp_starttls=False,
                smtp_user="visits",
                smtp_password=password,
            )
        )

    assert found.verdict == judged
    assert inbox.logins
    assert ("AFTERSALES_SMTP_PASSWORD" in found.mend) is (judged == "wrong")
    assert "hush" not in str(found)


def test_server_that_takes_no_sign_in_is_wrong_where_one_is_set(changed: Change) -> None:
    with serving(Inbox()) as port:
        (found,) = mail(
            changed(smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False, smtp_user="visits")
        )

    assert found.verdict == "wrong"
    assert "takes no sign-in" in found.sentence


def test_server_that_does_not_answer_is_wrong(changed: Change) -> None:
    (found,) = mail(changed(smtp_host="127.0.0.1", smtp_port=free_port()))

    assert found.verdict == "wrong"
    assert "ConnectionRefusedError" in found.sentence
    assert "AFTERSALES_SMTP_PORT" in found.mend


def test_unencrypted_way_to_another_machine_is_warned_of(changed: Change) -> None:
    found = list(mail(changed(smtp_host="mail.invalid", smtp_starttls=False)))

    assert verdicts(found) == [("mail", "warning"), ("mail", "wrong")]
    assert found[0].mend == "Set AFTERSALES_SMTP_STARTTLS=true."


def test_outbox_is_no_mail_and_is_left_as_it_was(changed: Change, tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"

    (found,) = mail(changed(outbox=folder))

    assert found.verdict == "warning"
    assert "nobody receives them" in found.sentence
    assert not folder.exists()


def test_outbox_that_cannot_be_written_is_wrong(changed: Change, tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.write_text("")

    (found,) = mail(changed(outbox=file))

    assert found.verdict == "wrong"
    assert str(file) in found.mend
