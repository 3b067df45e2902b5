"""What a buyer said of the place, as whoever comes and the office read it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from aftersales.installations.questions import QUESTIONS
from aftersales.queries.installations import preparations_of
from aftersales.queries.uploads import uploads_of_each
from aftersales.records import VisitPreparation
from aftersales.store import Session
from aftersales.words import Words
from web.pages.files_shown import FileRow, files_shown


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteShown:
    """Whom to ask for, each question with its answer, and the photographs."""

    name: str
    phone: str
    wants_call: bool
    answers: tuple[tuple[str, str], ...]
    photos: tuple[FileRow, ...]


def sites_shown(
    _: Words, session: Session, work_order_ids: Collection[UUID]
) -> dict[UUID, SiteShown]:
    """What was said, by work order; those of whom nothing is known are left out."""
    rows = preparations_of(session, work_order_ids)
    photos = uploads_of_each(session, "visit_preparation", [row.id for row in rows])
    return {
        row.work_order_id: SiteShown(
            name=row.contact_name,
            phone=row.contact_phone,
            wants_call=row.reached_by == "phone",
            answers=tuple(_answers(_, row)),
            photos=tuple(files_shown(_, photos[row.id])),
        )
        for row in rows
        if row.answers or row.contact_name
    }


def _answers(_: Words, row: VisitPreparation) -> list[tuple[str, str]]:
    shown = []
    for each in QUESTIONS:
        answer = row.answers.get(each.code)
        if answer is not None:
            said = dict(each.options).get(str(answer))
            shown.append((_(each.asked), str(answer) if said is None else _(said)))
    return shown
