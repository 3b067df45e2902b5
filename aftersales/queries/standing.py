"""Is this database fit to work on, and what stands in it that somebody should look at?"""

from datetime import datetime

from sqlmodel import Session, col, func, select, text

from aftersales.records import ApiKey, Event, Job, JobState, Role, User


def journal_mode(session: Session) -> str:
    """How SQLite writes; `wal` lets readers go on while somebody writes."""
    return str(session.execute(text("PRAGMA journal_mode")).scalar_one())


def database_moment(session: Session) -> datetime:
    """What PostgreSQL's own clock shows."""
    moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment


def touch(session: Session) -> None:
    """Write something that changes nothing: a database that cannot be written to refuses it."""
    session.execute(text("UPDATE alembic_version SET version_num = version_num"))


def newest_event_at(session: Session) -> datetime | None:
    """When the last thing happened."""
    return session.exec(select(func.max(Event.at))).one()


def active_admins(session: Session) -> int:
    """How many users may do everything."""
    return session.exec(
        select(func.count()).where(User.role == Role.ADMIN, col(User.is_active).is_(True))
    ).one()


def keys_ending(session: Session, now: datetime, until: datetime) -> list[tuple[str, datetime]]:
    """Names of the keys that end by themselves in a span, the first to end first."""
    rows = session.exec(
        select(ApiKey.name, ApiKey.expires_at)
        .where(
            col(ApiKey.revoked_at).is_(None),
            col(ApiKey.expires_at) > now,
            col(ApiKey.expires_at) <= until,
        )
        .order_by(col(ApiKey.expires_at))
    ).all()
    return [(name, ends_at) for name, ends_at in rows if ends_at is not None]


def failed_jobs_since(session: Session, moment: datetime) -> int:
    """How many jobs asked for since a moment were given up."""
    return session.exec(
        select(func.count()).where(col(Job.created_at) >= moment, Job.state == JobState.FAILED)
    ).one()
