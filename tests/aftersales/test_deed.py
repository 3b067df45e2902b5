"""A deed: all of it or nothing, and a line in the audit trail for what it changed."""

from uuid import UUID

import pytest

from aftersales.deed import SYSTEM
from aftersales.errors import Collision
from aftersales.parts import Parts
from aftersales.records import ActorKind, Event, Skill
from tests.aftersales.conftest import STAFF, all_of


def skill(parts: Parts, code: str) -> Skill:
    return Skill(id=parts.ids.new(parts.clock.now()), code=code, name=code)


def test_note_says_who_did_what_when_and_why(parts: Parts) -> None:
    row = skill(parts, "gas")

    with parts.doing(STAFF) as deed:
        deed.add(row)
        deed.note("skill_added", row, why="new law", facts={"level": 2})
    with parts.doing(SYSTEM) as deed:
        deed.note("skill_seen", row)

    first, second = all_of(parts, Event)
    assert first.model_dump() == {
        "id": first.id,
        "at": parts.clock.now(),
        "actor_kind": ActorKind.STAFF,
        "actor": "test",
        "what": "skill_added",
        "why": "new law",
        "subject_kind": "skill",
        "subject_id": row.id,
        "facts": {"level": 2},
        "notice_id": None,
    }
    assert (second.actor_kind, second.actor, second.facts) == (ActorKind.SYSTEM, "aftersales", {})


def test_deed_that_fails_leaves_nothing_not_even_its_notes(parts: Parts) -> None:
    row = skill(parts, "gas")

    def failing() -> None:
        with parts.doing(STAFF) as deed:
            deed.add(row)
            deed.note("skill_added", row)
            deed.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()

    assert (all_of(parts, Skill), all_of(parts, Event)) == ([], [])


def test_deed_that_writes_what_is_there_collides(parts: Parts) -> None:
    with parts.doing(STAFF) as deed:
        deed.add(skill(parts, "gas"))

    with (
        pytest.raises(Collision, match="Somebody else entered the same"),
        parts.doing(STAFF) as deed,
    ):
        deed.add(skill(parts, "gas"))

    assert len(all_of(parts, Skill)) == 1


def test_removed_rows_are_gone_before_what_follows_is_written(parts: Parts) -> None:
    with parts.doing(STAFF) as deed:
        old = skill(parts, "gas")
        deed.add(old)

    with parts.doing(STAFF) as deed:
        deed.remove([deed.session.get_one(Skill, old.id)])
        deed.add(skill(parts, "gas"))

    (row,) = all_of(parts, Skill)
    assert row.id not in (old.id, UUID(int=0))
