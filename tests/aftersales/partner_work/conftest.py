"""A city with a technician of a partner who must answer, and somebody of our own who comes later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from aftersales.clock import SetClock
from aftersales.deed import Actor
from aftersales.partner_work import tend_work_offers
from aftersales.parts import Parts
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import Visit
from aftersales.records import ActorKind, Event, WorkOffer
from aftersales.service_partners import add_service_partner
from tests.aftersales.small_city import MONDAY, City, found_city
from tests.conftest import STAFF

TOMORROW = MONDAY + timedelta(days=1)
MORNING = (time(8), time(12))
OFFICE = Actor(ActorKind.PARTNER, "P1")


@dataclass(slots=True)
class Asking:
    """The city, and short words for offers of work in it."""

    city: City

    @property
    def parts(self) -> Parts:
        """The installation."""
        return self.city.parts

    def partner(self, code: str, *technicians: str, hours: int | None = 4) -> UUID:
        """A service partner for whom these technicians work."""
        with self.parts.doing(STAFF) as deed:
            partner = add_service_partner(
                deed,
                code=code,
                name=f"{code} AG",
                email=f"{code.lower()}@partner.example",
                phone="+423 555 03 04",
                answer_hours=hours,
            )
            for each in technicians:
                worker = technician_by_code(deed.session, each)
                assert worker is not None
                worker.service_partner_id = partner.id
                deed.add(worker)
            return partner.id

    def look(self) -> int:
        """One round; answers how many visits were offered."""
        return tend_work_offers(self.parts, "li")

    def offers(self) -> list[WorkOffer]:
        """Every offer, the oldest first."""
        with self.parts.store.reading() as session:
            return list(session.exec(select(WorkOffer).order_by(col(WorkOffer.id))).all())

    def states(self) -> list[str]:
        """How they stand."""
        return [offer.state.value for offer in self.offers()]

    def happened(self) -> list[str]:
        """What the audit trail says of offers, in order."""
        with self.parts.store.reading() as session:
            rows = session.exec(
                select(Event).where(Event.subject_kind == "work_offer").order_by(col(Event.id))
            ).all()
        return [row.what for row in rows]

    def wait(self, **length: float) -> None:
        """Let time go by."""
        self.city.clock.move_to(self.city.clock.now() + timedelta(**length))

    def booked(self, *wishes: tuple[time, time]) -> list[str]:
        """Visits of tomorrow that are planned; answers their references."""
        references = [self.city.asks((TOMORROW, wish), minutes=60) for wish in wishes or (MORNING,)]
        self.city.plan(MONDAY, 2)
        return references

    def lead(self, reference: str) -> str:
        """Who goes."""
        return self.visit(reference).lead.code

    def visit(self, reference: str) -> Visit:
        """The visit as it stands."""
        return self.city.visit(reference)


@pytest.fixture
def asking(parts: Parts, clock: SetClock) -> Asking:
    """T1 works for the partner P1 and has one visit tomorrow; nobody else is there yet. Offices have just opened."""
    clock.move_to(clock.now() + timedelta(hours=2))
    city = found_city(parts, clock)
    city.hire("T1", MONDAY, TOMORROW)
    asking = Asking(city)
    asking.partner("P1", "T1")
    return asking
