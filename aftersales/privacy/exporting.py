"""Everything that is known of one customer, as programs read it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from aftersales.deed import Deed
from aftersales.privacy.columns import KEPT_SECRET
from aftersales.privacy.traces import traces_of
from aftersales.queries.belongings import belongings, rows_by_id
from aftersales.queries.customers import merged_into
from aftersales.records import Customer
from aftersales.store import Session

Export = dict[str, list[dict[str, Any]]]


def export_customer(deed: Deed, person: Customer) -> Export:
    """Everything about a customer, by table, for whoever asked for it; that it was handed out is noted."""
    found = everything_of(deed.session, person)
    counts: dict[str, object] = {name: len(rows) for name, rows in found.items()}
    deed.note("customer_exported", person, facts=counts)
    return found


def everything_of(session: Session, person: Customer) -> Export:
    """Every row that is a customer's or was somebody's who turned out to be them, and their mail in no case.

    Hashes of secrets are left out, and mail from an address that somebody else has, too.
    """
    ids = [person.id, *(each.id for each in merged_into(session, person.id))]
    found = belongings(session, ids)
    kept = found.get("intake", [])
    beside = traces_of(session, ids, found).own_intakes - {row["id"] for row in kept}
    if beside:
        found["intake"] = kept + rows_by_id(session, "intake", beside)
    return {
        name: [
            {
                column: _plain(value)
                for column, value in row.items()
                if column not in KEPT_SECRET.get(name, frozenset())
            }
            for row in rows
        ]
        for name, rows in found.items()
    }


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case bool() | int() | float() | str() | None | dict() | list():
            return value
    return str(value)
