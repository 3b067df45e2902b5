"""The words of the summary after a visit: what was done, by whom, with what, and what it costs."""

from __future__ import annotations

from aftersales.notices.booking_wording import costs_said
from aftersales.notices.done_facts import DoneFacts
from aftersales.notices.message import Choice, Message, kept
from aftersales.records import TrialResult
from aftersales.words import Words
from aftersales.words.sentences import work


def done_summary(_: Words, facts: DoneFacts, link_url: str) -> Message:
    """What was done, for the customer to keep."""
    return Message(
        subject=_(
            "Done: {work} ({reference})",
            work=work(_, facts.work_kind, facts.product_type),
            reference=facts.reference,
        ),
        paragraphs=kept(
            _who(_, facts),
            facts.place,
            facts.text,
            _trial(_, facts.trial),
            _.many(
                "{number} point of the checklist was checked.",
                "{number} points of the checklist were checked.",
                facts.checked,
            )
            if facts.checked
            else "",
            _("Serial on the plate: {serial}", serial=facts.serial) if facts.serial else "",
            _(
                "Parts fitted: {parts}",
                parts=", ".join(f"{_.number(each.quantity)} × {each.part}" for each in facts.parts),
            )
            if facts.parts
            else "",
            _("Signed by {name}.", name=facts.signed_by) if facts.signed_by else "",
            _("The work belongs to your claim {claim}.", claim=facts.claim_reference)
            if facts.claim_reference
            else costs_said(_, facts.price_cents, facts.price_currency, facts.price_reason),
            _(
                "If something is not right, {name} answers for it: {phone}.",
                name=facts.answers_name,
                phone=facts.answers_phone,
            ),
        ),
        choices=(
            Choice(_("See the visit"), link_url),
            Choice(_("Something went wrong? Tell us"), link_url + "/complaint"),
        ),
    )


def _who(_: Words, facts: DoneFacts) -> str:
    day = _.day_at(facts.ended_at, facts.zone)
    until = _.time_at(facts.ended_at, facts.zone)
    if facts.began_at is None:
        return _(
            "{technician} was with you on {day} until {until}. The work is done.",
            technician=facts.technician_name,
            day=day,
            until=until,
        )
    return _(
        "{technician} was with you on {day} from {since} to {until}. The work is done.",
        technician=facts.technician_name,
        day=day,
        since=_.time_at(facts.began_at, facts.zone),
        until=until,
    )


def _trial(_: Words, result: str) -> str:
    match result:
        case TrialResult.PASSED:
            return _("The test at the end was passed.")
        case TrialResult.FAILED:
            return _("The test at the end was not passed. We tell you how it goes on.")
        case _:
            return ""
