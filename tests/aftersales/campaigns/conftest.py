"""A village in which washing machines are recalled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Event

import pytest

from aftersales.campaigns.answering import Asked, asked_of
from aftersales.campaigns.drafting import add_campaign
from aftersales.customers import Reachable, add_customer, replace_contacts
from aftersales.deed import Deed
from aftersales.jobs.recalls import ask_for_campaigns, publish
from aftersales.jobs.running import run_due_jobs
from aftersales.records import Campaign, CampaignResponse, Customer, Job, JobKind, Unit
from aftersales.registrations import add_unit
from tests.aftersales.conftest import Village
from tests.aftersales.jobs.conftest import BRISK
from warranty import SerialRange
from warranty.recalls.campaigns import Campaign as CampaignFacts
from warranty.recalls.campaigns import RecallRule, SerialTest, Severity

BOUGHT = date(2025, 10, 1)
WORDS = {
    "hazard": "The heater can overheat and start a fire",
    "advice": "Unplug it and keep children away.",
    "remedy": "A technician replaces the heater at your home.",
}
WORDING = {"en": WORDS, "lv": {**WORDS, "hazard": "Sildītājs var pārkarst un aizdegties"}}
FACTS = CampaignFacts(
    key="WM-2026-1",
    title="Alpina: Wave 7 washing machines",
    hazard=WORDS["hazard"],
    severity=Severity.STOP_USING,
    brands=frozenset({"Alpina"}),
    models=frozenset({"WM-1"}),
    rules=(RecallRule(test=SerialTest.RANGE, span=SerialRange("AB1000", "AB1999")),),
    remedy=WORDS["remedy"],
    needs_visit=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalling:
    """The village and short ways to sell, recall and look."""

    village: Village

    def sold(self, serial: str | None, owner: Customer | None = None) -> Unit:
        """One more washing machine, to our customer or another."""
        with self.village.doing() as deed:
            return add_unit(
                deed,
                self.village.model,
                owner or self.village.customer,
                serial=serial,
                country="LI",
                purchased_on=BOUGHT,
                location_id=self.village.location.id if owner is None else None,
            )

    def person(self, number: str, *contacts: Reachable, language: str = "en") -> Customer:
        """Somebody who is reached in just these ways."""
        with self.village.doing() as deed:
            person = add_customer(deed, number=number, name=f"Owner {number}", language=language)
            deed.session.flush()
            replace_contacts(deed, person, contacts)
        return person

    def drafted(self, **changes: object) -> Campaign:
        """A campaign that nobody knows of."""
        with self.village.doing() as deed:
            return add_campaign(deed, replace(FACTS, **changes), WORDING)  # type: ignore[arg-type] # any of its facts

    def published(self, **changes: object) -> Campaign:
        """A campaign whose owners were told."""
        row = self.drafted(**changes)
        with self.village.doing() as deed:
            publish(deed, deed.session.get_one(Campaign, row.id), row.revision)
        self.work()
        return row

    def work(self) -> None:
        """Do what is due beside the requests."""
        run_due_jobs(self.village.parts, BRISK, Event())

    def days_later(self, days: int) -> None:
        """So many days go by, and the house does its daily work on the last of them."""
        self.village.clock.move_to(self.village.clock.now() + timedelta(days))
        ask_for_campaigns(self.village.parts)
        self.work()

    def responses(self) -> list[CampaignResponse]:
        """What is known of every unit, the first met first."""
        return self.village.all_of(CampaignResponse)

    def states(self) -> list[str]:
        """Where every unit stands."""
        return [each.state for each in self.responses()]

    def jobs(self) -> list[Job]:
        """The jobs of campaigns."""
        return [each for each in self.village.all_of(Job) if each.kind is JobKind.CAMPAIGN]

    def answering(self, act: Callable[[Deed, Asked], object], number: int = 0) -> None:
        """The owner of the unit met first, or of a later one, answers."""
        response_id = self.responses()[number].id
        with self.village.doing() as deed:
            row = deed.session.get_one(CampaignResponse, response_id)
            act(deed, asked_of(deed.session, row))


@pytest.fixture
def recalling(village: Village) -> Recalling:
    """The village before any recall."""
    return Recalling(village=village)
