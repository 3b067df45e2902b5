"""Improvements in the small world, for whoever looks at their pages."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from aftersales.deed import SYSTEM
from aftersales.improvements import Aim, Measured, after_gap, open_improvement, take_measure
from aftersales.queries.access import user_by_email
from aftersales.records import Improvement, ImprovementScope, Role, Verdict
from tests.web.conftest import World
from tests.web.principals import with_password


def improvements_in(world: World) -> dict[str, UUID]:
    """One at work and one that is late; begun when first looked for."""
    with world.parts.store.reading() as session:
        there = session.exec(select(Improvement.id).order_by(col(Improvement.id))).all()
    if there:
        return dict(zip(("late", "open"), there, strict=True))
    return {"late": _begun(world, is_late=True), "open": _begun(world, is_late=False)}


def _begun(world: World, *, is_late: bool) -> UUID:
    with world.parts.doing(SYSTEM) as deed:
        owner = user_by_email(deed.session, "iva@shop.example")
        if owner is None:
            owner = with_password(
                deed, email="iva@shop.example", name="Iva Ozola", role=Role.SUPPORT
            )
            deed.session.flush()
        today = deed.now.date()
        aim = Aim(
            title="Alpina Montage" if is_late else "Nordwasch 8000",
            plan="Iva Ozola.\nAlpina Montage.",
            owner_id=owner.id,
            due_on=today + timedelta(days=30),
            check=after_gap(ImprovementScope.PARTNER, "-").check,
            source_kind="survey",
        )
        row = open_improvement(deed, aim)
        if is_late:
            row.from_on, row.due_on = today - timedelta(days=31), today - timedelta(days=1)
            take_measure(deed, row, Measured(value=3.4, count=7, verdict=Verdict.FAILS))
        return row.id
