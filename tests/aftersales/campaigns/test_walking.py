"""Walking: every unit that is meant is met once, in batches that can be broken off anywhere."""

from datetime import date
from itertools import count

from aftersales.campaigns.preview import preview_of
from aftersales.campaigns.walking import walk
from aftersales.customers import Reachable
from aftersales.jobs.recalls import publish
from aftersales.notices.delivery import send_due
from aftersales.records import (
    Campaign,
    CampaignResponse,
    CampaignState,
    Channel,
    Event,
    JobState,
    Unit,
)
from tests.aftersales.campaigns.conftest import Recalling
from warranty.recalls.campaigns import Match


def serials(recalling: Recalling) -> dict[str | None, str]:
    """What was found about each unit, by its serial."""
    found = {each.unit_id: each.found for each in recalling.responses()}
    return {
        unit.serial: found[unit.id] for unit in recalling.village.all_of(Unit) if unit.id in found
    }


def test_units_that_are_meant_are_met_and_others_are_not(recalling: Recalling) -> None:
    for serial in ("AB1000", "AB1500", "AB2000", None):
        recalling.sold(serial)

    recalling.published()

    assert serials(recalling) == {
        "AB1000": "affected",
        "AB1500": "affected",
        None: "check_serial",
    }
    assert [job.result for job in recalling.jobs()] == [{"new": 3, "reminded": 0}]


def test_owners_are_told_with_heading_hazard_and_a_person(recalling: Recalling) -> None:
    recalling.sold("AB1000")
    recalling.published()

    send_due(recalling.village.parts)

    (mail,) = recalling.village.mail()
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr] # it has one
    assert mail["Subject"] == "Product safety recall: Alpina Wave 7 (WM-1)"
    assert text.splitlines()[0] == "Product safety recall"
    assert "The heater can overheat and start a fire." in text
    assert "Stop using it now and unplug it." in text
    assert "Eva Office" in text
    assert "/recall/" in text


def test_nobody_is_told_before_it_is_published(recalling: Recalling) -> None:
    recalling.sold("AB1000")
    row = recalling.drafted()

    walk(recalling.village.parts, row.id, lambda: False)

    assert recalling.responses() == []


def test_nobody_is_told_twice(recalling: Recalling) -> None:
    recalling.sold("AB1000")
    row = recalling.published()

    again = walk(recalling.village.parts, row.id, lambda: False)
    recalling.days_later(0)

    assert again == 0
    assert len(recalling.village.notices("recall")) == 1


def test_walk_that_is_broken_off_goes_on_where_it_was(recalling: Recalling) -> None:
    for number in range(5):
        recalling.sold(f"AB100{number}")
    row = recalling.drafted()
    with recalling.village.doing() as deed:
        publish(deed, deed.session.get_one(Campaign, row.id), row.revision)
    turns = count()

    first = walk(recalling.village.parts, row.id, lambda: next(turns) >= 1, batch=2)
    with recalling.village.parts.store.reading() as session:
        walked_to = session.get_one(Campaign, row.id).walked_to_id
    second = walk(recalling.village.parts, row.id, lambda: False, batch=2)

    assert (first, second) == (2, 3)
    assert walked_to == recalling.village.all_of(Unit)[1].id
    assert len(recalling.village.notices("recall")) == 5
    assert {job.state for job in recalling.jobs()} == {JobState.WAITING}


def test_unit_that_becomes_known_later_is_told_at_once(recalling: Recalling) -> None:
    recalling.published()

    recalling.sold("AB1000")

    assert recalling.states() == ["notified"]
    assert len(recalling.village.notices("recall")) == 1


def test_new_owner_of_a_unit_is_told_and_the_former_one_is_not_asked_any_more(
    recalling: Recalling,
) -> None:
    unit = recalling.sold("AB1000")
    recalling.published()
    heir = recalling.person("C-2", Reachable(channel=Channel.EMAIL, address="heir@example.org"))
    with recalling.village.doing() as deed:
        deed.session.get_one(Unit, unit.id).customer_id = heir.id

    recalling.days_later(1)

    assert recalling.states() == ["gone", "notified"]
    assert recalling.responses()[1].customer_id == heir.id


def test_serial_that_becomes_known_clears_a_unit_in_doubt(recalling: Recalling) -> None:
    unit = recalling.sold(None)
    recalling.published()
    with recalling.village.doing() as deed:
        deed.session.get_one(Unit, unit.id).serial = "ZZ9"

    recalling.days_later(1)

    assert recalling.states() == ["cleared"]


def test_unit_that_was_replaced_is_not_meant(recalling: Recalling) -> None:
    old, new = recalling.sold("AB1000"), recalling.sold("ZZ1")
    with recalling.village.doing() as deed:
        deed.session.get_one(Unit, old.id).superseded_by_unit_id = new.id

    recalling.published()

    assert recalling.responses() == []


def test_what_was_bought_before_is_not_meant(recalling: Recalling) -> None:
    recalling.sold("AB1000")

    recalling.published(sold_from=date(2025, 10, 2))

    assert recalling.responses() == []


def test_closed_campaign_walks_no_more(recalling: Recalling) -> None:
    row = recalling.published()
    with recalling.village.doing() as deed:
        deed.session.get_one(Campaign, row.id).state = CampaignState.CLOSED

    recalling.sold("AB1000")
    recalling.days_later(1)

    assert recalling.responses() == []


def test_preview_says_who_is_meant_and_how_they_are_reached_and_changes_nothing(
    recalling: Recalling,
) -> None:
    safe = Reachable(channel=Channel.EMAIL, address="s@example.org", is_safety_only=True)
    phone = Reachable(channel=Channel.PHONE, address="+423 5")
    recalling.sold("AB1000")
    recalling.sold(None)
    recalling.sold("AB1001", recalling.person("C-2", safe, language="lv"))
    recalling.sold("AB1002", recalling.person("C-3", phone, language="bn"))
    recalling.sold("AB1003", recalling.person("C-4"))
    row = recalling.drafted()
    before = len(recalling.village.all_of(Event))

    with recalling.village.parts.store.reading() as session:
        preview = preview_of(session, session.get_one(Campaign, row.id))

    assert (preview.units, preview.owners, preview.safety_only) == (5, 4, 1)
    assert preview.found == {Match.AFFECTED: 4, Match.CHECK_SERIAL: 1}
    assert preview.by_way == {"email": 2, "phone": 1, "": 1}
    assert preview.languages == {"en": 2, "lv": 1, "bn": 1}
    assert len(recalling.village.all_of(Event)) == before
    assert recalling.village.all_of(CampaignResponse) == []
