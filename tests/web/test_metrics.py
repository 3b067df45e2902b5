"""Figures for Prometheus: true, nobody's, and only for those who may see them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlmodel import col, select

from aftersales.clock import SetClock
from aftersales.deed import SYSTEM
from aftersales.parts import Parts
from aftersales.records import (
    Job,
    JobKind,
    JobState,
    Notice,
    NoticeState,
    PlanRun,
    Promise,
    PromiseKind,
    PromiseState,
)
from aftersales.store import Store
from tests.web.conftest import World
from web.app import create_app

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]

NEAR = ("127.0.0.1", 5000)
"""A program of this machine."""


def figures_of(client: TestClient) -> Figures:
    """Every sample by its name and labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def figure(figures: Figures, name: str, **labels: str) -> float | None:
    return figures.get((f"aftersales_{name}", frozenset(labels.items())))


@pytest.fixture
def empty(parts: Parts) -> Iterator[TestClient]:
    with TestClient(create_app(parts), client=NEAR) as client:
        yield client


def test_requests_are_counted_by_route_method_and_status(
    stranger: TestClient, world: World
) -> None:
    token = world.token_of(world.visits()[0])
    for path in (f"/visit/{token}", f"/visit/{token}", "/visit/x", "/nothing"):
        stranger.get(path)

    figures = figures_of(stranger)

    route = "/visit/{token}"
    assert figure(figures, "requests_total", method="GET", route=route, status="200") == 2
    assert figure(figures, "requests_total", method="GET", route=route, status="404") == 1
    assert figure(figures, "requests_total", method="GET", route="unmatched", status="404") == 1
    assert figure(figures, "request_seconds_count", method="GET", route=route) == 3
    assert (figure(figures, "request_seconds_sum", method="GET", route=route) or 0) > 0
    assert token not in str(figures)


def test_two_apps_count_apart(parts: Parts, empty: TestClient) -> None:
    with TestClient(create_app(parts), client=NEAR) as other:
        other.get("/nothing")

        assert "unmatched" in str(figures_of(other))
        assert "unmatched" not in str(figures_of(empty))


def test_notices_and_deliveries_are_those_of_the_rows(world: World, stranger: TestClient) -> None:
    with world.parts.store.writing() as session:
        notices = session.exec(select(Notice).order_by(col(Notice.id))).all()
        sent = len(notices)
        for notice in notices[:3]:
            notice.state = NoticeState.WAITING
        notices[0].not_before_at = world.clock.now() - timedelta(minutes=10)
        notices[1].not_before_at = world.clock.now() + timedelta(hours=10)

    figures = figures_of(stranger)

    assert sent > 8
    assert figure(figures, "notices_waiting") == 3
    assert (figure(figures, "notices_overdue_seconds") or 0) >= 600
    assert figure(figures, "notices_last_day", state="waiting") == 3
    assert figure(figures, "notices_last_day", state="sent") == sent - 3
    assert figure(figures, "deliveries_last_hour", state="sent") == sent


def test_what_is_older_than_a_day_is_not_counted(world: World, stranger: TestClient) -> None:
    assert figure(figures_of(stranger), "plan_visits", territory="li") == 9

    world.clock.move_to(world.clock.now() + timedelta(days=1, minutes=1))
    figures = figures_of(stranger)

    for name in ("plan_visits", "notices_last_day", "deliveries_last_hour"):
        assert f"aftersales_{name}" not in {key[0] for key in figures}


def test_plans_and_promises_are_those_of_the_last_day(world: World, stranger: TestClient) -> None:
    with world.parts.store.writing() as session:
        run = session.exec(select(PlanRun)).one()
        run.finished_at = run.started_at + timedelta(seconds=42)
        promises = session.exec(
            select(Promise)
            .where(Promise.kind == PromiseKind.ARRIVAL_WINDOW)
            .order_by(col(Promise.id))
        ).all()
        promises[0].state = PromiseState.KEPT
        promises[1].state = PromiseState.BROKEN_TOLD
    world.clock.move_to(world.clock.now() + timedelta(hours=10))

    figures = figures_of(stranger)

    assert figure(figures, "plan_seconds", territory="li") == 42
    assert figure(figures, "plan_unplanned_visits", territory="li") == 1
    assert figure(figures, "promises_last_day", state="kept") == 1
    assert figure(figures, "promises_last_day", state="broken_told") == 1


def test_jobs_are_counted_by_kind_and_state(
    parts: Parts, clock: SetClock, empty: TestClient
) -> None:
    with parts.doing(SYSTEM) as deed:
        for state, took in (
            (JobState.WAITING, None),
            (JobState.RUNNING, None),
            (JobState.DONE, 10),
            (JobState.DONE, 20),
            (JobState.FAILED, 5),
        ):
            ended_at = None if took is None else deed.now + timedelta(seconds=took)
            deed.session.add(
                Job(
                    id=deed.new_id(),
                    kind=JobKind.PLAN,
                    key="plan:li",
                    state=state,
                    sentence="",
                    asked_by="test",
                    created_at=deed.now,
                    not_before_at=deed.now,
                    started_at=deed.now,
                    finished_at=ended_at,
                )
            )

    figures = figures_of(empty)

    assert figure(figures, "jobs", kind="plan", state="waiting") == 1
    assert figure(figures, "jobs", kind="plan", state="running") == 1
    assert figure(figures, "jobs_ended_last_day", kind="plan", state="done") == 2
    assert figure(figures, "jobs_ended_last_day_seconds", kind="plan", state="done") == 30
    assert figure(figures, "jobs_ended_last_day_seconds", kind="plan", state="failed") == 5


def test_solver_database_and_version_are_told(parts: Parts, empty: TestClient) -> None:
    figures = figures_of(empty)

    assert figure(figures, "solver_processes") == parts.planner.processes  # type: ignore[attr-defined] # the real one
    assert figure(figures, "solver_processes_busy") == 0
    assert figure(figures, "database_up") == 1
    (info,) = [dict(labels) for name, labels in figures if name == "aftersales_info"]
    assert info["database"] == ("sqlite" if parts.store.is_sqlite else "postgresql")


def test_silent_database_is_a_figure(parts: Parts) -> None:
    nowhere = (
        "sqlite:////nowhere/at/all.db"
        if parts.store.is_sqlite
        else "postgresql+psycopg://nobody@127.0.0.1:1/none"
    )
    with TestClient(create_app(replace(parts, store=Store(nowhere))), client=NEAR) as client:
        figures = figures_of(client)

    assert figure(figures, "database_up") == 0
    assert figure(figures, "notices_waiting") is None
    assert figure(figures, "solver_processes_busy") == 0


def test_figures_name_nobody(world: World, stranger: TestClient) -> None:
    stranger.get(f"/visit/{world.token_of(world.visits()[0])}")
    text = stranger.get("/metrics").text

    assert world.customers[0].name == "Anna Beck"
    assert "aftersales_plan_seconds" in text
    for name in ("Beck", "example.org", "+423", "Landstrasse", world.feed_token, "Frick"):
        assert name not in text


@pytest.mark.parametrize("client_host", ["203.0.113.7", "10.0.0.2"])
def test_figures_are_hidden_from_other_machines(parts: Parts, client_host: str) -> None:
    with TestClient(create_app(parts), client=(client_host, 5000)) as client:
        answer = client.get("/metrics")

    assert answer.status_code == 404
    assert "AFTERSALES_METRICS_TOKEN" in answer.json()["detail"]
    assert "aftersales_" not in answer.text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_figures_are_hidden_from_whoever_comes_through_a_proxy_of_this_machine(
    parts: Parts, header: str
) -> None:
    with TestClient(create_app(parts), client=("127.0.0.1", 5000)) as client:
        assert client.get("/metrics").status_code == 200
        assert client.get("/metrics", headers={header: "203.0.113.7"}).status_code == 404


def test_token_opens_the_figures_from_anywhere_and_is_then_asked_of_everybody(
    parts: Parts,
) -> None:
    settings = parts.settings.model_copy(update={"metrics_token": SecretStr("m" * 20)})
    app = create_app(replace(parts, settings=settings))
    with TestClient(app, client=("203.0.113.7", 5000)) as far, TestClient(app, client=NEAR) as near:
        right = {"authorization": "Bearer " + "m" * 20}

        assert far.get("/metrics", headers=right).status_code == 200
        assert near.get("/metrics", headers=right).status_code == 200
        for wrong in ({}, {"authorization": "Bearer mm"}, {"authorization": "m" * 20}):
            assert far.get("/metrics", headers=wrong).status_code == 404
            assert near.get("/metrics", headers=wrong).status_code == 404
