"""The evening before, buyers are told shorter windows inside the promised ones."""

from dataclasses import replace
from datetime import timedelta

import pytest

from aftersales.day_watch.narrowing import narrow_windows
from aftersales.errors import NotThere
from aftersales.records import PromiseState
from tests.aftersales.small_city import MONDAY, MORNING, TUESDAY, WEDNESDAY, City
from tests.conftest import STAFF


def evening_before(city: City) -> list[str]:
    """Three visits on Tuesday, planned; it is Monday, six in the evening."""
    city.hire("T1", TUESDAY, WEDNESDAY)
    references = [city.asks((TUESDAY, MORNING)) for _ in range(3)]
    city.asks((WEDNESDAY, MORNING))
    city.plan()
    city.clock.move_to(city.at(MONDAY, 18))
    return references


def test_narrowing_tells_a_window_inside_the_promised_one(city: City) -> None:
    references = evening_before(city)

    assert narrow_windows(city.parts, STAFF, "li", TUESDAY) == 3

    for reference in references:
        appointment = city.visit(reference).appointment
        old, new = city.promises(appointment.id)
        assert appointment.window_to_at - appointment.window_from_at == timedelta(hours=2)
        assert city.at(TUESDAY, 8) <= appointment.window_from_at <= appointment.planned_start_at
        assert appointment.planned_start_at <= appointment.window_to_at <= city.at(TUESDAY, 12)
        assert (old.state, old.replaced_by_id, old.judged_at) == (
            PromiseState.SUPERSEDED,
            new.id,
            city.clock.now(),
        )
        assert (new.state, new.from_at, new.to_at, new.reason) == (
            PromiseState.MADE,
            appointment.window_from_at,
            appointment.window_to_at,
            "",
        )
        assert (appointment.invitation_sequence, appointment.feed_sequence) == (1, 0)
        assert city.notices(appointment.id) == [
            ("booked", "customer"),
            ("window_narrowed", "customer"),
        ]


def test_narrowing_again_tells_nobody_twice(city: City) -> None:
    references = evening_before(city)
    narrow_windows(city.parts, STAFF, "li", TUESDAY)
    before = [city.visit(reference).appointment.model_dump() for reference in references]
    notices = city.notices()

    assert narrow_windows(city.parts, STAFF, "li", TUESDAY) == 0

    assert [city.visit(reference).appointment.model_dump() for reference in references] == before
    assert city.notices() == notices


@pytest.mark.parametrize(("kept", "longest"), [(0.5, 2), (0.999, 3.5)])
def test_window_is_only_as_short_as_it_can_be_kept(city: City, kept: float, longest: float) -> None:
    city.hire("T1", TUESDAY)
    references = [city.asks((TUESDAY, MORNING), minutes=75) for _ in range(3)]
    city.plan()
    city.clock.move_to(city.at(MONDAY, 18))
    settings = city.parts.settings.model_copy(update={"narrowed_kept": kept})

    narrow_windows(replace(city.parts, settings=settings), STAFF, "li", TUESDAY)

    windows = [city.visit(reference).appointment for reference in references]
    lengths = [each.window_to_at - each.window_from_at for each in windows]
    assert (min(lengths), max(lengths)) == (timedelta(hours=2), timedelta(hours=longest))


def test_narrowing_leaves_other_days_alone(city: City) -> None:
    evening_before(city)

    assert narrow_windows(city.parts, STAFF, "li", WEDNESDAY) == 1


def test_narrowing_an_unknown_territory_is_refused(city: City) -> None:
    with pytest.raises(NotThere, match="There is no territory “at”"):
        narrow_windows(city.parts, STAFF, "at", TUESDAY)
