"""Somebody sees that a message which was set aside was a person's: it gets its place in a case after all."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final
from uuid import UUID

from aftersales.conversations import Incoming, receive
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere
from aftersales.inbound.quoting import divided
from aftersales.records import CaseChannel, Intake, IntakeOutcome, ThreadMessage
from aftersales.states import moved
from aftersales.store import lock_rows

INTAKE_MOVES: Final = MappingProxyType(
    {
        IntakeOutcome.AUTOMATIC: frozenset({IntakeOutcome.THREAD}),
        IntakeOutcome.TOO_MANY: frozenset({IntakeOutcome.THREAD}),
        IntakeOutcome.THREAD: frozenset[IntakeOutcome](),
        IntakeOutcome.BOUNCE: frozenset[IntakeOutcome](),
        IntakeOutcome.OURSELVES: frozenset[IntakeOutcome](),
        IntakeOutcome.UNREADABLE: frozenset[IntakeOutcome](),
    }
)
"""What may be put into a case later: whatever somebody can be answered for."""


def may_be_rescued(row: Intake) -> bool:
    """Whether a case can be opened for a message that was set aside."""
    return bool(INTAKE_MOVES[row.outcome]) and row.address != ""


def rescue(deed: Deed, intake_id: UUID) -> ThreadMessage:
    """Put a message that was set aside into the case that it belongs to, or open one for it.

    Raises:
        NotThere: it is not there any more.
        NotAllowed: it stands in a case already, or nobody could be answered.
        NotUnderstood: it says nothing.
    """
    lock_rows(deed.session, "intake", [intake_id])
    row = deed.session.get(Intake, intake_id, populate_existing=True)
    if row is None:
        raise NotThere("This message is not kept any more. Ask its sender to write again.")
    if not may_be_rescued(row):
        raise NotAllowed("No case can be opened for this message. Load the page again.")
    message = receive(
        deed,
        Incoming(
            channel=CaseChannel(row.channel),
            address=row.address,
            name=row.name,
            subject=row.subject,
            text=divided(row.whole).fresh,
            outside_id=row.outside_id,
        ),
    )
    row.outcome = moved(INTAKE_MOVES, row.outcome, IntakeOutcome.THREAD, "message")
    row.message_id = message.id
    deed.add(row)
    deed.note("intake_rescued", row)
    return message
