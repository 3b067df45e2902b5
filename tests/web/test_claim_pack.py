"""A claim printed whole: everything that a stranger needs, in the language they read, on a page and as a PDF."""

import re

import pypdfium2
import pytest
from sqlmodel import select

from aftersales.records import Claim, Role
from tests.aftersales.test_certificates import text_of
from tests.web.claimed import claims_in
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.returned import returns_in
from tests.web.test_return_pages import PIXEL

IMAGE = 3
"""What pdfium calls a picture among the objects of a page."""


def approved(world: World) -> str:
    return f"/claims/{claims_in(world)['approved']}"


def test_page_holds_unit_covers_burden_decision_costs_and_history(
    people: People, world: World
) -> None:
    text = people.client(Role.SUPPORT).get(f"{approved(world)}/pack").text

    for said in (
        "NW0000000",
        "the maker&#39;s warranty",
        "of the fault (23 November 2026)",
        "of the decision (23 November 2026)",
        "No legal guarantee answers",
        "Claim: approved",
        "What it cost: 40.50 EUR",
        "The maker can be asked for 40.50 EUR: not asked for.",
        "No photograph or document yet.",
        "Your claim is approved",
        "Printed on",
    ):
        assert said in text, said
    names = re.findall(r' id="([^"]+)"', text)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Decisions, by whom and why"), ("lv", "Lēmumi: kas un kāpēc"), ("bn", "NW0000000")],
)
def test_pdf_is_whole_in_every_language_with_its_photographs(
    people: People, world: World, language: str, said: str
) -> None:
    support, path = people.client(Role.SUPPORT), approved(world)
    support.post(f"{path}/evidence", files={"files": ("plate.png", PIXEL, "image/png")})

    answer = support.get(f"{path}/pack.pdf?language={language}")

    document = pypdfium2.PdfDocument(answer.content)
    pictures = [each for page in document for each in page.get_objects(filter=[IMAGE])]
    text = text_of(answer.content)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].endswith(f'-{language}.pdf"')
    assert said in text
    assert "plate.png" in text
    assert len(pictures) == 1


def test_inspection_of_a_return_stands_in_it(people: People, world: World) -> None:
    returned = returns_in(world)
    with world.parts.store.reading() as session:
        claim = session.exec(select(Claim).where(Claim.rma == returned.arrived)).one()
    support = people.client(Role.SUPPORT)
    support.post(
        f"/returns/{returned.arrived}/inspect",
        data={"condition": "used", "finding": "wear", "accessories": "2 hoses"},
    )

    text = support.get(f"/claims/{claim.id}/pack").text

    assert f"Return {returned.arrived}: inspected" in text
    assert "2 hoses" in text


def test_claim_that_is_not_there_has_no_document(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)

    assert support.get(f"/claims/{world.unit_id}/pack").status_code == 404
    assert support.get(f"/claims/{world.unit_id}/pack.pdf").status_code == 404
