"""Where what is new in a letter ends: letters as clients write them in several languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.inbound.html import text_of_html
from aftersales.inbound.quoting import Divided, divided
from aftersales.inbound.texts import tidy

NEW = "It still leaks.\n\nAnna"

ENDINGS = {
    "gmail": "On Mon, 23 Nov 2026 at 08:00, Aftersales <visits@shop.example> wrote:\n\n> Hello\n> Anna",
    "wrapped": "On Monday, 23 November 2026 at 08:00:12 CET, Aftersales\n<visits@shop.example> wrote:\n> Hello",
    "latvian": "pirmd., 2026. g. 23. nov., plkst. 08:00 — lietotājs Aftersales (<visits@shop.example>) rakstīja:\n\n> Labdien",
    "bengali": "সোম, ২৩ নভে, ২০২৬ তারিখে ০৮:০০ টায় Aftersales <visits@shop.example> লিখেছেন:\n\n> নমস্কার",
    "outlook": "________________________________\nFrom: Aftersales <visits@shop.example>\nSent: Monday\nTo: Anna\nSubject: Help\n\nHello",
    "outlook without a rule": "From: Aftersales <visits@shop.example>\nSent: Monday\nTo: Anna\nSubject: Help\n\nHello",
    "outlook in latvian": "No: Aftersales <visits@shop.example>\nNosūtīts: pirmdiena\nKam: Anna\nTēma: Palīdzība\n\nLabdien",
    "original message": "-----Original Message-----\nFrom: a@b.example\nSent: Monday\nTo: Anna\n\nHello",
    "signature": "--\nAnna Berzina\n+371 20000000",
    "signature and quote": "-- \nAnna\n\nOn Mon, a@b.c wrote:\n> Hello",
    "bare quote": "> Hello\n> Anna\n>\n> Shop",
}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_what_is_older_is_cut_off(ending: str) -> None:
    found = divided(f"{NEW}\n\n{ending}\n")

    assert found == Divided(NEW, tidy(ending))


@pytest.mark.parametrize(
    "text",
    [
        "Name: Anna\nSerial: 4711\nModel: WM-8000",  # a form, without an address: it is what is asked for
        "> You asked: which model?\nThe WM-8000.\n> And the serial?\n4711.",
        "> Hello\n> Anna",
        "--",
        "Today -- it leaks",
        "a: b",
        "The manual says:\nClose the door.",
        "-----\nIt leaks\n-----",
        "",
    ],
)
def test_what_is_new_stays_whole(text: str) -> None:
    assert divided(text) == Divided(text, "")


def test_a_quotation_in_html_is_cut_off_as_in_plain_text() -> None:
    html = (
        "<div>It still leaks.</div><div><br></div><div>Anna</div><br><div class='gmail_quote'>"
        "<div>On Mon, 23 Nov 2026 at 08:00 Aftersales &lt;visits@shop.example&gt; wrote:<br></div>"
        "<blockquote><div>Hello<blockquote>older</blockquote></div></blockquote></div>"
    )

    assert divided(tidy(text_of_html(html))).fresh == NEW


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "> q", ">", "--", "-- ", "_" * 30, "From: a@b.c", "To: x", "Sent: y", "wrote:"]
        ),
        st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=30),
    ),
    max_size=40,
).map("\n".join)


@given(LINES)
def test_nothing_is_lost_and_something_is_always_new(text: str) -> None:
    found = divided(text)

    before, after = [line for line in text.split("\n") if line.strip()], []
    after = [
        line for part in (found.fresh, found.rest) for line in part.split("\n") if line.strip()
    ]
    assert [line.strip() for line in after] == [line.strip() for line in before]
    assert bool(found.fresh) == bool(tidy(text))
