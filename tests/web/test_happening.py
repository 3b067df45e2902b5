"""What happened to a visit is said in words, whoever did it."""

import re
from pathlib import Path
from uuid import UUID

from aftersales.notices.kinds import NoticeKind
from aftersales.records import ActorKind, AppointmentState, Event, PromiseState
from aftersales.words import words_in
from tests.conftest import MONDAY_MORNING
from web.pages.happening import by_whom, happened

_ = words_in("en")
SUBJECTS = (
    *("appointments", "bookings", "choices", "holds", "visits", "work_orders"),
    *("booking/confirming", "booking/waiting", "installations/preparing"),
)
"""Files whose events stand on the page of a visit."""


def test_every_word_of_the_audit_trail_of_a_visit_is_a_sentence() -> None:
    house = Path(__file__).parents[2] / "aftersales"
    written = {
        word
        for name in SUBJECTS
        for word in re.findall(r'(?:note\(|, row,)\s*"(\w+)"', (house / f"{name}.py").read_text())
        if not word.startswith(("case_", "link_", "location_"))
    }
    written |= {f"appointment_{state}" for state in AppointmentState}
    written |= {f"promise_{state}" for state in PromiseState}
    written |= {f"notice_{kind}" for kind in NoticeKind}

    assert len(written) > 30
    assert [word for word in written if happened(_, word) == word.replace("_", " ")] == []


def test_a_user_is_named_and_others_by_their_kind() -> None:
    assert by_whom(_, done_by(ActorKind.STAFF), {"7": "Ada Admin"}) == "Ada Admin"
    assert by_whom(_, done_by(ActorKind.STAFF), {}) == "by the office"
    assert len({by_whom(_, done_by(kind), {}) for kind in ActorKind}) == 6


def done_by(kind: ActorKind) -> Event:
    return Event(
        id=UUID(int=1),
        at=MONDAY_MORNING,
        actor_kind=kind,
        actor="7",
        what="window_changed",
        why="",
        subject_kind="appointment",
        subject_id=UUID(int=2),
    )
