"""The legal guarantee for anybody: our summary, said to be one, and the official picture as the shop keeps it."""

from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from aftersales.claims import ClaimNews, open_claim
from aftersales.deed import SYSTEM
from aftersales.guarantee_notice import official_notice
from aftersales.queries.places import territories
from aftersales.records import Customer, CustomerKind, Notice, Unit
from aftersales.settings import Settings
from tests.aftersales.conftest import all_of
from tests.web.conftest import World

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def test_summary_says_what_it_is_and_leads_to_the_official_notice(stranger: TestClient) -> None:
    page = stranger.get("/guarantee/PT")

    assert page.status_code == 200
    assert "In Portugal: 3 years." in page.text
    assert "not the official notice, which nobody may redraw" in page.text
    assert "eur-lex.europa.eu/eli/reg_impl/2025/1960" in page.text
    assert "<img" not in page.text


@pytest.mark.parametrize("country", ["GB", "LI", "EU", "xx", "<b"])
def test_page_is_for_the_union_alone(stranger: TestClient, country: str) -> None:
    assert stranger.get(f"/guarantee/{country}").status_code == 404


def test_unread_law_is_not_guessed(stranger: TestClient) -> None:
    assert "In some countries longer: ask us about yours." in stranger.get("/guarantee/LV").text


def test_without_a_folder_there_is_no_picture(stranger: TestClient) -> None:
    assert stranger.get("/guarantee/notice/en").status_code == 404


def test_official_picture_is_handed_on_as_it_came(tmp_path: Path) -> None:
    (tmp_path / "lv.svg").write_bytes(SVG)
    settings = Settings(guarantee_notice_folder=tmp_path)

    assert official_notice(settings, "lv") == (SVG, "image/svg+xml")
    assert official_notice(settings, "en") is None


@pytest.mark.parametrize(
    ("country", "kind", "is_reminded"),
    [
        ("PT", CustomerKind.PERSON, True),
        ("PT", CustomerKind.COMPANY, False),
        ("LI", CustomerKind.PERSON, False),
    ],
)
def test_whoever_claims_is_reminded_where_it_applies(
    world: World,
    country: str,
    kind: CustomerKind,
    is_reminded: bool,  # noqa: FBT001 - a case
) -> None:
    with world.parts.doing(SYSTEM) as deed:
        unit = deed.session.get_one(Unit, world.unit_id)
        unit.country = country
        owner = deed.session.get_one(Customer, unit.customer_id)
        owner.kind = kind
        deed.add(unit, owner)
        deed.session.flush()
        open_claim(
            deed,
            unit,
            territories(deed.session)[0],
            channel="phone",
            fault_on=deed.now.date(),
            news=ClaimNews(symptom="It leaks."),
            next_update_at=deed.now + timedelta(hours=2),
        )

    notice = next(each for each in all_of(world.parts, Notice) if each.kind == "claim_received")
    page = "http://127.0.0.1:8000/guarantee/PT"
    assert notice.facts["guarantee_page"] == (page if is_reminded else "")
