"""The summary after a visit: what was done, told once, when there was time to write it down."""

from __future__ import annotations

from dataclasses import replace

from aftersales.day_watch.reports import report_arrived, report_done
from aftersales.day_watch.summing_up import AFTER, sum_up
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.queries.notices import notices_about
from aftersales.queries.staff import technician_by_code
from aftersales.records import Appointment, TrialResult
from aftersales.service_reports import Ended, PartUsed, Signed, enter
from aftersales.spares import StockPlace, add_spare_part, count_in
from aftersales.words import words_in
from tests.aftersales.day_watch.test_watch import morning
from tests.aftersales.small_city import City, minutes
from tests.conftest import STAFF


def done(city: City) -> Appointment:
    """The first visit of the day, done after forty minutes, with a report."""
    first, *_others = morning(city)
    city.clock.move_to(first.planned_start_at)
    with city.parts.doing(STAFF) as deed:
        report_arrived(deed, first.id, deed.now)
    city.clock.move_to(city.clock.now() + minutes(40))
    with city.parts.doing(STAFF) as deed:
        row = deed.session.get_one(Appointment, first.id)
        worker = technician_by_code(deed.session, "T1")
        assert worker is not None
        technician_id = worker.id
        pump = add_spare_part(deed, code="PUMP-1", name="Drain pump")
        count_in(deed, pump, StockPlace(technician_id=technician_id), 1)
        for piece in (
            Ended(TrialResult.PASSED, "Pump changed."),
            PartUsed("PUMP-1"),
            Signed("Anna Berg"),
        ):
            enter(deed, row, technician_id, piece, deed.now)
        report_done(deed, first.id, deed.now)
    return first


def told(city: City, visit: Appointment) -> list[str]:
    """What the customer was told of it since it was booked, in one line each."""
    with city.parts.store.reading() as session:
        rows = [each for each in notices_about(session, visit.id) if each.kind == "done_summary"]
    messages = [worded(NoticeKind(row.kind), words_in("en"), row.facts, "x") for row in rows]
    return [" | ".join(message.paragraphs) for message in messages]


def test_what_was_done_is_told_once_and_not_before_there_was_time_to_write_it_down(
    city: City,
) -> None:
    visit = done(city)
    counts = []

    for wait in (AFTER - minutes(1), minutes(1), minutes(5)):
        city.clock.move_to(city.clock.now() + wait)
        counts.append(sum_up(city.parts, "li"))

    assert counts == [0, 1, 0]
    (said,) = told(city, visit)
    for words in (
        "The work is done.",
        "Pump changed.",
        "The test at the end was passed.",
        "Parts fitted: 1 × Drain pump",
        "Signed by Anna Berg.",
        "Maria Vogt answers for it: +423 555 00 00.",
    ):
        assert words in said


def test_a_shop_that_tells_nothing_is_silent_and_so_is_an_old_visit(city: City) -> None:
    visit = done(city)
    city.clock.move_to(city.clock.now() + AFTER)
    silent = replace(
        city.parts, settings=city.parts.settings.model_copy(update={"tell_done": False})
    )
    counts = [sum_up(silent, "li"), sum_up(city.parts, "nowhere")]
    city.clock.move_to(city.clock.now() + minutes(13 * 60))

    assert [*counts, sum_up(city.parts, "li")] == [0, 0, 0]
    assert told(city, visit) == []
