"""Drafts: whatever owners could not be told is refused, and only a draft can be changed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from aftersales.campaigns.drafting import (
    CAMPAIGN_MOVES,
    add_campaign,
    close_campaign,
    discard_campaign,
    edit_campaign,
    publish_campaign,
)
from aftersales.campaigns.lists import campaign_facts, lists_of
from aftersales.deed import Deed
from aftersales.errors import Collision, IllegalMove, NotAllowed, NotUnderstood, RevisionMoved
from aftersales.records import Campaign, CampaignState
from tests.aftersales.campaigns.conftest import FACTS, WORDING, WORDS, Recalling
from warranty.recalls.campaigns import Campaign as CampaignFacts
from warranty.recalls.campaigns import Severity
from warranty.recalls.notices import campaigns_in

NOTICES = campaigns_in(
    (Path(__file__).parents[2] / "warranty" / "data" / "recalls.json").read_text("utf-8")
)


@pytest.mark.parametrize("facts", NOTICES, ids=lambda facts: facts.key)
def test_every_real_notice_is_kept_and_comes_back_equal(facts: CampaignFacts) -> None:
    row = Campaign(
        code=facts.key,
        title=facts.title,
        severity=facts.severity.value,
        match_lists=lists_of(facts),
        wording={"en": {"hazard": facts.hazard, "advice": "", "remedy": facts.remedy}},
        needs_visit=facts.needs_visit,
        source=facts.source,
    )

    assert campaign_facts(row) == facts


@pytest.mark.parametrize(
    ("language", "name", "text", "wrong"),
    [
        ("en", "hazard", "In rare cases it can burn", "makes the risk look smaller: rare"),
        ("en", "advice", "As a precaution, unplug it.", "makes the risk look smaller: precaution"),
        ("lv", "remedy", "Brīvprātīga maiņa.", "makes the risk look smaller: brīvprātīg"),
        ("lv", "advice", " ", "write it, or leave this language out"),
    ],
)
def test_words_that_owners_cannot_be_told_are_refused_where_they_stand(
    recalling: Recalling, language: str, name: str, text: str, wrong: str
) -> None:
    wording = {**WORDING, language: {**WORDS, name: text}}

    with recalling.village.doing() as deed, pytest.raises(NotUnderstood) as refused:
        add_campaign(deed, FACTS, wording)

    assert [(each.where, each.sentence) for each in refused.value.problems] == [
        (f"{language}_{name}", wrong)
    ]


def test_service_without_danger_may_be_called_what_it_is(recalling: Recalling) -> None:
    facts = replace(FACTS, severity=Severity.SERVICE, title="A voluntary service")

    with recalling.village.doing() as deed:
        row = add_campaign(deed, facts, WORDING)

    assert row.title == "A voluntary service"


def test_english_is_needed_for_whoever_reads_no_other(recalling: Recalling) -> None:
    with recalling.village.doing() as deed, pytest.raises(NotUnderstood):
        add_campaign(deed, FACTS, {"lv": WORDS})


def test_code_is_given_once(recalling: Recalling) -> None:
    recalling.drafted()

    with pytest.raises(Collision, match="WM-2026-1"):
        recalling.drafted()


def test_what_was_published_is_not_changed_any_more(recalling: Recalling) -> None:
    row = recalling.published()

    with recalling.village.doing() as deed, pytest.raises(NotAllowed, match="is published"):
        edit_campaign(deed, deed.session.get_one(Campaign, row.id), FACTS, WORDING)


def test_only_what_was_previewed_is_published(recalling: Recalling) -> None:
    row = recalling.drafted()
    with recalling.village.doing() as deed:
        edit_campaign(deed, deed.session.get_one(Campaign, row.id), FACTS, WORDING)

    with recalling.village.doing() as deed, pytest.raises(RevisionMoved):
        publish_campaign(deed, deed.session.get_one(Campaign, row.id), row.revision)


@pytest.mark.parametrize("origin", CampaignState)
def test_campaign_goes_along_its_graph_only(recalling: Recalling, origin: CampaignState) -> None:
    row = recalling.drafted()
    acts: dict[CampaignState, Callable[[Deed, Campaign], None]] = {
        CampaignState.PUBLISHED: lambda deed, each: publish_campaign(deed, each, each.revision),
        CampaignState.CLOSED: lambda deed, each: close_campaign(deed, each, "All are settled."),
        CampaignState.DISCARDED: discard_campaign,
    }

    for target, act in acts.items():
        with recalling.village.doing() as deed:
            present = deed.session.get_one(Campaign, row.id)
            present.state = origin
            deed.session.flush()
            if target in CAMPAIGN_MOVES[origin]:
                act(deed, present)
                assert present.state is target
            else:
                with pytest.raises(IllegalMove):
                    act(deed, present)


def test_closing_asks_why(recalling: Recalling) -> None:
    row = recalling.published()

    with recalling.village.doing() as deed, pytest.raises(NotUnderstood):
        close_campaign(deed, deed.session.get_one(Campaign, row.id), " ")
