"""The catalogue: product models with their terms, work types with their skills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from aftersales.covers import term_row
from aftersales.deed import Deed
from aftersales.errors import NotThere, NotUnderstood, Problem
from aftersales.queries.catalogue import skills_by_code, work_types_for
from aftersales.records import (
    ProductModel,
    Skill,
    WorkKind,
    WorkType,
    WorkTypeSkill,
)
from aftersales.store import Session
from warranty import CheckMethod, SerialRange, SerialRule, WarrantyTerms, normalised_serial


def add_product_model(
    deed: Deed,
    *,
    sku: str,
    name: str,
    brand: str,
    product_type: str,
    terms: WarrantyTerms,
    serial_pattern: str | None = None,
    serial_check: CheckMethod | None = None,
    serial_ranges: Sequence[tuple[str, str]] = (),
    hazards: str = "",
    expected_life_months: int | None = None,
) -> ProductModel:
    """Keep a product model and everything its maker and seller promise with it.

    Raises:
        NotUnderstood: the pattern of its serials, or a range of them, cannot be read.
    """
    _check_pattern(serial_pattern)
    model = ProductModel(
        id=deed.new_id(),
        sku=sku,
        name=name,
        brand=brand,
        product_type=product_type,
        serial_pattern=serial_pattern,
        serial_check=None if serial_check is None else serial_check.value,
        serial_ranges=_ranges(serial_ranges),
        hazards=hazards,
        expected_life_months=expected_life_months,
        created_at=deed.now,
    )
    deed.add(model, *(term_row(deed, model, term) for term in terms.terms))
    deed.note("product_model_added", model)
    return model


def edit_product_model(
    deed: Deed,
    model: ProductModel,
    *,
    name: str | None = None,
    brand: str | None = None,
    serial_pattern: str | None = None,
    serial_check: CheckMethod | Literal[""] | None = None,
    serial_ranges: Sequence[tuple[str, str]] | None = None,
    hazards: str | None = None,
    expected_life_months: int | None = None,
) -> None:
    """Change how a product model is described; None leaves it, what is empty or a life of 0 takes it away.

    What was promised with units already sold stands in their covers and does not change.

    Raises:
        NotUnderstood: the pattern of its serials, or a range of them, cannot be read.
    """
    _check_pattern(serial_pattern)
    model.name = name or model.name
    model.brand = brand or model.brand
    if serial_pattern is not None:
        model.serial_pattern = serial_pattern or None
    if serial_check is not None:
        model.serial_check = serial_check or None
    if serial_ranges is not None:
        model.serial_ranges = _ranges(serial_ranges)
    if hazards is not None:
        model.hazards = hazards
    if expected_life_months is not None:
        model.expected_life_months = expected_life_months or None
    deed.add(model)
    deed.note("product_model_edited", model)


def serial_rule_of(model: ProductModel) -> SerialRule | None:
    """What the serials of a product model look like; None if nobody has said anything."""
    if model.serial_pattern is None and model.serial_check is None and not model.serial_ranges:
        return None
    return SerialRule(
        model.serial_pattern or ".+",
        check=None if model.serial_check is None else CheckMethod(model.serial_check),
        ranges=tuple(SerialRange(first, last) for first, last in model.serial_ranges),
    )


def _check_pattern(pattern: str | None) -> None:
    try:
        SerialRule(pattern or "")
    except ValueError as error:
        raise NotUnderstood(
            f"{error} Write a regular expression that a whole serial matches.",
            [Problem("serial_pattern", "it is no regular expression")],
        ) from error


def _ranges(ranges: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Ranges of serials as they are kept, in normalised form."""
    kept = []
    for at, (first, last) in enumerate(ranges):
        plain = normalised_serial(first), normalised_serial(last)
        try:
            SerialRange(*plain)
        except ValueError as error:
            raise NotUnderstood(
                f"{error} Write the first and the last serial of each range.",
                [Problem(f"serial_ranges[{at}]", "its serials do not have one length")],
            ) from error
        kept.append(list(plain))
    return kept


def add_work_type(
    deed: Deed,
    *,
    product_type: str,
    kind: WorkKind,
    minutes: tuple[int, int, int],
    crew_size: int,
    skills: tuple[str, ...],
    source: str,
) -> WorkType:
    """Keep a work type; `minutes` are low, typical and high. Skills that are new are added."""
    work_type = WorkType(
        id=deed.new_id(),
        code=f"{product_type}.{kind}",
        product_type=product_type,
        kind=kind,
        minutes_low=minutes[0],
        minutes_typical=minutes[1],
        minutes_high=minutes[2],
        crew_size=crew_size,
        source=source,
    )
    deed.add(work_type)
    known = skills_by_code(deed.session)
    for code in skills:
        skill = known.get(code) or add_skill(deed, code)
        deed.add(WorkTypeSkill(work_type_id=work_type.id, skill_id=skill.id))
    return work_type


def add_skill(deed: Deed, code: str) -> Skill:
    """Keep a skill that somebody can have and some work needs."""
    skill = Skill(id=deed.new_id(), code=code, name=code.replace("_", " "))
    deed.add(skill)
    deed.session.flush()
    return skill


def work_type_of(session: Session, product_type: str, kind: WorkKind) -> WorkType:
    """The work type for a product: its own, else the one for any appliance, else for anything.

    Raises:
        NotThere: nobody has said how long such work takes.
    """
    found = work_types_for(session, product_type, [kind])
    if found:
        return found[0]
    raise NotThere(
        f"There is no work type for {kind} of {product_type}. Add one to the catalogue first."
    )
