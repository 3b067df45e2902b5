"""Certificates: one sheet with everything on it, in every script, the same bytes twice, and nothing of it markup."""

from datetime import UTC, datetime

import pypdfium2
import pytest

from aftersales.certificates import Certificate, certificate_pdf
from aftersales.errors import NotReady
from aftersales.sheets import require_letters

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def sheet(language: str = "en", name: str = "Anna Beck", covers: int = 2) -> Certificate:
    return Certificate(
        language=language,
        sender="Nordwasch",
        title="Your certificate",
        heading="What stands behind it",
        facts=(("Owner", name), ("Serial number", "NW9000001")),
        covers=(("Legal guarantee (the seller)", "from 5 November 2026 until 5 November 2029"),)
        * covers,
        closing=("Your proof of purchase is always enough.",),
    )


def text_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_sheet_says_everything_and_the_same_sheet_has_the_same_bytes() -> None:
    first, second = certificate_pdf(sheet(), NOW), certificate_pdf(sheet(), NOW)

    text = text_of(first)
    assert first == second
    assert all(said in text for said in ("Your certificate", "Anna Beck", "NW9000001", "2029"))


@pytest.mark.parametrize(
    "name", ["#panic()", "$x$ *b* _i_", "<script>", "= Head", "\\ @ref", "[[["]
)
def test_what_people_typed_is_never_markup(name: str) -> None:
    assert name in text_of(certificate_pdf(sheet(name=name), NOW))


def test_many_covers_go_on_to_another_page() -> None:
    assert len(pypdfium2.PdfDocument(certificate_pdf(sheet(covers=40), NOW))) > 1


def test_missing_letters_are_said_and_not_printed_as_boxes() -> None:
    require_letters("lv", [])
    require_letters("bn", ["Noto Sans", "Noto Sans Bengali"])

    with pytest.raises(NotReady, match="fonts-noto-core"):
        require_letters("bn", ["Noto Sans"])
