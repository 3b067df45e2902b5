"""The OpenAPI document: what FastAPI reads off the routes, completed by what holds for all of them.

Who may pass stands in the table of doors, how requests are refused in the table of problems, and how
versions and repeated requests are told in their headers; none of it is written at a route again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

from fastapi import FastAPI

from web.admission import FORM_HEADER
from web.api.once import REPLAYED
from web.cookies import PLAIN
from web.doors import DOORS, Door
from web.problems import ALL_KINDS

Schema = dict[str, Any]

ANSWERS: Final = files("web.api") / "answers.json"
"""One whole answer of each of the main nouns, as a small house gave it."""

PROBLEMS: Final = "application/problem+json"

KEY: Final = "key"
SESSION: Final = "session"
FORM: Final = "form"

SCHEMES: Final = {
    KEY: {
        "type": "http",
        "scheme": "bearer",
        "description": "The key of a shop system; it opens what its scopes say.",
    },
    SESSION: {
        "type": "apiKey",
        "in": "cookie",
        "name": PLAIN,
        "description": "A user who signed in on the page; behind HTTPS its name begins with __Host-.",
    },
    FORM: {
        "type": "apiKey",
        "in": "header",
        "name": FORM_HEADER,
        "description": "Goes with a session in whatever changes something: the token of its forms.",
    },
}

_TEXT: Final = {"type": "string"}
PROBLEM: Final = {
    "type": "object",
    "title": "ProblemDetails",
    "description": "A refusal (RFC 9457); `detail` says what to do, `problems` where.",
    "required": ["type", "title", "status", "detail", "problems"],
    "properties": {
        "type": _TEXT | {"examples": ["/api#not-there"]},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "sentence"],
                "properties": {"where": _TEXT, "sentence": _TEXT},
            },
        },
    },
}
"""What every refusal looks like."""


def document_of(app: FastAPI) -> Schema:
    """The document of an app, made once."""
    present: Schema | None = getattr(app.state, "document", None)
    if present is None:
        present = app.state.document = _completed(app.openapi())
    return present


def _completed(document: Schema) -> Schema:
    components = document["components"]
    for name in ("HTTPValidationError", "ValidationError"):  # the framework's own refusals
        components["schemas"].pop(name, None)
    components["schemas"]["ProblemDetails"] = PROBLEM
    for name, answer in json.loads(ANSWERS.read_text(encoding="utf-8")).items():
        components["schemas"][name]["examples"] = [answer]
    components["securitySchemes"] = SCHEMES
    components["responses"] = {_name(status): _refusal(status) for status in _statuses()}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            _complete(method, path, operation, DOORS[f"{method.upper()} {path}"])
    return document


def _complete(method: str, path: str, operation: Schema, door: Door) -> None:
    operation["operationId"] = operation_id(method, path)
    operation["security"] = _security(method, door)
    operation["x-scopes"] = sorted(door.scopes)
    operation["x-roles"] = sorted(door.roles)
    parameters = {each["name"]: each for each in operation.get("parameters", ())}
    if "If-Match" in parameters:
        parameters["If-Match"] |= {"required": True, "schema": _TEXT | {"minLength": 1}}
    operation["responses"].pop("422", None)
    for status in _refusals(method, path, operation, door):
        reference = {"$ref": f"#/components/responses/{_name(status)}"}
        operation["responses"].setdefault(str(status), reference)
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            answer.setdefault("headers", {}).update(_headers(parameters))
    if "If-None-Match" in parameters:
        operation["responses"]["304"] = {
            "description": "You have it already.",
            "headers": {"ETag": {"schema": _TEXT}},
        }
    operation["responses"] = dict(sorted(operation["responses"].items()))


def operation_id(method: str, path: str) -> str:
    """A name made of the method and the words of the address: “get_customers_one”, “post_customers”."""
    words = path.removeprefix("/api/v1").strip("/").replace(".", "/").split("/")
    named = ["one" if word.startswith("{") else word.replace("-", "_") for word in words]
    return "_".join([method, *named])


def _security(method: str, door: Door) -> list[Schema]:
    ways: list[Schema] = []
    if door.scopes:
        ways.append({KEY: sorted(door.scopes)})
    if door.roles:
        ways.append({SESSION: []} if method == "get" else {SESSION: [], FORM: []})
    return ways


def _headers(parameters: Schema) -> Schema:
    """What may stand in the head of an answer, by what may stand in the head of its request."""
    headers: Schema = {}
    if parameters.keys() & {"If-None-Match", "If-Match", "Idempotency-Key"}:
        headers["ETag"] = {"description": "The version that is shown.", "schema": _TEXT}
    if "Idempotency-Key" in parameters:
        headers["Location"] = {"description": "Where it can be read again.", "schema": _TEXT}
        headers[REPLAYED] = {
            "description": "Stands there when the key had this answer before.",
            "schema": {"const": "true"},
        }
    if "after" in parameters:
        headers["Link"] = {"description": "The following page (RFC 8288).", "schema": _TEXT}
    return headers


def _refusals(method: str, path: str, operation: Schema, door: Door) -> Iterator[int]:
    parameters = operation.get("parameters", [])
    yield 429
    if door.roles:
        yield from (401, 403)
    if not path.startswith("/api/"):
        return
    asked = {each["name"] for each in parameters if each["in"] != "header"}
    if method != "get" or asked - {"limit", "after"}:
        yield 404
    if parameters or "requestBody" in operation:
        yield 422
    if method == "patch":
        yield from (412, 428)
    if method != "get":
        yield from (400, 409, 413, 415)


def _statuses() -> list[int]:
    return sorted({kind.status for kind in ALL_KINDS})


def _name(status: int) -> str:
    return f"Problem{status}"


def _refusal(status: int) -> Schema:
    """One answer for all problems of a status."""
    kinds = [kind for kind in ALL_KINDS if kind.status == status]
    shown = kinds[0]
    return {
        "description": " ".join(f"`{kind.slug}`: {kind.sentence}" for kind in kinds),
        "content": {
            PROBLEMS: {
                "schema": {"$ref": "#/components/schemas/ProblemDetails"},
                "example": {
                    "type": shown.type,
                    "title": shown.title,
                    "status": status,
                    "detail": shown.sentence,
                    "problems": [],
                },
            }
        },
    }
