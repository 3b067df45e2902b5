"""A message from outside is taken in once: into a thread, or set aside with the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final, assert_never
from uuid import UUID

from aftersales.conversations import Incoming, IncomingFile, receive
from aftersales.conversations.enclosed import enclose
from aftersales.deed import Actor, Deed
from aftersales.errors import Collision, NotUnderstood
from aftersales.identifiers import blind_hash, digest_of
from aftersales.inbound.answering import hear
from aftersales.inbound.letters import Letter, letter_in
from aftersales.inbound.returned import mark_returned
from aftersales.inbound.writers import Writer
from aftersales.parts import Parts
from aftersales.queries.intakes import bounced_contacts, intake_known, intakes_from
from aftersales.records import CaseChannel, Intake, IntakeOutcome
from aftersales.settings import Settings
from aftersales.uploads import CleanFile, FileRefused, clean_file

MOST_AN_HOUR: Final = 20
"""Messages of one sender that are put into threads within an hour; a person writes less, two machines more."""

LONGEST_ID: Final = 320
"""Characters of an identifier or a name that are kept as they are; a longer identifier is kept as its digest."""

_SET_ASIDE: Final = {
    Writer.RESPONDER: "A machine wrote it.",
    Writer.LIST: "It was sent to many.",
    Writer.OURSELVES: "It is one of our own.",
}


def take_in_mail(parts: Parts, actor: Actor, raw: bytes) -> Intake:
    """Take in a raw e-mail; the same one again is answered as the first time.

    Raises:
        NotUnderstood: it cannot be read, or nobody could be answered; nothing of it is kept.
    """
    settings = parts.settings
    letter = letter_in(
        raw, our_address=settings.sender_email.lower(), our_domain=settings.calendar_domain
    )
    with parts.store.reading() as session:
        known = intake_known(session, CaseChannel.EMAIL, _as_kept(letter.outside_id))
    if known is not None:
        return known
    clean, refused = _cleaned(settings, letter)
    return _once(parts, actor, lambda deed: _take_in_letter(deed, letter, clean, refused))


def take_in_message(parts: Parts, actor: Actor, incoming: Incoming) -> Intake:
    """Take in what somebody wrote in a messenger; the same message again is answered as the first time.

    Raises:
        NotUnderstood: it is empty, has no name of its own, or nobody could be answered.
    """
    if not incoming.outside_id:
        raise NotUnderstood("The message has no identifier. Send the one that its channel gave it.")
    return _once(parts, actor, lambda deed: _into_thread(deed, incoming))


def keep_unreadable(parts: Parts, actor: Actor, channel: CaseChannel, raw: bytes, why: str) -> None:
    """Write down that a message could not be read, once, so that somebody looks at it where it lies."""
    outside_id = f"{digest_of(raw.decode('latin-1'))}@unreadable"

    def act(deed: Deed) -> Intake:
        known = intake_known(deed.session, channel, outside_id)
        return known or _kept(
            deed, channel, outside_id, IntakeOutcome.UNREADABLE, sentence=why[:2000]
        )

    _once(parts, actor, act)


def _once(parts: Parts, actor: Actor, act: Callable[[Deed], Intake]) -> Intake:
    """One deed; of two at once with the same message the slower one finds what the faster kept."""
    try:
        with parts.doing(actor) as deed:
            return act(deed)
    except Collision:
        with parts.doing(actor) as deed:
            return act(deed)


def _cleaned(settings: Settings, letter: Letter) -> tuple[list[CleanFile], tuple[str, ...]]:
    """The files of a person's letter made harmless, before any transaction waits for it; and those not taken."""
    if letter.writer is not Writer.PERSON:
        return [], ()
    clean, refused = [], list(letter.left_out)
    for each in letter.files:
        try:
            clean.append(clean_file(settings, each.name, each.content))
        except FileRefused:
            refused.append(each.name)
    return clean, tuple(refused)


def _take_in_letter(
    deed: Deed, letter: Letter, clean: Sequence[CleanFile], refused: Sequence[str]
) -> Intake:
    outside_id = _as_kept(letter.outside_id)
    known = intake_known(deed.session, CaseChannel.EMAIL, outside_id)
    if known is not None:
        return known
    match letter.writer:
        case Writer.PERSON:
            _revive(deed, letter.address)
            incoming = _incoming_of(letter, refused)
            return _into_thread(deed, incoming, whole=_more(letter), files=clean)
        case Writer.BOUNCE:
            notice = None if letter.bounce is None else mark_returned(deed, letter.bounce)
            return _kept(
                deed,
                CaseChannel.EMAIL,
                outside_id,
                IntakeOutcome.BOUNCE,
                sentence="" if letter.bounce is None else letter.bounce.reason,
                notice_id=None if notice is None else notice.id,
            )
        case Writer.OURSELVES:
            outcome = IntakeOutcome.OURSELVES
        case Writer.CALENDAR:
            return _take_in_reply(deed, letter, outside_id)
        case Writer.RESPONDER | Writer.LIST:
            outcome = IntakeOutcome.AUTOMATIC
        case _never:
            assert_never(_never)
    return _kept(
        deed,
        CaseChannel.EMAIL,
        outside_id,
        outcome,
        whole=letter.whole,
        sentence=_SET_ASIDE[letter.writer],
        told=_incoming_of(letter, ()),
    )


def _take_in_reply(deed: Deed, letter: Letter, outside_id: str) -> Intake:
    """What a calendar answers is done; what a person must read, or added to it, stands in a thread as well."""
    if letter.reply is None:
        raise AssertionError("A letter of a calendar brings a reply.")
    heard = hear(deed, letter.reply, letter.sender)
    incoming = _incoming_of(letter, ())
    said = "\n\n".join(dict.fromkeys(filter(None, (letter.reply.said, letter.text))))
    if heard.needs_person:
        return _into_thread(
            deed,
            replace(
                incoming,
                text=said or letter.subject or heard.sentence,
                reference=incoming.reference if heard.case is None else heard.case.reference,
            ),
            whole=letter.whole,
        )
    if letter.reply.said:
        return _into_thread(deed, replace(incoming, text=letter.reply.said), whole=letter.whole)
    return _kept(
        deed,
        CaseChannel.EMAIL,
        outside_id,
        IntakeOutcome.AUTOMATIC,
        whole=letter.whole,
        sentence=heard.sentence,
        told=incoming,
    )


def _into_thread(
    deed: Deed, incoming: Incoming, *, whole: str = "", files: Sequence[CleanFile] = ()
) -> Intake:
    outside_id = _as_kept(incoming.outside_id or "")
    known = intake_known(deed.session, incoming.channel, outside_id)
    if known is not None:
        return known
    sender = blind_hash(deed.secret, "sender", incoming.channel, incoming.address)
    if intakes_from(deed.session, sender, deed.now - timedelta(hours=1)) >= MOST_AN_HOUR:
        return _kept(
            deed,
            incoming.channel,
            outside_id,
            IntakeOutcome.TOO_MANY,
            sender=sender,
            whole=whole or incoming.text,
            sentence=f"Its sender wrote more than {MOST_AN_HOUR} times within an hour.",
            told=incoming,
        )
    message = receive(deed, incoming)
    enclose(deed, message, files)
    return _kept(
        deed,
        incoming.channel,
        outside_id,
        IntakeOutcome.THREAD,
        sender=sender,
        whole=whole,
        message_id=message.id,
    )


def _kept(
    deed: Deed,
    channel: CaseChannel,
    outside_id: str,
    outcome: IntakeOutcome,
    *,
    sender: str = "",
    whole: str = "",
    sentence: str = "",
    message_id: UUID | None = None,
    notice_id: UUID | None = None,
    told: Incoming | None = None,
) -> Intake:
    row = Intake(
        id=deed.new_id(),
        channel=channel.value,
        outside_id=outside_id,
        outcome=outcome,
        sender=sender,
        whole=whole[:100_000],
        sentence=sentence,
        message_id=message_id,
        notice_id=notice_id,
        address="" if told is None else told.address[:LONGEST_ID],
        name="" if told is None else told.name[:LONGEST_ID],
        subject="" if told is None else told.subject[:LONGEST_ID],
        taken_at=deed.now,
    )
    deed.add(row)
    deed.session.flush()
    return row


def _incoming_of(letter: Letter, refused: Sequence[str]) -> Incoming:
    """A person's letter as a message for the thread of its case; files that were not taken are named in it."""
    cited = " ".join(each for each in (letter.reference, *letter.in_reply_to) if each)
    named = "\n".join(f"[{name}: …]" for name in refused)
    return Incoming(
        channel=CaseChannel.EMAIL,
        address=letter.address,
        name=letter.name,
        subject=letter.subject,
        text="\n\n".join(each for each in (letter.text, named) if each),
        outside_id=letter.outside_id,
        reference=cited,
        language=letter.language,
        files=tuple(IncomingFile(each.name, each.content) for each in letter.files),
    )


def _more(letter: Letter) -> str:
    """All of the letter, if the thread does not show all of it."""
    return "" if letter.whole == letter.text else letter.whole


def _revive(deed: Deed, email: str) -> None:
    """Whoever writes from an address reads there again."""
    for contact in bounced_contacts(deed.session, email):
        contact.bounced_at = None
        deed.add(contact)
        deed.note("contact_revived", contact)


def _as_kept(outside_id: str) -> str:
    return outside_id if len(outside_id) <= LONGEST_ID else digest_of(outside_id)
