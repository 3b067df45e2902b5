"""Who is meant by what a caller knows: a name, a number, a phone, an e-mail address?"""

from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from aftersales.queries.numbers import DIALLED, plain_number
from aftersales.records import Contact, Customer

LEAST_DIGITS: Final = 5
"""So many digits are read as the end of a phone number."""


def customer_meant(text: str) -> list[ColumnElement[bool] | bool]:
    """Conditions of which one must hold: a part of the name, the number, the e-mail, the end of the phone number."""
    digits = "".join(each for each in text if each.isdigit())
    name = text.casefold()
    conditions: list[ColumnElement[bool] | bool] = [
        func.lower(Customer.name).contains(name, autoescape=True),
        # SQLite knows small and capital letters of ASCII only.
        *(col(Customer.name).contains(form, autoescape=True) for form in {text, text.title()}),
        func.lower(Customer.number) == name,
        col(Customer.id).in_(
            select(Contact.customer_id).where(func.lower(Contact.address) == name)
        ),
    ]
    if len(digits) >= LEAST_DIGITS and len(digits) >= len(text) // 2:
        conditions.append(
            col(Customer.id).in_(
                select(Contact.customer_id).where(
                    col(Contact.channel).in_(DIALLED),
                    plain_number().endswith(digits, autoescape=True),
                )
            )
        )
    return conditions
