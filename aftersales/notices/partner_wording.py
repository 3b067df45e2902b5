"""The words to a service partner that is asked whether it takes some visits."""

from __future__ import annotations

from aftersales.notices.message import Choice, Message, kept
from aftersales.notices.partner_facts import OfferedVisit, WorkOfferedFacts
from aftersales.words import Words
from aftersales.words.sentences import work


def work_offered(_: Words, facts: WorkOfferedFacts, link_url: str) -> Message:
    """Each visit with its deadline, and one page to answer all of them."""
    return Message(
        subject=_.many(
            "{number} visit waits for your answer",
            "{number} visits wait for your answer",
            len(facts.visits),
        ),
        paragraphs=kept(
            *(_visit(_, each) for each in facts.visits),
            _(
                "Accept or decline each of them on your page, without an account. What is not answered in time goes to somebody else."
            ),
            _(
                "{name} answers your questions: {phone}.",
                name=facts.answers_name,
                phone=facts.answers_phone,
            )
            if facts.answers_phone
            else "",
        ),
        choices=(Choice(_("See it and answer"), link_url),),
    )


def _visit(_: Words, visit: OfferedVisit) -> str:
    what = _(
        "{work}, {place}: {day}, {from_time} to {to_time}.",
        work=work(_, visit.work_kind, visit.product_type),
        place=visit.place,
        day=_.day_at(visit.window_from_at, visit.zone),
        from_time=_.time_at(visit.window_from_at, visit.zone),
        to_time=_.time_at(visit.window_to_at, visit.zone),
    )
    until = _(
        "Answer by {time} on {day}.",
        time=_.time_at(visit.answer_by_at, visit.zone),
        day=_.day_at(visit.answer_by_at, visit.zone),
    )
    return f"{what}\n{until}"
