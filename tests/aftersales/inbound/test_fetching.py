"""Mail is fetched from a real IMAP server: taken in once, put away, and never lost."""

from __future__ import annotations

from threading import Event

import pytest
from structlog.testing import capture_logs

from aftersales.deed import SYSTEM, Actor
from aftersales.errors import Collision, NotReady, TooOften
from aftersales.inbound.fetching import Fetched, fetch_mail
from aftersales.inbound.intake import take_in_mail
from aftersales.jobs.rounds import do_round, rounds
from aftersales.parts import Parts
from aftersales.records import Intake, IntakeOutcome, JobKind, ThreadMessage
from tests.aftersales.conftest import Village
from tests.aftersales.inbound.conftest import with_mailbox
from tests.aftersales.inbound.dovecot import ImapServer, need_dovecot, serving
from tests.aftersales.inbound.letters import raw

FIRST = raw("One.", message_id="<1@example.lv>")
SECOND = raw("Two.", message_id="<2@example.lv>")
BROKEN = raw("Nobody wrote this.", message_id="<3@example.lv>", **{"from": ""})


def texts(village: Village) -> list[str]:
    return [each.text for each in village.all_of(ThreadMessage)]


def test_what_waits_is_taken_in_and_put_away(
    village: Village, imap_server: ImapServer, user: str
) -> None:
    parts = with_mailbox(village, imap_server.port, user)
    imap_server.put(user, FIRST, BROKEN, SECOND)

    assert fetch_mail(parts) == Fetched(taken=2, unreadable=1)

    assert texts(village) == ["One.", "Two."]
    assert imap_server.folders(user) == {
        "INBOX": [],
        "Aftersales taken": [FIRST, SECOND],
        "Aftersales unreadable": [BROKEN],
    }
    (row,) = [each for each in village.all_of(Intake) if each.outcome is IntakeOutcome.UNREADABLE]
    assert row.sentence.startswith("This message does not say who wrote it")
    assert fetch_mail(parts) == Fetched()


def test_a_crash_after_keeping_and_before_putting_away_repeats_nothing(
    village: Village, imap_server: ImapServer, user: str
) -> None:
    parts = with_mailbox(village, imap_server.port, user)
    take_in_mail(parts, SYSTEM, FIRST)
    imap_server.put(user, FIRST, FIRST)

    assert fetch_mail(parts) == Fetched(taken=2)

    assert texts(village) == ["One."]
    assert imap_server.folders(user)["Aftersales taken"] == [FIRST, FIRST]


def test_a_server_that_cannot_move_copies_first(village: Village, user: str) -> None:
    need_dovecot()
    with serving("imap_capability = IMAP4rev1 UIDPLUS") as server:
        parts = with_mailbox(village, server.port, user)
        server.put(user, FIRST, BROKEN)

        assert fetch_mail(parts) == Fetched(taken=1, unreadable=1)

        assert server.folders(user) == {
            "INBOX": [],
            "Aftersales taken": [FIRST],
            "Aftersales unreadable": [BROKEN],
        }


def test_a_message_that_is_too_large_is_not_even_fetched(
    village: Village, imap_server: ImapServer, user: str
) -> None:
    large = raw("x" * 1000, message_id="<4@example.lv>")
    parts = with_mailbox(village, imap_server.port, user)
    imap_server.put(user, large, FIRST)

    assert fetch_mail(parts, largest=len(FIRST)) == Fetched(taken=1, unreadable=1)

    assert imap_server.folders(user)["Aftersales unreadable"] == [large]
    assert texts(village) == ["One."]


@pytest.mark.parametrize(
    ("error", "fetched", "folder"),
    [
        (TooOften("Too many are being decoded.", 5), Fetched(taken=1, left=1), "INBOX"),
        (Collision("Somebody was faster."), Fetched(taken=1, left=1), "INBOX"),
        (KeyError("Anna"), Fetched(taken=1, unreadable=1), "Aftersales unreadable"),
    ],
    ids=["too often", "collision", "unforeseen"],
)
def test_a_message_that_fails_keeps_no_other_waiting_and_is_never_lost(
    village: Village,
    imap_server: ImapServer,
    user: str,
    error: Exception,
    fetched: Fetched,
    folder: str,
) -> None:
    def failing_once(parts: Parts, actor: Actor, content: bytes) -> Intake:
        if content == FIRST:
            raise error
        return take_in_mail(parts, actor, content)

    parts = with_mailbox(village, imap_server.port, user)
    imap_server.put(user, FIRST, SECOND)

    assert fetch_mail(parts, take_in=failing_once) == fetched

    assert imap_server.folders(user)[folder] == [FIRST]
    assert texts(village) == ["Two."]


def test_a_message_that_the_server_does_not_move_is_kept_once_and_told_in_the_log(
    village: Village, imap_server: ImapServer, user: str
) -> None:
    parts = with_mailbox(village, imap_server.port, user, imap_taken_folder="no..such..folder")
    imap_server.put(user, FIRST)

    with capture_logs() as logs:
        looks = [fetch_mail(parts), fetch_mail(parts)]

    assert looks == [Fetched(taken=1)] * 2
    assert [each["event"] for each in logs] == ["mail_not_put_away"] * 2
    assert texts(village) == ["One."]
    assert imap_server.folders(user)["INBOX"] == [FIRST]


def test_more_than_a_handful_is_taken_in_and_a_stop_leaves_the_rest(
    village: Village, imap_server: ImapServer, user: str
) -> None:
    parts = with_mailbox(village, imap_server.port, user)
    imap_server.put(
        user, *(raw("I am away.", message_id=f"<{n}@b.lv>", precedence="bulk") for n in range(60))
    )
    looks = iter([False] * 55)

    first = fetch_mail(parts, should_stop=lambda: next(looks, True))

    assert (first, len(imap_server.folders(user)["INBOX"])) == (Fetched(taken=55), 5)
    assert fetch_mail(parts) == Fetched(taken=5)


def test_the_round_fetches_and_a_house_without_a_mailbox_does_nothing(
    village: Village, imap_server: ImapServer, user: str
) -> None:
    (each,) = [each for each in rounds() if each.kind is JobKind.MAILBOX]
    imap_server.put(user, FIRST)

    do_round(village.parts, each, "", Event())
    assert texts(village) == []
    do_round(with_mailbox(village, imap_server.port, user), each, "", Event())
    assert texts(village) == ["One."]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"imap_password": "wrong"}, "refuses the sign-in. Check AFTERSALES_IMAP_USER"),
        ({"imap_folder": "Nowhere"}, "has no folder “Nowhere”"),
        ({"imap_security": "tls"}, "does not answer on port"),
        ({"imap_security": "starttls"}, "does not answer on port"),
        ({"imap_port": 1}, "does not answer on port 1"),
    ],
)
def test_a_mailbox_that_does_not_open_says_why(
    village: Village, imap_server: ImapServer, user: str, wrong: dict[str, object], sentence: str
) -> None:
    parts = with_mailbox(village, imap_server.port, user, **wrong)

    with pytest.raises(NotReady, match=sentence):
        fetch_mail(parts)
