"""`aftersales partner`: the subcontractors whose technicians work for us."""

from __future__ import annotations

from typing import Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from aftersales.cli.terminal import OPERATOR, house, out
from aftersales.errors import NotThere
from aftersales.queries.access import partner_by_code, partners
from aftersales.service_partners import add_service_partner, edit_service_partner

partner_app = typer.Typer(no_args_is_help=True, help="Service partners.")

Code = Annotated[str, typer.Argument(help="Code that imports and users name the partner by.")]
Name = Annotated[str, typer.Option(help="Name of the company.")]
Email = Annotated[str, typer.Option(help="Where its office is written to.")]
Phone = Annotated[str, typer.Option(help="Where its office is called.")]
Hours = Annotated[
    int | None,
    typer.Option(
        "--answer-hours",
        help="Hours that its office has to accept or decline a visit; without, nothing is asked.",
    ),
]
NewName = Annotated[str | None, typer.Option("--name", help="Name of the company.")]
NewEmail = Annotated[str | None, typer.Option("--email", help="Where its office is written to.")]
NewPhone = Annotated[str | None, typer.Option("--phone", help="Where its office is called.")]
NewHours = Annotated[
    int | None,
    typer.Option("--answer-hours", help="Hours to accept or decline a visit; 0 asks nothing."),
]


@partner_app.command()
def add(code: Code, name: Name, email: Email, phone: Phone, hours: Hours = None) -> None:
    """Add a service partner."""
    with house() as parts:
        with parts.doing(OPERATOR) as deed:
            partner = add_service_partner(
                deed, code=code, name=name, email=email, phone=phone, answer_hours=hours
            )
        out.print(f"{escape(partner.name)} is added as “{escape(partner.code)}”.")


@partner_app.command()
def edit(
    code: Code,
    name: NewName = None,
    email: NewEmail = None,
    phone: NewPhone = None,
    hours: NewHours = None,
) -> None:
    """Change a service partner; what is left out stays."""
    with house() as parts:
        with parts.doing(OPERATOR) as deed:
            partner = partner_by_code(deed.session, code)
            if partner is None:
                raise NotThere(
                    f"There is no service partner “{code}”. See “aftersales partner list”."
                )
            edit_service_partner(
                deed, partner, name=name, email=email, phone=phone, answer_hours=hours
            )
        out.print(f"{escape(partner.name)} is changed.")


@partner_app.command(name="list")
def list_partners() -> None:
    """Show the service partners."""
    with house() as parts, parts.store.reading() as session:
        table = Table("Code", "Name", "E-mail", "Telephone", "Hours to answer", box=box.SIMPLE)
        for partner in partners(session):
            hours = "–" if partner.answer_hours is None else str(partner.answer_hours)
            row = (partner.code, partner.name, partner.email, partner.phone, hours)
            table.add_row(*(escape(cell) for cell in row))
        out.print(table if table.row_count else "There are none yet; add one with partner add.")
