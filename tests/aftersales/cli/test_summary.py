"""The demo's summary says each figure with what it means."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from rich.console import Console

from aftersales.cli.summary import print_summary
from aftersales.demo.demand import Demand
from aftersales.demo.run import DemoResult
from aftersales.demo.sign_ins import SignIns
from aftersales.demo.summary import Summary
from aftersales.planning import PlanOutcome
from aftersales.planning.outcome import LeftOut
from aftersales.promises import Scores
from aftersales.records import Role
from aftersales.simulation.story import PlayedDay
from scheduling import UnplannedReason


def summary(*, broken_told: int, to_be_called: int) -> Summary:
    """A demo with two visits left out."""
    left = LeftOut("W-1", UnplannedReason.NO_SKILL, "Nobody has the skill gas.")
    result = DemoResult(
        folder=Path("demo"),
        first_day=date(2026, 11, 23),
        played_on=date(2026, 11, 23),
        demand=Demand(installations=4, requests=4, remote=1, repairs=3, maintenance=3),
        planned=PlanOutcome(
            run_id=UUID(int=1),
            visits=10,
            planned=8,
            booked=8,
            rewindowed=0,
            left_out=(left, left),
            driving=timedelta(hours=1),
            on_duty=timedelta(hours=10),
            metres=1_234_567,
        ),
        played=PlayedDay(done=7, overrun_minutes=60),
        travel_scale=1.2,
        sign_ins=SignIns(
            emails=((Role.ADMIN, "admin@aftersales.example"),),
            password="abcd-efgh",
            api_key="as_key",
        ),
        units=12,
        visit_url="http://127.0.0.1:8000/visit/a",
        feed_url="http://127.0.0.1:8000/feeds/b.ics",
        pictures=[Path("demo/map.png")],
    )
    return Summary(
        result=result,
        scores=Scores(
            made=9,
            kept=5,
            broken_told=broken_told,
            broken_untold=1 if broken_told else 0,
            superseded=0,
            released=0,
            waiting=0,
        ),
        notices={"booked": 8, "delayed": 3},
        to_be_called=to_be_called,
        left_out={UnplannedReason.NO_SKILL: [("W-1", left.sentence), ("W-2", left.sentence)]},
        overrun="Inga Liepa",
        sick="Marco Beck",
    )


def printed(shown: Summary) -> list[str]:
    """The lines of a summary, without the blanks that align them."""
    console = Console(width=200, highlight=False)
    with console.capture() as capture:
        print_summary(console, shown)
    return [" ".join(line.split()) for line in capture.get().splitlines()]


def test_summary_is_printed_line_by_line() -> None:
    assert printed(summary(broken_told=3, to_be_called=1)) == [
        "Asked for 10 visits, 1 requests solved on the telephone",
        "Planned 8 visits in two weeks from 2026-11-23",
        "Unplanned 2",
        "2 × no_skill: Nobody has the skill gas.",
        "Driving 10.0% of the time on the road and at work, 1,235 km",
        "Played Monday: 7 visits done; Inga Liepa overran by 60 minutes; Marco Beck called in sick",
        "Promises 9 ran out that day: 5 kept, 3 broken and told, 1 broken and not told, 0 narrowed",
        "1 of those not told have no e-mail address: staff were asked to call",
        "Told first 75% of the broken promises were heard from us first",
        "Notices booked 8, delayed 3",
        "Written demo: map.png, feeds/*.ics, outbox/*.eml",
        "A buyer's page http://127.0.0.1:8000/visit/a",
        "A technician's feed http://127.0.0.1:8000/feeds/b.ics",
        "",
        "Sign in with the password abcd-efgh as",
        "admin admin@aftersales.example",
        "A shop system's key as_key",
    ]


def test_summary_says_nothing_of_a_share_when_nothing_was_broken() -> None:
    lines = printed(summary(broken_told=0, to_be_called=0))

    assert not any("heard from us first" in line or "asked to call" in line for line in lines)
