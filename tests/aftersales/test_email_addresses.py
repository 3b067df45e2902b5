"""E-mail addresses are the same one however somebody types them."""

import pytest

from aftersales.email_addresses import email_to_keep, is_email, same_email
from aftersales.errors import NotUnderstood, Problem


@pytest.mark.parametrize("typed", ["Anna@Example.ORG", "  anna@example.org\n", "ANNA@example.org"])
def test_same_address_is_kept_in_one_way(typed: str) -> None:
    assert email_to_keep(typed) == "anna@example.org"
    assert same_email(typed) == "anna@example.org"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "anna",
        "@example.org",
        "anna@",
        "anna@localhost",
        "anna@example.",
        "a@b@example.org",
        "anna beck@example.org",
        "anna@example.org, ben@example.org",
        "<anna@example.org>",
        "anna\0@example.org",
        "anna\ud800@example.org",
        "a" * 250 + "@example.org",
    ],
)
def test_what_is_no_address_is_refused_with_what_to_do(typed: str) -> None:
    assert not is_email(same_email(typed))
    with pytest.raises(NotUnderstood) as refusal:
        email_to_keep(typed)

    assert refusal.value.problems == (Problem("email", "write one address, as name@example.org"),)
