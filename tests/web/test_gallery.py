"""The gallery: every page in the other languages sticks out nowhere and leaves nothing English.

The English pages are looked at in `test_browser.py`, which has them open already.
"""

import pytest
from playwright.sync_api import Browser

from tests.web.browsing import Served
from tests.web.gallery import View, faults_of, is_english, shown, views_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("languages", "widths"),
    [(("bn",), (390,)), (("lv",), (390, 1280))],
    ids=["Bengali", "Latvian"],
)
def test_no_page_sticks_out_or_stays_english(
    browser: Browser, served: Served, languages: tuple[str, ...], widths: tuple[int, ...]
) -> None:
    looked_at: list[None] = []

    faults = list(
        shown(
            browser,
            served,
            widths=widths,
            schemes=("light",),
            languages=languages,
            on_step=lambda: looked_at.append(None),
        )
    )

    assert faults == []
    assert len(looked_at) == len(languages) * len(widths) * len(views_of(served))


def test_the_gallery_sees_what_sticks_out_and_what_stayed_english(
    browser: Browser, served: Served
) -> None:
    page = browser.new_page()
    page.goto(served.url + View("sign-in", "/sign-in").path)
    page.evaluate("document.documentElement.lang = 'lv'")
    page.evaluate("document.querySelector('h1').textContent = 'next_update_at'")
    page.evaluate("document.querySelector('h1').attributeStyleMap.set('min-width', CSS.px(3000))")

    faults = faults_of(page, "lv")

    assert any(each.startswith("sticks out:") for each in faults)
    assert "stayed English: Password" in faults
    assert any(each.startswith("a name from the code:") for each in faults)
    page.close()


def test_a_sentence_with_facts_is_recognised_as_english() -> None:
    assert is_english("Times are those of Europe/Vaduz.", "lv")
    assert not is_english("Laiki ir Europe/Vaduz.", "lv")
