"""A day event by event: what is heard, what really happens, and plans that change under way."""

from __future__ import annotations

from dataclasses import replace

from scheduling.service_day import (
    USUAL,
    Button,
    Chances,
    Heard,
    HeardKind,
    NextStop,
    OpenDay,
    Outcome,
    Worker,
)
from scheduling.service_day.luck import day_part_factor, kind_factor, stop_luck

EIGHT = 8 * 3600
EXACT = Chances(
    travel=0,
    work=0,
    second_visit=0,
    no_show=0,
    illness=0,
    emergencies=0,
    discipline=1,
)
"""Nothing differs from its mean, and every button is pressed."""

ANNA = Worker(shift="anna", start=EIGHT, end=EIGHT + 9 * 3600)


def stop(key: str, *, drive: int = 600, work: int = 3600, earliest: int = 0) -> NextStop:
    return NextStop(key=key, kind="repair", drive=drive, work=work, earliest=earliest)


class Plan:
    """Routes that can be changed while the day goes on."""

    def __init__(self, **routes: list[NextStop]) -> None:
        self.routes = routes

    def next_stop(self, shift: str, taken: frozenset[str]) -> NextStop | None:
        return next((each for each in self.routes.get(shift, []) if each.key not in taken), None)


def day(
    plan: Plan, *workers: Worker, chances: Chances = EXACT, seed: int = 1, world: int = 0
) -> OpenDay:
    return OpenDay(workers, seed=seed, chances=chances, next_stop=plan.next_stop, world=world)


def all_of(road: OpenDay) -> list[Heard]:
    return list(road.heard_until(24 * 3600))


def worked(seconds: int = 3600, world: int = 0) -> int:
    return round(seconds * kind_factor(world, "repair"))


def driven(seconds: int, at: int) -> int:
    return round(seconds * day_part_factor(at))


def test_technician_goes_from_visit_to_visit_and_says_so() -> None:
    road = day(Plan(anna=[stop("a"), stop("b")]), ANNA)

    heard = [(each.stop, each.button, each.outcome) for each in all_of(road)]

    there = EIGHT + driven(600, EIGHT)
    left = there + worked()
    assert heard == [
        ("a", Button.ON_THE_WAY, None),
        ("a", Button.ARRIVED, None),
        ("a", Button.FINISHED, Outcome.DONE),
        ("b", Button.ON_THE_WAY, None),
        ("b", Button.ARRIVED, None),
        ("b", Button.FINISHED, Outcome.DONE),
    ]
    assert road.starts == {"a": there, "b": left + driven(600, left)}
    assert road.driven == {"a": 600, "b": 600}


def test_nobody_is_at_a_door_before_its_window_opens() -> None:
    road = day(Plan(anna=[stop("a", earliest=EIGHT + 3600)]), ANNA)

    heard = all_of(road)

    assert heard[0].at == EIGHT + 3000
    assert road.starts["a"] >= EIGHT + 3600


def test_work_waits_for_whoever_opens_only_then() -> None:
    early = replace(EXACT, travel=0.9)
    seed = next(seed for seed in range(99) if stop_luck(early, seed, "a").drive < 0.5)
    road = day(Plan(anna=[stop("a", earliest=EIGHT + 1200)]), ANNA, chances=early, seed=seed)

    arrived = all_of(road)[1]

    assert arrived.at < EIGHT + 1200 == road.starts["a"]


def test_pause_is_taken_once_before_the_visit_that_would_run_into_it() -> None:
    worker = replace(ANNA, pause_from=EIGHT + 3600, pause=1800)
    road = day(Plan(anna=[stop("a", work=2400), stop("b"), stop("c")]), worker)

    all_of(road)

    over = road.starts["a"] + worked(2400)
    free = max(over, EIGHT + 3600 - 1800) + 1800
    assert road.starts["b"] == free + driven(600, free)
    assert road.starts["c"] < road.starts["b"] + worked() + 1800


def test_plan_that_changes_meanwhile_counts_from_the_next_visit_on() -> None:
    plan = Plan(anna=[stop("a"), stop("b")], ben=[])
    road = day(plan, ANNA, replace(ANNA, shift="ben"))
    list(road.heard_until(EIGHT + 60))

    plan.routes = {"anna": [stop("a"), stop("c")], "ben": [stop("b")]}
    heard = list(road.heard_until(24 * 3600))

    shifts = {each.stop: each.shift for each in heard}
    assert shifts == {"a": "anna", "c": "anna", "b": "ben"}
    assert road.taken == {"a", "b", "c"}


def test_visit_somebody_has_set_out_for_is_nobody_elses() -> None:
    plan = Plan(anna=[stop("a")], ben=[])
    road = day(plan, ANNA, replace(ANNA, shift="ben"))
    list(road.heard_until(EIGHT + 60))

    plan.routes = {"ben": [stop("a")]}
    list(road.heard_until(24 * 3600))

    assert list(road.starts) == ["a"]
    assert road.starts["a"] == EIGHT + driven(600, EIGHT)


def test_nobody_sets_out_after_the_end() -> None:
    road = day(Plan(anna=[stop("a"), stop("b")]), replace(ANNA, end=EIGHT + 1800))

    all_of(road)

    assert list(road.starts) == ["a"]


def test_whoever_is_ill_calls_and_serves_nothing_more() -> None:
    ill = replace(EXACT, illness=1)
    road = day(Plan(anna=[stop(str(number)) for number in range(9)]), ANNA, chances=ill)

    heard = all_of(road)

    call = next(each for each in heard if each.kind is HeardKind.ILL)
    left = [each.at for each in heard if each.button is Button.ON_THE_WAY]
    assert call.shift == "anna"
    assert len(left) < 9
    assert all(at < call.at for at in left)


def test_nobody_who_opens_costs_a_quarter_of_an_hour() -> None:
    road = day(Plan(anna=[stop("a")]), ANNA, chances=replace(EXACT, no_show=1))

    *_, last = all_of(road)

    assert (last.outcome, last.at) == (Outcome.NOBODY_HOME, road.starts["a"] + 900)


def test_emergencies_are_heard_in_the_first_half_of_the_day() -> None:
    road = day(Plan(), ANNA, chances=replace(EXACT, emergencies=5))

    heard = all_of(road)

    assert heard
    assert {each.kind for each in heard} == {HeardKind.EMERGENCY}
    assert all(EIGHT <= each.at < EIGHT + 4.5 * 3600 for each in heard)


def test_day_without_technicians_is_silent() -> None:
    assert all_of(day(Plan(), chances=replace(EXACT, emergencies=50))) == []


def test_forgotten_button_is_never_heard_and_a_late_one_only_while_it_is_news() -> None:
    sloppy = replace(EXACT, discipline=0.4)
    route = [stop(f"{number}", work=900) for number in range(30)]
    road = day(Plan(anna=route), replace(ANNA, end=24 * 3600), chances=sloppy)

    heard = all_of(road)

    order = list(Button)
    for each in route:
        said = [order.index(one.button) for one in heard if one.stop == each.key and one.button]
        assert said == sorted(set(said))
    assert 30 < len(heard) < 90
    assert len(road.starts) == 30


def test_same_seed_gives_the_same_day() -> None:
    plan = Plan(anna=[stop(str(number)) for number in range(6)])

    first, second, other = (all_of(day(plan, ANNA, chances=USUAL, seed=seed)) for seed in (5, 5, 6))

    assert first == second != other


def test_work_that_lasts_longer_than_planned_is_said_to_when_it_should_be_over() -> None:
    road = day(Plan(anna=[stop("a")]), ANNA, chances=replace(EXACT, work=1.0, guess=0), seed=8)

    heard = all_of(road)

    (longer,) = [each for each in heard if each.button is Button.LONGER]
    work = round(worked() * stop_luck(replace(EXACT, work=1.0, guess=0), 8, "a").work)
    assert work > 3600 + 600
    assert longer.at == road.starts["a"] + 3600
    assert longer.longer == max(1, round((work - 3600) / 900)) * 900
    assert [each.button for each in heard][-1] is Button.FINISHED


def test_whoever_guessed_too_little_says_so_again_until_the_work_is_nearly_over() -> None:
    chances = replace(EXACT, work=1.5, guess=2.0)
    lasting = [
        all_of(day(Plan(anna=[stop("a")]), ANNA, chances=chances, seed=seed)) for seed in range(60)
    ]
    said = [[each for each in heard if each.button is Button.LONGER] for heard in lasting]

    assert max(map(len, said)) > 1
    for heard, longer in zip(lasting, said, strict=True):
        finished = heard[-1].at
        assert all(finished - each.at > 600 for each in longer)
        assert [each.longer for each in longer] == sorted({each.longer for each in longer})


def test_nobody_says_longer_who_did_not_say_that_they_arrived_or_presses_nothing() -> None:
    for discipline in (0.0, 0.5):
        chances = replace(EXACT, work=1.5, discipline=discipline, late_press=0)
        for seed in range(40):
            heard = all_of(day(Plan(anna=[stop("a")]), ANNA, chances=chances, seed=seed))
            said = [each.button for each in heard]
            assert Button.LONGER not in said or Button.ARRIVED in said[: said.index(Button.LONGER)]
            assert discipline or said == []
