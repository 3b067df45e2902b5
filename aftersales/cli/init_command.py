"""`aftersales init`: the tables, the work types, and a first territory with its depot."""

from __future__ import annotations

from typing import Annotated

import typer

from aftersales.cli.terminal import OPERATOR, house, out
from aftersales.errors import NotUnderstood
from aftersales.places import Address
from aftersales.queries.places import territories, territory_by_code
from aftersales.territories import add_standard_work_types, add_territory

Code = Annotated[str | None, typer.Option("--territory", help="Code of a territory to add.")]
Name = Annotated[str, typer.Option(help="Its name.")]
Country = Annotated[str, typer.Option(help="Its country, two letters.")]
Depot = Annotated[str, typer.Option(help="Code of its depot.")]
DepotAt = Annotated[
    str | None, typer.Option(help="Where the depot stands: LATITUDE,LONGITUDE in degrees.")
]
Answers = Annotated[
    str, typer.Option(help="Who answers for it: NAME,PHONE,E-MAIL. Buyers are told name and phone.")
]


def init(
    territory: Code = None,
    name: Name = "",
    country: Country = "",
    depot: Depot = "main",
    depot_at: DepotAt = None,
    answers: Answers = "",
) -> None:
    """Make the database or bring it up to date, and add a first territory. Safe to repeat."""
    with house(is_migrated=False) as parts:
        parts.store.migrate()
        with parts.doing(OPERATOR) as deed:
            added = add_standard_work_types(deed)
            is_there = territory_by_code(deed.session, territory or "") is not None
            if territory is not None and not is_there:
                latitude, longitude = _coordinates(depot_at)
                add_territory(
                    deed,
                    code=territory,
                    name=name or territory,
                    country=_country(country),
                    depot_code=depot,
                    depot_name=name or depot,
                    depot=Address(
                        street=name or depot,
                        house_number="",
                        postcode="",
                        town="",
                        country=_country(country),
                        latitude=latitude,
                        longitude=longitude,
                    ),
                    answers=_answers(answers),
                )
        with parts.store.reading() as session:
            codes = [each.code for each in territories(session)]
        out.print(f"The database is up to date{f', {added} work types added' if added else ''}.")
        if is_there:
            out.print(f"Territory {territory} is already there; it was left as it is.")
        out.print(f"Territories: {', '.join(codes) or 'none yet; add one with --territory'}.")


def _coordinates(text: str | None) -> tuple[float, float]:
    try:
        latitude, longitude = (float(part) for part in (text or "").split(","))
    except ValueError as error:
        raise NotUnderstood(
            "A territory needs its depot's place. Write --depot-at 47.165,9.509 (latitude, longitude)."
        ) from error
    return latitude, longitude


def _country(text: str) -> str:
    if len(text) != 2 or not text.isalpha():  # noqa: PLR2004 - ISO 3166-1 alpha-2
        raise NotUnderstood("A territory needs its country. Write --country LI (two letters).")
    return text.upper()


def _answers(text: str) -> tuple[str, str, str]:
    fields = [part.strip() for part in text.split(",")]
    if len(fields) != 3 or not all(fields):  # noqa: PLR2004 - name, phone, e-mail
        raise NotUnderstood(
            "Buyers are told a person. Write --answers “Maria Vogt,+423 555 00 00,maria@shop.example”."
        )
    return fields[0], fields[1], fields[2]
