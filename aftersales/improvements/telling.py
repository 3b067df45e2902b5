"""Who is told of an improvement: its owner when it becomes theirs, and the managers too when it is late."""

from __future__ import annotations

from typing import Final

from aftersales.deed import Deed
from aftersales.notices.improvement_facts import ImprovementFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import colleague, write_notice
from aftersales.queries.access import users
from aftersales.queries.improvements import scope_names
from aftersales.queries.places import territories
from aftersales.records import Improvement, Role, User

EVERYWHERE: Final = "UTC"
"""The zone of whoever belongs to no territory."""


def tell_assigned(deed: Deed, row: Improvement) -> None:
    """Tell the owner, unless they took it on themselves."""
    owner = deed.session.get_one(User, row.owner_id)
    if deed.actor.code != str(owner.id):
        _tell(deed, row, NoticeKind.IMPROVEMENT_ASSIGNED, owner, revision=row.revision)


def tell_late(deed: Deed, row: Improvement) -> None:
    """Tell the owner and every manager; without a manager, whoever runs the house."""
    owner = deed.session.get_one(User, row.owner_id)
    people = [each for each in users(deed.session) if each.is_active]
    managers = [each for each in people if each.role is Role.MANAGER]
    managers = managers or [each for each in people if each.role is Role.ADMIN]
    for each in {user.id: user for user in (owner, *managers)}.values():
        _tell(deed, row, NoticeKind.IMPROVEMENT_LATE, each, revision=row.warned)


def _tell(deed: Deed, row: Improvement, kind: NoticeKind, user: User, *, revision: int) -> None:
    areas = territories(deed.session)
    owner = deed.session.get_one(User, row.owner_id)
    names = scope_names(deed.session, [(row.scope, row.scope_key)])
    notice = write_notice(
        deed,
        kind,
        colleague(user),
        row,
        revision=revision,
        zone=areas[0].zone if areas else EVERYWHERE,
        facts=ImprovementFacts(
            reference=row.reference,
            title=row.title,
            why=row.plan,
            owner_name=owner.name,
            measure=row.measure,
            scope=row.scope,
            scope_name=names.get((row.scope, row.scope_key), row.scope_key),
            threshold=row.threshold,
            least=row.least,
            from_on=row.from_on,
            due_on=row.due_on,
            value=row.value,
            count=row.count,
            verdict=row.verdict,
        ),
    )
    deed.note(f"notice_{kind}", row, notice_id=notice.id)
