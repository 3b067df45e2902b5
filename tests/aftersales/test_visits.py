"""What a buyer is told of a visit: facts frozen, the window promised, the calendar kept in step."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from aftersales.appointments import cancel, set_window
from aftersales.identifiers import link_token
from aftersales.notices.delivery import send_due
from aftersales.notices.facts import VisitFacts, from_json
from aftersales.notices.kinds import NoticeKind
from aftersales.records import Link, LinkPurpose, Notice, PromiseKind, Technician
from aftersales.visits import tell_booked, tell_cancelled, tell_new_window
from aftersales.words.sentences import first_name
from scheduling.forecast import Cause, CauseKind
from tests.aftersales.calendars.conftest import calendar_of
from tests.aftersales.conftest import Village, visit_in

HOUR = timedelta(hours=1)


def facts_of(notice: Notice) -> VisitFacts:
    return from_json(VisitFacts, notice.facts)


def retell(
    village: Village, booked: UUID, kind: NoticeKind, window: tuple[datetime, datetime]
) -> None:
    with village.doing() as deed:
        visit = visit_in(deed.session, booked)
        was = visit.appointment.window_from_at, visit.appointment.window_to_at
        set_window(deed, visit.appointment, window)
        tell_new_window(
            deed,
            visit,
            kind,
            was=was,
            cause=Cause(CauseKind.LATE_START, None, 25),
            expected_at=window[0] + HOUR,
        )


@pytest.mark.parametrize(
    ("name", "told"), [("Tom Vogt", "Tom"), ("Anna  Maria Frick", "Anna"), ("রবি", "রবি")]
)
def test_first_name_is_all_that_a_buyer_learns(name: str, told: str) -> None:
    assert first_name(name) == told


def test_booked_visit_is_told_with_everything_about_it(village: Village) -> None:
    nine = village.moment(24, 9)
    booked = village.book(nine, crew=(1, 0))
    visit = village.visit(booked)

    (notice,) = village.notices("booked")
    (link,) = village.all_of(Link)
    assert facts_of(notice) == VisitFacts(
        appointment_id=booked,
        reference=visit.work_order.reference,
        work_kind="install",
        product_type="washing_machine",
        technician_name="Ida",
        place="Aeulestrasse 31, 9490 Vaduz",
        latitude=47.139,
        longitude=9.5215,
        zone="Europe/Vaduz",
        window_from_at=nine - HOUR,
        window_to_at=nine + 3 * HOUR,
        sequence=0,
        link_id=link.id,
        answers_name="Eva Office",
        answers_phone="+423 000 00 00",
    )
    assert (link.purpose, link.subject_id) == (LinkPurpose.VISIT, booked)


def test_delayed_visit_is_told_with_its_cause_and_promises_the_next_update(
    village: Village,
) -> None:
    nine = village.moment(24, 9)
    booked = village.book(nine)
    first = facts_of(village.notices("booked")[0])
    window = nine + 2 * HOUR, nine + 4 * HOUR

    retell(village, booked, NoticeKind.DELAYED, window)

    by = village.clock.now() + timedelta(minutes=60)
    told = facts_of(village.notices("delayed")[0])
    assert asdict(told) == asdict(
        replace(
            first,
            window_from_at=window[0],
            window_to_at=window[1],
            was_from_at=nine - HOUR,
            was_to_at=nine + 3 * HOUR,
            sequence=1,
            link_id=told.link_id,
            expected_at=window[0] + HOUR,
            next_update_at=by,
            cause=CauseKind.LATE_START,
            late_minutes=25,
        )
    )
    promises = [(each.kind, each.to_at, each.reason) for each in village.promises(booked)]
    assert promises[1:] == [
        (PromiseKind.ARRIVAL_WINDOW, window[1], "delayed"),
        (PromiseKind.NEXT_UPDATE, by, "delayed"),
    ]


def test_facts_stay_as_they_were_told(village: Village) -> None:
    village.book(village.moment(24, 9))
    before = village.notices("booked")[0].facts

    with village.doing() as deed:
        for worker in deed.session.exec(select(Technician)).all():
            worker.name = "Somebody Else"

    assert village.notices("booked")[0].facts == before


def test_invitation_follows_the_visit_under_one_uid_with_a_growing_sequence(
    village: Village,
) -> None:
    nine = village.moment(24, 9)
    booked = village.book(nine)
    retell(village, booked, NoticeKind.MOVED, (nine + HOUR, nine + 4 * HOUR))
    retell(village, booked, NoticeKind.DELAYED, (nine + 2 * HOUR, nine + 5 * HOUR))
    with village.doing() as deed:
        visit = visit_in(deed.session, booked)
        cancel(deed, visit.appointment, by="aftersales", reason="Nobody can come.")
        tell_cancelled(deed, visit)

    assert send_due(village.parts).sent == 4

    found = {}
    for mail in village.mail():
        (part,) = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
        calendar = calendar_of(part.get_payload(decode=True))
        (event,) = calendar.walk("VEVENT")
        found[int(event["SEQUENCE"])] = (
            str(calendar["METHOD"]),
            str(event["UID"]),
            event["DTSTART"].dt,
            str(event["STATUS"]),
        )
    uid = f"{booked}@aftersales.example"
    assert found == {
        0: ("REQUEST", uid, nine - HOUR, "CONFIRMED"),
        1: ("REQUEST", uid, nine + HOUR, "CONFIRMED"),
        2: ("REQUEST", uid, nine + 2 * HOUR, "CONFIRMED"),
        3: ("CANCEL", uid, nine + 2 * HOUR, "CANCELLED"),
    }


def test_same_visit_told_twice_is_one_notice(village: Village) -> None:
    booked = village.book(village.moment(24, 9))

    with village.doing() as deed:
        tell_booked(deed, visit_in(deed.session, booked))

    (notice,) = village.notices()
    token = link_token(village.parts.secret, facts_of(notice).link_id)
    assert send_due(village.parts).sent == 1
    body = village.mail()[0].get_body(("plain",))
    assert body is not None
    assert token in body.get_content()
