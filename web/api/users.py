"""Users: who signs in. Only admins see and change them, and no key does."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field, SecretStr

from aftersales.deed import Deed
from aftersales.queries.access import active_admins, partner_by_code, partners
from aftersales.queries.pages import page_of
from aftersales.queries.staff import technician_by_code, technician_codes
from aftersales.records import Role, SessionEnd, User
from aftersales.sessions import end_sessions
from aftersales.store import Session
from aftersales.users import add_user, be_reached, edit_user, set_active
from web.api.fields import Code, Language, Line, Sent, Short, Shown, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/users", tags=["users"])

Password = Annotated[SecretStr, Field(max_length=1000)]


class UserSent(Sent):
    """Somebody who is to sign in, with a first password that they change themselves."""

    model_config = example(
        email="eva@shop.example",
        name="Eva Office",
        role="support",
        language="en",
        password="three walls and a blue door",  # noqa: S106 - an example
    )

    email: Line = Field(examples=["eva@shop.example"])
    name: Line = Field(examples=["Eva Office"])
    role: Role = Field(examples=["support"])
    language: Language = "en"
    password: Password = Field(
        description="At least 12 characters, and not easily guessed.",
        examples=["three walls and a blue door"],
    )
    phone: Short | None = Field(
        default=None, description="Where colleagues reach them, such as who may approve a claim."
    )
    is_on_call: bool = False
    technician: Code | None = Field(default=None, description="For technicians: their code.")
    partner: Code | None = Field(default=None, description="For partners: the code of theirs.")


class UserEdited(Sent):
    """What is to be another way; what is left out stays. Null takes technician or partner away."""

    model_config = example(role="dispatcher", language="lv")

    email: Line | None = None
    name: Line | None = None
    role: Role | None = None
    language: Language | None = None
    phone: Short | None = None
    is_on_call: bool | None = None
    technician: Code | None = None
    partner: Code | None = None
    is_active: bool | None = Field(default=None, description="False keeps them out from now on.")


class UserShown(Shown):
    """Somebody who signs in."""

    id: UUID
    email: str
    name: str
    role: Role
    language: str
    phone: str
    is_on_call: bool
    technician: str | None
    partner: str | None
    is_active: bool
    created_at: datetime
    password_changed_at: datetime


class SignedOut(Shown):
    """How many sign-ins of a user ended."""

    ended: int


@router.get("", summary="List users")
def users(
    parts: PartsIn,
    paged: PagedIn,
    role: Role | None = None,
    is_active: bool | None = None,  # noqa: FBT001 - a word of the query
) -> Listed[UserShown]:
    """Everybody who has an account, or those in a role, or who may sign in or may not."""
    with parts.store.reading() as session:
        page = page_of(
            session, User, after=paged.after, limit=paged.limit, role=role, is_active=is_active
        )
        return paged.answer(_shown(session, *page.rows), page.next)


@router.get("/{user_id}", summary="One user", response_model=UserShown)
def user(parts: PartsIn, held: HeldIn, user_id: UUID) -> Response:
    """Who somebody is to the house."""
    with parts.store.reading() as session:
        return held.answer(_one(session, found(session, User, user_id, "user")))


@router.post("", status_code=201, summary="Add a user", response_model=UserShown)
def add(once: OnceIn, sent: UserSent) -> Response:
    """Let somebody sign in."""

    def act(deed: Deed) -> Acted:
        row = add_user(
            deed,
            **sent.model_dump(include={"email", "name", "role", "language"}),
            password=sent.password.get_secret_value(),
            technician_id=_technician_id(deed.session, sent.technician),
            service_partner_id=_partner_id(deed.session, sent.partner),
        )
        if sent.phone is not None or sent.is_on_call:
            deed.session.flush()
            be_reached(deed, row, phone=sent.phone, is_on_call=sent.is_on_call)
        return _one(deed.session, row), f"/api/v1/users/{row.id}"

    return once.answer(act)


@router.patch("/{user_id}", summary="Change a user", response_model=UserShown)
def edited(edit: EditIn, user_id: UUID, sent: UserEdited) -> Response:
    """Change what is sent; whoever loses their role, reach or place is signed out everywhere."""
    return edit.answer(
        lambda session: _in_turn(session, user_id),
        shown=_one,
        change=lambda deed, row: _change(deed, row, sent),
    )


@router.post("/{user_id}/sign-out", summary="Sign a user out", response_model=SignedOut)
def sign_out(once: OnceIn, user_id: UUID) -> Response:
    """End every sign-in of a user, on whatever machine; they may sign in again."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, User, user_id, "user")
        return SignedOut(ended=end_sessions(deed, row.id, SessionEnd.REVOKED)), None

    return once.answer(act, status=200)


def _change(deed: Deed, row: User, sent: UserEdited) -> None:
    given = sent.model_fields_set
    if given & {"phone", "is_on_call"}:
        be_reached(deed, row, phone=sent.phone, is_on_call=sent.is_on_call)
    if given - {"is_active", "phone", "is_on_call"}:
        edit_user(
            deed,
            row,
            email=sent.email or row.email,
            name=sent.name or row.name,
            role=sent.role or row.role,
            language=sent.language or row.language,
            technician_id=_technician_id(deed.session, sent.technician)
            if "technician" in given
            else row.technician_id,
            service_partner_id=_partner_id(deed.session, sent.partner)
            if "partner" in given
            else row.service_partner_id,
        )
    if sent.is_active is not None:
        set_active(deed, row, is_active=sent.is_active)


def _in_turn(session: Session, user_id: UUID) -> User:
    """The user, once nobody else changes who the admins are: two may take the role from each other."""
    active_admins(session)
    return found(session, User, user_id, "user")


def _technician_id(session: Session, code: str | None) -> UUID | None:
    if code is None:
        return None
    return known(technician_by_code(session, code), "technician", code).id


def _partner_id(session: Session, code: str | None) -> UUID | None:
    if code is None:
        return None
    return known(partner_by_code(session, code), "service partner", code).id


def _one(session: Session, row: User) -> UserShown:
    return _shown(session, row)[0]


def _shown(session: Session, *rows: User) -> list[UserShown]:
    workers = technician_codes(session)
    offices = {partner.id: partner.code for partner in partners(session)}
    return [
        UserShown(
            **row.model_dump(include=set(UserShown.model_fields)),
            technician=row.technician_id and workers[row.technician_id],
            partner=row.service_partner_id and offices[row.service_partner_id],
        )
        for row in rows
    ]
