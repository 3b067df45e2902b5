"""`aftersales plan`, `narrow` and `watch`: the dispatcher's day from the command line."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from aftersales.cli.progress import Stages
from aftersales.cli.terminal import OPERATOR, day_of, err, house, out, say_json
from aftersales.day_watch.narrowing import narrow_windows
from aftersales.day_watch.watch import watch_territory
from aftersales.planning import GETTING_READY, EffortName, PlanRequest, plan_territory
from scheduling import Progress

Territory = Annotated[str, typer.Option(help="Code of the territory.")]
From = Annotated[str, typer.Option("--from", help="First day, YYYY-MM-DD.")]
Days = Annotated[int, typer.Option(help="How many days.")]
Effort = Annotated[EffortName, typer.Option(help="How hard to search.")]
Seed = Annotated[
    int, typer.Option(help="The same seed gives the same plan with the same number of threads.")
]
Threads = Annotated[int, typer.Option(help="Cores that search; 0 as the settings say.", min=0)]
Json = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON only.")]


def plan(
    territory: Territory,
    from_on: From,
    days: Days = 14,
    effort: Effort = EffortName.NORMAL,
    seed: Seed = 0,
    threads: Threads = 0,
    as_json: Json = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Plan open visits into appointments, with promises, invitations and calendars."""
    with house() as parts:
        request = PlanRequest(
            territory=territory,
            from_on=day_of(from_on),
            days=days,
            effort=effort,
            seed=seed,
            threads=threads,
        )
        with Stages(err, is_shown=not as_json) as stages:
            stages.begin(f"Planning {territory}", 100)

            def told(progress: Progress) -> None:
                stages.reach(
                    round(100 * progress.share),
                    f"cost {progress.cost:,.0f}, {progress.unserved} unplanned",
                )

            outcome = plan_territory(
                parts,
                OPERATOR,
                request,
                on_progress=told,
                on_compile=lambda: stages.reach(0, GETTING_READY),
            )
            stages.reach(100)
        if as_json:
            say_json(
                {
                    "run": str(outcome.run_id),
                    "visits": outcome.visits,
                    "planned": outcome.planned,
                    "booked": outcome.booked,
                    "rewindowed": outcome.rewindowed,
                    "driving_share": round(outcome.driving_share, 4),
                    "unplanned": [
                        {
                            "reference": left.reference,
                            "reason": left.reason.value,
                            "sentence": left.sentence,
                        }
                        for left in outcome.left_out
                    ],
                }
            )
            return
        out.print(
            f"{outcome.planned} of {outcome.visits} visits planned, {outcome.booked} of them new; "
            f"driving {outcome.driving_share:.1%}."
        )
        for left in outcome.left_out:
            out.print(f"  {left.reference}: {escape(left.sentence)}")


def narrow(
    territory: Territory, on: Annotated[str, typer.Option(help="The day, YYYY-MM-DD.")]
) -> None:
    """Tell the buyers of a day their shorter arrival windows, usually the evening before."""
    with house() as parts:
        told = narrow_windows(parts, OPERATOR, territory, day_of(on))
        out.print(f"{told} shorter windows told.")


def watch(territory: Territory) -> None:
    """Look at the day once: expect every arrival anew and tell whoever it lets down."""
    with house() as parts:
        watched = watch_territory(parts, territory)
        out.print(
            f"{watched.visits_ahead} visits ahead, {watched.delayed} delays told, "
            f"{watched.judged} promises judged."
        )
