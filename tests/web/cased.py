"""Cases in the small world, for whoever looks at their pages."""

from __future__ import annotations

from uuid import UUID

from aftersales.conversations import Author, Incoming, receive, reply, write_note
from aftersales.customers import add_customer
from aftersales.deed import SYSTEM
from aftersales.queries.conversations import message_with_outside_id
from aftersales.records import Case, CaseChannel, CaseState, Unit
from tests.web.conftest import World

NAMES = ("case", "case-unsure")


def cases_in(world: World) -> dict[str, UUID]:
    """A talk about a unit, and one whose sender is not clear; begun when first looked for."""
    with world.parts.store.reading() as session:
        there = [message_with_outside_id(session, CaseChannel.EMAIL, name) for name in NAMES]
    cases = [message.case_id for message in there if message is not None]
    if not cases:
        cases = [_talk(world), _unsure(world)]
    return dict(zip(NAMES, cases, strict=True))


def _talk(world: World) -> UUID:
    with world.parts.doing(SYSTEM) as deed:
        message = receive(
            deed,
            Incoming(
                channel=CaseChannel.EMAIL,
                address="buyer0@example.org",
                name="Anna Beck",
                subject="E21 → 10:00?",
                text="E21, E21, E21!\n\n+423 555 01 02",
                outside_id=NAMES[0],
            ),
        )
        deed.session.flush()
        case = deed.session.get_one(Case, message.case_id)
        unit = deed.session.get_one(Unit, world.unit_id)
        case.unit_id, case.location_id = unit.id, unit.location_id
        reply(deed, case, "E21 → 1, 2, 3.", Author("Inga Frick"), state=CaseState.IN_PROGRESS)
        write_note(deed, case, "P-17?", Author("Inga Frick"))
        return case.id


def _unsure(world: World) -> UUID:
    with world.parts.doing(SYSTEM) as deed:
        add_customer(
            deed, number="C-9998", name="Ben Beck", language="en", email="buyer1@example.org"
        )
        deed.session.flush()
        message = receive(
            deed,
            Incoming(
                channel=CaseChannel.EMAIL,
                address="buyer1@example.org",
                name="M. H.-F.",
                subject="E21",
                text="E21",
                outside_id=NAMES[1],
            ),
        )
        return message.case_id
