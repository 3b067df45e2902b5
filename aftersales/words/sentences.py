"""Sentences that stand in mail, calendar and screen alike, so that everybody reads the same one."""

from __future__ import annotations

from datetime import datetime
from typing import Final, assert_never

from aftersales.records import WorkKind
from aftersales.words.catalogue import Words
from scheduling.forecast import CauseKind

IN_HOURS: Final = 100
"""From so many minutes on people count in hours."""


def arrival(
    _: Words,
    *,
    technician: str,
    from_at: datetime,
    to_at: datetime,
    zone: str,
    expected_at: datetime | None = None,
) -> str:
    """The one sentence about a visit to come: who, when, and what is expected now."""
    text = _(
        "{technician} arrives between {from_time} and {to_time} on {day}.",
        technician=technician,
        from_time=_.time_at(from_at, zone),
        to_time=_.time_at(to_at, zone),
        day=_.day_at(from_at, zone),
    )
    if expected_at is not None:
        text += " " + _("Now expected {time}.", time=_.time_at(expected_at, zone))
    return text


def cause(_: Words, kind: CauseKind, minutes: int, technician: str) -> str:
    """Why a visit is late, in words that blame nobody and tell nothing private."""
    match kind:
        case CauseKind.OVERRUN | CauseKind.NO_CHECK_IN if minutes >= IN_HOURS:
            return _.many(
                "An earlier visit today takes about {number} hour longer than planned.",
                "An earlier visit today takes about {number} hours longer than planned.",
                _hours(minutes),
            )
        case CauseKind.LATE_START if minutes >= IN_HOURS:
            return _.many(
                "{technician} is running about {number} hour later than planned.",
                "{technician} is running about {number} hours later than planned.",
                _hours(minutes),
                technician=technician,
            )
        case CauseKind.OVERRUN | CauseKind.NO_CHECK_IN:
            return _.many(
                "An earlier visit today takes {number} minute longer than planned.",
                "An earlier visit today takes {number} minutes longer than planned.",
                max(minutes, 1),
            )
        case CauseKind.LATE_START:
            return _.many(
                "{technician} is running {number} minute later than planned.",
                "{technician} is running {number} minutes later than planned.",
                max(minutes, 1),
                technician=technician,
            )
        case CauseKind.ABSENT:
            return _("The technician who was to come cannot work today.")
        case CauseKind.ON_PLAN:
            return _("The way to you takes longer than planned.")
        case _never:
            assert_never(_never)


def earlier_cause(_: Words, work: str, time: str, minutes: int, between: int) -> str:
    """Why a visit is late whose delay began at another one: which kind of work at what time, and how it came down."""
    if minutes >= IN_HOURS:
        text = _.many(
            "An earlier visit ({work}, {time}) takes about {number} hour longer than planned.",
            "An earlier visit ({work}, {time}) takes about {number} hours longer than planned.",
            _hours(minutes),
            work=work,
            time=time,
        )
    else:
        text = _.many(
            "An earlier visit ({work}, {time}) takes {number} minute longer than planned.",
            "An earlier visit ({work}, {time}) takes {number} minutes longer than planned.",
            max(minutes, 1),
            work=work,
            time=time,
        )
    if between:
        text += " " + _.many(
            "{number} visit between it and yours moves with it.",
            "{number} visits between it and yours move with it.",
            between,
        )
    return text


def work(_: Words, kind: str, product_type: str) -> str:
    """What a visit is for, such as “Installation: washing machine”."""
    return f"{work_kind(_, WorkKind(kind))}: {product(_, product_type)}"


def work_kind(_: Words, kind: WorkKind) -> str:
    """The kind of work as a heading."""
    match kind:
        case WorkKind.INSTALL:
            return _("Installation")
        case WorkKind.REPAIR:
            return _("Repair")
        case WorkKind.DIAGNOSIS:
            return _("Diagnosis")
        case WorkKind.MAINTENANCE:
            return _("Maintenance")
        case WorkKind.RECALL_VISIT:
            return _("Product safety recall")
        case WorkKind.SURVEY:
            return _("Survey before installation")
        case _never:
            assert_never(_never)


def product(_: Words, product_type: str) -> str:
    """The everyday word for a type of product; an unknown type is shown as the catalogue has it."""
    words = {
        "washing_machine": _("washing machine"),
        "dishwasher": _("dishwasher"),
        "tumble_dryer": _("tumble dryer"),
        "cooker_or_oven": _("cooker or oven"),
        "refrigerator": _("refrigerator"),
        "built_in_microwave_or_coffee": _("built-in microwave or coffee machine"),
        "water_filter": _("water filter"),
        "bathroom_or_water_heater": _("water heater"),
        "split_air_conditioner": _("air conditioner"),
        "tv_wall_mount": _("television"),
        "home_cinema": _("home cinema"),
        "pc_setup": _("computer"),
        "smart_lock_or_camera": _("smart lock or camera"),
        "kitchen_furniture_assembly": _("kitchen furniture"),
        "wardrobe_or_bed_assembly": _("wardrobe or bed"),
        "furniture_assembly": _("furniture"),
        "heavy_item_delivery_setup": _("heavy item"),
        "any_appliance": _("appliance"),
        "any": _("product"),
    }
    return words.get(product_type, product_type.replace("_", " "))


def cover(_: Words, kind: str) -> str:
    """The name of a kind of cover."""
    words = {
        "legal_guarantee": _("Legal guarantee"),
        "makers_warranty": _("Maker's warranty"),
        "durability_guarantee": _("Durability guarantee"),
        "extended_contract": _("Extended service contract"),
        "repair_warranty": _("Warranty on the repair"),
        "goodwill": _("Goodwill"),
    }
    return words.get(kind, kind.replace("_", " "))


def _hours(minutes: int) -> int:
    """Whole hours, the nearest."""
    return (minutes + 30) // 60


def first_name(name: str) -> str:
    """What somebody is called at the door; the surname stays with us. Nothing where there is no name any more."""
    return next(iter(name.split()), "")
