"""Who wrote a letter, and what a mail server says of ours."""

from __future__ import annotations

import pytest

from aftersales.inbound.bounces import Bounce
from aftersales.inbound.writers import Writer
from tests.aftersales.inbound.letters import raw, read

REPORT = """\
This is a multi-part report.

--b
Content-Type: text/plain

Sorry, your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.lv

Final-Recipient: rfc822; anna@example.lv
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: {kind}

Message-ID: <5f@aftersales.example>
References: <019b@aftersales.example>
Subject: Your visit

--b--
"""


@pytest.mark.parametrize(
    ("headers", "writer"),
    [
        ({}, Writer.PERSON),
        ({"auto_submitted": "no"}, Writer.PERSON),
        ({"precedence": "first-class"}, Writer.PERSON),
        ({"subject": "Automatic washing machine leaks"}, Writer.PERSON),
        ({"subject": "Out of detergent"}, Writer.PERSON),
        (
            {"x_auto_response_suppress": "All"},
            Writer.PERSON,
        ),  # Outlook sets it on what people write, too
        ({"auto_submitted": "auto-replied"}, Writer.RESPONDER),
        ({"auto_submitted": "auto-generated; x=y"}, Writer.RESPONDER),
        ({"x_autoreply": "yes"}, Writer.RESPONDER),
        ({"precedence": "bulk"}, Writer.RESPONDER),
        ({"subject": "Automatic reply: Your visit"}, Writer.RESPONDER),
        ({"subject": "Out of the office until Monday"}, Writer.RESPONDER),
        ({"subject": "Automātiskā atbilde: Jūsu vizīte"}, Writer.RESPONDER),
        ({"subject": "স্বয়ংক্রিয় উত্তর: ভিজিট"}, Writer.RESPONDER),
        ({"list_id": "<news.example.org>"}, Writer.LIST),
        ({"list_unsubscribe": "<mailto:x@y.z>"}, Writer.LIST),
        ({"from": "Aftersales <Visits@aftersales.example>"}, Writer.OURSELVES),
        ({"message_id": "<5f@Aftersales.Example>"}, Writer.OURSELVES),
        ({"from": "MAILER-DAEMON@mx.example.lv"}, Writer.BOUNCE),
        ({"from": "Postmaster <postmaster@example.lv>"}, Writer.BOUNCE),
        ({"from": "", "return_path": "<>"}, Writer.BOUNCE),
        ({"from": "<>", "return_path": "<>"}, Writer.BOUNCE),
    ],
)
def test_the_writer_is_told_by_the_headers(headers: dict[str, str], writer: Writer) -> None:
    assert read(raw(**headers)).writer is writer


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
@pytest.mark.parametrize(
    ("action", "status", "is_final"),
    [("failed", "5.1.1", True), ("delayed", "4.4.1", False), ("failed", "4.4.7", False)],
)
def test_a_report_says_which_letter_came_back_and_whether_for_good(
    kind: str, action: str, status: str, *, is_final: bool
) -> None:
    body = REPORT.format(action=action, status=status, kind=kind)

    letter = read(
        raw(body, content_type='multipart/report; report-type=delivery-status; boundary="b"')
    )

    assert letter.bounce == Bounce(
        letters=("5f@aftersales.example", "019b@aftersales.example"),
        recipient="anna@example.lv",
        is_final=is_final,
        reason="smtp; 550 5.1.1 no such user",
    )


def test_a_server_that_writes_no_report_is_understood_by_what_it_quotes() -> None:
    body = (
        "<anna@example.lv>: host mx said: 550 no such user\n\nMessage-ID: <5f@aftersales.example>\n"
    )

    letter = read(raw(body, **{"from": "MAILER-DAEMON@mx.example.lv"}))

    assert letter.bounce is not None
    assert letter.bounce.is_final
    assert "5f@aftersales.example" in letter.bounce.letters
    assert letter.bounce.reason.startswith("<anna@example.lv>: host mx said: 550")


@pytest.mark.parametrize("report", ["disposition-notification", "feedback-report"])
def test_a_receipt_that_it_was_read_is_no_letter(report: str) -> None:
    letter = read(
        raw("--b--", content_type=f'multipart/report; report-type={report}; boundary="b"')
    )

    assert letter.writer is Writer.BOUNCE
    assert letter.bounce is not None
    assert not letter.bounce.is_final
