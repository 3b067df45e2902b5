"""What a customer reads about the covers of a unit."""

from dataclasses import replace
from datetime import date

import pytest

from warranty import Cover, CoverKind, Entitlement, StartBasis, entitlement_on

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
NO_LOANER = "A loaner is not part of the maker's warranty."

SEALED = replace(
    MAKERS,
    ends_on=date(2036, 5, 3),
    labour_percent=50,
    travel_percent=0,
    components=frozenset({"sealed_system", "compressor"}),
)
CONTRACT = replace(
    MAKERS,
    kind=CoverKind.EXTENDED_CONTRACT,
    ends_on=date(2029, 5, 3),
    has_loaner=True,
    exclusions=frozenset({"door_seal"}),
    is_transferable=False,
    is_for_defects_only=False,
)


@pytest.mark.parametrize(
    ("entitlement", "expected"),
    [
        pytest.param(
            entitlement_on(date(2026, 5, 3), (MAKERS,), country="PT"),
            (
                "Parts, labour and travel are covered by the maker's warranty until 3 May 2026.",
                NO_LOANER,
            ),
            id="last day of the maker's warranty",
        ),
        pytest.param(
            entitlement_on(date(2026, 5, 4), (MAKERS,), country="PT"),
            (
                "Parts, labour and travel are not covered: the maker's warranty for parts, labour and travel ended on 3 May 2026.",
                NO_LOANER,
            ),
            id="day after the maker's warranty",
        ),
        pytest.param(
            entitlement_on(date(2024, 5, 2), (MAKERS,), country="PT"),
            (
                "Parts, labour and travel are not covered yet: the maker's warranty for parts, labour and travel starts on 3 May 2024.",
                NO_LOANER,
            ),
            id="day before the maker's warranty",
        ),
        pytest.param(
            entitlement_on(date(2026, 6, 10), (LEGAL,), country="PT"),
            (
                "Parts, labour and travel are covered by the legal guarantee until 9 June 2027.",
                "A loaner is not part of the legal guarantee.",
                "Since 10 June 2026 it may be for you to show that the defect was there at delivery.",
            ),
            id="burden of proof has turned",
        ),
        pytest.param(
            entitlement_on(date(2025, 1, 1), (), country="LI"),
            (
                "We do not yet know the legal guarantee for Liechtenstein; please ask us before you pay for a repair.",
                "A loaner is not covered by anything we know of; please send us any contract or proof of purchase that says otherwise.",
            ),
            id="unknown law",
        ),
        pytest.param(
            entitlement_on(date(2025, 1, 1), (), country="LI", is_consumer=False),
            (
                "Parts, labour, travel and a loaner are not covered by anything we know of; please send us any contract or proof of purchase that says otherwise.",
            ),
            id="unknown law, but a business",
        ),
        pytest.param(
            entitlement_on(date(2025, 1, 1), (MAKERS,), country="LI", is_defect=False),
            (
                "Parts, labour and travel are not covered: the maker's warranty answers only for defects.",
                NO_LOANER,
            ),
            id="unknown law, but an accident",
        ),
        pytest.param(
            entitlement_on(date(2027, 1, 1), (MAKERS,), country="LI"),
            (
                "We do not yet know the legal guarantee for Liechtenstein; please ask us before you pay for a repair.",
                NO_LOANER,
            ),
            id="unknown law after the maker's warranty",
        ),
        pytest.param(
            entitlement_on(
                date(2025, 1, 1),
                (replace(MAKERS, labour_percent=50, travel_percent=50),),
                country="LI",
            ),
            (
                "Parts are covered by the maker's warranty until 3 May 2026.",
                "The maker's warranty pays 50% of labour and travel until 3 May 2026.",
                NO_LOANER,
                "We do not yet know the legal guarantee for Liechtenstein; please ask us before you pay for a repair.",
            ),
            id="unknown law beside a part of the cost",
        ),
        pytest.param(
            entitlement_on(date(2025, 1, 1), (MAKERS,), country="LI"),
            (
                "Parts, labour and travel are covered by the maker's warranty until 3 May 2026.",
                NO_LOANER,
            ),
            id="unknown law that could add nothing",
        ),
        pytest.param(
            entitlement_on(
                date(2025, 1, 1),
                (replace(MAKERS, labour_percent=50, travel_percent=0),),
                country="LI",
            ),
            (
                "Parts are covered by the maker's warranty until 3 May 2026.",
                "The maker's warranty pays 50% of labour until 3 May 2026.",
                "We do not yet know the legal guarantee for Liechtenstein; please ask us before you pay for a repair.",
                NO_LOANER,
            ),
            id="unknown law said only once",
        ),
        pytest.param(
            entitlement_on(date(2025, 1, 1), (replace(MAKERS, labour_percent=50),), country="PT"),
            (
                "Parts and travel are covered by the maker's warranty until 3 May 2026.",
                "The maker's warranty pays 50% of labour until 3 May 2026.",
                NO_LOANER,
            ),
            id="part of the cost where the law is known",
        ),
        pytest.param(
            entitlement_on(date(2030, 1, 1), (MAKERS, SEALED), country="PT"),
            (
                "The maker's warranty pays 100% of parts until 3 May 2036 if the fault is in the compressor or sealed system; a diagnosis will tell.",
                "The maker's warranty pays 50% of labour until 3 May 2036 if the fault is in the compressor or sealed system; a diagnosis will tell.",
                "Travel is not covered: the maker's warranty for travel ended on 3 May 2026.",
                NO_LOANER,
            ),
            id="not diagnosed yet",
        ),
        pytest.param(
            entitlement_on(date(2030, 1, 1), (SEALED,), country="PT", component="door"),
            (
                "Parts and labour are not covered: the maker's warranty answers only for the compressor and sealed system.",
                "Travel and a loaner are not part of the maker's warranty.",
            ),
            id="another component",
        ),
        pytest.param(
            entitlement_on(date(2028, 1, 1), (CONTRACT,), country="PT", component="door_seal"),
            (
                "Parts, labour, travel and a loaner are not covered: the extended service contract does not answer for the door seal.",
            ),
            id="an excluded component",
        ),
        pytest.param(
            entitlement_on(date(2028, 1, 1), (CONTRACT,), country="PT", is_defect=False),
            (
                "Parts, labour, travel and a loaner are covered by the extended service contract until 3 May 2029.",
            ),
            id="an accident under a contract that answers for it",
        ),
        pytest.param(
            entitlement_on(date(2028, 1, 1), (CONTRACT,), country="PT", is_first_owner=False),
            (
                "Parts, labour, travel and a loaner are not covered: the extended service contract does not pass to a new owner.",
            ),
            id="a new owner",
        ),
        pytest.param(
            entitlement_on(date(2025, 1, 1), (LEGAL,), country="PT", is_first_owner=False),
            (
                "We do not yet know whether the legal guarantee passes to a new owner; please ask us before you pay for a repair.",
                "A loaner is not part of the legal guarantee.",
            ),
            id="a new owner under the law",
        ),
    ],
)
def test_entitlement_says_it_in_sentences_for_the_customer(
    entitlement: Entitlement, expected: tuple[str, ...]
) -> None:
    assert entitlement.sentences == expected
