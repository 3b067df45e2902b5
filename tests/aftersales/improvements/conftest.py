"""A village whose office closes gaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from aftersales.improvements import Aim, Check, open_improvement, tend_improvements
from aftersales.records import (
    Improvement,
    ImprovementScope,
    Measure,
    Notice,
    Role,
    Survey,
    User,
)
from tests.aftersales.complaints.conftest import add_colleague
from tests.aftersales.conftest import Village
from tests.aftersales.prevention.conftest import failing, watching

__all__ = ["failing", "watching"]

SCORE = Check(
    measure=Measure.SURVEY_SCORE,
    scope=ImprovementScope.PARTNER,
    key="-",
    threshold=4.0,
    least=2,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bettering:
    """The village, whoever works in its office, and short ways to begin and to wait."""

    village: Village
    people: dict[str, UUID]

    def aim(self, check: Check = SCORE, **changes: object) -> Aim:
        """Something to set out for, due in thirty days."""
        aim = Aim(
            title="Come in time",
            plan="Earlier starts.",
            owner_id=self.people["Sara"],
            due_on=self.village.clock.now().date() + timedelta(days=30),
            check=check,
        )
        return replace(aim, **changes)  # type: ignore[arg-type] # passed on as it is

    def opened(self, check: Check = SCORE, **changes: object) -> Improvement:
        """An improvement at work."""
        with self.village.doing() as deed:
            return open_improvement(deed, self.aim(check, **changes))

    def after(self, **span: float) -> Improvement:
        """Let time pass, look once, and answer the newest improvement as it is kept."""
        self.village.clock.move_to(self.village.clock.now() + timedelta(**span))
        tend_improvements(self.village.parts)
        return self.village.all_of(Improvement)[-1]

    def told(self, kind: str) -> list[tuple[str, int]]:
        """Who was told of it, with the number of the warning, in order."""
        names = {user.id: user.name for user in self.village.all_of(User)}
        return [
            (names[each.recipient_id], int(each.unrepeatable_key.split(":")[2]))
            for each in self.village.all_of(Notice)
            if each.kind == kind
        ]

    def answered(self, score: int) -> None:
        """Somebody says how a visit of our own people was."""
        with self.village.doing() as deed:
            deed.add(
                Survey(
                    id=deed.new_id(),
                    customer_id=self.village.customer.id,
                    territory_id=self.village.territory.id,
                    technician_id=self.village.technicians[0].id,
                    channel="visit",
                    reference="W",
                    asked_at=deed.now,
                    expires_at=deed.now,
                    answered_at=deed.now,
                    service_score=5,
                    visit_score=score,
                    text="",
                )
            )

    @property
    def today(self) -> date:
        """The day it is."""
        return self.village.clock.now().date()


@pytest.fixture
def bettering(village: Village) -> Bettering:
    """Sara of support and Max who manages."""
    people = {
        name: add_colleague(village, name, role)
        for name, role in (
            ("Sara", Role.SUPPORT),
            ("Max", Role.MANAGER),
            ("Ada", Role.ADMIN),
            ("Tom", Role.TECHNICIAN),
        )
    }
    return Bettering(village=village, people=people)
