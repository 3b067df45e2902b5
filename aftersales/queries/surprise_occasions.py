"""Who may have an occasion for a surprise in these days? Asked in batches; the rules look at each who is named."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, assert_never
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from aftersales.records import (
    Appointment,
    Case,
    Claim,
    Customer,
    Order,
    Registration,
    Unit,
    WorkOrder,
)
from warranty.goodwill.surprises import Occasion

LONGEST_VISIT: Final = timedelta(days=31)
"""A visit is done this long after the start of its window at the latest."""


def customers_with_occasion(
    session: Session,
    occasion: Occasion,
    number: int,
    days: tuple[date, date],
    after: UUID | None,
    limit: int,
) -> Sequence[UUID]:
    """Customers who may have an occasion between two days, in the order of their identifiers.

    It may name some who have none: the rules look at each.
    """
    wanted = (
        select(Customer.id)
        .where(
            col(Customer.erased_at).is_(None),
            col(Customer.merged_into_id).is_(None),
            _may_have(occasion, number, days),
        )
        .order_by(col(Customer.id))
        .limit(limit)
    )
    return session.exec(wanted if after is None else wanted.where(col(Customer.id) > after)).all()


def _may_have(occasion: Occasion, number: int, days: tuple[date, date]) -> ColumnElement[bool]:
    """The condition that a customer may have an occasion in these days; a day is added where years are counted back."""
    first, last = days
    moments = (
        datetime.combine(first - timedelta(1), time(), UTC),
        datetime.combine(last + timedelta(2), time(), UTC),
    )
    match occasion:
        case Occasion.ANNIVERSARY:
            return _bought(number, days)
        case Occasion.REGISTRATION:
            found = select(Registration.customer_id).where(
                col(Registration.submitted_at).between(*moments)
            )
        case Occasion.AFTER_DELAY:
            found = (
                select(WorkOrder.customer_id)
                .join(Appointment, col(Appointment.work_order_id) == WorkOrder.id)
                .where(
                    col(Appointment.done_at).between(*moments),
                    col(Appointment.window_from_at) >= moments[0] - LONGEST_VISIT,
                )
            )
        case Occasion.CLAIM_FREE:
            claimed = select(Case.customer_id).join(Claim, col(Claim.case_id) == Case.id)
            since = [datetime.combine(each, time(), UTC) for each in _years_before(number, days)]
            found = claimed.where(
                col(Claim.opened_at).between(since[0] - timedelta(1), since[1] + timedelta(2))
            )
            return or_(_bought(number, days), col(Customer.id).in_(found))
        case _never:
            assert_never(_never)
    return col(Customer.id).in_(found)


def _bought(years: int, days: tuple[date, date]) -> ColumnElement[bool]:
    """The condition that a customer bought something so many years before these days."""
    first, last = _years_before(years, days)
    span = first - timedelta(1), last + timedelta(1)
    return or_(
        col(Customer.id).in_(select(Order.customer_id).where(col(Order.ordered_on).between(*span))),
        col(Customer.id).in_(select(Unit.customer_id).where(col(Unit.purchased_on).between(*span))),
    )


def _years_before(years: int, days: tuple[date, date]) -> tuple[date, date]:
    """Both days so many years before; the last day of February for one that is not in that year."""
    first, last = (
        each.replace(year=each.year - years, day=min(each.day, 28 if each.month == 2 else 31))  # noqa: PLR2004 - February
        for each in days
    )
    return first, last
