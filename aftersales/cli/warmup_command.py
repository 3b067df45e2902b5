"""`aftersales warmup`: the planner's compiled code, made before anybody waits for a plan."""

from __future__ import annotations

from rich.markup import escape

from aftersales.bootstrap import planner_of
from aftersales.cli.progress import Stages
from aftersales.cli.terminal import err, out, speaking_plainly
from aftersales.logs import configure_logs
from aftersales.settings import read_settings
from aftersales.solving import folder_of_kernels
from scheduling import Stopwatch


def warmup() -> None:
    """Get the planner ready: once after an update, it takes about a minute. Safe to repeat, needs no database."""
    configure_logs()
    with speaking_plainly():
        settings = read_settings()
        folder = folder_of_kernels(settings.kernel_folder)
        planner = planner_of(settings)
        watch = Stopwatch()
        try:
            with Stages(err, is_shown=True) as stages:
                stages.begin("Loading the planner", 0)
                compiled = 0

                def tell() -> None:
                    nonlocal compiled
                    if not compiled:
                        stages.begin("Compiling the planner, about a minute", 0)
                    compiled += 1
                    stages.step(f"{compiled} functions")

                planner.warm_up(tell)
        finally:
            planner.close()
        if compiled:
            out.print(
                f"The planner is ready: {compiled} functions compiled in {watch.elapsed:,.0f} seconds, "
                f"kept in {escape(str(folder))}.",
                soft_wrap=True,
            )
        else:
            out.print(
                f"The planner was ready already: all functions stand in {escape(str(folder))}.",
                soft_wrap=True,
            )
