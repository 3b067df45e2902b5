"""`aftersales key`: the keys of shop systems; each is printed once, when it is made."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from aftersales.api_keys import add_api_key, is_live, revoke_api_key
from aftersales.cli.terminal import OPERATOR, house, out
from aftersales.errors import NotThere
from aftersales.queries.access import api_key_by_name, api_keys
from aftersales.records import Scope

key_app = typer.Typer(no_args_is_help=True, help="The keys of shop systems.")

Name = Annotated[str, typer.Argument(help="What the key is for, such as “webshop”.")]
Scopes = Annotated[
    list[Scope], typer.Option("--scope", help="What it opens; repeat it for more than one.")
]
Days = Annotated[
    int | None, typer.Option(help="Days until it ends by itself; never if left out.", min=1)
]


@key_app.command()
def add(name: Name, scope: Scopes, days: Days = None) -> None:
    """Make a key and print it, once: only its hash is kept."""
    with house() as parts:
        with parts.doing(OPERATOR) as deed:
            expires_at = None if days is None else deed.now + timedelta(days=days)
            key, text = add_api_key(deed, name=name, scopes=frozenset(scope), expires_at=expires_at)
        out.print(f"The key “{escape(key.name)}” opens {', '.join(key.scopes)}:")
        out.print(text, soft_wrap=True)
        out.print("Keep it now: it is not shown again. It is sent as “Authorization: Bearer …”.")


@key_app.command(name="list")
def list_keys() -> None:
    """Show every key by name; the keys themselves are known only to who holds them."""
    with house() as parts, parts.store.reading() as session:
        now = parts.clock.now()
        table = Table("Name", "Ends with", "Opens", "Made", "Ends", "Works", box=box.SIMPLE)
        for key in api_keys(session):
            row = (
                key.name,
                f"…{key.hint}",
                ", ".join(key.scopes),
                f"{key.created_at:%Y-%m-%d}",
                "" if key.expires_at is None else f"{key.expires_at:%Y-%m-%d}",
                "yes" if is_live(key, now) else "no",
            )
            table.add_row(*(escape(cell) for cell in row))
        out.print(table if table.row_count else "There are no keys yet; make one with key add.")


@key_app.command()
def revoke(name: Name) -> None:
    """Make a key useless at once."""
    with house() as parts:
        with parts.doing(OPERATOR) as deed:
            key = api_key_by_name(deed.session, name)
            if key is None:
                raise NotThere(f"There is no key “{name}”. Look at “aftersales key list”.")
            worked = revoke_api_key(deed, key)
        how = "has stopped working" if worked else "had already been revoked"
        out.print(f"The key “{escape(name)}” {how}.")
