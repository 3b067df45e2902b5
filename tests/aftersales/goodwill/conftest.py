"""A shop whose customer has a machine that failed fifty days after its last cover ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from aftersales.cases import open_case
from aftersales.goodwill import ask_for_grant, budget_on, grant
from aftersales.records import (
    Case,
    CaseKind,
    Claim,
    GoodwillGrant,
    GoodwillPurpose,
    Role,
    Unit,
    User,
)
from aftersales.registrations import add_unit
from aftersales.users import add_user
from tests.aftersales.claims.conftest import NEWS, Shop, shop
from tests.aftersales.conftest import Village
from warranty.claims.remedies import RemedyKind
from warranty.goodwill.authority import Budget

__all__ = ["shop"]

BOUGHT = date(2023, 10, 1)
WHY = "It failed fifty days after the law's three years."


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The shop with short ways to grant."""

    shop: Shop

    @property
    def village(self) -> Village:
        """Where it is."""
        return self.shop.village

    def old_unit(self, serial: str | None = None, bought: date = BOUGHT) -> Unit:
        """A machine whose covers are over."""
        with self.village.doing() as deed:
            return add_unit(
                deed,
                self.shop.model,
                self.village.customer,
                serial=serial,
                country="PT",
                purchased_on=bought,
                delivered_on=bought,
                location_id=self.village.location.id,
            )

    def refused(self, serial: str | None = None, **changes: object) -> Claim:
        """A claim that came too late, decided by the rules."""
        claim = self.shop.opened(replace(NEWS, **changes), unit=self.old_unit(serial))  # type: ignore[arg-type] # passed on
        self.shop.decided(claim)
        return self.shop.claim(claim)

    def grant(
        self,
        claim: Claim,
        cents: int = 4_500,
        *,
        role: Role = Role.SUPPORT,
        remedy: RemedyKind = RemedyKind.REPAIR,
        reason: str = WHY,
        is_asked: bool = False,
    ) -> GoodwillGrant:
        """Goodwill on a claim, granted or asked for."""
        with self.village.doing() as deed:
            return (ask_for_grant if is_asked else grant)(
                deed,
                role,
                customer=self.village.customer,
                subject=deed.session.get_one(Claim, claim.id),
                remedy=remedy,
                amount_cents=cents,
                reason=reason,
            )

    def case(self) -> UUID:
        """A request that has nothing to do with a claim."""
        with self.village.doing() as deed:
            return open_case(
                deed,
                self.village.territory,
                self.village.customer,
                kind=CaseKind.COMPLAINT,
                channel="phone",
                subject="Nobody called back",
                description="",
                next_update_at=deed.now + timedelta(hours=2),
                location_id=self.village.location.id,
            ).id

    def grant_on_case(
        self, case_id: UUID, cents: int, remedy: RemedyKind = RemedyKind.CREDIT
    ) -> GoodwillGrant:
        """Something that makes up for it."""
        with self.village.doing() as deed:
            return grant(
                deed,
                Role.MANAGER,
                customer=self.village.customer,
                subject=deed.session.get_one(Case, case_id),
                remedy=remedy,
                amount_cents=cents,
                reason=WHY,
            )

    def granted(self, row: GoodwillGrant) -> GoodwillGrant:
        """The grant as it is kept."""
        with self.village.parts.store.reading() as session:
            return session.get_one(GoodwillGrant, row.id)

    def budget(self, purpose: GoodwillPurpose = GoodwillPurpose.GOODWILL) -> Budget:
        """What stands in the budget of the month."""
        with self.village.parts.store.reading() as session:
            return budget_on(
                session,
                self.village.parts.settings,
                self.village.territory,
                purpose,
                date(2026, 11, 23),
            )

    def hire(self, name: str, role: Role, phone: str = "", *, is_on_call: bool = False) -> User:
        """A colleague."""
        with self.village.doing() as deed:
            user = add_user(
                deed,
                email=f"{name.lower()}@shop.example",
                name=name,
                role=role,
                password="correct horse battery staple",
            )
            user.phone, user.is_on_call = phone, is_on_call
            deed.add(user)
            return user


@pytest.fixture
def house(shop: Shop) -> House:
    """The shop."""
    return House(shop=shop)
