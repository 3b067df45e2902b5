"""`aftersales token`: links and addresses that got into wrong hands stop working."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from aftersales.cli.terminal import OPERATOR, house, out
from aftersales.errors import NotThere, NotUnderstood
from aftersales.links import revoke_token
from aftersales.queries.customers import customer_by_number
from aftersales.queries.links import links_of_customer, links_of_technician
from aftersales.queries.staff import technician_by_code
from aftersales.records import Link
from aftersales.store import Session

token_app = typer.Typer(no_args_is_help=True, help="Links, addresses, keys and sign-ins to revoke.")

Found = Annotated[
    str | None,
    typer.Argument(help="The address, link, key or token; left out, it is read from the input."),
]
OfTechnician = Annotated[str | None, typer.Option("--technician", help="Code of a technician.")]
OfCustomer = Annotated[str | None, typer.Option("--customer", help="Number of a customer.")]


@token_app.command()
def revoke(address_or_token: Found = None) -> None:
    """Make whatever was found or lost useless at once, and say what it was."""
    with house() as parts:
        text = address_or_token or typer.prompt("Address or token", hide_input=True)
        with parts.doing(OPERATOR) as deed:
            sentence = revoke_token(deed, text)
        out.print(escape(sentence))


@token_app.command(name="list")
def list_tokens(technician: OfTechnician = None, customer: OfCustomer = None) -> None:
    """Show the links of a technician or a customer; the links themselves are kept nowhere."""
    with house() as parts, parts.store.reading() as session:
        table = Table("Kind", "Made", "Ends", "Revoked", box=box.SIMPLE)
        for link in _links(session, technician, customer):
            moments = (link.created_at, link.expires_at, link.revoked_at)
            table.add_row(link.purpose.value, *(_minute(moment) for moment in moments))
        out.print(table if table.row_count else "There are none.")


def _links(session: Session, technician: str | None, customer: str | None) -> Sequence[Link]:
    if (technician is None) == (customer is None):
        raise NotUnderstood("Whose links? Write either --technician CODE or --customer NUMBER.")
    if technician is not None:
        worker = technician_by_code(session, technician)
        if worker is None:
            raise NotThere(f"There is no technician “{technician}”. Check the code.")
        return links_of_technician(session, worker.id)
    person = customer_by_number(session, customer or "")
    if person is None:
        raise NotThere(f"There is no customer “{customer}”. Check the number.")
    return links_of_customer(session, person.id)


def _minute(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M} UTC"
