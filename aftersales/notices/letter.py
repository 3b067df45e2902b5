"""A notice as an e-mail: the same notice always gives the same bytes, so a repeat is recognised."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from aftersales.errors import NotUnderstood
from aftersales.identifiers import digest_of
from aftersales.notices.html import page_in_mail
from aftersales.notices.invitation import invitation
from aftersales.notices.kinds import PAGES, STAFF_LISTS, STAFF_PAGES, NoticeKind
from aftersales.notices.message import Message
from aftersales.notices.wording import worded
from aftersales.records import Notice, RecipientKind
from aftersales.settings import Settings
from aftersales.words import words_in


def letter(
    settings: Settings, notice: Notice, email: str, name: str, token: str | None, code: str = ""
) -> EmailMessage:
    """The whole message to one recipient; `token` opens their page, `code` signs them in, if they have one.

    Its shape is multipart/mixed { alternative { plain, html, calendar }, the same calendar attached },
    because Outlook looks for the calendar only in the first child, and others only at the attachment.

    Raises:
        NotUnderstood: `email` is no address that a message can be sent to.
    """
    name = on_one_line(name)
    words = words_in(notice.language)
    link = page_of(settings, notice, token)
    message = worded(NoticeKind(notice.kind), words, notice.facts, link, code)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _mailbox(settings.sender_name, settings.sender_email)
    mail["To"] = _mailbox(name, email)
    mail["Subject"] = on_one_line(message.subject)
    mail["Date"] = format_datetime(notice.created_at.replace(microsecond=0))
    mail["Message-ID"] = f"<{message_id(settings, notice)}>"
    subject = f"<{notice.subject_id}@{settings.calendar_domain}>"
    answers = on_one_line(str(notice.facts.get("answers") or ""))
    if answers:
        mail["In-Reply-To"] = f"<{answers}>"
    elif notice.subject_kind == "appointment" and notice.kind != NoticeKind.BOOKED:
        mail["In-Reply-To"] = subject  # the news of a visit stand below its first letter
    mail["References"] = f"{subject} <{answers}>" if answers else subject
    if NoticeKind(notice.kind) is NoticeKind.SURVEY and link:  # RFC 8058
        mail["List-Unsubscribe"] = f"<{link}/unsubscribe>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_plain(message))
    mail.add_alternative(page_in_mail(message, words.language), subtype="html")
    calendar = invitation(settings, notice, words, name, email)
    if calendar is not None:
        method, content = calendar
        mail.add_alternative(content, maintype="text", subtype="calendar", cte="base64")
        part = list(mail.iter_parts())[-1]
        part.set_param("charset", "utf-8")
        part.set_param("method", method.value)
        mail.add_attachment(content, maintype="application", subtype="ics", filename="visit.ics")
    _fix_boundaries(mail, digest_of(notice.unrepeatable_key))
    mail["Content-Language"] = words.language
    return mail


def message_id(settings: Settings, notice: Notice) -> str:
    """What mail programs know a notice by, without brackets."""
    return f"{digest_of(notice.unrepeatable_key)}@{settings.calendar_domain}"


def page_of(settings: Settings, notice: Notice, token: str | None) -> str:
    """The page that a notice leads to: its recipient's own by `token`, or that of colleagues; none for some."""
    if notice.recipient_kind is RecipientKind.USER:
        listed = STAFF_LISTS.get(notice.subject_kind)
        if listed:
            return f"{settings.public_url}/{listed}"
        page = STAFF_PAGES.get(notice.subject_kind)
        return f"{settings.public_url}/{page}/{notice.subject_id}" if page else ""
    own = PAGES.get(NoticeKind(notice.kind), "visit")
    return f"{settings.public_url}/{own}/{token}" if token else ""


def on_one_line(text: str) -> str:
    """The text without line breaks and other control characters, which could begin a header of its own."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def _mailbox(name: str, email: str) -> Address:
    try:
        return Address(name, addr_spec=email)
    except (MessageError, ValueError, IndexError) as error:
        raise NotUnderstood("The address is no e-mail address. Correct it.") from error


def _plain(message: Message) -> str:
    choices = [f"{choice.label}: {choice.url}" for choice in message.choices if choice.url]
    return "\n\n".join([*message.paragraphs, *choices]) + "\n"


def _fix_boundaries(mail: EmailMessage, seed: str) -> None:
    """Name the borders of the parts after the notice: the library would draw them at random."""
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"={seed}.{number}")
