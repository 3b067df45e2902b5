"""The OpenAPI document: who may pass, how it is refused, and examples that can be sent as they stand."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from jsonschema_rs import validator_for

from aftersales.parts import Parts
from tests.web.api.conftest import Shop
from web.api.document import ANSWERS, document_of
from web.app import create_app
from web.doors import DOORS
from web.problems import ALL_KINDS

NOT_REMEMBERED = {"/api/v1/customers/{customer_id}/exports"}
"""Everything known of a customer is not kept a second time, so that asking again hands it out again."""


@pytest.fixture
def document(parts: Parts) -> dict[str, Any]:
    app: FastAPI = create_app(parts)
    return document_of(app)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def bodies(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The method, the path and the whole schema of each body that can be sent."""
    for method, path, operation in operations(document):
        if "requestBody" in operation:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            name = schema["$ref"].rsplit("/", 1)[-1]
            whole = document["components"]["schemas"][name]
            yield method, path, whole | {"components": document["components"]}


def test_every_operation_has_a_short_name_of_its_own(document: dict[str, Any]) -> None:
    names = Counter(operation["operationId"] for _, _, operation in operations(document))

    assert [name for name, number in names.items() if number > 1] == []
    assert {"get_customers", "post_customers", "get_customers_one", "patch_customers_one"} <= set(
        names
    )
    assert all(name.isidentifier() and len(name) < 60 for name in names)


def test_every_operation_says_who_may_pass_as_the_table_of_doors_does(
    document: dict[str, Any],
) -> None:
    schemes = document["components"]["securitySchemes"]

    for method, path, operation in operations(document):
        door = DOORS[f"{method.upper()} {path}"]
        told = [each for way in operation["security"] for each in way]
        assert set(told) <= set(schemes), path
        assert ("key" in told) == bool(door.scopes), path
        assert ("session" in told) == bool(door.roles), path
        assert ("form" in told) == (bool(door.roles) and method != "get"), path
        assert set(operation["x-scopes"]) == door.scopes, path


def test_every_refusal_is_told_and_leads_to_a_problem(document: dict[str, Any]) -> None:
    known = {str(kind.status) for kind in ALL_KINDS}
    always = {"401", "403", "429"}
    writing = {"400", "409", "413", "415", "422"}

    for method, path, operation in operations(document):
        refusals = {status for status in operation["responses"] if status >= "400"}
        if not path.startswith("/api/"):
            continue
        assert refusals >= always, path
        assert refusals <= known, path
        assert method == "get" or refusals >= writing - {"422"}, path
        assert (method == "patch") == ({"412", "428"} <= refusals), path
    assert "HTTPValidationError" not in json.dumps(document)


def test_every_post_takes_a_key_and_every_edit_a_version(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        named = {each["name"]: each for each in operation.get("parameters", ())}
        if method == "post" and path not in NOT_REMEMBERED:
            assert "Idempotency-Key" in named, path
        if method == "patch":
            assert named["If-Match"]["required"], path
        if method == "get" and path.endswith("}") and path.startswith("/api/"):
            assert "If-None-Match" in named, path
            assert "304" in operation["responses"], path


def test_every_body_has_an_example_that_fits_its_schema(document: dict[str, Any]) -> None:
    checked = 0

    for method, path, schema in bodies(document):
        assert schema.get("examples"), f"{method.upper()} {path} has no example"
        for example in schema["examples"]:
            assert list(validator_for(schema).iter_errors(example)) == [], path
            checked += 1

    assert checked >= 20


def test_the_examples_of_answers_fit_their_schemas(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    answers = {name: schemas[name] for name in json.loads(ANSWERS.read_text(encoding="utf-8"))}

    assert {"CustomerShown", "OrderShown", "CaseShown", "WorkOrderShown"} <= set(answers)
    for name, schema in answers.items():
        [example] = schema["examples"]
        whole = schema | {"components": document["components"]}
        assert list(validator_for(whole).iter_errors(example)) == [], name
        assert set(example) == set(schema["properties"]), name


OURS = (
    "customers",
    "product-models",
    "orders",
    "registrations",
    "cases",
    "work-orders",
    "plan-runs",
)


def test_an_example_can_be_sent_as_it_stands(shop: Shop) -> None:
    document = document_of(shop.app)
    sent = {
        path: schema["examples"] for method, path, schema in bodies(document) if method == "post"
    }

    for noun in OURS:
        for example in sent[f"/api/v1/{noun}"]:
            answer = shop.client.post(f"/api/v1/{noun}", json=example)

            assert answer.status_code in {201, 202}, (noun, answer.text)
            made, read = answer.json(), shop.client.get(answer.headers["location"]).json()
            shown_once = {"bookings"} if noun == "orders" else set()
            assert made == read | {each: made[each] for each in shown_once}, noun


def test_an_example_of_an_edit_can_be_sent_as_it_stands(shop: Shop) -> None:
    document = document_of(shop.app)
    edits = {
        path: schema["examples"] for method, path, schema in bodies(document) if method == "patch"
    }
    case = shop.client.post("/api/v1/cases", json={"customer": "C-0001", "subject": "Help"})
    places = {
        "/api/v1/customers/{customer_id}": shop.customer_path(0),
        "/api/v1/customers/{customer_id}/locations/{location_id}": shop.location_path(0),
        "/api/v1/cases/{case_id}": case.headers["location"],
        "/api/v1/product-models/{product_model_id}": shop.model_path(),
    }

    for path, real in places.items():
        for example in edits[path]:
            answer = shop.client.patch(real, json=example, headers={"If-Match": "*"})

            assert answer.status_code == 200, (path, answer.text)
