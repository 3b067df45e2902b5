"""Reasons in every language: each code has its sentence, and its facts are written as the language does."""

import string
from datetime import date

import pytest

from aftersales.words import LANGUAGES, words_in
from aftersales.words.reasons import clauses_said, money, reason_said
from warranty import Benefit, CoverKind, Money, Reason, ReasonCode, sentence
from warranty.reasons import FactValue
from warranty.sentences import SENTENCES, STILL

DAY = date(2027, 5, 3)
SAMPLES: dict[str, FactValue] = {
    "benefits": (Benefit.PARTS.value, Benefit.LABOUR.value, Benefit.TRAVEL.value),
    "cover": CoverKind.MAKERS_WARRANTY.value,
    "components": ("pump", "sealed_system"),
    "suggestions": ("AB1", "AB8"),
    "until": DAY,
    "starts_on": DAY,
    "ended_on": DAY,
    "since": DAY,
    "percent": 60,
    "count": 2,
    "days": 14,
    "claims": 9,
    "amount": Money("EUR", 12_050),
    "most": Money("EUR", 10_000),
    "left": Money("EUR", 9_900),
    "country": "PT",
    "component": "sealed_system",
    "hazard": "A handle can fall off",
}
STANDING: dict[str, FactValue] = {
    "still_cover": CoverKind.LEGAL_GUARANTEE.value,
    "still_benefits": (Benefit.PARTS.value,),
    "still_until": DAY,
}


def sample(code: ReasonCode) -> Reason:
    """A reason with every fact that its sentence speaks of."""
    fields = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}
    facts: dict[str, FactValue] = {}
    for field in sorted(fields):
        base = field.removesuffix("_are").removesuffix("_and").removesuffix("_or")
        if field == "still":
            facts |= STANDING
        else:
            facts[base] = SAMPLES.get(base, "X-1")
    return Reason(code, tuple(facts.items()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ReasonCode)
def test_every_reason_has_a_whole_sentence(code: ReasonCode, language: str) -> None:
    said = reason_said(words_in(language), sample(code))

    assert said[0] == said[0].upper()
    assert said[-1] in ".।"
    assert "{" not in said
    assert (said == sentence(sample(code))) is (language == "en")


def test_facts_are_written_as_the_language_does() -> None:
    reason = sample(ReasonCode.COVERED)

    assert reason_said(words_in("lv"), reason) == (
        "Rezerves daļas, darbs un izbraukums: sedz ražotāja garantija "
        "(beigu datums: 2027. gada 3. maijs)."
    )
    assert reason_said(words_in("bn"), reason) == (
        "যন্ত্রাংশ, শ্রম এবং যাতায়াত: ৩ মে, ২০২৭ পর্যন্ত প্রস্তুতকারকের ওয়ারেন্টি বহন করে।"
    )
    country = sample(ReasonCode.LEGAL_GUARANTEE_UNKNOWN)
    assert "Portugāle" in reason_said(words_in("lv"), country)
    assert "পর্তুগাল" in reason_said(words_in("bn"), country)


def test_what_still_answers_is_said_in_the_same_sentence() -> None:
    said = reason_said(words_in("lv"), sample(ReasonCode.ENDED))

    assert said.endswith(
        "; likumā noteiktā garantija joprojām sedz: rezerves daļas "
        "(beigu datums: 2027. gada 3. maijs)."
    )
    assert STILL.startswith("; ")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Parts are covered until 3 May 2027; labour is not covered."),
        (
            "lv",
            "Segts: rezerves daļas (beigu datums: 2027. gada 3. maijs); nav segts: darbs.",
        ),
        ("bn", "৩ মে, ২০২৭ পর্যন্ত বহন করা হয়: যন্ত্রাংশ; বহন করা হয় না: শ্রম।"),
    ],
)
def test_clauses_make_one_sentence(language: str, said: str) -> None:
    clauses = (
        Reason(ReasonCode.SUMMARY_COVERED, (("benefits", ("parts",)), ("until", DAY))),
        Reason(ReasonCode.SUMMARY_REFUSED, (("benefits", ("labour",)),)),
    )

    assert clauses_said(words_in(language), clauses) == said


@pytest.mark.parametrize(
    ("language", "amount", "said"),
    [
        ("en", Money("EUR", 12_050), "120.50 EUR"),
        ("lv", Money("EUR", 12_050), "120,50\xa0€"),
        ("bn", Money("BDT", 12_050), "১২০.৫০৳"),
        ("en", Money("JPY", 1_200), "1,200 JPY"),
    ],
)
def test_amounts_are_written_with_their_currency(language: str, amount: Money, said: str) -> None:
    assert money(words_in(language), amount) == said
