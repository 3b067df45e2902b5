"""The forms of schedules and contracts: one line as a file would say it, checked by the same columns."""

from __future__ import annotations

from typing import Final, TypeVar

from pydantic import BaseModel

from aftersales.imports.judging import row_in
from aftersales.imports.upkeep_rows import ContractTerms, ScheduleRow, UpkeepRow
from aftersales.maintenance.schedules import MOST_PUT_OFFS
from aftersales.words import Words
from warranty.calendar_months import MONTHS_IN_YEAR
from warranty.maintenance.schedules import MOST_DAYS, MOST_MONTHS, Counting
from web.pages.agreed_words import counted_said
from web.pages.days_typed import day_typed
from web.pages.typed import Line

Wrong = list[tuple[str, str]]
"""Fields, each with what is wrong with it."""

AnyUpkeep = TypeVar("AnyUpkeep", bound=UpkeepRow)

TICKED: Final = frozenset({"needs_visit", "is_required", "is_transferable"})
"""What is yes when it is ticked, and no when it is not."""

DAYS: Final = frozenset({"starts_on", "ends_on"})


class UpkeepTyped(BaseModel):
    """What was typed about how often, as it was typed, in the order of the form."""

    task: Line = ""
    needs_visit: Line = ""
    price: Line = ""
    is_required: Line = ""
    source: Line = ""
    every_months: Line = ""
    counting: Line = Counting.LAST_DONE.value
    season_from: Line = ""
    season_to: Line = ""
    lead_days: Line = ""
    grace_days: Line = ""
    most_put_offs: Line = ""


class ScheduleTyped(UpkeepTyped):
    """A schedule of a model as it was typed."""

    code: Line = ""
    sku: Line = ""
    starts: Line = ""


class ContractTyped(UpkeepTyped):
    """A contract about a unit as it was typed."""

    number: Line = ""
    name: Line = ""
    provider: Line = ""
    starts_on: Line = ""
    ends_on: Line = ""
    is_transferable: Line = ""


def schedule_typed(_: Words, typed: ScheduleTyped) -> tuple[ScheduleRow | None, Wrong]:
    """The schedule that was typed, or what is wrong with it."""
    return _checked(_, ScheduleRow, typed)


def contract_typed(_: Words, typed: ContractTyped) -> tuple[ContractTerms | None, Wrong]:
    """The contract that was typed, or what is wrong with it."""
    return _checked(_, ContractTerms, typed)


def said_at(_: Words, where: str) -> str:
    """What is wrong with a field, for whoever typed it."""
    days = _("Write a number of days from 0 to {most}.", most=_.number(MOST_DAYS))
    season = _("Name the first and the last month of the season, or none.")
    return {
        "code": _("Write a code that no other schedule has, such as WM-YEARLY."),
        "number": _("Write a number that no other contract has, such as SC-1001."),
        "sku": _("Choose a model."),
        "task": _("Write what is done, as its owner reads it."),
        "source": _("Write where it is written, such as a booklet and its page."),
        "name": _("Write how the contract is called."),
        "provider": _("Write from whom the contract is."),
        "every_months": _("Write a number of months from 1 to {most}.", most=_.number(MOST_MONTHS)),
        "lead_days": days,
        "grace_days": days,
        "season_from": season,
        "season_to": season,
        "most_put_offs": _("Write a number from 0 to {most}.", most=_.number(MOST_PUT_OFFS)),
        "price": _("Write an amount, such as 90.00."),
        "starts_on": _("Write a day, such as 2026-11-23."),
        "ends_on": _("Write a day after the first one, such as 2031-11-22."),
    }.get(where, _("Choose one of these."))


def months(_: Words) -> list[tuple[str, str]]:
    """The months of a year by name, after none of them."""
    named = _.locale.months["stand-alone"]["wide"]
    return [
        ("", _("any month")),
        *((str(each), named[each]) for each in range(1, MONTHS_IN_YEAR + 1)),
    ]


def countings(_: Words) -> list[tuple[str, str, str]]:
    """From where the next one is counted, to choose from."""
    return [(each.value, said, "") for each, said in counted_said(_).items()]


def _checked(_: Words, model: type[AnyUpkeep], typed: BaseModel) -> tuple[AnyUpkeep | None, Wrong]:
    said = {name: _plain(text) for name, text in typed.model_dump().items()}
    for name in TICKED & set(said):
        said[name] = "yes" if said[name] else "no"
    for name in DAYS & set(said):
        on = day_typed(said[name])
        said[name] = said[name] if on is None else on.isoformat()
    row = row_in(model, said)
    if not isinstance(row, list):
        return row, []
    wrong = {name for name, _sentence in row}
    own = [name for name in said if name not in UpkeepTyped.model_fields]
    asked = [*own, *UpkeepTyped.model_fields]
    return None, [(name, said_at(_, name)) for name in asked if name in wrong]


def _plain(text: str) -> str:
    """Digits of any script as a file writes them."""
    return "".join(str(int(each)) if each.isdecimal() else each for each in text)
