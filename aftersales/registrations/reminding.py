"""Owners hear before a cover ends: once for each, with what goes on and what they can do while it answers.

Whoever wants no messages about what they bought hears nothing, and nothing is said of units that were replaced or
went back. A cover that was worked out anew is the same promise; only one that lasts much longer is told of again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from aftersales.deed import Deed
from aftersales.links import issue_link
from aftersales.notices.facts import from_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.ownership_facts import CoverEnd, CoverEndsFacts
from aftersales.notices.policy import contact_for
from aftersales.notices.writing import customer, write_notice
from aftersales.queries.campaigns import SoldUnit, contacts_by_customer
from aftersales.queries.claims import given_back
from aftersales.queries.expiring import (
    confirmed_of_units,
    covers_of_units,
    told_of_units,
    units_with_ends,
)
from aftersales.queries.issues import refusers_of
from aftersales.queries.ownership import later_owners
from aftersales.queries.places import areas_by_unit
from aftersales.records import Contact, Cover, LinkPurpose, Notice, Registration, Territory
from aftersales.store import Session
from warranty import CoverKind

BATCH: Final = 200
"""Units looked at in one transaction."""


def remind_batch(deed: Deed, after: UUID | None) -> tuple[UUID, int] | None:
    """Tell the owners of the next units whose covers end soon; answers how far it came and how many were told.

    None when all were looked at.
    """
    span = timedelta(days=deed.settings.cover_reminder_days)
    today = deed.now.date()
    batch = units_with_ends(deed.session, today, today + span, after, BATCH)
    if not batch:
        return None
    known = _Known.of(deed.session, batch)
    told = 0
    for sold in batch:
        ending = known.ending(sold, today, span) if known.may_be_told(sold) else []
        if ending:
            _tell(deed, sold, known, ending, today)
            told += 1
    return batch[-1].unit.id, told


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the units of one batch and their owners."""

    covers: dict[UUID, list[Cover]]
    told: dict[tuple[UUID, UUID], list[Notice]]
    contacts: dict[UUID, list[Contact]]
    refusers: Collection[UUID]
    gone: Collection[UUID]
    later: Collection[tuple[UUID, UUID]]
    registered: dict[tuple[UUID, UUID], Registration]
    areas: dict[UUID, Territory | None]

    @classmethod
    def of(cls, session: Session, batch: Sequence[SoldUnit]) -> _Known:
        units = [each.unit.id for each in batch]
        owners = {each.owner.id for each in batch}
        return cls(
            covers_of_units(session, units),
            told_of_units(session, NoticeKind.COVER_EXPIRING.value, units),
            contacts_by_customer(session, owners),
            refusers_of(session, owners),
            given_back(session, units),
            later_owners(session, [(each.unit.id, each.owner.id) for each in batch]),
            {(row.unit_id, row.customer_id): row for row in confirmed_of_units(session, units)},
            areas_by_unit(session, [each.unit for each in batch]),
        )

    def may_be_told(self, sold: SoldUnit) -> bool:
        is_theirs = sold.unit.id not in self.gone and sold.owner.id not in self.refusers
        return is_theirs and contact_for(self.contacts[sold.owner.id]) is not None

    def theirs(self, sold: SoldUnit) -> list[Cover]:
        """The covers that answer for this owner; goodwill is for one repair, and ends with it."""
        is_later = (sold.unit.id, sold.owner.id) in self.later
        return [
            each
            for each in self.covers[sold.unit.id]
            if each.kind != CoverKind.GOODWILL and not (is_later and each.is_transferable is False)
        ]

    def ending(self, sold: SoldUnit, today: date, span: timedelta) -> list[Cover]:
        """Covers that end within the span, have run for as long, and were not told of before."""
        before = [
            end
            for notice in self.told[sold.unit.id, sold.owner.id]
            for end in from_json(CoverEndsFacts, notice.facts).ending
        ]
        return [
            each
            for each in self.theirs(sold)
            if today <= each.ends_on <= today + span
            and each.starts_on + span <= today
            and not any(_is_same(end, each, span) for end in before)
        ]


def _is_same(told: CoverEnd, cover: Cover, span: timedelta) -> bool:
    """Whether a cover was told of before; one that a repair has lengthened since is told of anew when it ends."""
    is_same = (told.kind, told.provider, told.components) == (
        cover.kind,
        cover.provider,
        tuple(cover.components),
    )
    return is_same and cover.ends_on <= told.ends_on + span


def _tell(deed: Deed, sold: SoldUnit, known: _Known, ending: Sequence[Cover], today: date) -> None:
    area = known.areas[sold.unit.id]
    row = known.registered.get((sold.unit.id, sold.owner.id))
    going_on = [
        each
        for each in known.theirs(sold)
        if each.starts_on <= today and each.ends_on > max(end.ends_on for end in ending)
    ]
    notice = write_notice(
        deed,
        NoticeKind.COVER_EXPIRING,
        customer(sold.owner),
        sold.unit,
        revision=min(each.ends_on for each in ending).toordinal(),
        zone="UTC" if area is None else area.zone,
        facts=CoverEndsFacts(
            product=f"{sold.model.brand} {sold.model.name}",
            serial=sold.unit.serial,
            ending=tuple(map(_end, ending)),
            going_on=tuple(map(_end, going_on)),
            page=f"{deed.settings.public_url}/help",
            answers_name="" if area is None else area.answers_name,
            answers_phone="" if area is None else area.answers_phone,
            link_id=None if row is None else issue_link(deed, LinkPurpose.REGISTRATION, row.id),
        ),
    )
    deed.note("cover_end_told", sold.unit, notice_id=notice.id)


def _end(cover: Cover) -> CoverEnd:
    return CoverEnd(
        kind=cover.kind,
        provider=cover.provider,
        components=tuple(cover.components),
        ends_on=cover.ends_on,
    )
