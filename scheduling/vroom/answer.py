"""Routes and what is left out as the document that VROOM would write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scheduling.vroom.document import Document
from scheduling.vroom.itinerary import Step
from scheduling.vroom.tasks import Site, Task
from scheduling.vroom.vehicles import StepKind, Vehicle
from scheduling.vroom.verdicts import Judged, Verdict, summed

Json = dict[str, Any]


def answer(
    document: Document, routes: Sequence[Judged], reasons: Mapping[str, str] | None = None
) -> Json:
    """The whole answer.

    Args:
        document: what was asked.
        routes: in the order of the vehicles.
        reasons: for tasks left out, by key, why; said in a key of our own, `reason`.
    """
    told = [_route(document, route) for route in routes]
    done = {task.key for route in routes for task in route.itinerary.tasks}
    left_out = [task for task in document.tasks if task.key not in done]
    sums = ("setup", "service", "duration", "waiting_time", "priority")
    summary: Json = {
        "cost": round(sum(route.itinerary.cost for route in routes)),
        "routes": len(routes),
        "unassigned": len(left_out),
        **_loads(document, [task for route in routes for task in route.itinerary.tasks]),
        **{key: sum(route[key] for route in told) for key in sums},
    }
    if told and all("distance" in route for route in told):
        summary["distance"] = sum(route["distance"] for route in told)
    found = summed(verdict for route in routes for verdict in route.in_all)
    summary["violations"] = _violations(found)
    return {
        "code": 0,
        "summary": summary,
        "unassigned": [_left_out(task, (reasons or {}).get(task.key)) for task in left_out],
        "routes": told,
    }


def _route(document: Document, judged: Judged) -> Json:
    itinerary = judged.itinerary
    vehicle, steps, last = itinerary.vehicle, itinerary.steps, itinerary.steps[-1]
    route: Json = {
        "vehicle": vehicle.id,
        **_description(vehicle.description),
        "cost": round(itinerary.cost),
        **_loads(document, itinerary.tasks),
        "setup": sum(step.setup for step in steps),
        "service": sum(step.service for step in steps),
        "duration": last.driven,
        "waiting_time": sum(step.waiting for step in steps),
        "priority": sum(task.priority for task in itinerary.tasks),
        **({} if last.metres is None else {"distance": last.metres}),
        "steps": [
            _step(document, vehicle, step, verdicts)
            for step, verdicts in zip(steps, judged.at_steps, strict=True)
            if _is_told(vehicle, step)
        ],
        "violations": _violations(judged.in_all),
    }
    return route


def _is_told(vehicle: Vehicle, step: Step) -> bool:
    """A vehicle without a start begins with its first task; likewise for the end."""
    is_missing = (step.kind is StepKind.START and vehicle.start is None) or (
        step.kind is StepKind.END and vehicle.end is None
    )
    return not is_missing


def _step(document: Document, vehicle: Vehicle, step: Step, verdicts: Sequence[Verdict]) -> Json:
    told: Json = {"type": step.kind.value}
    subject = step.task or step.pause
    site = step.task.site if step.task is not None else None
    if subject is None:
        site = vehicle.start if step.kind is StepKind.START else vehicle.end
    else:
        told |= {"id": subject.id, **_description(subject.description)}
    told |= _place(site)
    if step.task is not None:
        told["job"] = step.task.id
    told |= {"setup": step.setup, "service": step.service, "waiting_time": step.waiting}
    if document.loads:
        told["load"] = list(step.load)
    told |= {"arrival": step.arrival, "duration": step.driven}
    if step.metres is not None:
        told["distance"] = step.metres
    told["violations"] = _violations(verdicts)
    return told


def _left_out(task: Task, reason: str | None) -> Json:
    return {
        "id": task.id,
        "type": task.kind.value,
        **_description(task.description),
        **_place(task.site),
        **({} if reason is None else {"reason": reason}),
    }


def _loads(document: Document, tasks: Sequence[Task]) -> Json:
    """What is delivered and picked up in all; a shipment counts on both sides."""
    if not document.loads:
        return {}
    return {
        key: [sum(load[kind] for load in loads if load) for kind in range(document.loads)]
        for key, loads in (
            ("delivery", [task.delivery for task in tasks]),
            ("pickup", [task.pickup for task in tasks]),
        )
    }


def _place(site: Site | None) -> Json:
    told: Json = {}
    if site is not None and site.location is not None:
        told["location"] = list(site.location)
    if site is not None and site.index is not None:
        told["location_index"] = site.index
    return told


def _description(text: str | None) -> Json:
    return {} if text is None else {"description": text}


def _violations(verdicts: Sequence[Verdict]) -> list[Json]:
    return [
        {"cause": verdict.cause.value}
        | ({} if verdict.duration is None else {"duration": verdict.duration})
        for verdict in verdicts
    ]
