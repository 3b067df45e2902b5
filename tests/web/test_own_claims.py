"""Claims on the customer's own page of a case: what was decided and why, and where they answer what we ask."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from aftersales.claims import ClaimNews, decide_claim, rule_on_claim
from aftersales.deed import SYSTEM
from aftersales.notices.delivery import send_due
from aftersales.records import Claim, Role
from tests.web.conftest import World, text_of
from tests.web.own_case import came, claimed, own_page_of_case
from warranty.claims.adjudication import Outcome


def test_question_about_a_claim_leads_to_the_page_where_it_is_answered(
    stranger: TestClient, world: World
) -> None:
    case_id = came(world)
    claim = claimed(world, case_id, ClaimNews(has_proof_of_purchase=True))
    with world.parts.doing(SYSTEM) as deed:
        decide_claim(deed, deed.session.get_one(Claim, claim.id))
    send_due(world.parts)
    (mail,) = world.mails("claim_question")
    way = re.search(r"/case/[\w-]{43}", text_of(mail))
    assert way is not None

    text = stranger.get(way.group()).text
    stranger.post(f"{way.group()}/say", data={"text": "E21.", "said_id": "1"})

    assert f"Claim {claim.reference}: we need something from you" in text
    assert "Please tell us what" in text
    assert 'href="#talk"' in text
    assert "E21." in stranger.get(way.group()).text


def test_page_says_what_was_decided_and_in_whose_words_but_not_what_the_rules_advise(
    stranger: TestClient, world: World
) -> None:
    case_id = came(world)
    news = ClaimNews(symptom="E21", has_proof_of_purchase=True, estimate_cents=90_000)
    claim = claimed(world, case_id, news)
    with world.parts.doing(SYSTEM) as deed:
        decide_claim(deed, deed.session.get_one(Claim, claim.id))
    page = own_page_of_case(world, case_id)
    waiting = stranger.get(page).text
    with world.parts.doing(SYSTEM) as deed:
        row = deed.session.get_one(Claim, claim.id)
        rule_on_claim(deed, row, Role.ADMIN, Outcome.REJECT, "It was <dropped>.")

    decided = stranger.get(page).text

    assert f"Claim {claim.reference}: we look at it" in waiting
    assert "may be approved" not in waiting
    assert f"Claim {claim.reference}: not approved" in decided
    assert decided.index("It was &lt;dropped&gt;.") < decided.index("If you see it differently")
    assert 'href="#talk"' not in decided
