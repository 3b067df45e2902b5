"""Entitlements worked out by hand: countries, dates, zones of the place, and stacks of covers, each with its source.

Rows of the table that nobody has verified answer "unknown"; where a case works with the months of such a row, it takes the
row as if somebody had (`as_if`), which shows the arithmetic and nothing about that country's law.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from warranty import (
    Answer,
    AnswerState,
    Benefit,
    BurdenOfProof,
    Cover,
    CoverKind,
    CoverTerm,
    Money,
    Payer,
    Repair,
    RepairTerms,
    Replacement,
    StartBasis,
    UnitFacts,
    WarrantyTerms,
    covers_after_repair,
    covers_after_replacement,
    covers_of,
    entitlement_on,
    legal_cover,
    legal_guarantee_of,
    legal_guarantees,
)
from warranty.goodwill.grants import Grant
from warranty.goodwill.proposals import Proposal

ROWS: Final = {row.country: row for row in legal_guarantees()}
SELLER, THEIRS = BurdenOfProof.SELLER, BurdenOfProof.CUSTOMER
COUNTING: Final = "Regulation (EEC, Euratom) No 1182/71 Art. 3(2)(c)"
PT_LAW: Final = "Decreto-Lei 84/2021 (36 months, presumption 24)"
NOT_VERIFIED: Final = "legal_guarantees.csv: the row is not verified, so nobody may say yes or no"
NO_TERM: Final = "legal_guarantees.csv: the row has no term"
BOOKLET: Final = "the terms of the case"
PLACE: Final = "the day of the fault is that of the place of the unit"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One entitlement worked out by hand.

    `says` is "no", "unknown", or the kind of cover, its percent and its last day, for parts, labour and travel; once if they
    are alike.
    """

    name: str
    source: str
    covers: tuple[Cover, ...]
    on: date
    says: str | tuple[str, str, str]
    country: str = "PT"
    component: str | None = None
    is_defect: bool = True
    is_consumer: bool = True
    is_first_owner: bool = True
    burden: BurdenOfProof | None = None
    paid_by: tuple[tuple[Payer, int], ...] | None = None
    """Who pays for parts, where the case is about that."""


def day(text: str) -> date:
    """A day as ISO 8601 writes it."""
    return date.fromisoformat(text)


def sold(
    country: str = "PT",
    delivered: str | None = "2024-03-10",
    purchased: str = "2024-03-01",
    installed: str | None = None,
    *,
    is_consumer: bool = True,
) -> UnitFacts:
    """A washing machine of one model."""
    return UnitFacts(
        model="WM-100",
        serial=None,
        country=country,
        purchased_on=day(purchased),
        delivered_on=None if delivered is None else day(delivered),
        installed_on=None if installed is None else day(installed),
        is_consumer=is_consumer,
    )


def as_if(country: str, unit: UnitFacts) -> tuple[Cover, ...]:
    """The legal cover that the row of a country would give if it were verified."""
    row = replace(ROWS[country], is_verified=True, source=ROWS[country].source or "row")
    cover = legal_cover(replace(unit, country=country), row)
    assert cover is not None
    return (cover,)


def term(months: int, **changes: object) -> CoverTerm:
    """A maker's term from the purchase, with some of it changed."""
    plain = CoverTerm(
        kind=CoverKind.MAKERS_WARRANTY,
        provider="Acme",
        starts=StartBasis.PURCHASE,
        months=months,
        source="Booklet",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # names of fields


def stack(unit: UnitFacts, *terms: CoverTerm) -> tuple[Cover, ...]:
    """What a unit was sold with."""
    return covers_of(unit, WarrantyTerms("WM-100", terms))


def local(moment: str, zone: str) -> date:
    """The day in the place of the unit at a moment in UTC."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).date()


PT = stack(sold())
LEAP = stack(sold(delivered="2024-02-29", purchased="2024-02-29"))
FIVE_YEARS_PARTS = stack(
    sold(),
    term(36),
    term(60, labour_percent=0, travel_percent=0),
    term(144, components=frozenset({"sealed_system"}), labour_percent=0, travel_percent=0),
)
RIGA = stack(sold("US"), term(24))
ACCIDENTS = term(
    48,
    kind=CoverKind.EXTENDED_CONTRACT,
    provider="Insura",
    parts_percent=80,
    labour_percent=80,
    travel_percent=0,
    is_for_defects_only=False,
)
PUMP = frozenset({"pump"})
REPAIRED = Repair(finished_on=day("2026-08-15"), components=PUMP, is_under_legal_guarantee=True)
REPAIR_TERMS = RepairTerms(provider="Acme", months=12, source="Repair order")
GRANT = Grant(
    proposal=Proposal(60, (), (Benefit.PARTS, Benefit.LABOUR)),
    percent=60,
    amount=Money("EUR", 5_000),
    granted_by="ilze",
    level="lead",
    granted_on=day("2027-04-01"),
)

CASES: Final = (
    # Portugal, the one country whose row is verified: ends, starts, and the burden of proof.
    Case(name="PT, last day", source=f"{PT_LAW}; {COUNTING}", covers=PT, on=day("2027-03-10"), says="legal_guarantee 100 2027-03-10", burden=THEIRS),
    Case(name="PT, the day after the last", source=f"{PT_LAW}; {COUNTING}", covers=PT, on=day("2027-03-11"), says="no"),
    Case(name="PT, day of delivery", source="Directive (EU) 2019/771 Art. 10(1)", covers=PT, on=day("2024-03-10"), says="legal_guarantee 100 2027-03-10", burden=SELLER, paid_by=((Payer.SELLER, 100),)),
    Case(name="PT, bought but not delivered yet", source="Directive (EU) 2019/771 Art. 10(1): from delivery", covers=PT, on=day("2024-03-05"), says="no"),
    Case(name="PT, day of delivery not known", source="proof of purchase always shows the purchase", covers=stack(sold(delivered=None)), on=day("2027-03-01"), says="legal_guarantee 100 2027-03-01", burden=THEIRS),
    Case(name="PT, last day of the presumption", source=PT_LAW, covers=PT, on=day("2026-03-10"), says="legal_guarantee 100 2027-03-10", burden=SELLER),
    Case(name="PT, first day after the presumption", source=PT_LAW, covers=PT, on=day("2026-03-11"), says="legal_guarantee 100 2027-03-10", burden=THEIRS),
    Case(name="PT, bought by a business", source="Directive (EU) 2019/771 Art. 3(1): consumers only", covers=stack(sold(is_consumer=False)), on=day("2025-01-01"), is_consumer=False, says="no"),
    Case(name="PT, an accident", source="Directive (EU) 2019/771 Art. 10(1): lack of conformity at delivery", covers=PT, on=day("2025-01-01"), is_defect=False, says="no"),
    Case(name="PT, second owner", source="whether it passes on is national law, which nobody has read", covers=PT, on=day("2025-01-01"), is_first_owner=False, says="unknown"),
    # Countries that nobody has verified, and places that are none.
    *(
        Case(name=f"{country}, {why}", source=why, covers=stack(sold(country)), on=day("2025-01-01"), country=country, says="unknown")
        for country, why in (
            ("LV", NOT_VERIFIED), ("DE", NOT_VERIFIED), ("FR", NOT_VERIFIED), ("GB", NOT_VERIFIED),
            ("LI", NO_TERM), ("US", NO_TERM), ("BD", NO_TERM),
            ("IT", "legal_guarantees.csv: no row"),
            ("EU", "a directive's minimum is no country's law"),
        )
    ),
    Case(name="US, after the maker's warranty", source=NO_TERM, covers=RIGA, on=day("2026-03-02"), country="US", says="unknown"),
    Case(name="US, bought by a business, after the maker's warranty", source="16 CFR 700.7 and the table are about consumers", covers=RIGA, on=day("2026-03-02"), country="US", is_consumer=False, says="no"),
    # The months of rows as if they were verified.
    Case(name="LV as if verified, last day", source=COUNTING, covers=as_if("LV", sold()), on=day("2026-03-10"), country="LV", says="legal_guarantee 100 2026-03-10", burden=THEIRS),
    Case(name="LV as if verified, the day after the last", source=COUNTING, covers=as_if("LV", sold()), on=day("2026-03-11"), country="LV", says="no"),
    Case(name="LV as if verified, last day of the presumption", source="Directive (EU) 2019/771 Art. 11(1)", covers=as_if("LV", sold()), on=day("2025-03-10"), country="LV", says="legal_guarantee 100 2026-03-10", burden=SELLER),
    Case(name="LV as if verified, presumption over", source="Directive (EU) 2019/771 Art. 11(1)", covers=as_if("LV", sold()), on=day("2025-03-11"), country="LV", says="legal_guarantee 100 2026-03-10", burden=THEIRS),
    Case(name="FR as if verified, presumed to the last day", source="legal_guarantees.csv: 24 of 24 months", covers=as_if("FR", sold()), on=day("2026-03-10"), country="FR", says="legal_guarantee 100 2026-03-10", burden=SELLER),
    Case(name="ES as if verified, third year", source="legal_guarantees.csv: 36 months, presumption 24", covers=as_if("ES", sold()), on=day("2027-03-10"), country="ES", says="legal_guarantee 100 2027-03-10", burden=THEIRS),
    Case(name="SE as if verified, second year", source="legal_guarantees.csv: 36 months, presumption 24", covers=as_if("SE", sold()), on=day("2026-03-10"), country="SE", says="legal_guarantee 100 2027-03-10", burden=SELLER),
    Case(name="GB as if verified, sixth year", source="legal_guarantees.csv: 72 months, presumption 6", covers=as_if("GB", sold()), on=day("2030-03-10"), country="GB", says="legal_guarantee 100 2030-03-10", burden=THEIRS),
    Case(name="GB as if verified, half a year", source="legal_guarantees.csv: 72 months, presumption 6", covers=as_if("GB", sold()), on=day("2024-09-10"), country="GB", says="legal_guarantee 100 2030-03-10", burden=SELLER),
    # Dates that are missing in the last month.
    Case(name="29 February, last day", source=f"{COUNTING}: the last day of a month without that date", covers=LEAP, on=day("2027-02-28"), says="legal_guarantee 100 2027-02-28", burden=THEIRS),
    Case(name="29 February, the day after", source=COUNTING, covers=LEAP, on=day("2027-03-01"), says="no"),
    Case(name="28 February before a leap year ends on the 28th", source=COUNTING, covers=stack(sold(delivered="2025-02-28", purchased="2025-02-28")), on=day("2028-02-29"), says="no"),
    Case(name="presumption from 29 February", source=COUNTING, covers=LEAP, on=day("2026-02-28"), says="legal_guarantee 100 2027-02-28", burden=SELLER),
    Case(name="six months from 31 August", source=COUNTING, covers=stack(sold("US", purchased="2024-08-31", delivered=None), term(6)), on=day("2025-02-28"), country="US", says="makers_warranty 100 2025-02-28"),
    Case(name="three months from 30 November", source=COUNTING, covers=stack(sold("US", purchased="2025-11-30", delivered=None), term(3)), on=day("2026-02-28"), country="US", says="makers_warranty 100 2026-02-28"),
    # The last minute of the last day, and the next one, where the unit stands.
    *(
        Case(name=f"{zone} at {moment}", source=PLACE, covers=stack(sold("US", purchased=bought, delivered=None, is_consumer=False), term(24)), on=local(moment, zone), country="US", is_consumer=False, says=says)
        for zone, moment, bought, says in (
            ("Europe/Riga", "2026-03-10T21:59:00+00:00", "2024-03-10", "makers_warranty 100 2026-03-10"),
            ("Europe/Riga", "2026-03-10T22:00:00+00:00", "2024-03-10", "no"),
            ("America/New_York", "2026-03-11T03:59:00+00:00", "2024-03-10", "makers_warranty 100 2026-03-10"),
            ("America/New_York", "2026-03-11T04:00:00+00:00", "2024-03-10", "no"),
            # The nights in which clocks are moved in Riga: before and after the change.
            ("Europe/Riga", "2026-03-29T20:59:00+00:00", "2024-03-29", "makers_warranty 100 2026-03-29"),
            ("Europe/Riga", "2026-03-29T21:00:00+00:00", "2024-03-29", "no"),
            ("Europe/Riga", "2026-10-24T21:00:00+00:00", "2024-10-25", "makers_warranty 100 2026-10-25"),
            ("Europe/Riga", "2026-10-25T22:00:00+00:00", "2024-10-25", "no"),
            # Clocks move by half an hour on Lord Howe Island on 5 April 2026.
            ("Australia/Lord_Howe", "2026-04-05T13:29:00+00:00", "2024-04-05", "makers_warranty 100 2026-04-05"),
            ("Australia/Lord_Howe", "2026-04-05T13:30:00+00:00", "2024-04-05", "no"),
            ("Asia/Dhaka", "2026-03-10T17:59:00+00:00", "2024-03-10", "makers_warranty 100 2026-03-10"),
            ("Asia/Dhaka", "2026-03-10T18:00:00+00:00", "2024-03-10", "no"),
        )
    ),
    # Stacks of covers.
    Case(name="the law outlasts the maker", source=BOOKLET, covers=stack(sold(), term(24)), on=day("2025-01-01"), says="legal_guarantee 100 2027-03-10", burden=SELLER),
    Case(name="the maker outlasts the law", source=BOOKLET, covers=stack(sold(), term(60)), on=day("2025-01-01"), says="makers_warranty 100 2029-03-01", burden=SELLER, paid_by=((Payer.MAKER, 100),)),
    Case(name="parts for five years, labour for three", source=BOOKLET, covers=FIVE_YEARS_PARTS, on=day("2028-01-01"), says=("makers_warranty 100 2029-03-01", "no", "no")),
    Case(name="sealed system in its twelfth year", source=BOOKLET, covers=FIVE_YEARS_PARTS, on=day("2036-03-01"), component="sealed_system", says=("makers_warranty 100 2036-03-01", "no", "no")),
    Case(name="twelfth year, component not known yet", source=BOOKLET, covers=FIVE_YEARS_PARTS, on=day("2035-01-01"), says=("unknown", "no", "no")),
    Case(name="twelfth year, another component", source=BOOKLET, covers=FIVE_YEARS_PARTS, on=day("2035-01-01"), component="door", says="no"),
    Case(name="an accident under an extended contract", source=BOOKLET, covers=stack(sold(), term(24), ACCIDENTS), on=day("2025-06-01"), is_defect=False, says=("extended_contract 80 2028-03-01", "extended_contract 80 2028-03-01", "no"), paid_by=((Payer.INSURER, 80), (Payer.CUSTOMER, 20))),
    Case(name="a shop that backs its own contract", source=BOOKLET, covers=stack(sold(), replace(ACCIDENTS, payer=Payer.SELLER)), on=day("2027-06-01"), says=("extended_contract 80 2028-03-01", "extended_contract 80 2028-03-01", "no"), paid_by=((Payer.SELLER, 80), (Payer.CUSTOMER, 20))),
    Case(name="a durability guarantee on the motor", source=BOOKLET, covers=stack(sold(), term(120, kind=CoverKind.DURABILITY_GUARANTEE, components=frozenset({"motor"}), labour_percent=0, travel_percent=0)), on=day("2034-03-01"), component="motor", says=("durability_guarantee 100 2034-03-01", "no", "no"), paid_by=((Payer.MAKER, 100),)),
    Case(name="counted from the installation", source=BOOKLET, covers=stack(sold("US", installed="2024-05-20"), term(24, starts=StartBasis.INSTALLATION)), on=day("2026-05-20"), country="US", says="makers_warranty 100 2026-05-20"),
    Case(name="counted from a making that nobody knows", source="proof of purchase always shows the purchase", covers=stack(sold("US"), term(24, starts=StartBasis.MANUFACTURE)), on=day("2026-03-01"), country="US", says="makers_warranty 100 2026-03-01"),
    Case(name="second owner of a warranty that does not pass on", source=BOOKLET, covers=stack(sold("US", is_consumer=False), term(24, is_transferable=False)), on=day("2025-01-01"), country="US", is_consumer=False, is_first_owner=False, says="no"),
    Case(name="second owner of a warranty that passes on", source=BOOKLET, covers=stack(sold("US"), term(24)), on=day("2025-01-01"), country="US", is_first_owner=False, says="makers_warranty 100 2026-03-01"),
    Case(name="excluded glass after the law", source=BOOKLET, covers=stack(sold(), term(60, exclusions=frozenset({"glass"}))), on=day("2028-01-01"), component="glass", says="no"),
    Case(name="half of the labour", source=BOOKLET, covers=stack(sold("US"), term(24, labour_percent=50)), on=day("2025-01-01"), country="US", says=("makers_warranty 100 2026-03-01", "makers_warranty 50 2026-03-01", "makers_warranty 100 2026-03-01")),
    # After a repair, an exchange and a grant.
    Case(name="lengthened by a repair, last day", source="Directive (EU) 2024/1799 Art. 16", covers=covers_after_repair(PT, REPAIRED, legal_guarantee_of("PT")), on=day("2028-03-10"), says="legal_guarantee 100 2028-03-10", burden=THEIRS),
    Case(name="lengthened by a repair, the day after", source="Directive (EU) 2024/1799 Art. 16", covers=covers_after_repair(PT, REPAIRED, legal_guarantee_of("PT")), on=day("2028-03-11"), says="no"),
    Case(name="repaired the day before the directive applies", source="Directive (EU) 2024/1799: from 31 July 2026", covers=covers_after_repair(PT, replace(REPAIRED, finished_on=day("2026-07-30")), legal_guarantee_of("PT")), on=day("2027-03-11"), says="no"),
    Case(name="the repaired pump fails again", source="the repairer's terms of the case", covers=covers_after_repair(stack(sold("US"), term(24)), REPAIRED, legal_guarantee_of("US"), REPAIR_TERMS), on=day("2027-08-15"), country="US", component="pump", says="repair_warranty 100 2027-08-15", paid_by=((Payer.SELLER, 100),)),
    Case(name="exchanged, with three more months", source="the maker's terms of the case", covers=covers_after_replacement(stack(sold("US"), term(24)), Replacement(model="WM-110", serial=None, handed_over_on=day("2026-02-01"), least_months=3)), on=day("2026-05-01"), country="US", says="makers_warranty 100 2026-05-01"),
    Case(name="goodwill after everything has ended", source="the grant of the case", covers=(*PT, GRANT.cover(day("2027-07-01"))), on=day("2027-05-01"), says=("goodwill 60 2027-07-01", "goodwill 60 2027-07-01", "no"), paid_by=((Payer.GOODWILL, 60), (Payer.CUSTOMER, 40))),
)  # fmt: skip


def said(answer: Answer) -> str:
    """An answer as the cases write it."""
    match answer.state:
        case AnswerState.COVERED:
            assert answer.cover is not None
            return f"{answer.cover.kind} {answer.percent} {answer.until}"
        case AnswerState.UNKNOWN:
            return "unknown"
        case AnswerState.NOT_COVERED:
            return "no"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_entitlement_is_as_worked_out_by_hand(case: Case) -> None:
    entitlement = entitlement_on(
        case.on,
        case.covers,
        country=case.country,
        component=case.component,
        is_defect=case.is_defect,
        is_consumer=case.is_consumer,
        is_first_owner=case.is_first_owner,
    )

    found = (entitlement.parts, entitlement.labour, entitlement.travel)
    expected = (case.says,) * 3 if isinstance(case.says, str) else case.says
    assert tuple(said(answer) for answer in found) == expected
    assert entitlement.burden_of_proof is case.burden
    assert case.source
    assert entitlement.sentence.endswith(".")
    if case.paid_by is not None:
        assert entitlement.parts.shares == case.paid_by


def test_cases_are_at_least_forty_and_named_once() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 40
