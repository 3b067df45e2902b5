"""The whole OpenAPI document, tried out as every kind of principal with requests that schemathesis makes up.

Nothing may fail inside, and no answer may have a status, a content type, a header or a shape that the
document does not tell. Requests are made up once, always the same; every second one names rows that
are there, so that it comes as far as the use cases.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import pytest
import schemathesis
from fastapi.testclient import TestClient
from httpx2 import Response
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlmodel import select

from aftersales.deed import id_of
from aftersales.records import Notice, Order, PlanRun, ProductModel, Promise, Record, Role, Scope
from tests.web.conftest import World
from tests.web.principals import People
from web.api.document import document_of

EACH: Final = 3
"""Requests of each kind, right and wrong ones, for each operation."""

CHECKS: Final = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

NAMES: Final = {"customer": "C-0001", "sku": "WM-8000", "territory": "li", "technician": "T1"}
"""What bodies and queries name instead of something made up."""

KINDS: Final = (
    ("sqlite", "nobody", {200, 401, 404}),
    ("sqlite", Role.SUPPORT, {200, 201, 304, 403, 404, 412, 422}),
    ("sqlite", Role.TECHNICIAN, {200, 403, 404, 422}),
    ("sqlite", Role.PARTNER, {200, 403, 404, 422}),
    ("sqlite", "every scope", {200, 201, 304, 403, 404, 412, 422}),
    ("sqlite", Scope.CASES_READ, {200, 403, 404, 422}),
    ("postgresql", Role.ADMIN, {200, 201, 304, 404, 412, 422}),
)
"""On which database, who asks, and statuses that they reach, or the requests would try nothing out."""


@pytest.mark.parametrize(
    ("database_url", "kind", "reached"),
    KINDS,
    indirect=["database_url"],
    ids=[kind for _, kind, _ in KINDS],
)
def test_every_answer_is_as_the_document_says(
    people: People, world: World, kind: str, reached: set[int]
) -> None:
    client, rows = people.client(kind), rows_of(world)
    wrong, statuses = [], set()

    for number, case in enumerate(made_up(json.dumps(document_of(people.app)))):
        tags = {"If-Match": "*", "If-None-Match": "*"} if number % 4 == 1 else {}
        answer = sent(client, case, rows | tags if number % 2 else {})
        statuses.add(answer.status_code)
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as failures:
            wrong.append(f"{case.as_curl_command()}\n{failures.exceptions}\n{answer.text[:500]}")

    assert wrong == [], "\n\n".join(wrong[:8])
    assert statuses >= reached


@cache
def made_up(document: str) -> tuple[Case[Any], ...]:
    """Some requests for every operation, the same each time."""
    schema = schemathesis.openapi.from_dict(json.loads(document))
    schema.config.generation.update(with_security_parameters=False)
    cases: list[Case[Any]] = []
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        cases += some(operation, GenerationMode.POSITIVE)
        if operation.path.startswith("/api/"):  # the others take nothing that could be wrong
            cases += some(operation, GenerationMode.NEGATIVE)
    return tuple(cases)


def some(operation: Any, mode: GenerationMode) -> list[Case[Any]]:
    """A few requests for one operation: right ones, or wrong ones."""
    found: list[Case[Any]] = []

    @settings(
        max_examples=EACH,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def collect(case: Case[Any]) -> None:
        found.append(case)

    collect()
    return found


def sent(client: TestClient, case: Case[Any], real: Mapping[str, str]) -> Response:
    """The answer to a request in which the rows of `real` are named, if there are any."""
    if real:
        case = Case(
            case.operation,
            case.method,
            case.path,
            path_parameters=named(case.path_parameters, real),
            headers=case.headers,
            query=named(case.query, real),
            body=named(case.body, real),
            media_type=case.media_type,
        )
    asked = case.as_transport_kwargs(base_url="http://testserver")
    asked.pop("cookies")
    asked["headers"] = named(dict(asked["headers"]), real)
    if "data" in asked:
        asked["content"] = asked.pop("data")
    return client.request(**asked)


def named(content: Any, real: Mapping[str, str]) -> Any:
    """The same content that names rows that are there."""
    if not isinstance(content, dict):
        return content
    return {name: real.get(name, value) for name, value in content.items()}


def rows_of(world: World) -> dict[str, str]:
    """Rows of the small world as paths, queries and bodies name them."""
    visit = world.visits()[0]
    tables: dict[str, type[Record]] = {
        "order_id": Order,
        "product_model_id": ProductModel,
        "plan_run_id": PlanRun,
        "promise_id": Promise,
        "notice_id": Notice,
    }
    with world.parts.store.reading() as session:
        first = {name: session.exec(select(table)).first() for name, table in tables.items()}
    rows = {name: str(id_of(row)) for name, row in first.items() if row is not None}
    return (
        NAMES
        | rows
        | {
            "code": "li",
            "customer_id": str(visit.customer.id),
            "location_id": str(visit.location.id),
            "unit_id": str(world.unit_id),
            "work_order_id": str(visit.work_order.id),
            "appointment_id": str(visit.appointment.id),
        }
    )
