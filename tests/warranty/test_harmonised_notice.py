"""Where consumers are reminded of the legal guarantee."""

import pytest

from warranty.harmonised_notice import EUROPEAN_UNION, is_notice_due


def test_union_has_27_members_by_codes_of_two_letters() -> None:
    assert len(EUROPEAN_UNION) == 27
    assert all(len(each) == 2 and each.isupper() for each in EUROPEAN_UNION)


@pytest.mark.parametrize(
    ("country", "is_consumer", "is_due"),
    [
        ("LV", True, True),
        ("PT", True, True),
        ("PT", False, False),
        (
            "LI",
            True,
            False,
        ),  # of the European Economic Area, where the directive waits to be taken over
        ("GB", True, False),
        ("EU", True, False),
    ],
)
def test_notice_is_for_consumers_of_the_union(
    country: str,
    is_consumer: bool,  # noqa: FBT001 - a case
    is_due: bool,  # noqa: FBT001 - a case
) -> None:
    assert is_notice_due(country, is_consumer=is_consumer) is is_due
