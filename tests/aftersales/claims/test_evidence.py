"""Photographs that a customer sends in their case are evidence of its claims, whatever way they came."""

import io
from datetime import date

from PIL import Image

from aftersales.claims import ClaimNews
from aftersales.deed import SYSTEM
from aftersales.inbound.intake import take_in_mail
from aftersales.queries.uploads import evidence_of
from aftersales.records import Case, Claim, ThreadMessage
from aftersales.registrations import add_unit
from tests.aftersales.claims.conftest import NEWS, Shop
from tests.aftersales.inbound.letters import composed
from warranty.claims.adjudication import Outcome

LONG_AGO = date(2024, 10, 1)
"""The maker's warranty is over, and whoever bought it has to show the defect."""


def asked_for_a_photograph(shop: Shop, news: ClaimNews = NEWS) -> Claim:
    with shop.village.doing() as deed:
        unit = add_unit(
            deed,
            shop.model,
            shop.village.customer,
            serial="AB7777",
            country="PT",
            purchased_on=LONG_AGO,
            delivered_on=LONG_AGO,
        )
    claim = shop.opened(news, unit=unit)
    assert shop.decided(claim).outcome is Outcome.NEEDS_INFO
    return claim


def mailed(shop: Shop, claim: Claim, sender: str = "anna@example.org") -> None:
    with shop.village.parts.store.reading() as session:
        reference = session.get_one(Case, claim.case_id).reference
    picture = io.BytesIO()
    Image.new("RGB", (40, 40)).save(picture, "PNG")
    mail = composed("See the photograph.", subject=f"Re: {reference}")
    mail.replace_header("From", sender)
    mail.add_attachment(picture.getvalue(), maintype="image", subtype="png", filename="leak.png")
    take_in_mail(shop.village.parts, SYSTEM, mail.as_bytes())


def questions(shop: Shop) -> int:
    return len(shop.village.notices("claim_question"))


def test_photograph_that_was_waited_for_decides_the_claim(shop: Shop) -> None:
    claim = asked_for_a_photograph(shop)

    mailed(shop, claim)

    kept = shop.claim(claim)
    assert (kept.evidence, kept.state) == (1, "approved")
    with shop.village.parts.store.reading() as session:
        (upload,) = evidence_of(session, kept)
    assert upload.name == "leak.png"


def test_what_else_is_missing_is_read_by_a_person_and_not_asked_again(shop: Shop) -> None:
    claim = asked_for_a_photograph(shop, ClaimNews(has_proof_of_purchase=True))

    mailed(shop, claim)

    kept = shop.claim(claim)
    assert (kept.evidence, kept.state) == (1, "in_review")
    assert questions(shop) == 1


def test_claim_that_is_decided_stays_decided(shop: Shop) -> None:
    claim = shop.opened()
    assert shop.decided(claim).outcome is Outcome.APPROVE

    mailed(shop, claim)

    kept = shop.claim(claim)
    assert (kept.evidence, kept.state) == (0, "approved")
    with shop.village.parts.store.reading() as session:
        assert len(evidence_of(session, kept)) == 1


def test_photograph_of_a_stranger_decides_nothing(shop: Shop) -> None:
    claim = asked_for_a_photograph(shop)
    with shop.village.doing() as deed:
        case = deed.session.get_one(Case, claim.case_id)
        case.is_sender_unsure = True
        deed.add(case)

    mailed(shop, claim, sender="else@example.org")

    assert (shop.claim(claim).evidence, shop.claim(claim).state) == (0, "needs_info")
    assert len(shop.village.all_of(ThreadMessage)) == 1
