"""Who is this: which user, session, key or code belongs to what somebody shows?"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, or_, select

from aftersales.records import (
    ApiKey,
    Role,
    ServicePartner,
    Technician,
    User,
    UserSession,
)


def user_by_email(session: Session, email: str) -> User | None:
    """The user with this e-mail address, written as it is kept."""
    return session.exec(select(User).where(User.email == email)).one_or_none()


def user_by_id(session: Session, user_id: UUID) -> User:
    """The user whom a sign-in leads to."""
    return session.get_one(User, user_id)


def users(session: Session) -> Sequence[User]:
    """Everybody who has an account, by e-mail address."""
    return session.exec(select(User).order_by(col(User.email))).all()


def locked_user(session: Session, user_id: UUID) -> User:
    """The user as they stand now, until the end of this transaction."""
    return session.exec(
        select(User)
        .where(User.id == user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def users_of_technician(session: Session, technician_id: UUID) -> Sequence[User]:
    """The accounts that lead to a technician."""
    return session.exec(
        select(User).where(User.technician_id == technician_id).order_by(col(User.id))
    ).all()


def active_admins(session: Session) -> Sequence[User]:
    """Everybody who may let others in, as they stand until the end of this transaction."""
    return session.exec(
        select(User)
        .where(User.role == Role.ADMIN, col(User.is_active).is_(True))
        .order_by(col(User.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def session_by_token(
    session: Session, token_hash: str, *, is_locked: bool = False
) -> UserSession | None:
    """The sign-in whose present or former token has this hash."""
    question = select(UserSession).where(
        or_(UserSession.token_hash == token_hash, UserSession.former_token_hash == token_hash)
    )
    if is_locked:
        question = question.with_for_update().execution_options(populate_existing=True)
    return session.exec(question).one_or_none()


def locked_session(session: Session, session_id: UUID) -> UserSession | None:
    """The sign-in as it stands now, until the end of this transaction."""
    return session.exec(
        select(UserSession)
        .where(UserSession.id == session_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def session_and_user(session: Session, token_hash: str) -> tuple[UserSession, User] | None:
    """The sign-in whose present or former token has this hash, and whose it is."""
    return session.exec(
        select(UserSession, User)
        .join(User, col(User.id) == UserSession.user_id)
        .where(
            or_(UserSession.token_hash == token_hash, UserSession.former_token_hash == token_hash)
        )
    ).one_or_none()


def live_sessions_of(session: Session, user_id: UUID) -> Sequence[UserSession]:
    """The sign-ins of a user that nobody has ended, until the end of this transaction."""
    return session.exec(
        select(UserSession)
        .where(UserSession.user_id == user_id, col(UserSession.ended_at).is_(None))
        .order_by(col(UserSession.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def api_key_by_hash(session: Session, key_hash: str) -> ApiKey | None:
    """The key of a shop system with this hash."""
    return session.exec(select(ApiKey).where(ApiKey.key_hash == key_hash)).one_or_none()


def api_key_by_name(session: Session, name: str) -> ApiKey | None:
    """The key of a shop system with this name."""
    return session.exec(select(ApiKey).where(ApiKey.name == name)).one_or_none()


def api_keys(session: Session) -> Sequence[ApiKey]:
    """Every key that was ever given out, by name."""
    return session.exec(select(ApiKey).order_by(col(ApiKey.name))).all()


def partner_by_code(session: Session, code: str) -> ServicePartner | None:
    """The service partner with this code."""
    return session.exec(select(ServicePartner).where(ServicePartner.code == code)).one_or_none()


def partners(session: Session) -> Sequence[ServicePartner]:
    """Every service partner by code."""
    return session.exec(select(ServicePartner).order_by(col(ServicePartner.code))).all()


def language_of_partner(session: Session, service_partner_id: UUID) -> str:
    """The language in which a partner's office is written to: that of whoever signs in there first, else English."""
    spoken = session.exec(
        select(User.language)
        .where(User.service_partner_id == service_partner_id, col(User.is_active).is_(True))
        .order_by(col(User.id))
        .limit(1)
    ).first()
    return spoken or "en"


def technicians_of_partner(session: Session, service_partner_id: UUID) -> frozenset[UUID]:
    """Everybody who works, or worked, for a service partner."""
    return frozenset(
        session.exec(
            select(Technician.id).where(Technician.service_partner_id == service_partner_id)
        ).all()
    )
