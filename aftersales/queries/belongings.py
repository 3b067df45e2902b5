"""Which rows are a customer's, in every table? Answered by the tables themselves, so that none is forgotten."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, select
from sqlmodel import Session

from aftersales.queries.chunks import chunks
from aftersales.records import Record

PARENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "appointment": "work_order_id",
        "case_step": "case_id",
        "claim": "case_id",
        "claim_cost": "claim_id",
        "complaint": "case_id",
        "complaint_offer": "complaint_id",
        "cover": "unit_id",
        "goods_return": "claim_id",
        "intake": "message_id",
        "notice_delivery": "notice_id",
        "order_line": "order_id",
        "service_entry": "appointment_id",
        "spare_request": "work_order_id",
        "suppression": "erasure_id",
        "thread_message": "case_id",
        "waiting_customer": "appointment_id",
        "visit_event": "appointment_id",
        "visit_preparation": "work_order_id",
        "wished_window": "work_order_id",
        "work_offer": "work_order_id",
    }
)
"""Tables without a customer of their own: the column that leads to the row whose customer theirs is."""

LINKED_BY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "booking": "work_order",
        "buyer": "customer",
        "case": "service_case",
        "chat": "service_case",
        "complaint": "complaint",
        "maintenance": "maintenance",
        "proof": "registration",
        "recall": "campaign_response",
        "registration": "registration",
        "return": "goods_return",
        "survey": "survey",
        "transfer": "unit_transfer",
        "visit": "appointment",
    }
)
"""What the links to pages lead to, by purpose."""

BESIDE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "absence": "of a technician",
        "alarm": "of products",
        "api_key": "of a shop system",
        "assignment": "which technician goes",
        "attempt_count": "a hash, kept for days",
        "campaign": "of products",
        "channel_alarm": "of a channel",
        "checklist_point": "of the trade",
        "cover_term": "of products",
        "busy_calendar": "of a technician",
        "crew": "of technicians",
        "crew_member": "of technicians",
        "depot": "ours",
        "goodwill_budget": "ours",
        "household": "only a number",
        "improvement": "of the house",
        "job": "of the house",
        "known_address": "a public list",
        "known_issue": "of products",
        "maintenance_schedule": "of products and contracts",
        "occupied_time": "of technicians",
        "plan_run": "of a day",
        "planned_route": "of a technician",
        "playbook": "of the trade",
        "product_model": "of products",
        "remembered_answer": "kept for a day",
        "service_partner": "of a company",
        "shared_feed": "of technicians",
        "shift": "of a technician",
        "skill": "of the trade",
        "slot_quota": "of a day",
        "spare_part": "of the trade",
        "spare_stock": "ours",
        "surprise_rule": "of the house",
        "technician": "a colleague",
        "technician_skill": "of a technician",
        "territory": "ours",
        "unplanned_visit": "why a plan left something out",
        "user_account": "a colleague",
        "user_session": "of a colleague",
        "webhook_endpoint": "of a shop system",
        "webhook_message": "identifiers only, kept for a month",
        "work_type": "of the trade",
        "work_type_skill": "of the trade",
    }
)
"""Tables in which nothing is a customer's, and what they are about."""

LAST: Final = frozenset({"event", "link", "upload"})
"""Tables whose rows can be about rows of any other."""

Rows = list[dict[str, Any]]


def belongings(session: Session, customer_ids: list[UUID]) -> dict[str, Rows]:
    """Every row that is one of these customers', by table; tables without any are left out."""
    known: dict[str, list[UUID]] = {"customer": customer_ids}
    found: dict[str, Rows] = {"customer": _rows(session, "customer", "id", customer_ids)}
    waiting = [each for each in Record.metadata.sorted_tables if is_theirs(each)]
    while waiting:
        table = next((each for each in waiting if _is_ready(each, waiting)), waiting[0])
        waiting.remove(table)
        rows = _of_table(session, table, known)
        known[table.name] = [row["id"] for row in rows if "id" in row]
        if rows:
            found[table.name] = rows
    return found


def rows_by_id(session: Session, name: str, ids: Collection[UUID]) -> Rows:
    """These rows of a table, whosever they are."""
    return _rows(session, name, "id", list(ids))


def is_theirs(table: Table) -> bool:
    """Whether rows of a table can be a customer's."""
    return table.name != "customer" and table.name not in BESIDE


def has_owner(table: Table) -> bool:
    """Whether it is known whose the rows of a table are."""
    return bool(
        own_columns(table)
        or table.name in PARENTS
        or table.name in {"notice", "link"}
        or {"subject_kind", "subject_id"} <= set(table.c.keys())
    )


def own_columns(table: Table) -> list[str]:
    """The columns of a table that name its customer."""
    return [
        column.name
        for column in table.columns
        if any(key.column.table.name == "customer" for key in column.foreign_keys)
    ]


def _is_ready(table: Table, waiting: list[Table]) -> bool:
    """Whether everything that the rows of a table may hang on has been found."""
    names = {each.name for each in waiting} - {table.name}
    if table.name in PARENTS:
        parent = next(iter(table.c[PARENTS[table.name]].foreign_keys)).column.table.name
        return parent not in names
    if table.name == "notice":
        return names <= LAST | {"notice_delivery"}
    return bool(own_columns(table)) or names <= LAST


def _of_table(session: Session, table: Table, known: Mapping[str, list[UUID]]) -> Rows:
    customers = known["customer"]
    own = own_columns(table)
    if own:
        rows = [row for name in own for row in _rows(session, table.name, name, customers)]
    elif table.name in PARENTS:
        column = table.c[PARENTS[table.name]]
        parent = next(iter(column.foreign_keys)).column.table.name
        rows = _rows(session, table.name, column.name, known.get(parent, []))
    elif table.name == "notice":
        told = table.c.recipient_kind == "customer"
        rows = _rows(session, "notice", "recipient_id", customers, told)
        rows += _about(session, table, known)
    elif table.name == "link":
        rows = [
            row
            for purpose, subject in LINKED_BY.items()
            for row in _rows(
                session, "link", "subject_id", known.get(subject, []), table.c.purpose == purpose
            )
        ]
    elif "subject_id" in table.c:
        rows = _about(session, table, known)
    else:
        rows = []
    return list({row.get("id", tuple(map(str, row.values()))): row for row in rows}.values())


def _about(session: Session, table: Table, known: Mapping[str, list[UUID]]) -> Rows:
    """Rows about any row that was found."""
    return [
        row
        for kind, ids in known.items()
        for row in _rows(session, table.name, "subject_id", ids, table.c.subject_kind == kind)
    ]


def _rows(
    session: Session,
    name: str,
    column: str,
    ids: list[UUID],
    condition: ColumnElement[bool] | None = None,
) -> Rows:
    table = Record.metadata.tables[name]
    rows: Rows = []
    for chunk in chunks(ids):
        here = table.c[column].in_(chunk)
        wanted = select(table).where(here if condition is None else and_(here, condition))
        ordered = wanted.order_by(*(table.primary_key.columns))
        rows += [dict(row) for row in session.execute(ordered).mappings()]
    return rows
