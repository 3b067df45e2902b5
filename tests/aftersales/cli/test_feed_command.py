"""`aftersales feed`: a technician's secret calendar address, and a new one when it got lost."""

from aftersales.bootstrap import bootstrap
from aftersales.errors import NotThere
from aftersales.links import subject_of
from aftersales.queries.staff import technician_by_code
from aftersales.records import Link, LinkPurpose
from aftersales.settings import read_settings
from tests.aftersales.cli.conftest import LIECHTENSTEIN, Typing
from tests.aftersales.cli.test_commands import open_city, rows


def led_to(token: str) -> str:
    """The code of the technician that a token leads to, or nothing."""
    with bootstrap(read_settings()) as parts, parts.store.reading() as session:
        try:
            found = subject_of(session, parts.clock.now(), LinkPurpose.FEED, token)
        except NotThere:
            return ""
        worker = technician_by_code(session, "T1")
        return "T1" if worker is not None and worker.id == found else "?"


def test_new_address_works_and_the_former_one_stops(typing: Typing) -> None:
    typing("init", *LIECHTENSTEIN)
    open_city()

    first = typing("feed", "T1")
    token = first.stdout.split("/feeds/")[1].split(".ics")[0]
    worked = led_to(token)
    second = typing("feed", "T1")

    assert first.stdout == (f"T1 Muster subscribes to: http://127.0.0.1:8000/feeds/{token}.ics\n")
    assert worked == "T1"
    assert second.stdout.splitlines()[1] == "The former address has stopped working."
    assert led_to(token) == ""
    assert led_to(second.stdout.split("/feeds/")[1].split(".ics")[0]) == "T1"


def test_address_for_nobody_is_refused(typing: Typing) -> None:
    typing("init", *LIECHTENSTEIN)

    ended = typing("feed", "T9")

    assert ended.exit_code == 1
    assert "There is no technician “T9”." in ended.stderr
    assert rows(Link) == 0
