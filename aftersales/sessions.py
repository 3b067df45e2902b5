"""Sign-ins: a random token a browser, kept as a hash, that changes on the way and ends for a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales import identifiers
from aftersales.access import SignedIn, actor_of
from aftersales.deed import SYSTEM, Deed
from aftersales.email_addresses import is_email, same_email
from aftersales.errors import NotSignedIn
from aftersales.identifiers import is_same, new_token, next_session_token, token_hash
from aftersales.parts import Parts
from aftersales.passwords import STRONG, Cost, is_right, rehashed
from aftersales.queries.access import (
    live_sessions_of,
    locked_session,
    locked_user,
    session_and_user,
    session_by_token,
    user_by_email,
)
from aftersales.records import SessionEnd, User, UserSession
from aftersales.store import Session
from aftersales.throttle import Allowance, attempt, forget, give_back

ROTATED_AFTER: Final = timedelta(minutes=15)
"""A token that was copied somewhere is worth something for about this long."""

GRACE: Final = timedelta(seconds=60)
"""The former token still holds for requests that were under way when it changed."""

WRONG_BY_EMAIL: Final = Allowance("sign in, by e-mail", 5, timedelta(minutes=15))
"""Some hundred guesses a day at one person's password; a forgetful one waits for a coffee."""

WRONG_BY_ORIGIN: Final = Allowance("sign in, by origin", 30, timedelta(minutes=15))
"""One guess at each of many people's; an office behind one address makes fewer mistakes."""

WRONG: Final = "The e-mail address or the password is not right. Check both, and try again."
UNKNOWN: Final = "You are not signed in. Sign in, and go on."
RUN_OUT: Final = "You were signed out because your time was up. Sign in again."
COPIED: Final = (
    "You were signed out because this sign-in was used in two places. "
    "Sign in again, and change your password if you do not know why."
)
ENDED: Final = {
    SessionEnd.SIGNED_OUT: "You were signed out. Sign in again.",
    SessionEnd.PASSWORD_CHANGED: (
        "You were signed out because your password was changed. Sign in with the new one."
    ),
    SessionEnd.REVOKED: "You were signed out by the office. Sign in again, or ask them.",
    SessionEnd.REPLAYED: COPIED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A sign-in that has just begun; the token is shown this once and kept nowhere."""

    token: str
    session_id: UUID
    principal: SignedIn
    expires_at: datetime


def sign_in(parts: Parts, email: str, password: str, origin: str, *, cost: Cost = STRONG) -> Opened:
    """Open a new session under a token nobody has seen; `origin` is the address the request came from.

    `cost` is what the hash of a password costs in this installation.

    Raises:
        NotSignedIn: the same sentence, after the same time, for whoever is unknown, wrong or inactive.
        TooOften: there were too many wrong ones under this e-mail address or from this origin.
    """
    address = same_email(email)
    attempt(parts, WRONG_BY_ORIGIN, origin)
    attempt(parts, WRONG_BY_EMAIL, address)
    with parts.store.reading() as session:
        user = user_by_email(session, address) if is_email(address) else None
    is_known = is_right(password, None if user is None else user.password_hash, cost=cost)
    if user is None or not is_known or not user.is_active:
        raise NotSignedIn(WRONG)
    opened = _open(parts, user, rehashed(password, user.password_hash, cost=cost))
    forget(parts, WRONG_BY_EMAIL, address)
    give_back(parts, WRONG_BY_ORIGIN, origin)
    return opened


def _open(parts: Parts, found: User, newer_hash: str | None) -> Opened:
    token, session_id = new_token(), parts.ids.new(parts.clock.now())
    principal = principal_of(found, session_id)
    with parts.doing(actor_of(principal)) as deed:
        user = locked_user(deed.session, found.id)
        if user.password_hash != found.password_hash or not user.is_active:
            raise NotSignedIn(WRONG)  # it was changed while we were hashing
        user.password_hash = newer_hash or user.password_hash
        opened = UserSession(
            id=session_id,
            user_id=user.id,
            token_hash=token_hash(token),
            created_at=deed.now,
            rotated_at=deed.now,
            expires_at=deed.now + timedelta(hours=deed.settings.session_hours),
            end="",
        )
        deed.add(opened)
        deed.note("signed_in", opened)
    return Opened(
        token=token, session_id=session_id, principal=principal, expires_at=opened.expires_at
    )


def principal_of(user: User, session_id: UUID) -> SignedIn:
    """What a user is to the house while this sign-in lasts."""
    return SignedIn(
        user_id=user.id,
        session_id=session_id,
        name=user.name,
        role=user.role,
        language=user.language,
        technician_id=user.technician_id,
        service_partner_id=user.service_partner_id,
    )


def presented(session: Session, now: datetime, token: str) -> SignedIn:
    """Who shows this token; it reads only, so whoever is refused here goes on to `replayed`.

    Raises:
        NotSignedIn: nobody, or a sign-in that is over; the sentence says how it ended.
    """
    hashed = token_hash(token)
    found = session_and_user(session, hashed)
    if found is None:
        raise NotSignedIn(UNKNOWN)
    opened, user = found
    if opened.ended_at is not None:
        raise NotSignedIn(ENDED[SessionEnd(opened.end)])
    if opened.expires_at <= now:
        raise NotSignedIn(RUN_OUT)
    if _is_replay(opened, hashed, now):
        raise NotSignedIn(COPIED)
    if not user.is_active:
        raise NotSignedIn(ENDED[SessionEnd.REVOKED])
    is_renewed = _is_unconfirmed(opened) and opened.token_hash == hashed
    return replace(principal_of(user, opened.id), is_renewed=is_renewed)


def confirm(parts: Parts, token: str) -> None:
    """The browser has the new token: from now on the former one has little time left."""
    hashed = token_hash(token)
    with parts.store.writing() as session:
        opened = session_by_token(session, hashed, is_locked=True)
        if opened is not None and opened.token_hash == hashed and _is_unconfirmed(opened):
            opened.confirmed_at = parts.clock.now()


def replayed(parts: Parts, token: str) -> None:
    """End the sign-in of a token that should long be gone: one of its two holders is a thief.

    Any other token, known or not, changes nothing.
    """
    hashed = token_hash(token)
    with parts.store.reading() as session:
        if not _is_live_replay(session_by_token(session, hashed), hashed, parts.clock.now()):
            return
    with parts.doing(SYSTEM) as deed:
        opened = session_by_token(deed.session, hashed, is_locked=True)
        if opened is not None and _is_live_replay(opened, hashed, deed.now):
            end_session(deed, opened, SessionEnd.REPLAYED)


def rotate(parts: Parts, token: str) -> str | None:
    """A new token in place of one that is older than 15 minutes.

    Until the new one has been shown, the former one gets it again: its answer may have been lost.
    """
    hashed = token_hash(token)
    newer = next_session_token(parts.secret, hashed)
    with parts.store.writing() as session:
        opened = session_by_token(session, hashed, is_locked=True)
        now = parts.clock.now()
        if opened is None or not _is_live(opened, now):
            return None
        if opened.token_hash != hashed:
            return newer if _is_unconfirmed(opened) else None
        if now - opened.rotated_at < ROTATED_AFTER:
            return None
        opened.former_token_hash, opened.token_hash = hashed, token_hash(newer)
        opened.rotated_at, opened.confirmed_at = now, None
    return newer


def renewed_session(parts: Parts, session_id: UUID) -> str:
    """A new token for a sign-in that goes on after a change of password; the former one ends at once.

    Raises:
        NotSignedIn: the sign-in has ended meanwhile.
    """
    newer = new_token()
    with parts.store.writing() as session:
        opened = locked_session(session, session_id)
        now = parts.clock.now()
        if opened is None or not _is_live(opened, now):
            raise NotSignedIn(UNKNOWN)
        opened.former_token_hash, opened.token_hash = None, token_hash(newer)
        opened.rotated_at = now
    return newer


def sign_out(parts: Parts, session_id: UUID) -> None:
    """End a sign-in because its user wishes so; one that has ended stays as it is."""
    with parts.store.reading() as session:
        opened = session.get(UserSession, session_id)
        if opened is None:
            return
        me = principal_of(session.get_one(User, opened.user_id), session_id)
    with parts.doing(actor_of(me)) as deed:
        present = locked_session(deed.session, session_id)
        if present is not None and present.ended_at is None:
            end_session(deed, present, SessionEnd.SIGNED_OUT)


def end_sessions(
    deed: Deed, user_id: UUID, end: SessionEnd, *, keep_session_id: UUID | None = None
) -> int:
    """End every sign-in of a user, but for one that may be kept; answers how many were still live."""
    ended = [each for each in live_sessions_of(deed.session, user_id) if each.id != keep_session_id]
    for opened in ended:
        end_session(deed, opened, end)
    return sum(opened.expires_at > deed.now for opened in ended)


def end_session(deed: Deed, opened: UserSession, end: SessionEnd) -> None:
    """End one sign-in for a reason."""
    opened.ended_at = deed.now
    opened.end = end.value
    deed.note("session_ended", opened, facts={"end": end.value})


def form_token(secret: str, session_id: UUID) -> str:
    """What the forms of one sign-in carry (see `identifiers.form_token`)."""
    return identifiers.form_token(secret, session_id)


def is_form_token(secret: str, session_id: UUID, shown: str) -> bool:
    """Whether a form is of this sign-in; compared in constant time."""
    return is_same(shown, form_token(secret, session_id))


def _is_live(opened: UserSession, now: datetime) -> bool:
    return opened.ended_at is None and opened.expires_at > now


def _is_unconfirmed(opened: UserSession) -> bool:
    """Whether nobody has shown the present token yet, although another one came before it."""
    return opened.former_token_hash is not None and opened.confirmed_at is None


def _is_replay(opened: UserSession, hashed: str, now: datetime) -> bool:
    if opened.token_hash == hashed or opened.confirmed_at is None:
        return False
    return now - opened.confirmed_at > GRACE


def _is_live_replay(opened: UserSession | None, hashed: str, now: datetime) -> bool:
    return opened is not None and _is_live(opened, now) and _is_replay(opened, hashed, now)
