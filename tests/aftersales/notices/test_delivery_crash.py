"""A power cut in the middle of delivery: nothing is lost, and a repeat is the very same message."""

import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

from aftersales.notices.delivery import LONGEST_BATCH, LONGEST_SEND, send_due
from aftersales.records import DeliveryState, Notice, NoticeDelivery, NoticeState
from tests.aftersales.conftest import Village, mail_in

DELIVER = Path(__file__).with_name("deliver_slowly.py")
NOTICES = 60
PAUSE = threading.Event()


def kill_when_delivered(village: Village, number: int) -> None:
    """Start a delivery and kill its process once so many messages lie in the folder."""
    outbox = village.parts.settings.outbox
    arguments = (village.parts.settings.database_url, outbox, village.clock.now().isoformat())
    process = subprocess.Popen([sys.executable, str(DELIVER), *map(str, arguments)])
    try:
        while len(list(outbox.glob("*.eml"))) < number:
            assert process.poll() is None, "it ended before it could be killed"
            PAUSE.wait(0.002)
    finally:
        process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=10) == -signal.SIGKILL


def test_killed_delivery_is_finished_later_with_each_message_once(village: Village) -> None:
    start_at = village.moment(24, 8)
    window = start_at, start_at + timedelta(hours=4)
    for position in range(NOTICES):
        at = start_at + timedelta(minutes=10 * (position // 3))
        village.book(at, minutes=10, crew=(position % 3,), window=window)
    outbox = village.parts.settings.outbox

    kill_when_delivered(village, 7)
    village.clock.move_to(village.clock.now() + LONGEST_BATCH + LONGEST_SEND)
    kill_when_delivered(village, 33)
    interrupted = [
        row for row in village.all_of(NoticeDelivery) if row.state is DeliveryState.STARTED
    ]
    assert interrupted  # it was really cut off in the middle
    before = {file.name: file.read_bytes() for file in outbox.glob("*.eml")}
    assert 0 < len(before) < NOTICES

    village.clock.move_to(village.clock.now() + LONGEST_BATCH + LONGEST_SEND)
    done = send_due(village.parts)

    assert (done.failed, done.unreachable) == (0, 0)
    notices = village.all_of(Notice)
    assert len(notices) == NOTICES
    assert {notice.state for notice in notices} == {NoticeState.SENT}
    after = {file.name: file.read_bytes() for file in outbox.glob("*.eml")}
    assert len(after) == NOTICES
    assert {name: after[name] for name in before} == before  # repeats are the very same
    assert list(outbox.glob("*.part")) == []
    messages = mail_in(outbox)
    assert len({message["Message-ID"] for message in messages}) == NOTICES
    assert {message["Subject"].split("(")[1].rstrip(")") for message in messages} == {
        str(notice.facts["reference"]) for notice in notices
    }
    assert send_due(village.parts).sent == 0
