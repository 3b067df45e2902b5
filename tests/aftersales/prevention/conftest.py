"""A village in which one model fails more often than the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from threading import Event

import pytest

from aftersales.catalogue import add_product_model
from aftersales.claims import ClaimNews, open_claim
from aftersales.jobs.alarms import ask_for_alarms
from aftersales.jobs.running import run_due_jobs
from aftersales.prevention.issues import Article, add_issue, move_issue
from aftersales.records import Alarm, KnownIssue, KnownIssueState, ProductModel, Unit
from aftersales.registrations import add_unit
from tests.aftersales.conftest import Village
from tests.aftersales.jobs.conftest import BRISK
from warranty import WarrantyTerms

BOUGHT = date(2026, 1, 15)
ARTICLE = Article(
    slug="filter-clogs",
    product_type="washing_machine",
    component="pump",
    symptoms=("does not drain", "neizsūknē"),
    texts={
        "en": {
            "title": "It does not drain",
            "summary": "The filter clogs.",
            "steps": "Open the filter.\n\nRinse it.",
        },
        "lv": {"title": "Neizsūknē ūdeni", "summary": "Aizsērē filtrs.", "steps": "Izskalojiet."},
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """The village with two models of washing machines, and short ways to sell, break and look."""

    village: Village
    other: ProductModel

    def sold(self, model: ProductModel, serial: str, bought: date = BOUGHT) -> Unit:
        """One more unit in use."""
        with self.village.doing() as deed:
            return add_unit(
                deed,
                model,
                self.village.customer,
                serial=serial,
                country="LI",
                purchased_on=bought,
                location_id=self.village.location.id,
            )

    def failed(self, unit: Unit, component: str = "pump") -> None:
        """A claim about a unit."""
        with self.village.doing() as deed:
            open_claim(
                deed,
                unit,
                self.village.territory,
                channel="phone",
                fault_on=date(2026, 11, 1),
                news=ClaimNews(symptom="It does not drain.", component=component),
                next_update_at=deed.now + timedelta(hours=2),
            )

    def counted(self, days: int = 0) -> list[Alarm]:
        """The alarms after the night that comes so many days later."""
        self.village.clock.move_to(self.village.clock.now() + timedelta(days))
        ask_for_alarms(self.village.parts)
        run_due_jobs(self.village.parts, BRISK, Event())
        return self.village.all_of(Alarm)

    def written(self, article: Article = ARTICLE, *, is_published: bool = True) -> KnownIssue:
        """An article, for everybody unless said otherwise."""
        with self.village.doing() as deed:
            row = add_issue(deed, article)
            if is_published:
                deed.session.flush()
                move_issue(deed, row, KnownIssueState.PUBLISHED)
        return row


@pytest.fixture
def watching(village: Village) -> Watching:
    """Two models before anything is sold."""
    with village.doing() as deed:
        other = add_product_model(
            deed,
            sku="WM-2",
            name="Wave 8",
            brand="Alpina",
            product_type="washing_machine",
            terms=WarrantyTerms("WM-2"),
        )
    return Watching(village=village, other=other)


@pytest.fixture
def failing(watching: Watching) -> Watching:
    """Ten units of each model, of which seven of one have failed."""
    for number in range(10):
        unit = watching.sold(watching.village.model, f"AB10{number:02}")
        watching.sold(watching.other, f"ZZ10{number:02}")
        if number < 7:
            watching.failed(unit)
    return watching
