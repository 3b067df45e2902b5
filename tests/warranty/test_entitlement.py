"""What the covers of a unit answer on a day: the laws, and whole answers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import (
    Answer,
    AnswerState,
    Benefit,
    Cover,
    CoverKind,
    Entitlement,
    Question,
    Reason,
    ReasonCode,
    StartBasis,
    entitlement_on,
)

LEGAL = Cover(
    kind=CoverKind.LEGAL_GUARANTEE,
    provider="seller",
    starts_on=date(2024, 6, 9),
    ends_on=date(2027, 6, 9),
    counted_from=StartBasis.DELIVERY,
    source="PT: Decreto-Lei 84/2021",
    is_transferable=None,
    burden_of_proof_turns_on=date(2026, 6, 10),
)
MAKERS = Cover(
    kind=CoverKind.MAKERS_WARRANTY,
    provider="Acme",
    starts_on=date(2024, 5, 3),
    ends_on=date(2026, 5, 3),
    counted_from=StartBasis.PURCHASE,
    source="Warranty booklet",
)
LONG = replace(MAKERS, ends_on=date(2036, 5, 3), provider="Mona")
SHORT = replace(LONG, provider="Ada")

days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
kinds = st.sampled_from([kind for kind in CoverKind if kind is not CoverKind.LEGAL_GUARANTEE])
covers = st.builds(
    lambda kind, starts_on, length, shares, has_loaner, components, is_transferable, is_for_defects_only: (
        Cover(
            kind=kind,
            provider="Acme",
            starts_on=starts_on,
            ends_on=starts_on + length,
            counted_from=StartBasis.PURCHASE,
            source="Warranty booklet",
            parts_percent=shares[0],
            labour_percent=shares[1],
            travel_percent=shares[2],
            has_loaner=has_loaner,
            components=components,
            is_transferable=is_transferable,
            is_for_defects_only=is_for_defects_only,
        )
    ),
    kinds,
    days,
    st.timedeltas(timedelta(0), timedelta(1500)),
    st.tuples(*[st.sampled_from([0, 50, 100])] * 3).filter(any),
    st.booleans(),
    st.sampled_from([frozenset[str](), frozenset[str](), frozenset({"motor"})]),
    st.sampled_from([True, True, False, None]),
    st.booleans(),
)
law = settings(derandomize=True, deadline=None)


def may_answer(cover: Cover, entitlement: Entitlement) -> bool:
    """Whether nothing about the cover speaks against it, the day and the share aside."""
    question = entitlement.question
    return (
        (not cover.components or question.component in cover.components)
        and (question.is_first_owner or cover.is_transferable is True)
        and (question.is_defect or not cover.is_for_defects_only)
    )


def best(answer: Answer) -> tuple[int, date]:
    """The share and the last day of an answer, to be compared."""
    return answer.percent, answer.until or date.min


@law
@given(
    day=days,
    given_covers=st.lists(covers, max_size=4),
    country=st.sampled_from(["PT", "LI"]),
    component=st.sampled_from([None, "motor", "door"]),
    is_defect=st.booleans(),
    is_consumer=st.booleans(),
    is_first_owner=st.booleans(),
)
def test_entitlement_is_covered_exactly_when_a_running_cover_answers(
    *,
    day: date,
    given_covers: list[Cover],
    country: str,
    component: str | None,
    is_defect: bool,
    is_consumer: bool,
    is_first_owner: bool,
) -> None:
    entitlement = entitlement_on(
        day,
        tuple(given_covers),
        country=country,
        component=component,
        is_defect=is_defect,
        is_consumer=is_consumer,
        is_first_owner=is_first_owner,
    )

    for answer in entitlement.answers:
        shares = [
            (cover.percent_of(answer.benefit), cover.ends_on)
            for cover in given_covers
            if cover.starts_on <= day <= cover.ends_on
            and may_answer(cover, entitlement)
            and cover.percent_of(answer.benefit)
        ]
        assert (answer.state is AnswerState.COVERED) is bool(shares)
        assert best(answer) == max(shares, default=(0, date.min))
    assert all(text.endswith(".") and "{" not in text for text in entitlement.sentences)
    assert all(answer.sentence.endswith(".") for answer in entitlement.answers)


@law
@given(covers, st.integers(-30, 1530))
def test_entitlement_covers_every_day_within_a_cover_and_none_outside(
    cover: Cover, offset: int
) -> None:
    day = cover.starts_on + timedelta(offset)
    component = next(iter(cover.components), "door")

    entitlement = entitlement_on(day, (cover,), country="PT", component=component)

    is_within = cover.starts_on <= day <= cover.ends_on
    assert entitlement.answering == ((cover,) if is_within else ())
    assert any(a.state is AnswerState.COVERED for a in entitlement.answers) is is_within


@law
@given(days, st.lists(covers, min_size=1, max_size=4), st.timedeltas(timedelta(0), timedelta(900)))
def test_entitlement_never_shrinks_when_a_term_grows(
    day: date, given_covers: list[Cover], growth: timedelta
) -> None:
    first, *rest = given_covers
    longer = replace(first, ends_on=first.ends_on + growth)

    before = entitlement_on(day, (first, *rest), country="PT", component="motor")
    after = entitlement_on(day, (longer, *rest), country="PT", component="motor")

    for old, new in zip(before.answers, after.answers, strict=True):
        assert best(new) >= best(old)


@law
@given(days, st.permutations([LEGAL, MAKERS, replace(MAKERS, provider="Zeta"), LONG, SHORT]))
def test_entitlement_answers_the_same_in_whatever_order_the_covers_come(
    day: date, given_covers: list[Cover]
) -> None:
    one = entitlement_on(day, tuple(given_covers), country="PT")
    other = entitlement_on(day, tuple(reversed(given_covers)), country="PT")

    assert one.answers == other.answers
    assert one.reasons == other.reasons


def test_entitlement_is_whole_when_the_legal_guarantee_answers_alone() -> None:
    day = date(2026, 6, 9)

    entitlement = entitlement_on(day, (MAKERS, LEGAL), country="PT")

    facts = (
        ("cover", "legal_guarantee"),
        ("provider", "seller"),
        ("percent", 100),
        ("until", date(2027, 6, 9)),
    )
    parts, labour, travel = (
        Answer(
            benefit=benefit,
            state=AnswerState.COVERED,
            percent=100,
            cover=LEGAL,
            until=date(2027, 6, 9),
            reason=Reason(ReasonCode.COVERED, (("benefits", (benefit.value,)), *facts)),
        )
        for benefit in (Benefit.PARTS, Benefit.LABOUR, Benefit.TRAVEL)
    )
    not_included = (
        ("benefits", ("loaner",)),
        ("cover", "legal_guarantee"),
        ("provider", "seller"),
    )
    loaner = Answer(
        benefit=Benefit.LOANER,
        state=AnswerState.NOT_COVERED,
        percent=0,
        cover=LEGAL,
        until=None,
        reason=Reason(
            ReasonCode.NOT_INCLUDED,
            (
                *not_included,
                ("still_cover", "legal_guarantee"),
                ("still_benefits", ("parts", "labour", "travel")),
                ("still_until", date(2027, 6, 9)),
            ),
        ),
    )
    assert entitlement == Entitlement(
        question=Question(day=day, country="PT"),
        parts=parts,
        labour=labour,
        travel=travel,
        loaner=loaner,
        answering=(LEGAL,),
        reasons=(
            Reason(ReasonCode.COVERED, (("benefits", ("parts", "labour", "travel")), *facts)),
            Reason(ReasonCode.NOT_INCLUDED, not_included),
            Reason(ReasonCode.BURDEN_ON_SELLER, (("until", date(2026, 6, 9)),)),
        ),
        burden_of_proof_turns_on=date(2026, 6, 10),
    )


def test_entitlement_names_the_legal_guarantee_first_when_covers_are_equally_good() -> None:
    same = replace(MAKERS, ends_on=LEGAL.ends_on)

    entitlement = entitlement_on(date(2025, 1, 1), (same, LEGAL), country="PT")

    assert entitlement.parts.cover == LEGAL
    assert entitlement.answering == (same, LEGAL)


def test_entitlement_tells_when_the_burden_turns_though_a_longer_warranty_pays() -> None:
    longer = replace(MAKERS, ends_on=date(2034, 5, 3))

    entitlement = entitlement_on(date(2025, 1, 1), (LEGAL, longer), country="PT")

    assert entitlement.parts.cover == longer
    assert entitlement.burden_of_proof_turns_on == date(2026, 6, 10)


def test_entitlement_is_unknown_for_what_the_law_may_pay_when_the_law_is_unknown() -> None:
    entitlement = entitlement_on(date(2025, 1, 1), (), country="DE")

    assert [answer.state for answer in entitlement.answers] == [
        *[AnswerState.UNKNOWN] * 3,
        AnswerState.NOT_COVERED,
    ]


def test_entitlement_takes_the_larger_share_before_the_later_end() -> None:
    half = replace(LONG, parts_percent=50)

    entitlement = entitlement_on(date(2025, 1, 1), (half, MAKERS), country="PT")

    assert entitlement.parts.cover == MAKERS
    assert entitlement.labour.cover == half


def test_entitlement_names_the_latest_end_when_all_covers_are_over() -> None:
    half = replace(MAKERS, ends_on=date(2026, 12, 31), parts_percent=50)

    entitlement = entitlement_on(date(2027, 1, 1), (MAKERS, half), country="PT")

    assert entitlement.parts.cover == half


def test_entitlement_refuses_answers_in_each_others_places() -> None:
    entitlement = entitlement_on(date(2025, 1, 1), (MAKERS,), country="PT")

    with pytest.raises(ValueError, match="own answer"):
        replace(entitlement, parts=entitlement.labour)
