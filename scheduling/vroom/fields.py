"""Reading JSON that nobody vouches for: every value is asked for by path, type and range.

A document is either understood completely or refused in one sentence that names the place, such as
`jobs[3].time_windows[0]`; nothing in it is skipped, guessed or converted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NoReturn, TypeVar

MOST_BYTES: Final = 64 * 2**20
"""Bytes of a document; two matrices of 2,000 places fit."""
LATEST: Final = 2**53 - 1
"""The largest moment; larger whole numbers are not the same in every JSON reader (RFC 8259, section 6)."""
LONGEST: Final = 2**30 - 1
"""The longest length in seconds, so that moments and lengths add up within 32 bits."""
LARGEST_ID: Final = 2**64 - 1
MOST_WINDOWS: Final = 1_000
"""Windows of one task or pause."""
SHOWN: Final = 40
"""Characters of a wrong value that a sentence repeats."""

Point = tuple[float, float]
"""Longitude and latitude in degrees (WGS 84)."""
Span = tuple[int, int]
"""A closed span of seconds."""
Made = TypeVar("Made")


class Refused(ValueError):
    """A document that is not understood or cannot be carried over exactly; its text is one sentence."""


def document_of(data: bytes) -> object:
    """The JSON value in these bytes (RFC 8259), without the numbers that JSON does not have.

    Raises:
        Refused: it is too long, not UTF-8, not JSON, nested too deeply, or a key stands twice.
    """
    if len(data) > MOST_BYTES:
        raise Refused(f"The document is longer than {MOST_BYTES} bytes.")
    try:
        value: object = json.loads(
            data.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_without_twins
        )
    except UnicodeDecodeError as error:
        raise Refused(f"The document is not UTF-8: byte {error.start} is wrong.") from error
    except RecursionError as error:
        raise Refused("The document is nested too deeply.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Refused(f"The document is not JSON from {where} on.") from error
    except Refused:
        raise
    except ValueError as error:  # more digits than Python reads
        raise Refused("The document has a number with thousands of digits.") from error
    return value


def _no_number(name: str) -> NoReturn:
    raise Refused(f"The document is not JSON, because it says {name} where a number belongs.")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        seen: set[str] = set()
        twin = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add answers None on purpose
        raise Refused(f"The key {shown(twin)} stands twice in one object.")
    return values


def shown(value: object) -> str:
    """The value as a sentence repeats it: short, on one line, and in ASCII."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "an array"
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 128:  # noqa: PLR2004 - bits
        return "a number with dozens of digits"
    text = json.dumps(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


def step_into(path: str, key: str | int) -> str:
    """The path of a member: `jobs[3]`, `jobs[3].service`, or quoted if the key is no plain word."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    word = key if key.isascii() and key.isidentifier() and len(key) <= SHOWN else shown(key)
    return f"{path}.{word}" if path else word


@dataclass(frozen=True, slots=True)
class Fields:
    """The members of one JSON object, with the path to it for the sentences.

    Attributes:
        path: where the object stands; empty for the whole document.
        values: its members.
    """

    path: str
    values: dict[str, Any]

    @classmethod
    def of(cls, value: object, path: str, known: Collection[str] | None = None) -> Fields:
        """The object's members; with `known`, a member of any other name is refused."""
        if not isinstance(value, dict):
            name = path or "The document"
            raise Refused(f"{name} must be an object, not {shown(value)}.")
        for key in value:
            if known is not None and key not in known:
                raise Refused(f"{step_into(path, key)} is not a key that is understood here.")
        return cls(path, value)

    def at(self, key: str) -> str:
        """The path of a member."""
        return step_into(self.path, key)

    def has(self, key: str) -> bool:
        """Whether there is such a member."""
        return key in self.values

    def needed(self, key: str) -> Any:
        """The member's value, refused if there is none."""
        if key not in self.values:
            raise Refused(f"{self.at(key)} is missing.")
        return self.values[key]

    def whole(
        self, key: str, default: int | None = None, *, least: int = 0, most: int = LONGEST
    ) -> int:
        """A whole number in a range; without a default it is needed."""
        if default is not None and key not in self.values:
            return default
        return whole(self.needed(key), self.at(key), least=least, most=most)

    def whole_or_none(self, key: str, *, most: int = LONGEST) -> int | None:
        """A whole number from 0 if it is given."""
        return whole(self.values[key], self.at(key), most=most) if key in self.values else None

    def text(self, key: str) -> str | None:
        """A string if it is given."""
        if key not in self.values:
            return None
        value = self.values[key]
        if not isinstance(value, str):
            raise Refused(f"{self.at(key)} must be a string, not {shown(value)}.")
        return value

    def array(self, key: str, most: int | None = None) -> list[Any]:
        """The items of an array, not more than `most`; none if it is not given."""
        given = array(self.values[key], self.at(key)) if key in self.values else []
        if most is not None and len(given) > most:
            raise Refused(f"{self.at(key)} has {len(given)} items, more than {most}.")
        return given

    def each(
        self, key: str, read: Callable[[Any, str], Made], most: int | None = None
    ) -> tuple[Made, ...]:
        """The items of an array, each read with its path."""
        path = self.at(key)
        return tuple(
            read(item, step_into(path, at)) for at, item in enumerate(self.array(key, most))
        )

    def wholes(self, key: str, *, most: int = LONGEST) -> tuple[int, ...]:
        """An array of whole numbers from 0; empty if it is not given."""
        return self.each(key, lambda value, path: whole(value, path, most=most))

    def point(self, key: str) -> Point | None:
        """Longitude and latitude if they are given."""
        if key not in self.values:
            return None
        parts, path = self.array(key), self.at(key)
        if len(parts) != 2:  # noqa: PLR2004 - longitude and latitude
            raise Refused(f"{path} must be [longitude, latitude].")
        lon, lat = parts
        return number(lon, f"{path}[0]", bound=180.0), number(lat, f"{path}[1]", bound=90.0)

    def span(self, key: str) -> Span | None:
        """A [start, end] pair of moments if it is given."""
        return _span(self.values[key], self.at(key)) if key in self.values else None

    def spans(self, key: str) -> tuple[Span, ...]:
        """Spans in order of time; ones that touch become one. Empty if they are not given."""
        if key not in self.values:
            return ()
        given = sorted(self.each(key, _span, MOST_WINDOWS))
        if not given:
            raise Refused(f"{self.at(key)} must name at least one window.")
        for earlier, later in pairwise(given):
            if later[0] < earlier[1]:
                windows = f"{list(earlier)} and {list(later)}"
                raise Refused(f"{self.at(key)} has windows that overlap: {windows}.")
        return _joined(given)


def array(value: object, path: str) -> list[Any]:
    """The items of an array."""
    if not isinstance(value, list):
        raise Refused(f"{path} must be an array, not {shown(value)}.")
    return value


def whole(value: object, path: str, *, least: int = 0, most: int = LONGEST) -> int:
    """A whole number in a range; truth values and fractions are none."""
    if type(value) is not int or not least <= value <= most:
        raise Refused(f"{path} must be a whole number from {least} to {most}, not {shown(value)}.")
    return value


def number(value: object, path: str, *, bound: float) -> float:
    """A number not farther from 0 than `bound`."""
    if type(value) not in (int, float) or not abs(value) <= bound:  # type: ignore[arg-type]  # it is a number here
        raise Refused(f"{path} must be a number from {-bound:g} to {bound:g}, not {shown(value)}.")
    return float(value)  # type: ignore[arg-type]  # see above


def refuse_twins(paths_and_ids: Iterable[tuple[str, int]]) -> None:
    """Refuse the second of two things with one id."""
    seen: set[int] = set()
    for path, number_of_it in paths_and_ids:
        if number_of_it in seen:
            raise Refused(f"{step_into(path, 'id')} is {number_of_it}, which is taken already.")
        seen.add(number_of_it)


def _span(value: object, path: str) -> Span:
    parts = array(value, path)
    if len(parts) != 2:  # noqa: PLR2004 - a pair
        raise Refused(f"{path} must be [start, end].")
    start, end = (whole(parts[at], f"{path}[{at}]", most=LATEST) for at in (0, 1))
    if end < start:
        raise Refused(f"{path} ends before it starts: [{start}, {end}].")
    return start, end


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    joined = [spans[0]]
    for start, end in spans[1:]:
        if start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
