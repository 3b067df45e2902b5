"""Grants: auditable, and a cover like every other."""

from dataclasses import replace
from datetime import date

import pytest

from warranty import Benefit, Cover, CoverKind, LifeEvent, Money, Payer, entitlement_on
from warranty.goodwill.grants import PROVIDER, Grant
from warranty.goodwill.proposals import Proposal

GRANT = Grant(
    proposal=Proposal(60, (), (Benefit.PARTS,)),
    percent=60,
    amount=Money("EUR", 4_200),
    granted_by="ilze",
    level="lead",
    granted_on=date(2026, 6, 9),
)


def test_grant_becomes_a_cover_that_the_entitlement_shows() -> None:
    cover = GRANT.cover(date(2026, 9, 9), frozenset({"pump"}))
    entitlement = entitlement_on(date(2026, 7, 1), (cover,), country="PT", component="pump")

    assert cover == Cover(
        kind=CoverKind.GOODWILL,
        provider=PROVIDER,
        starts_on=date(2026, 6, 9),
        ends_on=date(2026, 9, 9),
        counted_from=LifeEvent.GRANT,
        source="Goodwill granted on 2026-06-09",
        parts_percent=60,
        labour_percent=0,
        travel_percent=0,
        components=frozenset({"pump"}),
        is_transferable=False,
    )
    assert entitlement.parts.shares == ((Payer.GOODWILL, 60), (Payer.CUSTOMER, 40))
    assert entitlement.sentence == (
        "A part of parts is paid until 9 September 2026; labour and travel are not covered."
    )


def test_grant_needs_a_word_when_it_is_not_what_was_proposed() -> None:
    with pytest.raises(ValueError, match="Say why"):
        replace(GRANT, percent=80)
    assert replace(GRANT, percent=80, why="She waited three weeks.").percent == 80


@pytest.mark.parametrize("percent", [0, 101])
def test_grant_is_refused_when_it_is_nothing_or_more_than_everything(percent: int) -> None:
    with pytest.raises(ValueError, match="1 to 100 percent"):
        replace(GRANT, percent=percent, why="Mistyped.")
