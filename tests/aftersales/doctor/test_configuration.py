"""Settings, secrets and names are judged with what to do."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from aftersales.doctor.configuration import (
    clock,
    kernels,
    names,
    public_url,
    secret_key,
    settings,
)
from aftersales.doctor.patient import Patient
from aftersales.settings import CONFIG_VARIABLE, named_file, unknown_variables
from aftersales.solving import folder_of_kernels
from aftersales.store import Store
from tests.aftersales.doctor.conftest import Change, verdicts


def test_settings_that_are_none_are_named(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERSALES_SMPT_HOST", "mail.shop.test")
    monkeypatch.setenv("AFTERSALES_SMTP_PORT", "25")

    found = list(settings(replace(patient, unknown_variables=unknown_variables())))

    assert verdicts(found) == [("settings", "warning"), ("settings", "ok")]
    assert "AFTERSALES_SMPT_HOST" in found[0].sentence
    assert found[0].mend.endswith("unset AFTERSALES_SMPT_HOST.")


@pytest.mark.parametrize(
    ("mode", "judged"), [(0o600, ["ok"]), (0o640, ["warning", "ok"]), (0o604, ["warning", "ok"])]
)
def test_settings_file_with_secrets_is_for_its_owner_only(
    patient: Patient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mode: int,
    judged: list[str],
) -> None:
    file = tmp_path / "shop.toml"
    file.write_text("")
    file.chmod(mode)
    monkeypatch.setenv(CONFIG_VARIABLE, str(file))

    found = list(settings(replace(patient, settings_file=named_file())))

    assert [finding.verdict.value for finding in found] == judged
    assert found[0].mend == ("" if mode == 0o600 else f"chmod 600 {file}")


def test_settings_file_that_is_not_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert named_file() is None


def test_short_secret_key_is_wrong(changed: Change) -> None:
    (found,) = secret_key(changed(secret_key="short"))

    assert found.verdict == "wrong"
    assert "AFTERSALES_SECRET_KEY" in found.mend


def test_long_secret_key_is_well(patient: Patient) -> None:
    assert verdicts(list(secret_key(patient))) == [("secret key", "ok")]


def test_postgresql_without_a_secret_key_is_wrong(changed: Change) -> None:
    patient = changed(secret_key=None)

    (found,) = secret_key(replace(patient, store=Store("postgresql+psycopg://db/shop")))

    assert found.verdict == "wrong"
    assert "token_urlsafe" in found.mend


@pytest.mark.parametrize(("mode", "judged"), [(0o600, "ok"), (0o644, "wrong"), (None, "ok")])
def test_secret_beside_sqlite_is_for_its_owner_only(
    changed: Change, tmp_path: Path, mode: int | None, judged: str
) -> None:
    file = tmp_path / "other.secret"
    if mode is not None:
        file.write_text("k")
        file.chmod(mode)

    (found,) = secret_key(
        replace(changed(secret_key=None), store=Store(f"sqlite:///{tmp_path / 'other.db'}"))
    )

    assert found.verdict == judged
    assert found.mend == (f"chmod 600 {file}" if judged == "wrong" else "")


@pytest.mark.parametrize(
    ("url", "smtp", "judged"),
    [
        ("https://service.shop.test", None, "ok"),
        ("http://127.0.0.1:8000", None, "ok"),
        ("http://[::1]:8000", "mail", "warning"),
        ("http://localhost", "mail", "warning"),
        ("http://service.shop.test", None, "wrong"),
        ("http://192.168.1.4:8000", "mail", "wrong"),
    ],
)
def test_public_url_is_encrypted_unless_only_this_machine_reads_it(
    changed: Change, url: str, smtp: str | None, judged: str
) -> None:
    (found,) = public_url(changed(public_url=url, smtp_host=smtp))

    assert found.verdict == judged
    assert ("AFTERSALES_PUBLIC_URL" in found.mend) is (judged != "ok")


def test_names_of_nobody_are_warned_of(changed: Change) -> None:
    assert verdicts(list(names(changed()))) == [
        ("calendar domain", "warning"),
        ("sender", "warning"),
    ]
    assert verdicts(list(names(changed(smtp_host="mail"))))[1] == ("sender", "wrong")


def test_own_names_are_well(changed: Change) -> None:
    own = changed(calendar_domain="shop.test", sender_email="visits@shop.test")

    assert verdicts(list(names(own))) == [("calendar domain", "ok"), ("sender", "ok")]


def test_rehearsal_is_warned_of(changed: Change) -> None:
    (found,) = clock(changed(rehearsal_on="2026-11-23"))

    assert found.verdict == "warning"
    assert "AFTERSALES_REHEARSAL_ON" in found.mend
    assert list(clock(changed())) == []


def test_environment_of_the_tests_holds_no_unknown_settings() -> None:
    assert not [name for name in unknown_variables() if name in os.environ]


def test_kernels_that_are_kept_are_well(changed: Change, tmp_path: Path) -> None:
    patient = changed(kernel_folder=tmp_path / "kernels")
    folder = folder_of_kernels(tmp_path / "kernels")

    (empty,) = kernels(patient)
    folder.mkdir(parents=True)
    (folder / "entry.run-1.py311.1.nbc").write_bytes(b"")
    (there,) = kernels(patient)

    assert verdicts([empty, there]) == [("planner", "warning"), ("planner", "ok")]
    assert empty.mend.startswith("Run aftersales warmup")
    assert str(folder) in there.sentence


def test_kernels_without_a_place_are_warned_of(changed: Change, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    (blocked,) = kernels(changed(kernel_folder=tmp_path / "file" / "kernels"))
    (homeless,) = kernels(changed(kernel_folder=Path("~nobody-at-all/kernels")))

    assert verdicts([blocked, homeless]) == [("planner", "warning"), ("planner", "wrong")]
    assert blocked.mend.startswith(f"Let this user write to {tmp_path / 'file'}, or set ")
    assert homeless.mend == "Set AFTERSALES_KERNEL_FOLDER to a folder that can be written."
