"""Messages that programs bring: raw e-mail with a key, messengers by signed webhooks.

A GET only proves to X and Meta that the address is ours; it changes nothing. Whatever is not signed by who
it says it is from is refused before it is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import PlainTextResponse
from pydantic import SecretStr
from starlette.exceptions import HTTPException

from aftersales.access import actor_of
from aftersales.conversations import Incoming
from aftersales.deed import Actor
from aftersales.errors import NotPermitted, NotThere, NotUnderstood
from aftersales.inbound.bridge import message_from_bridge
from aftersales.inbound.intake import take_in_mail, take_in_message
from aftersales.inbound.messenger import is_from_meta, is_verified, messages_from_meta
from aftersales.inbound.payloads import json_in
from aftersales.inbound.x import answer_to_challenge, is_from_x, messages_from_x
from aftersales.parts import Parts
from aftersales.records import ActorKind, Case, Intake, IntakeOutcome, ThreadMessage
from aftersales.webhooks.signing import is_signed
from web.api.fields import Shown
from web.metrics import Metrics
from web.parts import PartsIn
from web.who import Who

router = APIRouter(prefix="/api/v1/inbound", tags=["cases"])

MAIL = "message/rfc822"
CHANNEL = Actor(ActorKind.CUSTOMER, "messenger")

NOT_SIGNED = "This is not signed by who it says it is from. Check the secret on both sides."


class Taken(Shown):
    """What became of a message: `case` is the reference of its case if it stands in one."""

    outcome: IntakeOutcome
    case: str | None
    sentence: str


class Counted(Shown):
    """What became of a payload: messages taken in, and events that are nothing to us."""

    taken: int
    passed_over: int


async def _body(request: Request) -> bytes:
    return await request.body()


BodyIn = Annotated[bytes, Depends(_body)]


@router.post("/mail", summary="A raw e-mail")
def mail(parts: PartsIn, principal: Who, request: Request, raw: BodyIn) -> Taken:
    """Take in a raw e-mail (`message/rfc822`); the same one again is answered the same."""
    kind = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if kind != MAIL:
        raise HTTPException(415)
    row = take_in_mail(parts, actor_of(principal), raw)
    return _taken(parts, row)


@router.post("/messages", summary="A message that a bridge brings")
def message(
    parts: PartsIn,
    body: BodyIn,
    webhook_id: Annotated[str, Header(max_length=255)] = "",
    webhook_timestamp: Annotated[str, Header(max_length=32)] = "",
    webhook_signature: Annotated[str, Header(max_length=2000)] = "",
) -> Taken:
    """Take in one message of any channel, signed as Standard Webhooks; the same one again is answered the same."""
    secret = _secret(parts.settings.message_secret, "a bridge")
    if not is_signed(
        secret,
        message_id=webhook_id,
        timestamp=webhook_timestamp,
        signatures=webhook_signature,
        body=body,
        now=parts.clock.now(),
    ):
        raise NotPermitted(NOT_SIGNED)
    row = take_in_message(parts, CHANNEL, message_from_bridge(json_in(body)))
    return _taken(parts, row)


@router.get("/x", summary="X asks whether we know the secret")
def x_challenge(
    parts: PartsIn, crc_token: Annotated[str, Query(min_length=1, max_length=255)]
) -> dict[str, str]:
    """Answer the challenge-response check of X."""
    secret = _secret(parts.settings.x_consumer_secret, "X")
    return {"response_token": answer_to_challenge(secret, crc_token)}


@router.post("/x", summary="Events of X")
def x_events(
    parts: PartsIn,
    request: Request,
    body: BodyIn,
    signature: Annotated[str, Header(alias="x-twitter-webhooks-signature", max_length=255)] = "",
) -> Counted:
    """Take in direct messages and mentions; other events are counted only."""
    secret = _secret(parts.settings.x_consumer_secret, "X")
    if not is_from_x(secret, body, signature):
        raise NotPermitted(NOT_SIGNED)
    found = messages_from_x(json_in(body), parts.clock.now())
    return _all_taken(parts, request, found.messages, found.others)


@router.get(
    "/messenger", summary="Meta asks whether the address is ours", response_class=PlainTextResponse
)
def messenger_challenge(
    parts: PartsIn,
    mode: Annotated[str, Query(alias="hub.mode", max_length=64)] = "",
    token: Annotated[str, Query(alias="hub.verify_token", max_length=255)] = "",
    challenge: Annotated[
        str, Query(alias="hub.challenge", max_length=255, pattern="^[!-~]*$")
    ] = "",
) -> str:
    """Give Meta its challenge back if it brings our verify token."""
    ours = _secret(parts.settings.messenger_verify_token, "Messenger")
    if not is_verified(ours, mode, token):
        raise NotPermitted("The verify token is not ours. Enter the one from the settings.")
    return challenge


@router.post("/messenger", summary="Events of Messenger")
def messenger_events(
    parts: PartsIn,
    request: Request,
    body: BodyIn,
    signature: Annotated[str, Header(alias="x-hub-signature-256", max_length=255)] = "",
) -> Counted:
    """Take in messages of people; other events are counted only."""
    secret = _secret(parts.settings.messenger_app_secret, "Messenger")
    if not is_from_meta(secret, body, signature):
        raise NotPermitted(NOT_SIGNED)
    found = messages_from_meta(json_in(body), parts.clock.now())
    return _all_taken(parts, request, found.messages, found.others)


def _all_taken(
    parts: Parts, request: Request, messages: Iterable[Incoming], others: int
) -> Counted:
    """Take in each by itself: one that cannot be kept must not make the channel send all of them again."""
    taken = 0
    for each in messages:
        try:
            take_in_message(parts, CHANNEL, each)
        except NotUnderstood:
            others += 1
        else:
            taken += 1
    metrics: Metrics = request.app.state.metrics
    metrics.count_passed_over(others)
    return Counted(taken=taken, passed_over=others)


def _taken(parts: Parts, row: Intake) -> Taken:
    with parts.store.reading() as session:
        written = None if row.message_id is None else session.get_one(ThreadMessage, row.message_id)
        case = None if written is None else session.get_one(Case, written.case_id)
        reference = None if case is None else case.reference
    return Taken(outcome=row.outcome, case=reference, sentence=row.sentence)


def _secret(secret: SecretStr | None, whom: str) -> str:
    if secret is None:
        raise NotThere(f"Messages from {whom} are not taken in here. Set their secret first.")
    return secret.get_secret_value()
