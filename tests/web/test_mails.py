"""Mails as programs show them: every kind at the width of a phone, light or dark, held against WCAG in Chromium."""

from __future__ import annotations

from itertools import cycle

import pytest
from playwright.sync_api import Browser

from aftersales.notices.kinds import NoticeKind
from aftersales.words import LANGUAGES
from tests.aftersales.notices.conftest import FACTS, notice_of
from tests.aftersales.notices.test_letter import posted
from tests.web.browsing import AXE, SCHEMES, WCAG, Scheme

pytestmark = pytest.mark.browser

WIDER = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
LOW = "() => [...document.querySelectorAll('a')].filter(e => e.getBoundingClientRect().height < 44).length"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_kind_of_mail_is_read_on_a_phone(browser: Browser, scheme: Scheme) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    found = {}
    for kind, language in zip(FACTS, cycle(LANGUAGES), strict=False):
        shown = posted(notice_of(NoticeKind(kind), language)).get_body(("html",))
        assert shown is not None
        page.set_content(shown.get_content())
        page.add_script_tag(path=str(AXE))
        told = page.evaluate("(tags) => axe.run({runOnly: tags})", WCAG)
        wrong = [rule["id"] for rule in told["violations"]]
        wrong += ["wider than the screen"] if page.evaluate(WIDER) else []
        wrong += ["too low for a thumb"] if page.evaluate(LOW) else []
        if wrong:
            found[kind, language] = wrong
    context.close()

    assert found == {}
