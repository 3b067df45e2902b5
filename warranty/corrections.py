"""What corrected days change: every cover that counts from them moves with them, and whatever came since stays.

A cover that a repair has lengthened stays lengthened, one that ended early (the unit went back) stays ended.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from warranty.calendar_months import last_day_of_term
from warranty.covers import Cover

LONGEST: Final = 600
"""Months of the longest term that anybody promises; longer ones move by days."""


def covers_after_correction(
    covers: tuple[Cover, ...], before: tuple[Cover, ...], after: tuple[Cover, ...]
) -> tuple[Cover, ...]:
    """The covers of a unit after its days were corrected, in the same order.

    Args:
        covers: as they stand.
        before: what the unit was sold with, by the days that were wrong.
        after: the same by the right days, one for each of `before`.

    Raises:
        ValueError: `before` and `after` are not the same promises.
    """
    if [_promise(each) for each in before] != [_promise(each) for each in after]:
        raise ValueError("Days were corrected, and nothing else.")
    moves = list(zip(before, after, strict=True))
    corrected = []
    for cover in covers:
        found = [each for each in moves if _is_of(cover, each[0])]
        move = min(found, key=lambda each: each[0].ends_on != cover.ends_on, default=None)
        if move is not None:
            moves.remove(move)
        corrected.append(cover if move is None else _moved(cover, *move))
    return tuple(corrected)


def _promise(cover: Cover) -> tuple[object, ...]:
    shares = (cover.parts_percent, cover.labour_percent, cover.travel_percent, cover.has_loaner)
    return cover.kind, cover.provider, cover.source, cover.components, shares


def _is_of(cover: Cover, sold: Cover) -> bool:
    return _promise(cover) == _promise(sold) and cover.starts_on == sold.starts_on


def _moved(cover: Cover, before: Cover, after: Cover) -> Cover:
    """The cover by its right days, as much longer or shorter than it was sold as it is now."""
    if cover.ends_on < before.ends_on:
        ends_on = max(min(cover.ends_on, after.ends_on), after.starts_on)
    elif cover.ends_on == before.ends_on:
        ends_on = after.ends_on
    else:
        ends_on = _as_long(cover, after.starts_on)
    turns_on = after.burden_of_proof_turns_on
    if turns_on is not None and turns_on > ends_on + timedelta(1):
        turns_on = None
    return replace(
        cover,
        starts_on=after.starts_on,
        ends_on=ends_on,
        counted_from=after.counted_from,
        burden_of_proof_turns_on=turns_on,
    )


def _as_long(cover: Cover, starts_on: date) -> date:
    """The end of the same term from another day: the same months if it is whole months long, else the same days."""
    for months in range(1, LONGEST + 1):
        if last_day_of_term(cover.starts_on, months) == cover.ends_on:
            return last_day_of_term(starts_on, months)
    return cover.ends_on + (starts_on - cover.starts_on)
