"""Bootstrap picks the real parts that the settings ask for."""

import stat
from pathlib import Path

import pytest
from sqlmodel import select

from aftersales.bootstrap import bootstrap, planner_of
from aftersales.channels.mail import OutboxFolder, SmtpServer
from aftersales.clock import SetClock, SystemClock
from aftersales.errors import NotReady
from aftersales.parts import Parts
from aftersales.records import Skill
from aftersales.settings import Settings
from aftersales.solving import ProcessPlanner, cores
from aftersales.territories import add_standard_work_types
from tests.conftest import MONDAY_MORNING, STAFF


def settings_in(folder: Path, **more: object) -> Settings:
    return Settings.model_validate(
        {"database_url": f"sqlite:///{folder / 'data' / 'aftersales.db'}", **more}
    )


def test_parts_are_the_real_ones_unless_others_are_given(tmp_path: Path) -> None:
    with bootstrap(settings_in(tmp_path, outbox=tmp_path / "outbox")) as parts:
        assert isinstance(parts.clock, SystemClock)
        assert isinstance(parts.planner, ProcessPlanner)
        assert parts.post == OutboxFolder(tmp_path / "outbox")
    with bootstrap(settings_in(tmp_path), clock=SetClock(MONDAY_MORNING)) as parts:
        assert parts.clock.now() == MONDAY_MORNING


def test_mail_server_is_used_as_soon_as_one_is_set(tmp_path: Path) -> None:
    mail = {"smtp_host": "mail.example", "smtp_port": 2525, "smtp_user": "shop"}
    with bootstrap(settings_in(tmp_path, **mail)) as parts:
        assert parts.post == SmtpServer(
            host="mail.example", port=2525, user="shop", password=None, starttls=True
        )
    with bootstrap(
        settings_in(tmp_path, **mail, smtp_password="open", smtp_starttls=False)
    ) as parts:
        assert parts.post == SmtpServer(
            host="mail.example", port=2525, user="shop", password="open", starttls=False
        )


def test_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    with bootstrap(settings_in(tmp_path)) as parts:
        first = parts.secret
    with bootstrap(settings_in(tmp_path)) as parts:
        again = parts.secret

    file = tmp_path / "data" / "aftersales.secret"
    assert again == first == file.read_text().strip()
    assert len(first) >= 43
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_secret_that_is_set_is_used_and_none_is_made(tmp_path: Path) -> None:
    with bootstrap(settings_in(tmp_path, secret_key="k" * 43)) as parts:
        assert parts.secret == "k" * 43

    assert not (tmp_path / "data").exists()


def test_postgresql_needs_a_secret() -> None:
    settings = Settings(database_url="postgresql://nobody@127.0.0.1:1/none")

    with pytest.raises(NotReady, match="Set AFTERSALES_SECRET_KEY"), bootstrap(settings):
        pass


def test_deed_is_kept_whole_or_not_at_all(parts: Parts) -> None:
    def skills() -> int:
        with parts.store.reading() as session:
            return len(session.exec(select(Skill)).all())

    def fail_half_way() -> None:
        with parts.doing(STAFF) as deed:
            add_standard_work_types(deed)
            raise NotReady("The test stops here.")

    with pytest.raises(NotReady):
        fail_half_way()
    after_failure = skills()
    with parts.doing(STAFF) as deed:
        add_standard_work_types(deed)

    assert after_failure == 0
    assert skills() > 0


@pytest.mark.parametrize(
    ("processes", "threads", "expected"),
    [(1, 0, cores()), (cores() + 1, 0, 1), (2, 3, 3)],
)
def test_cores_are_shared_among_the_plans_made_at_a_time(
    tmp_path: Path, processes: int, threads: int, expected: int
) -> None:
    planner = planner_of(settings_in(tmp_path, solver_processes=processes, solver_threads=threads))

    assert (planner.processes, planner.threads) == (processes, expected)
