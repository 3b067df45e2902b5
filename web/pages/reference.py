"""The API reference: the OpenAPI document as a page that needs no script and nothing from elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse

from aftersales.words import words_in
from web.api.document import document_of
from web.problems import ALL_KINDS
from web.templating import page
from web.who import Me

router = APIRouter()

METHODS: Final = ("get", "post", "patch", "delete")

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A parameter or field: `model` names the schema that it is made of, if it is one of ours."""

    name: str
    where: str
    type: str
    model: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked."""

    method: str
    path: str
    summary: str
    description: str
    values: tuple[Value, ...]
    body: str
    answer: str
    example: str
    scopes: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One kind of object that is sent or answered."""

    name: str
    description: str
    fields: tuple[Value, ...]


@router.get("/api")
def reference(request: Request, me: Me) -> Response:
    """Every operation by tag, every kind of object, every kind of problem."""
    app: FastAPI = request.app
    document = document_of(app)
    return page(
        request,
        "reference.html",
        words_in(me.language),
        info=document["info"],
        groups=[
            (tag["name"], tag["description"], operations_of(document, tag["name"]))
            for tag in document["tags"]
        ],
        models=models_of(document),
        problems=ALL_KINDS,
    )


@router.get("/api/openapi.json")
def openapi(request: Request) -> JSONResponse:
    """The same for programs."""
    app: FastAPI = request.app
    return JSONResponse(document_of(app))


def operations_of(document: Schema, tag: str) -> list[Operation]:
    """The operations of a tag in the order of the document."""
    return [
        _operation(method, path, item[method], document["components"]["schemas"])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item and tag in item[method].get("tags", ())
    ]


def models_of(document: Schema) -> list[Model]:
    """Every kind of object by name, without the framework's own and without plain choices."""
    return [
        Model(
            name=name,
            description=schema.get("description", ""),
            fields=tuple(
                _value(field, "", part, is_required=field in schema.get("required", ()))
                for field, part in schema["properties"].items()
            ),
        )
        for name, schema in sorted(document["components"]["schemas"].items())
        if "properties" in schema and not name.startswith(("HTTP", "Validation", "Listed"))
    ]


def _operation(method: str, path: str, part: Schema, schemas: Schema) -> Operation:
    body = part.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = _model_of(body.get("schema", {}))
    answers: Schema = next(
        (answer for status, answer in part["responses"].items() if status.startswith("2")), {}
    )
    return Operation(
        method=method.upper(),
        path=path,
        summary=part.get("summary", ""),
        description=part.get("description", ""),
        values=tuple(
            _value(
                each["name"],
                each["in"],
                each["schema"] | {"description": each.get("description", "")},
                is_required=each["required"],
            )
            for each in part.get("parameters", ())
        ),
        body=name,
        answer=_model_of(answers.get("content", {}).get("application/json", {}).get("schema", {})),
        example=_example_of(schemas.get(name, {})),
        scopes=tuple(part.get("x-scopes", ())),
        roles=tuple(part.get("x-roles", ())),
    )


def _example_of(schema: Schema) -> str:
    """The first example of a body as somebody would write it; empty without one."""
    example = next(iter(schema.get("examples", ())), None)
    return "" if example is None else json.dumps(example, indent=2, ensure_ascii=False)


def _value(name: str, where: str, schema: Schema, *, is_required: bool) -> Value:
    example = next(iter(schema.get("examples", ())), None)
    description = schema.get("description", "")
    if example is not None:
        description = f"{description} Such as {example}.".strip()
    return Value(
        name=name,
        where=where,
        type=_type_of(schema),
        model=_model_of(schema),
        is_required=is_required,
        description=description,
    )


def _type_of(schema: Schema) -> str:
    """The type in words, such as “string, date” or “list of EventShown”."""
    if "$ref" in schema:
        return _model_of(schema)
    if "anyOf" in schema:
        return " or ".join(_type_of(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        parts = schema.get("prefixItems", [schema.get("items", {})])
        return "list of " + ", ".join(_type_of(each) for each in parts)
    if "enum" in schema or "const" in schema:
        return " | ".join(map(str, schema.get("enum", (schema.get("const"),))))
    kind = str(schema.get("type", "any"))
    return f"{kind}, {schema['format']}" if "format" in schema else kind


def _model_of(schema: Schema) -> str:
    """The name of our own kind of object in a schema; empty if there is none."""
    for part in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if "$ref" in part:
            return str(part["$ref"]).rsplit("/", 1)[-1].removeprefix("Listed_").removesuffix("_")
    return ""
