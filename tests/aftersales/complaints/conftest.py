"""A village in which somebody complains, with an office of four to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from aftersales.complaints import (
    Grievance,
    Terms,
    acknowledge,
    make_offer,
    open_complaint,
    watch_complaints,
)
from aftersales.deed import Deed
from aftersales.queries.complaints import offers_of
from aftersales.records import Complaint, ComplaintOffer, Role, User
from aftersales.store import Session
from tests.aftersales.conftest import Village
from warranty.claims.remedies import RemedyKind

VOUCHER = Terms(
    remedy=RemedyKind.VOUCHER, amount_cents=3_000, said="For the morning that you lost."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The village and whoever works in its office."""

    village: Village
    people: dict[str, UUID]

    @contextmanager
    def doing(self, complaint: Complaint) -> Iterator[tuple[Deed, Complaint]]:
        """A deed and the complaint in it."""
        with self.village.doing() as deed:
            yield deed, deed.session.get_one(Complaint, complaint.id)

    def user(self, session: Session, name: str) -> User:
        """Somebody of the office."""
        return session.get_one(User, self.people[name])

    def opened(self, **changes: object) -> Complaint:
        """A complaint about nothing in particular, or about what is named."""
        facts = {"subject": "Nobody came", "happened": "I waited all morning.", **changes}
        with self.village.doing() as deed:
            return open_complaint(
                deed,
                self.village.territory,
                self.village.customer,
                Grievance(**facts),  # type: ignore[arg-type] # passed on as it is
                channel="phone",
            )

    def taken_on(self, by: str = "Sara") -> Complaint:
        """A complaint that somebody has taken on."""
        complaint = self.opened()
        with self.doing(complaint) as (deed, row):
            acknowledge(deed, row, self.user(deed.session, by))
        return complaint

    def offered(self, terms: Terms = VOUCHER, by: str = "Sara") -> tuple[Complaint, ComplaintOffer]:
        """A complaint with an offer."""
        complaint = self.taken_on()
        with self.doing(complaint) as (deed, row):
            offer = make_offer(deed, row, self.user(deed.session, by), terms)
        return complaint, offer

    def acted(self, complaint: Complaint, act: Callable[[Deed, Complaint], object]) -> None:
        """Do something about it."""
        with self.doing(complaint) as (deed, row):
            act(deed, row)

    def kept(self, complaint: Complaint) -> Complaint:
        """The complaint as it is kept."""
        with self.village.parts.store.reading() as session:
            return session.get_one(Complaint, complaint.id)

    def offers(self, complaint: Complaint) -> list[ComplaintOffer]:
        """Everything that was offered."""
        with self.village.parts.store.reading() as session:
            return list(offers_of(session, complaint.id))

    def after(self, **span: float) -> int:
        """Let time pass, look once, and answer how many complaints went on."""
        self.village.clock.move_to(self.village.clock.now() + timedelta(**span))
        return watch_complaints(self.village.parts)


@pytest.fixture
def office(village: Village) -> Office:
    """Sara of support, Max and Mia who manage (Mia is on call), and Ada the admin."""
    people = {
        name: add_colleague(village, name, role, is_on_call=name == "Mia")
        for name, role in (
            ("Sara", Role.SUPPORT),
            ("Max", Role.MANAGER),
            ("Mia", Role.MANAGER),
            ("Ada", Role.ADMIN),
            ("Tom", Role.TECHNICIAN),
        )
    }
    return Office(village=village, people=people)


def add_colleague(village: Village, name: str, role: Role, *, is_on_call: bool = False) -> UUID:
    """A user without a password that anybody knows; hashing one takes long on purpose."""
    with village.doing() as deed:
        user = User(
            id=deed.new_id(),
            email=f"{name.lower()}@shop.example",
            name=name,
            role=role,
            language="en",
            password_hash="-",
            phone=f"+423 555 {len(name)}",
            is_on_call=is_on_call,
            created_at=deed.now,
            password_changed_at=deed.now,
        )
        deed.add(user)
    return user.id
