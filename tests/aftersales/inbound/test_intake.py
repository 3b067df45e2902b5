"""A message from outside is taken in once: into a thread, or set aside with the reason why not."""

from __future__ import annotations

import io
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from PIL import Image

from aftersales.channels.mail import OutboxFolder
from aftersales.deed import SYSTEM
from aftersales.errors import NotUnderstood
from aftersales.inbound.intake import MOST_AN_HOUR, take_in_mail
from aftersales.notices.delivery import Sent, send_due
from aftersales.queries.intakes import intakes_by_outcome
from aftersales.records import (
    Case,
    Channel,
    Contact,
    DeliveryState,
    Intake,
    IntakeOutcome,
    NoticeDelivery,
    NoticeState,
    ThreadMessage,
    Upload,
)
from tests.aftersales.conftest import Village
from tests.aftersales.inbound.letters import composed, raw

ANNA = "anna@example.org"


def emails(village: Village) -> list[Contact]:
    return [each for each in village.all_of(Contact) if each.channel is Channel.EMAIL]


def sent_letter(village: Village) -> EmailMessage:
    """A visit that was booked, told and sent: its letter."""
    village.book(village.moment(24, 10))
    village.clock.move_to(village.moment(23, 9))
    assert send_due(village.parts) == Sent(sent=1)
    assert isinstance(village.parts.post, OutboxFolder)
    (file,) = village.parts.settings.outbox.glob("booked*.eml")
    return message_from_bytes(file.read_bytes(), policy=policy.default)


def returned(letter: EmailMessage, *, status: str = "5.1.1", recipient: str = "") -> bytes:
    """What a mail server writes about a letter that it could not deliver."""
    to = recipient or str(letter["To"].addresses[0].addr_spec)
    action = "failed" if status.startswith("5") else "delayed"
    body = (
        "--b\nContent-Type: text/plain\n\nNot delivered.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        f"Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 no such user\n"
        f"\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {letter['Message-ID']}\n"
        f"References: {letter['References']}\n\n--b--\n"
    )
    return raw(
        body,
        **{"from": "MAILER-DAEMON@mx.example", "message_id": f"<{status}@mx.example>"},
        content_type='multipart/report; report-type=delivery-status; boundary="b"',
    )


def test_a_letter_of_a_customer_opens_a_case_and_its_answer_goes_on_in_it(
    village: Village,
) -> None:
    address = emails(village)[0].address
    first = take_in_mail(village.parts, SYSTEM, raw("It leaks.", **{"from": f"A <{address}>"}))
    (case,) = village.all_of(Case)

    second = take_in_mail(
        village.parts,
        SYSTEM,
        raw(
            "It leaks more.\n\nOn Mon, x@y.z wrote:\n> It leaks.",
            subject=f"Re: Help {case.reference}",
            message_id="<2@example.lv>",
            **{"from": f"A <{address}>"},
        ),
    )

    assert (first.outcome, second.outcome) == (IntakeOutcome.THREAD, IntakeOutcome.THREAD)
    messages = village.all_of(ThreadMessage)
    assert [(each.case_id, each.text, each.address) for each in messages] == [
        (case.id, "It leaks.", address),
        (case.id, "It leaks more.", address),
    ]
    assert [each.id for each in messages] == [first.message_id, second.message_id]
    assert (first.whole, second.whole) == (
        "",
        "It leaks more.\n\nOn Mon, x@y.z wrote:\n> It leaks.",
    )
    assert (case.customer_id, case.subject) == (village.customer.id, "Help")


def test_the_same_letter_twice_is_taken_in_once(village: Village) -> None:
    first = take_in_mail(village.parts, SYSTEM, raw())

    again = take_in_mail(village.parts, SYSTEM, b"Received: elsewhere\r\n" + raw())

    assert again.id == first.id
    assert len(village.all_of(ThreadMessage)) == len(village.all_of(Intake)) == 1


def test_the_files_of_a_letter_stand_with_its_message_and_those_not_taken_are_named(
    village: Village,
) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 40)).save(picture, "PNG")
    mail = composed("See the photograph.")
    mail.add_attachment(picture.getvalue(), maintype="image", subtype="png", filename="leak.png")
    mail.add_attachment(b"MZ\x90", maintype="application", subtype="pdf", filename="manual.pdf")

    first = take_in_mail(village.parts, SYSTEM, mail.as_bytes())
    take_in_mail(village.parts, SYSTEM, mail.as_bytes())

    (message,) = village.all_of(ThreadMessage)
    (upload,) = village.all_of(Upload)
    assert message.text == "See the photograph.\n\n[manual.pdf: …]"
    assert (upload.subject_kind, upload.subject_id, upload.name) == (
        "thread_message",
        first.message_id,
        "leak.png",
    )


def test_a_letter_that_cannot_be_read_leaves_nothing(village: Village) -> None:
    with pytest.raises(NotUnderstood):
        take_in_mail(village.parts, SYSTEM, raw(**{"from": ""}))
    with pytest.raises(NotUnderstood, match="empty"):
        take_in_mail(village.parts, SYSTEM, raw("", subject=""))

    assert village.all_of(Intake) == []
    assert village.all_of(Case) == []


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({"auto_submitted": "auto-replied"}, IntakeOutcome.AUTOMATIC),
        ({"list_id": "<news.example.org>"}, IntakeOutcome.AUTOMATIC),
        ({"from": "visits@aftersales.example"}, IntakeOutcome.OURSELVES),
    ],
)
def test_a_machine_opens_no_case_and_is_not_answered(
    village: Village, headers: dict[str, str], outcome: IntakeOutcome
) -> None:
    row = take_in_mail(village.parts, SYSTEM, raw("I am away.", **headers))

    assert (row.outcome, row.whole, row.message_id) == (outcome, "I am away.", None)
    assert village.all_of(Case) == []
    assert village.notices() == []


def test_a_letter_that_came_back_marks_its_delivery_and_its_address(village: Village) -> None:
    letter = sent_letter(village)

    row = take_in_mail(village.parts, SYSTEM, returned(letter))
    assert send_due(village.parts) == Sent(
        sent=1, unreachable=1
    )  # the others: somebody is asked to call

    (notice,) = village.notices("booked")
    (delivery,) = [each for each in village.all_of(NoticeDelivery) if each.notice_id == notice.id]
    assert (row.outcome, row.notice_id) == (IntakeOutcome.BOUNCE, notice.id)
    assert notice.state is NoticeState.UNREACHABLE
    assert (delivery.state, delivery.error) == (
        DeliveryState.FAILED,
        "It came back: smtp; 550 no such user",
    )
    assert [each.bounced_at for each in emails(village)] == [village.clock.now()]
    assert len(village.notices("promise_at_risk")) == 1  # somebody calls
    assert village.all_of(Case) == []


def test_a_letter_that_came_back_goes_to_the_other_address(village: Village) -> None:
    letter = sent_letter(village)
    with village.doing() as deed:
        deed.add(
            Contact(
                id=deed.new_id(),
                customer_id=village.customer.id,
                channel=Channel.EMAIL,
                address="other@example.org",
                created_at=deed.now,
            )
        )
    take_in_mail(village.parts, SYSTEM, returned(letter))

    assert send_due(village.parts) == Sent(sent=1)

    (file,) = village.parts.settings.outbox.glob("booked*.eml")
    again = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert again["To"].addresses[0].addr_spec == "other@example.org"
    assert again["Message-ID"] == letter["Message-ID"]


@pytest.mark.parametrize("status", ["4.4.1", "4.2.2"])
def test_a_letter_that_is_only_late_marks_nothing(village: Village, status: str) -> None:
    letter = sent_letter(village)

    row = take_in_mail(village.parts, SYSTEM, returned(letter, status=status))

    assert row.outcome is IntakeOutcome.BOUNCE
    assert {each.state for each in village.all_of(NoticeDelivery)} == {DeliveryState.SENT}
    assert [each.bounced_at for each in emails(village)] == [None]


def test_nobody_can_make_an_address_look_dead_without_its_letter(village: Village) -> None:
    letter = sent_letter(village)
    del letter["Message-ID"]
    letter["Message-ID"] = "<0123456789abcdef0123456789abcdef@aftersales.example>"

    row = take_in_mail(village.parts, SYSTEM, returned(letter))

    assert (row.outcome, row.notice_id) == (IntakeOutcome.BOUNCE, None)
    assert [each.bounced_at for each in emails(village)] == [None]


def test_a_server_behind_another_address_does_not_mark_ours(village: Village) -> None:
    letter = sent_letter(village)

    take_in_mail(village.parts, SYSTEM, returned(letter, recipient="forwarded@elsewhere.example"))

    assert {each.state for each in village.all_of(NoticeDelivery)} == {DeliveryState.FAILED}
    assert [each.bounced_at for each in emails(village)] == [None]


def test_whoever_writes_from_a_dead_address_reads_there_again(village: Village) -> None:
    letter = sent_letter(village)
    take_in_mail(village.parts, SYSTEM, returned(letter))
    address = emails(village)[0].address

    take_in_mail(village.parts, SYSTEM, raw(**{"from": address.upper()}))

    assert [each.bounced_at for each in emails(village)] == [None]


def test_a_flood_of_one_sender_is_set_aside_until_an_hour_later(village: Village) -> None:
    def letter(number: int) -> bytes:
        return raw(f"Ping {number}", message_id=f"<{number}@example.lv>")

    rows = [
        take_in_mail(village.parts, SYSTEM, letter(number)) for number in range(MOST_AN_HOUR + 1)
    ]
    village.clock.move_to(village.clock.now() + timedelta(minutes=61))
    later = take_in_mail(village.parts, SYSTEM, letter(99))

    assert {each.outcome for each in rows[:-1]} == {IntakeOutcome.THREAD}
    assert rows[-1].outcome is IntakeOutcome.TOO_MANY
    assert later.outcome is IntakeOutcome.THREAD
    with village.parts.store.reading() as session:
        counts = intakes_by_outcome(session, village.clock.now() - timedelta(days=1))
    assert counts == {IntakeOutcome.THREAD: MOST_AN_HOUR + 1, IntakeOutcome.TOO_MANY: 1}
