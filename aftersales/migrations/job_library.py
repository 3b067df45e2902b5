"""The tables of Procrastinate on PostgreSQL: in a schema of their own, made and brought up to date by us.

Which of its migrations are in is written down beside them, since the library keeps no record itself.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

from sqlalchemy import Connection, text

SCHEMA: Final = "procrastinate"
"""Every connection of ours has it at the end of its search path."""


def bring_up_to_date(connection: Connection) -> None:
    """Make the library's tables, or apply what its installed version adds to them; safe to repeat.

    Each script is committed with the record of it: some use what the one before has added to a type.
    """
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    connection.execute(
        text(
            f"CREATE TABLE IF NOT EXISTS {SCHEMA}.applied_migration ("
            "name varchar PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"
        )
    )
    missing, shipped = _missing(connection), _shipped()
    if len(missing) == len(shipped):
        _apply(connection, _schema(), missing)
    else:
        for name in missing:
            _apply(connection, shipped[name], [name])


def _apply(connection: Connection, script: str, names: list[str]) -> None:
    """Run a script of many statements as it stands: the driver's own cursor leaves percent signs alone."""
    connection.execute(text(f"SET LOCAL search_path TO {SCHEMA}"))
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor:
        cursor.execute(script)
    for name in names:
        connection.execute(
            text(f"INSERT INTO {SCHEMA}.applied_migration (name) VALUES (:name)"),  # noqa: S608 - our own name
            {"name": name},
        )
    connection.commit()


def is_up_to_date(connection: Connection) -> bool:
    """Whether the installed version of the library finds the tables that it knows."""
    present = connection.execute(
        text("SELECT to_regclass(:name) IS NOT NULL"), {"name": f"{SCHEMA}.applied_migration"}
    ).scalar_one()
    return bool(present) and not _missing(connection)


def _missing(connection: Connection) -> list[str]:
    rows = connection.execute(text(f"SELECT name FROM {SCHEMA}.applied_migration"))  # noqa: S608 - our own name
    applied = set(rows.scalars())
    return [name for name in _shipped() if name not in applied]


def _shipped() -> dict[str, str]:
    """The library's migrations by name, in the order in which they are applied."""
    folder = files("procrastinate") / "sql" / "migrations"
    scripts = [each for each in folder.iterdir() if each.name.endswith(".sql")]
    return {
        each.name: each.read_text("utf-8") for each in sorted(scripts, key=lambda each: each.name)
    }


def _schema() -> str:
    return (files("procrastinate") / "sql" / "schema.sql").read_text("utf-8")
