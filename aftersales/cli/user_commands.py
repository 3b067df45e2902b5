"""`aftersales user`: who may sign in; a password is never typed on the command line."""

from __future__ import annotations

import sys
from typing import Annotated
from uuid import UUID

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from aftersales.cli.terminal import OPERATOR, house, out
from aftersales.email_addresses import same_email
from aftersales.errors import NotThere, NotUnderstood
from aftersales.queries.access import partner_by_code, partners, user_by_email, users
from aftersales.queries.staff import technician_by_code, technician_codes
from aftersales.records import Role, SessionEnd, User
from aftersales.sessions import end_sessions
from aftersales.store import Session
from aftersales.users import add_user, change_password, set_active

user_app = typer.Typer(no_args_is_help=True, help="Who may sign in.")

Email = Annotated[str, typer.Argument(help="The e-mail address that the user signs in with.")]
Name = Annotated[str, typer.Option(help="Their name, as colleagues read it.")]
InRole = Annotated[Role, typer.Option("--role", help="What they do in the house.")]
Language = Annotated[str, typer.Option(help="The language they read: en, lv or bn.")]
ForTechnician = Annotated[
    str | None, typer.Option("--technician", help="Code of the technician they are.")
]
ForPartner = Annotated[
    str | None, typer.Option("--partner", help="Code of the service partner they work for.")
]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of input.")
]


@user_app.command()
def add(
    email: Email,
    name: Name,
    role: InRole,
    language: Language = "en",
    technician: ForTechnician = None,
    partner: ForPartner = None,
    password_stdin: FromStdin = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Let somebody sign in. The password is asked for, twice and unseen."""
    with house() as parts:
        password = _password(is_piped=password_stdin)
        with parts.doing(OPERATOR) as deed:
            user = add_user(
                deed,
                email=email,
                name=name,
                role=role,
                language=language,
                password=password,
                technician_id=_technician_id(deed.session, technician),
                service_partner_id=_partner_id(deed.session, partner),
            )
        out.print(f"{escape(user.name)} signs in as {escape(user.email)}, {user.role.value}.")


@user_app.command(name="list")
def list_users() -> None:
    """Show who may sign in."""
    with house() as parts, parts.store.reading() as session:
        technicians = technician_codes(session)
        codes: dict[UUID | None, str] = {each.id: each.code for each in partners(session)}
        table = Table(
            "E-mail", "Name", "Role", "Language", "Leads to", "May sign in", box=box.SIMPLE
        )
        for user in users(session):
            leads_to = technicians.get(user.technician_id) or codes.get(user.service_partner_id)
            may = "yes" if user.is_active else "no"
            row = (user.email, user.name, user.role.value, user.language, leads_to or "", may)
            table.add_row(*(escape(cell) for cell in row))
        out.print(
            table if table.row_count else "Nobody may sign in yet; add somebody with user add."
        )


@user_app.command()
def password(email: Email, password_stdin: FromStdin = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Give a user a new password and end their sessions. It is asked for, twice and unseen."""
    with house() as parts:
        with parts.store.reading() as session:
            _user(session, email)  # before anybody types a password
        typed = _password(is_piped=password_stdin)
        with parts.doing(OPERATOR) as deed:
            ended = change_password(deed, _user(deed.session, email), typed)
        out.print(f"The password is changed. {_sessions(ended)}")


@user_app.command()
def deactivate(email: Email) -> None:
    """Keep a user out from now on; what they did stays written down."""
    with house() as parts:
        with parts.doing(OPERATOR) as deed:
            ended = set_active(deed, _user(deed.session, email), is_active=False)
        out.print(f"{escape(same_email(email))} may not sign in any more. {_sessions(ended)}")


@user_app.command()
def activate(email: Email) -> None:
    """Let a user in again, with the password they had."""
    with house() as parts:
        with parts.doing(OPERATOR) as deed:
            set_active(deed, _user(deed.session, email), is_active=True)
        out.print(f"{escape(same_email(email))} may sign in.")


@user_app.command(name="sign-out")
def sign_out(email: Email) -> None:
    """End every session of a user, on whatever machine; they may sign in again."""
    with house() as parts:
        with parts.doing(OPERATOR) as deed:
            user = _user(deed.session, email)
            ended = end_sessions(deed, user.id, SessionEnd.REVOKED)
        out.print(_sessions(ended))


def _password(*, is_piped: bool) -> str:
    if not is_piped:
        typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        return typed
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise NotUnderstood(
            "No password came on the input. Pipe it in, or leave --password-stdin out."
        )
    return line


def _user(session: Session, email: str) -> User:
    user = user_by_email(session, same_email(email))
    if user is None:
        raise NotThere(f"Nobody signs in as “{email}”. Look at “aftersales user list”.")
    return user


def _technician_id(session: Session, code: str | None) -> UUID | None:
    if code is None:
        return None
    worker = technician_by_code(session, code)
    if worker is None:
        raise NotThere(f"There is no technician “{code}”. Check the code.")
    return worker.id


def _partner_id(session: Session, code: str | None) -> UUID | None:
    if code is None:
        return None
    partner = partner_by_code(session, code)
    if partner is None:
        raise NotThere(
            f"There is no service partner “{code}”. Add it with “aftersales partner add”."
        )
    return partner.id


def _sessions(ended: int) -> str:
    return f"{ended} session{'' if ended == 1 else 's'} ended."
