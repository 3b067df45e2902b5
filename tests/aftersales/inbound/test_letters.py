"""What is read in a letter, however its writer's program made it."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from aftersales.errors import NotUnderstood
from aftersales.inbound.letters import LARGEST, Letter
from aftersales.inbound.parts import File
from aftersales.inbound.writers import Writer
from tests.aftersales.inbound.letters import composed, raw, read

JPEG = b"\xff\xd8\xff" + bytes(3000)


def test_a_plain_letter_is_read_whole() -> None:
    letter = read(
        raw(
            "The washer leaks.\n\nAnna\n",
            subject="Re: AW: It leaks C-7K3M9QX",
            in_reply_to="<2@shop>",
            references="<1@shop> <2@shop>",
        )
    )

    assert letter == Letter(
        writer=Writer.PERSON,
        outside_id="1@example.lv",
        name="Anna Berzina",
        address="anna@example.lv",
        sender="anna@example.lv",
        subject="It leaks C-7K3M9QX",
        text="The washer leaks.\n\nAnna",
        whole="The washer leaks.\n\nAnna",
        in_reply_to=("2@shop", "1@shop"),
        reference="C-7K3M9QX",
    )


@pytest.mark.parametrize(
    ("told", "content", "read_as"),
    [
        ("utf-8", "māja".encode(), "māja"),
        ("iso-8859-1", "māja".encode(), "māja"),  # says Latin, is UTF-8
        ("us-ascii", "আমার ফ্রিজ".encode(), "আমার ফ্রিজ"),
        ("windows-1257", "māja".encode("cp1257"), "māja"),
        ("x-unknown", "für".encode("cp1252"), "für"),
        ("", b"caf\xe9", "café"),
        ("utf-8", b"caf\xe9", "café"),
        ("idna", b"xn--caf-dma", "xn--caf-dma"),
        ("iso-2022-jp", "こんにちは".encode("iso-2022-jp"), "こんにちは"),
        ("utf-16", "māja".encode("utf-16"), "māja"),
        ("hex", b"6869", "6869"),
        ('"; x=', b"hi", "hi"),
    ],
)
def test_a_wrong_charset_is_seen_through(told: str, content: bytes, read_as: str) -> None:
    kind = f"text/plain; charset={told}" if told else "text/plain"

    letter = read(raw(content, content_type=kind, content_transfer_encoding="8bit"))

    assert letter.text == read_as


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("=?utf-8?b?4KaG4Kau4Ka+4KawIOCmq+CnjeCmsOCmv+CmnA==?=", "আমার ফ্রিজ"),
        ("=?utf-8?q?M=C4=81ja?= =?utf-8?q?_tek?=", "Māja tek"),
        ("=?iso-8859-1?q?caf=E9?=", "café"),
        ("=?nowhere?b?!!!?=", "=?nowhere?b?!!!?="),
        ("=?utf-8?b?broken", "=?utf-8?b?broken"),
        ("Māja", "Māja"),
        ("a\r\n b", "a b"),
        ("x\x00\x1b[31my\u202ez", "x[31myz"),
        ("", ""),
    ],
)
def test_a_subject_is_read_as_people_see_it(told: str, shown: str) -> None:
    assert read(raw(subject=told)).subject == shown


@pytest.mark.parametrize(
    ("headers", "name", "address"),
    [
        ({"from": "ANNA@Example.LV"}, "", "anna@example.lv"),
        ({"from": "=?utf-8?q?Anna_B=C4=93rzi=C5=86a?= <a@b.lv>"}, "Anna Bērziņa", "a@b.lv"),
        ({"from": '"Bērziņa, Anna" <a@b.lv>'}, "Bērziņa, Anna", "a@b.lv"),
        ({"from": "Shop form <form@shop.example>", "reply_to": "A <a@b.lv>"}, "A", "a@b.lv"),
        ({"from": "A <a@b.lv>", "reply_to": "visits@aftersales.example"}, "A", "a@b.lv"),
        ({"from": "A <a@b.lv>", "reply_to": "nobody"}, "A", "a@b.lv"),
    ],
)
def test_who_is_answered(headers: dict[str, str], name: str, address: str) -> None:
    letter = read(raw(**headers))

    assert (letter.name, letter.address) == (name, address)


@pytest.mark.parametrize("sender", ["", "nobody", "<>", "@", "a@b", "a b@c.lv", "x" * 9000])
def test_a_letter_without_a_sender_is_refused(sender: str) -> None:
    with pytest.raises(NotUnderstood, match="who wrote it"):
        read(raw(**{"from": sender}))


def test_of_two_alternatives_the_plain_one_is_read() -> None:
    assert read(composed("Plain.", "<p>Rich.</p>").as_bytes()).text == "Plain."


def test_an_html_letter_is_read_as_text_without_what_nobody_sees() -> None:
    html = (
        "<html><head><title>t</title><style>p{}</style></head><body><p>It&nbsp;leaks &amp; <b>beeps</b>.</p>"
        "<script>alert(1)</script><div>Anna<br>Riga</div><img src='http://spy/x.gif' alt=''>"
        "<ul><li>one<li>two</ul><p hidden>secret</p></body></html>"
    )

    letter = read(composed("", html).as_bytes())

    assert letter.text == "It leaks & beeps.\n\nAnna\nRiga\n\none\ntwo"


def test_a_plain_footer_beside_an_html_letter_replaces_nothing() -> None:
    mail = composed("", "<p>It leaks.</p>")
    mail.make_mixed()
    footer = EmailMessage()
    footer.set_content("Sent through our list.")
    mail.attach(footer)

    assert read(mail.as_bytes()).text == "It leaks.\n\nSent through our list."


def test_an_empty_plain_alternative_leaves_the_html_one() -> None:
    assert read(composed("  \n", "<p>It leaks.</p>").as_bytes()).text == "It leaks."


def test_files_come_with_harmless_names_and_signature_dots_stay_out() -> None:
    mail = composed("See.", "<p>See.<img src='cid:dot'></p>")
    mail.add_attachment(JPEG, maintype="image", subtype="jpeg", filename="../../etc/Žurnāls 1.jpg")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", cid="<dot>", filename="d.png")
    mail.add_attachment("notes", filename="notes.txt")
    mail.add_attachment(b"", maintype="application", subtype="pdf", filename="empty.pdf")

    letter = read(mail.as_bytes())

    assert letter.text == "See."
    assert letter.files == (File("Žurnāls 1.jpg", JPEG), File("notes.txt", b"notes\r\n"))


def test_more_files_than_are_kept_are_named() -> None:
    mail = composed()
    for number in range(12):
        mail.add_attachment(JPEG, maintype="image", subtype="jpeg", filename=f"{number}.jpg")

    letter = read(mail.as_bytes())

    assert [each.name for each in letter.files] == [f"{number}.jpg" for number in range(10)]
    assert letter.left_out == ("10.jpg", "11.jpg")


@pytest.mark.parametrize("content", [b"!!!!", b"QUJD=", b"QUJ\xff\xfeDRA==", b"", b"===="])
def test_garbage_instead_of_base64_is_no_reason_to_fail(content: bytes) -> None:
    letter = read(raw(content, content_transfer_encoding="base64", subject="Broken"))

    assert letter.subject == "Broken"


def test_a_letter_whose_borders_are_missing_still_says_what_it_says() -> None:
    body = "--b\nContent-Type: text/plain\n\nIt leaks.\n"  # never closed

    assert read(raw(body, content_type='multipart/mixed; boundary="b"')).text == "It leaks."
    assert read(raw("It leaks.", content_type="multipart/mixed")).subject == "Help"


def test_a_letter_without_an_identifier_gets_the_same_one_each_time_and_another_letter_another() -> (
    None
):
    first = read(b"Received: by a\r\n" + raw("One.", message_id="")).outside_id

    assert first.endswith("@no-message-id")
    assert read(b"Received: by b\r\n" + raw("One.", message_id="")).outside_id == first
    assert read(raw("Two.", message_id="")).outside_id != first


@pytest.mark.parametrize("body", [b"", b"  \r\n", b"\x00" * 10])
def test_what_is_no_message_is_refused_in_a_sentence(body: bytes) -> None:
    with pytest.raises(NotUnderstood):
        read(body)


def test_a_message_that_is_too_large_or_too_deep_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(NotUnderstood, match="25 MB"):
        read(raw(b"x" * LARGEST))
    with pytest.raises(NotUnderstood, match="parts inside parts"):
        read(raw("Content-Type: multipart/mixed; boundary=a\n" * 101))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It leaks.", ""),
        ("Mašīna nestrādā, lūdzu, palīdziet.", "lv"),
        ("আমার ফ্রিজ নষ্ট হয়ে গেছে", "bn"),
    ],
)
def test_the_language_is_seen_by_its_letters(text: str, language: str) -> None:
    assert read(raw(text)).language == language
    assert read(raw(text, content_language="bn-BD")).language == "bn"


def test_a_forwarded_letter_is_read_with_its_text() -> None:
    inner = composed("The serial is 4711.", message_id="<0@example.lv>")
    mail = composed("See below.")
    mail.add_attachment(inner)

    assert read(mail.as_bytes()).text == "See below.\n\nThe serial is 4711."


def test_base64_text_is_read() -> None:
    content = base64.encodebytes("Nestrādā sūknis.".encode())

    letter = read(
        raw(content, content_transfer_encoding="base64", content_type="text/plain; charset=utf-8")
    )

    assert letter.text == "Nestrādā sūknis."
