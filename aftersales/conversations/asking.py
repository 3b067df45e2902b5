"""Somebody asks for help on the web: taken in as a message like any other, and never more often than people write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aftersales.conversations.incoming import Incoming, sent_from
from aftersales.conversations.receiving import receive
from aftersales.deed import Actor
from aftersales.identifiers import digest_of
from aftersales.parts import Parts
from aftersales.queries.case_lists import units_of_customer
from aftersales.records import ActorKind, Case, CaseChannel, ThreadMessage
from aftersales.throttle import Allowance, attempt
from aftersales.uploads import CleanFile, keep_file
from warranty import normalised_serial

BY_ADDRESS: Final = Allowance("help_address", 5, timedelta(hours=1))
"""Each request is answered with a message: nobody lets us write to somebody else more often than this."""

BY_ORIGIN: Final = Allowance("help_origin", 30, timedelta(hours=1))
"""A shop's own counter may send many in an hour, a machine that plays with the form more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked:
    """What somebody wrote into the form: what happened, to what, and how they are reached."""

    name: str
    reached_at: str
    text: str
    serial: str
    language: str


def ask_for_help(
    parts: Parts, asked: HelpAsked, files: Sequence[CleanFile], origin: str
) -> ThreadMessage:
    """Keep it in the thread of a case; the same form sent twice on a day is one message.

    Raises:
        NotUnderstood: it says nothing, or nobody can be answered there.
        TooOften: too many came for this address, or from this origin.
    """
    serial = normalised_serial(asked.serial)
    text = f"{asked.text}\n\n[{serial}]" if serial else asked.text
    incoming = Incoming(
        channel=CaseChannel.WEB_FORM,
        address=asked.reached_at,
        name=asked.name,
        text=text,
        language=asked.language,
        outside_id=digest_of(f"{parts.clock.now().date()}\n{asked.reached_at}\n{text}"),
    )
    _channel, address = sent_from(incoming)
    attempt(parts, BY_ORIGIN, origin)
    attempt(parts, BY_ADDRESS, address)
    with parts.doing(Actor(ActorKind.CUSTOMER, "form")) as deed:
        message = receive(deed, incoming)
        deed.session.flush()
        for file in files:
            keep_file(deed, message, file)
        case = deed.session.get_one(Case, message.case_id)
        for unit, _model in units_of_customer(deed.session, case.customer_id):
            if serial and unit.serial == serial and not case.is_sender_unsure:
                case.unit_id, case.location_id = unit.id, case.location_id or unit.location_id
    return message
