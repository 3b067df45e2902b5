"""Whether messages of customers come in: a real mailbox, one that is not there, and what nobody could read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from aftersales.deed import SYSTEM
from aftersales.doctor import Finding
from aftersales.doctor.finding import ok
from aftersales.doctor.mail import mailbox, unreadable
from aftersales.doctor.patient import Patient
from aftersales.inbound.intake import keep_unreadable
from aftersales.parts import Parts
from aftersales.records import CaseChannel
from tests.aftersales.doctor.conftest import Change, verdicts
from tests.aftersales.inbound.dovecot import PASSWORD, need_dovecot, serving

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_house_without_a_mailbox_is_not_asked_for_one(patient: Patient) -> None:
    assert list(mailbox(patient)) == []


def test_a_mailbox_that_opens_says_how_much_waits(changed: Change) -> None:
    need_dovecot()
    with serving() as server:
        server.put("eva", b"From: a@b.lv\r\n\r\nOne.", b"From: a@b.lv\r\n\r\nTwo.")
        looked_at = changed(
            imap_host="127.0.0.1",
            imap_port=server.port,
            imap_security="none",
            imap_user="eva",
            imap_password=PASSWORD,
        )

        found: list[Finding] = list(mailbox(looked_at))

    assert found == [ok("mailbox", "The mailbox opens. Messages that wait in it: 2.")]


def test_a_mailbox_that_is_not_there_says_what_to_check(changed: Change) -> None:
    found = list(mailbox(changed(imap_host="mail.invalid", imap_security="none")))

    assert verdicts(found) == [("mailbox", "warning"), ("mailbox", "wrong")]
    assert "AFTERSALES_IMAP_HOST" in found[1].mend


def test_messages_that_nobody_could_read_are_named_for_a_week(
    patient: Patient, parts: Parts
) -> None:
    keep_unreadable(parts, SYSTEM, CaseChannel.EMAIL, b"?", "It is broken.")
    later = replace(patient, shown_now=patient.shown_now + timedelta(days=8))

    assert [each.sentence for each in unreadable(patient)] == [
        "Messages of the last week that could not be read: 1."
    ]
    assert list(unreadable(later)) == []
