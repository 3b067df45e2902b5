"""Settings come from arguments, the environment and a file, in this order, and say what is wrong."""

from datetime import time
from pathlib import Path

import pytest

from aftersales.errors import NotReady
from aftersales.settings import CONFIG_VARIABLE, Settings, read_settings


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that names no setting, in an empty working folder."""
    for name in (*Settings.model_fields, "config"):
        monkeypatch.delenv(f"AFTERSALES_{name.upper()}", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def test_settings_have_defaults_that_need_no_server() -> None:
    settings = read_settings()

    assert settings.database_url == "sqlite:///aftersales.db"
    assert (settings.smtp_host, settings.outbox) == (None, Path("outbox"))
    assert (settings.quiet_from, settings.quiet_until) == (time(21), time(8))


def test_environment_wins_over_the_file_and_arguments_over_both(
    bare: pytest.MonkeyPatch,
) -> None:
    Path("aftersales.toml").write_text(
        'sender_name = "file"\nlink_days = 7\nquiet_from = "22:30:00"\nsmtp_port = 2525\n'
    )
    bare.setenv("AFTERSALES_SENDER_NAME", "environment")
    bare.setenv("AFTERSALES_LINK_DAYS", "8")

    settings = read_settings(link_days=9)

    assert (settings.sender_name, settings.link_days) == ("environment", 9)
    assert (settings.quiet_from, settings.smtp_port) == (time(22, 30), 2525)


def test_named_file_is_read_instead_of_the_one_in_the_working_folder(
    bare: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Path("aftersales.toml").write_text('sender_name = "here"\n')
    named = tmp_path / "other.toml"
    named.write_text('sender_name = "named"\n')
    bare.setenv(CONFIG_VARIABLE, str(named))

    assert read_settings().sender_name == "named"


def test_named_file_that_is_missing_is_called_by_its_name(
    bare: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bare.setenv(CONFIG_VARIABLE, str(tmp_path / "none.toml"))

    with pytest.raises(
        NotReady, match=r"AFTERSALES_CONFIG names .*none\.toml, which is not a file"
    ):
        read_settings()


def test_file_that_is_no_toml_is_called_by_its_name() -> None:
    Path("aftersales.toml").write_text("sender_name = \n")

    with pytest.raises(NotReady, match=r"aftersales\.toml"):
        read_settings()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_database_url_of_any_postgresql_spelling_names_the_driver(scheme: str) -> None:
    settings = read_settings(database_url=f"{scheme}://shop:s3cret@db/after")

    assert settings.database_url == "postgresql+psycopg://shop:s3cret@db/after"


def test_database_url_of_the_platform_is_used_unless_our_own_is_set(
    bare: pytest.MonkeyPatch,
) -> None:
    bare.setenv("DATABASE_URL", "postgres://platform/db")
    assert read_settings().database_url == "postgresql+psycopg://platform/db"

    bare.setenv("AFTERSALES_DATABASE_URL", "sqlite:///ours.db")
    assert read_settings().database_url == "sqlite:///ours.db"

    Path("aftersales.toml").write_text('database_url = "sqlite:///file.db"\n')
    assert read_settings().database_url == "sqlite:///ours.db"
    assert read_settings(database_url="sqlite:///given.db").database_url == "sqlite:///given.db"


def test_database_url_in_the_file_is_read() -> None:
    Path("aftersales.toml").write_text('database_url = "sqlite:///file.db"\n')

    assert read_settings().database_url == "sqlite:///file.db"


def test_public_url_loses_its_last_slash() -> None:
    assert read_settings(public_url="https://shop.example/").public_url == "https://shop.example"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "mysql://db/x", "must begin with sqlite:/// or postgresql://"),
        ("PUBLIC_URL", "shop.example", "must begin with http:// or https://"),
        ("MAP_TILES", "https://tiles.example/{z}/{x}.png", "must be as https://tiles.example/"),
        ("MAP_TILES", "https://{s}.tiles.example/{z}/{x}/{y}.png", "on one named host"),
        ("MAP_TILES", "https://t.example/{z}/{x}/{y}; script-src *", "on one named host"),
        ("SMTP_PORT", "70000", "smtp_port: "),
        ("WINDOW_HOURS", "many", "window_hours: "),
        ("QUIET_FROM", "25:00", "quiet_from: "),
    ],
)
def test_wrong_value_is_named_with_what_to_do(
    bare: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    bare.setenv(f"AFTERSALES_{name}", value)

    with pytest.raises(NotReady) as refusal:
        read_settings()

    assert str(refusal.value).startswith("Some settings are wrong. Correct these and start again: ")
    assert words in str(refusal.value)


def test_unknown_name_in_the_file_is_refused() -> None:
    Path("aftersales.toml").write_text('sender_nam = "typing error"\n')

    with pytest.raises(NotReady, match="sender_nam"):
        read_settings()


def test_several_wrong_values_are_all_named() -> None:
    with pytest.raises(NotReady) as refusal:
        read_settings(smtp_port=0, link_days=0)

    assert "smtp_port: " in str(refusal.value)
    assert "link_days: " in str(refusal.value)


def test_secrets_are_not_shown_in_the_settings_text() -> None:
    settings = read_settings(secret_key="open sesame", smtp_password="hush")

    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value() == "open sesame"  # it could leak
    assert "open sesame" not in repr(settings)
    assert "hush" not in repr(settings)


def test_settings_cannot_be_changed_while_running() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_settings().link_days = 1  # type: ignore[misc] # that it is refused is the point
