"""Owners are told of a known issue before they call: previewed, once each, and only where they may be written to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import NotAllowed
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import contact_for
from aftersales.notices.recall_facts import IssueFacts
from aftersales.notices.writing import Telling, customer, write_notices
from aftersales.prevention.issues import said_in, steps_of
from aftersales.queries.campaigns import (
    SoldUnit,
    contacts_by_customer,
    open_recalls_of,
    units_after,
    units_in_batches,
)
from aftersales.queries.issues import models_of_issue, refusers_of, told_issues
from aftersales.queries.places import areas_by_unit
from aftersales.records import (
    Contact,
    Customer,
    KnownIssue,
    KnownIssueState,
    ProductModel,
    Territory,
    Unit,
)
from aftersales.store import Session, lock_rows
from warranty.recalls.campaigns import Severity

BATCH: Final = 200
"""Units looked at in one transaction."""


@dataclass(slots=True)
class IssuePreview:
    """What telling owners of an issue would do now.

    Attributes:
        units: all units that it is about.
        told: owners who would be written to.
        unwilling: owners who do not want to be written to about their products.
        unreachable: owners without an e-mail address for this; one for safety alone is not used.
        recalled: units under a safety recall, whose owners hear of that instead.
    """

    units: int = 0
    told: int = 0
    unwilling: int = 0
    unreachable: int = 0
    recalled: int = 0


def preview_telling(session: Session, issue: KnownIssue) -> IssuePreview:
    """Count whom telling would reach, batch by batch."""
    preview, seen = IssuePreview(), set[UUID]()
    for batch in units_in_batches(session, models_of_issue(session, issue), BATCH):
        known = _Known.of(session, batch)
        for each in batch:
            preview.units += 1
            if each.unit.id in known.recalled:
                preview.recalled += 1
            elif each.owner.id not in seen:
                seen.add(each.owner.id)
                preview.unwilling += each.owner.id in known.refusers
                preview.unreachable += each.owner.id not in known.refusers and not known.reaches(
                    each
                )
                preview.told += known.may_be_told(each)
    return preview


def check_tellable(issue: KnownIssue) -> None:
    """Make sure that owners could read what they are told of.

    Raises:
        NotAllowed: the article is not published.
    """
    if issue.state is not KnownIssueState.PUBLISHED:
        raise NotAllowed("Publish the article first, so that owners can read it.")


def tell_batch(deed: Deed, issue_id: UUID) -> int | None:
    """Tell the owners of the units after the last one; None when all were looked at."""
    lock_rows(deed.session, "known_issue", [issue_id])
    issue = deed.session.get_one(KnownIssue, issue_id)
    deed.session.refresh(issue)
    models = models_of_issue(deed.session, issue)
    batch = units_after(deed.session, models, issue.told_to_id, BATCH)
    is_over = issue.state is not KnownIssueState.PUBLISHED or not batch
    issue.told_to_id = None if is_over else batch[-1].unit.id
    deed.add(issue)
    if is_over:
        return None
    known = _Known.of(deed.session, batch)
    owners = {each.owner.id: each for each in batch if known.may_be_told(each)}
    return _tell(deed, issue, list(owners.values()))


def tell_new_owner(deed: Deed, unit: Unit, model: ProductModel, owner: Customer) -> None:
    """A unit has become known with this owner: they are told of what all other owners were told before."""
    meant = [
        issue
        for issue in told_issues(deed.session)
        if issue.product_type in ("", model.product_type)
        and (not issue.models or model.sku in issue.models)
    ]
    if not meant:
        return
    deed.session.flush()
    sold = SoldUnit(unit=unit, model=model, owner=owner)
    if _Known.of(deed.session, [sold]).may_be_told(sold):
        for issue in meant:
            _tell(deed, issue, [sold])


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the units of one batch and their owners."""

    contacts: dict[UUID, list[Contact]]
    refusers: Collection[UUID]
    recalled: Collection[UUID]

    @classmethod
    def of(cls, session: Session, batch: Sequence[SoldUnit]) -> _Known:
        owner_ids = {each.owner.id for each in batch}
        recalls = open_recalls_of(session, [each.unit.id for each in batch])
        return cls(
            contacts_by_customer(session, owner_ids),
            refusers_of(session, owner_ids),
            {
                unit_id
                for unit_id, found in recalls.items()
                if any(campaign.severity != Severity.SERVICE for campaign, _ in found)
            },
        )

    def reaches(self, each: SoldUnit) -> bool:
        return contact_for(self.contacts[each.owner.id]) is not None

    def may_be_told(self, each: SoldUnit) -> bool:
        is_free = each.unit.id not in self.recalled and each.owner.id not in self.refusers
        return is_free and self.reaches(each)


def _tell(deed: Deed, issue: KnownIssue, owners: Sequence[SoldUnit]) -> int:
    """Write the notices; the same owner is never told twice, whatever became of the article since."""
    areas = areas_by_unit(deed.session, [each.unit for each in owners])
    notices = write_notices(
        deed,
        NoticeKind.KNOWN_ISSUE,
        [_telling(deed, issue, each, areas[each.unit.id]) for each in owners],
    )
    new = [each for each in notices if each.created_at == deed.now]
    for each in new:
        deed.note("issue_told", issue, notice_id=each.id)
    return len(new)


def _telling(deed: Deed, issue: KnownIssue, sold: SoldUnit, area: Territory | None) -> Telling:
    _language, said = said_in(issue, sold.owner.language)
    return Telling(
        recipient=customer(sold.owner),
        subject=issue,
        revision=1,
        zone="UTC" if area is None else area.zone,
        facts=IssueFacts(
            product=f"{sold.model.brand} {sold.model.name}",
            title=said["title"],
            summary=said["summary"],
            steps=tuple(steps_of(said)),
            page=f"{deed.settings.public_url}/help/articles/{issue.slug}",
            answers_name="" if area is None else area.answers_name,
            answers_phone="" if area is None else area.answers_phone,
        ),
    )
