"""The examination of what the settings describe."""

from datetime import timedelta

import pytest

from aftersales.clock import clock_showing
from aftersales.doctor import examine
from aftersales.parts import Parts
from tests.aftersales.doctor.test_work import waiting_notice
from tests.conftest import MONDAY_MORNING


@pytest.mark.parametrize(("minutes", "judged"), [(1, "ok"), (11, "wrong")])
def test_rehearsal_is_judged_by_the_day_that_it_shows(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, minutes: float, judged: str
) -> None:
    rehearsed_on = MONDAY_MORNING.date() - timedelta(days=1000)
    ago = parts.clock.now() - clock_showing(rehearsed_on).now() + timedelta(minutes=minutes)
    waiting_notice(parts, ago.total_seconds() / 60)
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", parts.settings.database_url)
    monkeypatch.setenv("AFTERSALES_SECRET_KEY", "k" * 43)
    monkeypatch.setenv("AFTERSALES_REHEARSAL_ON", rehearsed_on.isoformat())

    (found,) = [finding for finding in examine() if finding.what == "notices"]

    assert found.verdict == judged
