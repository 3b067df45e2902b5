"""What publishing a campaign would do: which units it means and why, how many owners can be told, how, and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from aftersales.campaigns.lists import campaign_facts
from aftersales.campaigns.meeting import found_in, models_meant
from aftersales.campaigns.telling import EMAIL, PHONE, POST, ways_to
from aftersales.notices.policy import contact_for
from aftersales.queries.campaigns import SoldUnit, contacts_by_customer, units_in_batches
from aftersales.records import Campaign, Contact
from aftersales.store import Session
from warranty.recalls.campaigns import Match

BATCH: Final = 500
"""Units looked at together."""

SHOWN: Final = 50
"""Units of each kind that a preview shows."""


@dataclass(slots=True)
class Preview:
    """What would happen.

    Attributes:
        found: how many units are meant, by how they match.
        shown: the first of each.
        owners: whoever would be told.
        by_way: owners by the first way that reaches them: email, phone, post, or "" for none.
        safety_only: owners by e-mail whose only address is for safety.
        languages: owners by the language they read.
    """

    found: Counter[Match] = field(default_factory=Counter)
    shown: dict[Match, list[SoldUnit]] = field(default_factory=dict)
    owners: int = 0
    by_way: Counter[str] = field(default_factory=Counter)
    safety_only: int = 0
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def units(self) -> int:
        """All units that are meant, or may be."""
        return sum(self.found.values())


def preview_of(session: Session, campaign: Campaign) -> Preview:
    """What publishing would do now, looking at the installed base batch by batch."""
    facts = campaign_facts(campaign)
    preview = Preview()
    seen: set[UUID] = set()
    for batch in units_in_batches(session, models_meant(session, facts), BATCH):
        meant = []
        for each in batch:
            found = found_in(facts, each.unit, each.model)
            if found is Match.NOT_AFFECTED:
                continue
            meant.append(each)
            preview.found[found] += 1
            some = preview.shown.setdefault(found, [])
            if len(some) < SHOWN:
                some.append(each)
        new = {each.owner.id: each for each in meant if each.owner.id not in seen}
        seen |= new.keys()
        _count_owners(session, preview, list(new.values()))
    return preview


def _count_owners(session: Session, preview: Preview, owners: Sequence[SoldUnit]) -> None:
    contacts = contacts_by_customer(session, {each.owner.id for each in owners})
    for each in owners:
        preview.owners += 1
        preview.languages[each.owner.language] += 1
        way = _first_way(each, contacts[each.owner.id])
        preview.by_way[way] += 1
        preview.safety_only += (
            way == EMAIL and contact_for(contacts[each.owner.id], is_safety=False) is None
        )


def _first_way(sold: SoldUnit, contacts: Sequence[Contact]) -> str:
    ways = ways_to(contacts, has_address=sold.unit.location_id is not None, is_mail_dead=False)
    return next((way for way in (EMAIL, PHONE, POST) if way in ways), "")
