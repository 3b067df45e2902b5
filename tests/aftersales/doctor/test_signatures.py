"""The doctor looks at the key that letters are signed with, and says what DNS must have."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from aftersales.doctor.mail import signatures
from tests.aftersales.doctor.conftest import Change

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def made(folder: Path, bits: int, mode: int = 0o600) -> Path:
    file = folder / "key.pem"
    subprocess.run(
        ["openssl", "genrsa", "-out", str(file), str(bits)], check=True, capture_output=True
    )
    file.chmod(mode)
    return file


def test_the_record_for_dns_is_shown(changed: Change, tmp_path: Path) -> None:
    (found,) = signatures(changed(dkim_key=made(tmp_path, 2048), sender_email="a@shop.example"))

    assert found.verdict == "ok"
    assert "aftersales._domainkey.shop.example: v=DKIM1; k=rsa; p=MIIB" in found.sentence


def test_a_short_key_that_others_read_is_warned_of(changed: Change, tmp_path: Path) -> None:
    found = list(signatures(changed(dkim_key=made(tmp_path, 1024, 0o644))))

    assert [each.verdict for each in found] == ["warning", "warning", "ok"]
    assert "chmod 600" in found[0].mend
    assert "1024 bits" in found[1].sentence


def test_a_key_that_is_not_there_is_wrong_and_none_is_no_finding(
    changed: Change, tmp_path: Path
) -> None:
    (found,) = signatures(changed(dkim_key=tmp_path / "nothing.pem"))

    assert found.verdict == "wrong"
    assert "AFTERSALES_DKIM_KEY" in found.mend
    assert list(signatures(changed())) == []
