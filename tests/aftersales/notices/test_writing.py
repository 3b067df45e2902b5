"""A notice is written once under a key that cannot repeat, in the transaction of its cause."""

import pytest
from sqlalchemy.exc import IntegrityError

from aftersales.notices.facts import to_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer, technician, territory, write_notice
from aftersales.queries.notices import notice_by_key, notices_about
from aftersales.records import Notice, NoticeState, RecipientKind
from tests.aftersales.conftest import Village
from tests.aftersales.notices.conftest import ROUTE


def write(
    village: Village, revision: int = 1, kind: NoticeKind = NoticeKind.PLAN_CHANGED
) -> Notice:
    with village.doing() as deed:
        return write_notice(
            deed,
            kind,
            customer(village.customer),
            village.location,
            revision=revision,
            zone="Europe/Vaduz",
            facts=ROUTE,
        )


def test_notice_is_written_with_its_facts_frozen(village: Village) -> None:
    notice = write(village)

    (row,) = village.notices()
    assert row == notice
    assert row.model_dump() == {
        "id": notice.id,
        "unrepeatable_key": (
            f"plan_changed:location/{village.location.id}:1:customer/{village.customer.id}"
        ),
        "kind": "plan_changed",
        "state": NoticeState.WAITING,
        "subject_kind": "location",
        "subject_id": village.location.id,
        "recipient_kind": RecipientKind.CUSTOMER,
        "recipient_id": village.customer.id,
        "language": "en",
        "facts": to_json(ROUTE),
        "created_at": village.clock.now(),
        "not_before_at": village.clock.now(),
        "sent_at": None,
        "attempts": 0,
        "forgotten_at": None,
    }
    with village.parts.store.reading() as session:
        assert notice_by_key(session, notice.unrepeatable_key) == row
        assert notices_about(session, village.location.id) == [row]


def test_same_notice_twice_is_one_row(village: Village) -> None:
    first = write(village)
    with village.doing() as deed:
        again = [
            write_notice(
                deed,
                NoticeKind.PLAN_CHANGED,
                customer(village.customer),
                village.location,
                revision=1,
                zone="Europe/Vaduz",
                facts=ROUTE,
            )
            for _ in range(2)
        ]

    assert again == [first, first]
    assert village.notices() == [first]


def test_another_revision_kind_subject_or_recipient_is_another_notice(village: Village) -> None:
    write(village)
    write(village, revision=2)
    write(village, kind=NoticeKind.CASE_UPDATE)
    with village.doing() as deed:
        for recipient in (technician(village.technicians[0]), territory(village.territory)):
            write_notice(
                deed,
                NoticeKind.PLAN_CHANGED,
                recipient,
                village.location,
                revision=1,
                zone="Europe/Vaduz",
                facts=ROUTE,
            )

    assert len({notice.unrepeatable_key for notice in village.notices()}) == 5


def test_database_itself_refuses_a_key_twice(village: Village) -> None:
    notice = write(village)

    copy = Notice(**{**notice.model_dump(), "id": village.customer.id})

    with pytest.raises(IntegrityError), village.parts.store.writing() as session:
        session.add(copy)

    assert village.notices() == [notice]


def test_notice_is_lost_with_the_deed_that_failed(village: Village) -> None:
    def failing() -> None:
        with village.doing() as deed:
            write_notice(
                deed,
                NoticeKind.PLAN_CHANGED,
                customer(village.customer),
                village.location,
                revision=1,
                zone="Europe/Vaduz",
                facts=ROUTE,
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()

    assert village.notices() == []


def test_notice_that_can_wait_waits_for_the_end_of_quiet_hours(village: Village) -> None:
    write(village, kind=NoticeKind.CASE_UPDATE)  # at 07:00

    (notice,) = village.notices()
    assert notice.not_before_at == village.moment(23, 8)
