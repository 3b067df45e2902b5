"""Whatever bytes somebody sends, the answer is a letter or a refusal in a sentence, and soon."""

from __future__ import annotations

from dataclasses import fields
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersales.errors import NotUnderstood
from aftersales.inbound.letters import LONGEST_SUBJECT, LONGEST_TEXT, MOST_FILES, Letter
from tests.aftersales.inbound.letters import composed, raw, read
from tests.aftersales.inbound.test_writers import REPORT


def _rich() -> bytes:
    mail = composed("See.\n\n> older", "<p>See.<blockquote>older</blockquote>")
    mail.add_attachment(b"\x89PNG" * 999, maintype="image", subtype="png", filename="ā b.png")
    mail.add_attachment("BEGIN:VCALENDAR", subtype="calendar", params={"method": "REPLY"})
    return mail.as_bytes()


REAL = (
    raw("It leaks.\n\n-- \nAnna", subject="=?utf-8?b?TcSBamE=?="),
    _rich(),
    raw(
        REPORT.format(action="failed", status="5.1.1", kind="message/rfc822"),
        content_type='multipart/report; report-type=delivery-status; boundary="b"',
    ),
)
PIECES = (
    b"\r\n", b"\n\n", b"--b\r\n", b"--b--", b'boundary="', b"=?utf-8?b?", b"?=", b"\x00", b"\xff\xfe", b"<", b">",
    b'"', b"(", b")", b";", b"*0*=", b"charset=", b"Content-Type: message/rfc822\r\n\r\n", b"multipart/report;",
    b"Content-Transfer-Encoding: x-uuencode\r\n", b"begin 644 x\n", b"From: ", b"Content-Disposition: attachment; filename*=",
    b"<table><td>" * 50, b"<blockquote>" * 80, "\u202e".encode(), "\ud800".encode("utf-8", "surrogatepass"),
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A real letter with pieces put in, taken out and written over."""
    content = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        until = draw(st.integers(at, min(at + 80, len(content))))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=12)))
        content = content[:at] + piece + content[until:]
    return content


def is_harmless(letter: Letter) -> bool:
    """Whether all of a letter can be kept in a database and shown."""
    texts = [
        value
        for each in fields(letter)
        for value in [getattr(letter, each.name)]
        if isinstance(value, str)
    ]
    texts += [*letter.in_reply_to, *letter.left_out, *(file.name for file in letter.files)]
    if letter.bounce is not None:
        texts += [letter.bounce.reason, letter.bounce.recipient, *letter.bounce.letters]
    return all(
        mark in "\n\t" or category(mark) not in {"Cc", "Cs"} for text in texts for mark in text
    )


@settings(max_examples=300, deadline=None)
@given(st.one_of(damaged(), st.binary(max_size=400)))
def test_any_bytes_are_a_harmless_letter_or_are_refused(content: bytes) -> None:
    try:
        letter = read(content)
    except NotUnderstood as refused:
        assert str(refused).endswith(".")
        return
    assert is_harmless(letter)
    assert len(letter.text) <= LONGEST_TEXT
    assert len(letter.subject) <= LONGEST_SUBJECT
    assert len(letter.files) <= MOST_FILES
    assert all("/" not in file.name and file.name for file in letter.files)
    assert letter == read(content)


N = 300_000

BOMBS = {
    "one long line": raw("x" * N),
    "a line of addresses": raw("a@" * N),
    "many quoted lines": raw("> \n" * N),
    "many rules": raw(("_" * 40 + "\n") * (N // 10)),
    "copied headers": raw("A: b\n" * (N // 4)),
    "a long subject": raw(subject="=?utf-8?q?a?= " * (N // 10)),
    "many senders": raw(reply_to="a@b.lv, " * (N // 8)),
    "comments in comments": raw(reply_to="(" * N),
    "quotes in a content type": raw(content_type='text/plain; a="' + ";" * N),
    "many parameters": raw(content_type="text/plain" + "; a=b" * (N // 5)),
    "many references": raw(references="<a@b> " * (N // 6)),
    "many headers": raw().replace(b"\r\n\r\n", b"\r\n" + b"X: y\r\n" * (N // 6) + b"\r\n"),
    "tags in tags": raw("<div><b>" * (N // 4), content_type="text/html"),
    "open tags": raw("<" * N, content_type="text/html"),
    "quotations in quotations": raw("<blockquote>x" * (N // 13), content_type="text/html"),
    "many parts": raw(
        "--b\nContent-Type: image/png\n\nx\n" * (N // 30),
        content_type='multipart/mixed; boundary="b"',
    ),
    "a codec that is slow": raw("a" * N, content_type="text/plain; charset=idna"),
}


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
def test_a_letter_made_to_be_slow_is_read_as_fast_as_others(content: bytes) -> None:
    read(content)  # with work that grew with the square of its length, each would take minutes
