"""A one-time code is read by whoever it is for, and by nobody else who reads the message."""

from uuid import UUID

import pytest

from aftersales.notices.facts import SignInCodeFacts, to_json
from aftersales.notices.kinds import CAN_WAIT, NoticeKind
from aftersales.notices.message import Message
from aftersales.notices.wording import HIDDEN, worded
from aftersales.words import LANGUAGES, words_in

STORED = to_json(SignInCodeFacts(code_id=UUID(int=0xC), minutes=10))
KIND = NoticeKind.SIGN_IN_CODE


def test_code_is_told_with_how_long_it_works() -> None:
    assert worded(KIND, words_in("en"), STORED, "", "012345") == Message(
        subject="Your code to see your visits",
        paragraphs=(
            "Your code is 012345.",
            "It works once, within 10 minutes.",
            "Tell it to nobody: we never ask for it on the phone.",
            "If you did not ask for it, there is nothing that you need to do.",
        ),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_is_hidden_from_staff_who_read_the_message(language: str) -> None:
    shown = worded(KIND, words_in(language), STORED, "").paragraphs

    assert HIDDEN in shown[0]
    assert worded(KIND, words_in(language), STORED, "", "012345").paragraphs[0] == shown[0].replace(
        HIDDEN, "012345"
    )


def test_code_does_not_wait_for_the_morning() -> None:
    assert KIND not in CAN_WAIT
