"""The next update that a delay notice promises: really sent if nothing else was, and never twice."""

from __future__ import annotations

from aftersales.day_watch.reports import report_done
from aftersales.day_watch.watch import watch_territory
from aftersales.notices.delivery import send_due
from aftersales.records import PromiseKind, PromiseState
from tests.aftersales.day_watch.test_watch import arrived, morning
from tests.aftersales.small_city import City, minutes
from tests.conftest import STAFF


def test_update_that_was_promised_with_a_delay_is_sent_once_where_nothing_changed(
    city: City,
) -> None:
    first, second, _third = morning(city)
    arrived(city, first)
    city.clock.move_to(second.window_to_at - minutes(2))
    watch_territory(city.parts, "li")
    send_due(city.parts)
    promise = next(
        each for each in city.promises(second.id) if each.kind is PromiseKind.NEXT_UPDATE
    )
    with city.parts.doing(STAFF) as deed:
        report_done(deed, first.id, deed.now)
    kinds = []

    for early in (20, 4, 3, 0, -1):
        city.clock.move_to(promise.to_at - minutes(early))
        watch_territory(city.parts, "li")
        send_due(city.parts)
        kinds.append([kind for kind, _whom in city.notices(second.id)][2:])

    assert kinds[0] == []
    assert kinds[1:] == [["still_expected"]] * 4
    kept = next(each for each in city.promises(second.id) if each.id == promise.id)
    assert kept.state is PromiseState.KEPT
