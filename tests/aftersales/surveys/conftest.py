"""A village in which visits end and somebody agreed to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from aftersales.customers import record_consent
from aftersales.day_watch.reports import report_arrived, report_done, report_on_the_way
from aftersales.records import Channel, ConsentPurpose, Survey
from aftersales.surveys import Answer, answer_survey, ask_due
from tests.aftersales.conftest import Village


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The village and short ways to ask and answer."""

    village: Village

    def agree(self, *, is_given: bool = True) -> None:
        """The customer says whether they may be asked."""
        with self.village.doing() as deed:
            record_consent(
                deed,
                self.village.customer.id,
                Channel.EMAIL,
                ConsentPurpose.SURVEYS,
                is_given=is_given,
                source="test",
            )

    def visited(self, hour: int = 9) -> UUID:
        """A visit that was done."""
        visit = self.village.book(self.village.moment(23, hour))
        with self.village.doing() as deed:
            report_on_the_way(deed, visit, deed.now)
            report_arrived(deed, visit, deed.now)
            report_done(deed, visit, deed.now)
        return visit

    def after(self, **span: float) -> int:
        """Let time pass and ask whoever is to be asked."""
        self.village.clock.move_to(self.village.clock.now() + timedelta(**span))
        return ask_due(self.village.parts)

    def surveys(self) -> list[Survey]:
        """Every survey."""
        return self.village.all_of(Survey)

    def asked(self) -> Survey:
        """A survey about a visit."""
        self.agree()
        self.visited()
        assert self.after(hours=2) == 1
        return self.surveys()[-1]

    def answered(self, survey: Survey, answer: Answer) -> Survey:
        """What is kept of an answer."""
        with self.village.doing() as deed:
            answer_survey(deed, deed.session.get_one(Survey, survey.id), answer)
        return next(each for each in self.surveys() if each.id == survey.id)


@pytest.fixture
def asked(village: Village) -> Asked:
    """Anna Beck and her visits."""
    return Asked(village=village)
