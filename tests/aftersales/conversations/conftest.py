"""A desk in the village at which messages come in and are answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from aftersales.conversations import Author, Incoming, receive, reply
from aftersales.customers import add_customer
from aftersales.records import (
    Case,
    CaseChannel,
    CaseState,
    Customer,
    Promise,
    ThreadMessage,
)
from tests.aftersales.conftest import Village

EVA = Author("Eva Office")

MAIL = Incoming(
    channel=CaseChannel.EMAIL,
    address="anna@example.org",
    name="Anna Beck",
    subject="It hums",
    text="Since Monday.",
    outside_id="<1@mail.example.org>",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The village with short ways to write to it and from it."""

    village: Village

    def came(self, **changes: object) -> ThreadMessage:
        """The usual message comes in, changed."""
        with self.village.doing() as deed:
            return receive(deed, replace(MAIL, **changes))  # type: ignore[arg-type] # as named

    def answered(self, case: Case, text: str = "Open the filter.", **how: object) -> ThreadMessage:
        """Somebody answers."""
        with self.village.doing() as deed:
            return reply(deed, deed.session.get_one(Case, case.id), text, EVA, **how)  # type: ignore[arg-type] # as named

    def neighbour(self, email: str | None, phone: str | None = None) -> Customer:
        """Somebody else who bought something."""
        with self.village.doing() as deed:
            return add_customer(
                deed, number="C-2", name="Jonas Marxer", language="lv", email=email, phone=phone
            )

    def case_of(self, message: ThreadMessage) -> Case:
        """The case that a message stands in."""
        return next(case for case in self.cases() if case.id == message.case_id)

    def cases(self) -> list[Case]:
        """Every case, the first first."""
        return self.village.all_of(Case)

    def case(self) -> Case:
        """The only case."""
        (case,) = self.cases()
        return case

    def set_state(self, *states: CaseState) -> None:
        """Let the only case go its way."""
        from aftersales.cases import advance_case

        with self.village.doing() as deed:
            case = deed.session.get_one(Case, self.case().id)
            for state in states:
                advance_case(deed, case, state)

    def promises(self) -> list[tuple[str, object]]:
        """How the promises stand, and until when."""
        return [(row.state.value, row.to_at) for row in self.village.all_of(Promise)]


@pytest.fixture
def desk(village: Village) -> Desk:
    """A desk that Anna Beck writes to."""
    return Desk(village)
