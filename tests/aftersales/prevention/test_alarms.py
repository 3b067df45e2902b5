"""Alarms: counted against the installed base, raised once, and back only with a further claim."""

import pytest

from aftersales.deed import Deed
from aftersales.errors import IllegalMove, NotUnderstood
from aftersales.prevention.alarms import ALARM_MOVES, acknowledge_alarm, close_alarm
from aftersales.prevention.counting import Family, Kind, count_failures
from aftersales.reasons import reason_from_json
from aftersales.records import Alarm, AlarmState, Claim, Unit
from tests.aftersales.prevention.conftest import Watching
from warranty import sentence


def test_groups_are_counted_with_their_months_of_use(failing: Watching) -> None:
    with failing.village.parts.store.reading() as session:
        counts = count_failures(session, failing.village.clock.now().date())

    found = counts.exposures()
    models = {each.group: each for each in found[Kind(Family.MODEL, "washing_machine")]}
    batches = found[Kind(Family.BATCH, "washing_machine", "WM-1")]
    pumps = found[Kind(Family.COMPONENT, "washing_machine", component="pump")]
    assert {name: each.claims for name, each in models.items()} == {"WM-1": 7, "WM-2": 0}
    assert models["WM-1"].unit_months == pytest.approx(10 * 312 / 30.4375)
    assert [(each.group, each.claims) for each in batches] == [("WM-1 AB10…", 7)]
    assert [(each.group, each.claims) for each in pumps] == [("WM-1", 7), ("WM-2", 0)]


def test_claim_in_which_nothing_had_failed_does_not_count(failing: Watching) -> None:
    with failing.village.doing() as deed:
        for claim, finding in zip(
            failing.village.all_of(Claim), ("no_fault_found", "customer_caused"), strict=False
        ):
            deed.session.get_one(Claim, claim.id).finding = finding

    with failing.village.parts.store.reading() as session:
        counts = count_failures(session, failing.village.clock.now().date())

    assert counts.claims[Kind(Family.MODEL, "washing_machine")]["WM-1"] == 5


def test_unit_without_a_day_of_use_is_left_out(watching: Watching) -> None:
    today = watching.village.clock.now().date()
    watching.sold(watching.village.model, "AB1", bought=today)

    with watching.village.parts.store.reading() as session:
        counts = count_failures(session, today)

    assert counts.exposures() == {}


def test_alarm_says_how_sure_it_is(failing: Watching) -> None:
    alarms = {each.family: each for each in failing.counted()}

    assert set(alarms) == {"model", "component"}
    assert (alarms["model"].sku, alarms["model"].claims) == ("WM-1", 7)
    assert alarms["model"].chance == pytest.approx(0.5**7)


def test_same_alarm_is_not_raised_twice(failing: Watching) -> None:
    first = len(failing.counted())

    assert len(failing.counted(days=1)) == first


def test_closed_alarm_comes_back_with_a_further_claim_only(failing: Watching) -> None:
    first = failing.counted()
    with failing.village.doing() as deed:
        for row in first:
            close_alarm(deed, deed.session.get_one(Alarm, row.id), "The supplier has changed it.")

    quiet = len(failing.counted(days=1))
    failing.failed(failing.village.all_of(Unit)[16])
    loud = len(failing.counted(days=1))

    assert quiet == len(first)
    assert loud > quiet


@pytest.mark.parametrize("origin", AlarmState)
def test_alarm_goes_along_its_graph_only(failing: Watching, origin: AlarmState) -> None:
    row = failing.counted()[0]

    for target in (AlarmState.ACKNOWLEDGED, AlarmState.CLOSED):
        with failing.village.doing() as deed:
            present = deed.session.get_one(Alarm, row.id)
            present.state = origin
            deed.session.flush()
            if target in ALARM_MOVES[origin]:
                _to(deed, present, target)
                assert present.state is target
            else:
                with pytest.raises(IllegalMove):
                    _to(deed, present, target)


def _to(deed: Deed, row: Alarm, target: AlarmState) -> None:
    if target is AlarmState.CLOSED:
        close_alarm(deed, row, "over")
    else:
        acknowledge_alarm(deed, row, "Eva Office")


def test_closing_asks_why(failing: Watching) -> None:
    row = failing.counted()[0]

    with failing.village.doing() as deed, pytest.raises(NotUnderstood):
        close_alarm(deed, deed.session.get_one(Alarm, row.id), "")


def test_reason_is_a_sentence(failing: Watching) -> None:
    row = failing.counted()[0]

    assert "claims in" in sentence(reason_from_json(row.reason))
