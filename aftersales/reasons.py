"""Reasons of `warranty` as JSON: a code and facts that come back with their kinds."""

from __future__ import annotations

from datetime import date
from typing import Any

from warranty import Money, Reason, ReasonCode
from warranty.reasons import FactValue


def reason_to_json(reason: Reason) -> dict[str, Any]:
    """The reason as a JSON object."""
    return {
        "code": reason.code.value,
        "facts": {name: _dumped(value) for name, value in reason.facts},
    }


def reason_from_json(stored: dict[str, Any]) -> Reason:
    """The reason of a JSON object."""
    facts = tuple((name, _loaded(value)) for name, value in stored["facts"].items())
    return Reason(ReasonCode(stored["code"]), facts)


def _dumped(value: FactValue) -> object:
    match value:
        case Money():
            return {"currency": value.currency, "minor": value.minor}
        case date():
            return {"day": value.isoformat()}
        case tuple():
            return list(value)
        case _:
            return value


def _loaded(value: Any) -> FactValue:
    match value:
        case {"currency": str(currency), "minor": int(minor)}:
            return Money(currency, minor)
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case list():
            return tuple(str(each) for each in value)
        case str() | int():
            return value
        case _:
            raise ValueError(f"This is no fact of a reason: {value!r}.")
