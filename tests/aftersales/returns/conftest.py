"""A shop with a claim whose unit is to come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from aftersales.claims import choose_remedy, fulfil_claim, lend, move_claim
from aftersales.records import Case, Claim, Condition, Cover, GoodsReturn, Notice
from aftersales.returns import Inspection, inspect_return, receive_return, watch_returns
from aftersales.uploads import CleanFile
from tests.aftersales.claims.conftest import Shop, shop
from warranty import ClaimState
from warranty.claims.inspections import Finding
from warranty.claims.remedies import RemedyKind

__all__ = ["shop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dock:
    """The shop, with short ways to send back and to unpack."""

    shop: Shop

    def chosen(self, remedy: RemedyKind = RemedyKind.REPLACE, exchange: str | None = None) -> Claim:
        """A claim that is approved, with its remedy; `exchange` is what its cover promises."""
        claim = self.shop.opened()
        self.shop.decided(claim)
        with self.shop.village.doing() as deed:
            row = deed.session.get_one(Claim, claim.id)
            cover = deed.session.get_one(Cover, row.cover_id)
            cover.exchange, cover.has_loaner = exchange, exchange == "loaner"
            deed.add(cover)
            choose_remedy(deed, row, remedy)
        return claim

    def awaited(self, remedy: RemedyKind = RemedyKind.REPLACE) -> GoodsReturn:
        """The return of a claim whose unit is on its way."""
        self.step(self.chosen(remedy), ClaimState.RETURN_AWAITED)
        return self.last()

    def step(self, claim: Claim, state: ClaimState) -> None:
        """One step of the claim."""
        with self.shop.village.doing() as deed:
            move_claim(deed, deed.session.get_one(Claim, claim.id), state)

    def fulfilled(self, claim: Claim, serial: str | None = None) -> None:
        """The remedy was carried out today."""
        with self.shop.village.doing() as deed:
            row = deed.session.get_one(Claim, claim.id)
            fulfil_claim(deed, row, done_on=date(2026, 11, 23), replacement_serial=serial)

    def lent(self, claim: Claim, serial: str = "LN-1") -> None:
        """A unit of ours goes out."""
        with self.shop.village.doing() as deed:
            lend(deed, deed.session.get_one(Claim, claim.id), serial)

    def received(self, row: GoodsReturn) -> None:
        """It is here."""
        with self.shop.village.doing() as deed:
            receive_return(deed, deed.session.get_one(GoodsReturn, row.id))

    def inspected(
        self,
        row: GoodsReturn,
        finding: Finding | None = Finding.CONFIRMED,
        serial: str = "AB1234",
        files: tuple[CleanFile, ...] = (),
    ) -> None:
        """Somebody looked at it."""
        found = Inspection(
            condition=Condition.USED,
            serial_read=serial,
            checks=("fault_tried", "plate_read"),
            accessories="2 hoses",
            finding=finding,
        )
        with self.shop.village.doing() as deed:
            inspect_return(deed, deed.session.get_one(GoodsReturn, row.id), found, files)

    def watched(self, days: int) -> int:
        """The round, some days later; answers how many were told."""
        clock = self.shop.village.clock
        clock.move_to(clock.now() + timedelta(days=days))
        return watch_returns(self.shop.village.parts)

    def last(self) -> GoodsReturn:
        """The newest return."""
        return self.shop.village.all_of(GoodsReturn)[-1]

    def claim(self) -> Claim:
        """The claim of the newest return."""
        return self.shop.claim(self.shop.village.all_of(Claim)[-1])

    def case(self) -> Case:
        """Its case."""
        return self.shop.village.all_of(Case)[-1]

    def told(self) -> list[str]:
        """The kinds of notices about returns and decisions, the first first."""
        with self.shop.village.parts.store.reading() as session:
            rows = session.exec(select(Notice).order_by(col(Notice.id))).all()
        return [row.kind for row in rows if row.kind.startswith(("return", "claim_de", "claim_q"))]

    def notice(self) -> Notice:
        """The last notice."""
        return self.shop.village.all_of(Notice)[-1]


@pytest.fixture
def dock(shop: Shop) -> Dock:
    """The shop with its dock."""
    return Dock(shop=shop)
