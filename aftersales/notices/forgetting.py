"""What is taken out of an old notice: who and where; what was promised, when and why stays as evidence."""

from __future__ import annotations

from typing import Final

FORGOTTEN: Final = "…"
"""Stands where a name, a place or a number stood, so that the notice can still be read."""

PERSONAL_TEXTS: Final = frozenset(
    {
        "answers",
        "answers_name",
        "answers_phone",
        "call_name",
        "call_phone",
        "next_place",
        "owner_name",
        "owner_phone",
        "place",
        "question",
        "scope_name",
        "serial",
        "signed_by",
        "subject",
        "technician_name",
        "text",
        "tracking",
        "why",
    }
)
"""Texts that name somebody, say where they live, or are typed by people."""

PERSONAL_NUMBERS: Final = frozenset({"latitude", "longitude"})


def without_people(facts: dict[str, object]) -> dict[str, object]:
    """The same facts, of the same kind, with everything personal struck out."""
    return {name: _struck(name, value) for name, value in facts.items()}


def _struck(name: str, value: object) -> object:
    if isinstance(value, list):
        return [without_people(each) if isinstance(each, dict) else each for each in value]
    if name in PERSONAL_TEXTS and value:
        return FORGOTTEN
    return 0.0 if name in PERSONAL_NUMBERS else value
