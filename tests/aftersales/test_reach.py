"""Whose visits somebody may see."""

from uuid import UUID

import pytest

from aftersales.access import OFFICE, WHOLE, Nobody, Reach, ShopKey, SignedIn
from aftersales.reach import reach_of
from aftersales.records import Role, Technician
from aftersales.service_partners import add_service_partner
from tests.aftersales.conftest import Village


def signed_in(
    role: Role, *, technician_id: UUID | None = None, service_partner_id: UUID | None = None
) -> SignedIn:
    return SignedIn(
        user_id=UUID(int=1),
        session_id=UUID(int=2),
        name="Somebody",
        role=role,
        language="en",
        technician_id=technician_id,
        service_partner_id=service_partner_id,
    )


@pytest.mark.parametrize("role", sorted(OFFICE))
def test_office_and_shops_see_everything_and_nobody_nothing(village: Village, role: Role) -> None:
    key = ShopKey(key_id=UUID(int=3), name="shop", scopes=frozenset())

    with village.parts.store.reading() as session:
        assert reach_of(session, signed_in(role)) == WHOLE
        assert reach_of(session, key) == WHOLE
        assert reach_of(session, Nobody()) == Reach(frozenset())


def test_technician_sees_their_own_visits_and_those_of_their_crew(village: Village) -> None:
    first, second, third = village.technicians
    alone = village.visit(village.book(village.moment(24, 9), crew=[1]))
    together = village.visit(village.book(village.moment(24, 14), crew=[1, 0]))

    with village.parts.store.reading() as session:
        reaches = [
            reach_of(session, signed_in(Role.TECHNICIAN, technician_id=worker.id))
            for worker in (first, second, third)
        ]
        nobodys = reach_of(session, signed_in(Role.TECHNICIAN))

    def is_seen(reach: Reach) -> list[bool]:
        return [any(member.id in reach for member in visit.crew) for visit in (alone, together)]

    assert [is_seen(reach) for reach in reaches] == [[False, True], [True, True], [False, False]]
    assert is_seen(nobodys) == [False, False]


def test_partner_sees_the_technicians_that_are_theirs(village: Village) -> None:
    mine, other, _ours = village.technicians
    with village.doing() as deed:
        partners = [
            add_service_partner(
                deed, code=code, name=code, email=f"{code}@example.org", phone="+423 1"
            )
            for code in ("mine", "other", "empty")
        ]
        for worker, partner in ((mine, partners[0]), (other, partners[1])):
            deed.session.get_one(Technician, worker.id).service_partner_id = partner.id

    with village.parts.store.reading() as session:
        reaches = [
            reach_of(session, signed_in(Role.PARTNER, service_partner_id=partner.id))
            for partner in partners
        ]
        nobodys = reach_of(session, signed_in(Role.PARTNER))

    assert reaches == [
        Reach(frozenset({mine.id})),
        Reach(frozenset({other.id})),
        Reach(frozenset()),
    ]
    assert nobodys == Reach(frozenset())
