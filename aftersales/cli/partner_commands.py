"""`aftersales partner`: the subcontractors whose technicians work for us."""

from __future__ import annotations

from typing import Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from aftersales.cli.terminal import OPERATOR, house, out
from aftersales.queries.access import partners
from aftersales.service_partners import add_service_partner

partner_app = typer.Typer(no_args_is_help=True, help="Service partners.")

Code = Annotated[str, typer.Argument(help="Code that imports and users name the partner by.")]
Name = Annotated[str, typer.Option(help="Name of the company.")]
Email = Annotated[str, typer.Option(help="Where its office is written to.")]
Phone = Annotated[str, typer.Option(help="Where its office is called.")]


@partner_app.command()
def add(code: Code, name: Name, email: Email, phone: Phone) -> None:
    """Add a service partner."""
    with house() as parts:
        with parts.doing(OPERATOR) as deed:
            partner = add_service_partner(deed, code=code, name=name, email=email, phone=phone)
        out.print(f"{escape(partner.name)} is added as “{escape(partner.code)}”.")


@partner_app.command(name="list")
def list_partners() -> None:
    """Show the service partners."""
    with house() as parts, parts.store.reading() as session:
        table = Table("Code", "Name", "E-mail", "Telephone", box=box.SIMPLE)
        for partner in partners(session):
            row = (partner.code, partner.name, partner.email, partner.phone)
            table.add_row(*(escape(cell) for cell in row))
        out.print(table if table.row_count else "There are none yet; add one with partner add.")
