"""Every part of the design in every state on one page, to be looked at in each language.

What it says is made up and stands in English, because it is read by those who build the pages; the words of
the parts themselves come in the language that is asked for.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from aftersales.words import words_in
from web.pages.standing import Standing, standing_words
from web.templating import page
from web.who import Me

router = APIRouter()

LONG_NAME: Final = "Maximiliane Hasler-Frommelt von und zu Triesenberg-Steg, Haushaltswaren & Söhne"
"""Longer than any column; names are never cut."""

BENGALI: Final = "আপনার ভ্রমণের সময় বদলেছে: মারিয়া আজ ১৪:০০ থেকে ১৬:০০-এর মধ্যে আসবেন।"
LATVIAN: Final = "Jūsu apmeklējuma laiks ir mainīts: Marija ieradīsies šodien no 14:00 līdz 16:00."

ROWS: Final = (
    ("W-1001", "Anna Beck", Standing.ON_TIME, 1),
    ("W-1002", LONG_NAME, Standing.LATE_UNTOLD, 12),
    ("W-1003", "Ó", Standing.CANCELLED, 1204),
)

STEPS: Final = ("Booked", "On the way", "Arrived", "Done")


@router.get("/patterns")
def patterns(request: Request, me: Me, language: str = "") -> Response:
    """The pattern page."""
    words = words_in(language or me.language)
    return page(
        request,
        "patterns.html",
        words,
        long_name=LONG_NAME,
        examples=(("bn", BENGALI), ("lv", LATVIAN)),
        rows=ROWS,
        standings={each: standing_words(words, each) for each in Standing},
        lines=[_line(present) for present in range(len(STEPS))],
        problems=[
            ("sample-email", "Type an e-mail address, such as name@example.org."),
            ("sample-time", "Choose one of the times shown."),
        ],
    )


def _line(present: int) -> list[tuple[str, str]]:
    kinds = ["past"] * present + ["present"] + ["ahead"] * (len(STEPS) - present - 1)
    return list(zip(STEPS, kinds, strict=True))
