"""The demo's summary: what was planned, promised, broken and told, from the rows and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from aftersales.demo.run import TERRITORY, DemoResult
from aftersales.moments import day_bounds
from aftersales.parts import Parts
from aftersales.promises import Scores, scores_of
from aftersales.queries.notices import notices_by_kind
from aftersales.queries.places import territory_by_code
from aftersales.queries.promises import broken_without_address, promise_states
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import visits_by_id
from aftersales.readiness import AwaitedKind
from scheduling import UnplannedReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The figures of a demo."""

    result: DemoResult
    scores: Scores
    notices: dict[str, int]
    to_be_called: int
    left_out: dict[UnplannedReason | AwaitedKind, list[tuple[str, str]]]
    overrun: str | None
    sick: str | None

    def as_json(self) -> dict[str, Any]:
        """The summary for scripts."""
        result, planned, played = self.result, self.result.planned, self.result.played
        return {
            "first_day": result.first_day.isoformat(),
            "played_on": result.played_on.isoformat(),
            "customers_units": result.units,
            "travel_scale": round(result.travel_scale, 3),
            "visits": planned.visits,
            "planned": planned.planned,
            "unplanned": [
                {"reference": reference, "reason": reason.value, "sentence": sentence}
                for reason, rows in self.left_out.items()
                for reference, sentence in rows
            ],
            "driving_share": round(planned.driving_share, 4),
            "played": {
                "done": played.done,
                "overrun_minutes": played.overrun_minutes,
                "sick_technician": played.sick_technician,
                "delays_told": self.notices.get("delayed", 0),
            },
            "promises_of_the_day": {
                "made": self.scores.made,
                "kept": self.scores.kept,
                "broken_told": self.scores.broken_told,
                "broken_untold": self.scores.broken_untold,
                "superseded": self.scores.superseded,
                "released": self.scores.released,
                "waiting": self.scores.waiting,
                "broken_untold_to_be_called": self.to_be_called,
                "heard_from_us_first": self.scores.heard_from_us_first,
            },
            "notices": self.notices,
            "out": str(result.folder),
            "visit_url": result.visit_url,
            "feed_url": result.feed_url,
            "sign_ins": {
                "emails": {role.value: email for role, email in result.sign_ins.emails},
                "password": result.sign_ins.password,
                "api_key": result.sign_ins.api_key,
            },
        }


def summary_of(parts: Parts, result: DemoResult) -> Summary:
    """The summary of a demo, read from what it remembers."""
    with parts.store.reading() as session:
        territory = territory_by_code(session, TERRITORY)
        if territory is None:
            raise AssertionError("The demo has made its territory.")
        bounds = day_bounds(result.played_on, territory.zone)
        scores = scores_of(promise_states(session, *bounds))
        notices = notices_by_kind(session)
        to_be_called = broken_without_address(session, *bounds)
        overrun = None
        if result.played.overrun_visit is not None:
            visit = visits_by_id(session, [result.played.overrun_visit])[
                result.played.overrun_visit
            ]
            overrun = visit.lead.name
        absent = technician_by_code(session, result.played.sick_technician or "")
        sick = None if absent is None else absent.name
    left_out: dict[UnplannedReason | AwaitedKind, list[tuple[str, str]]] = {}
    for left in result.planned.left_out:
        left_out.setdefault(left.reason, []).append((left.reference, left.sentence))
    return Summary(
        result=result,
        scores=scores,
        notices=dict(sorted(Counter(notices).items())),
        to_be_called=to_be_called,
        left_out=left_out,
        overrun=overrun,
        sick=sick,
    )
