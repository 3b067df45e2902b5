"""Talks on the pages of customers: who waits for an answer now, the answer, and how urgent a case is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from aftersales.cases import set_priority
from aftersales.conversations.own_page import LONGEST_LINE
from aftersales.conversations.recipients import HERE_WITHIN
from aftersales.conversations.talking import talk_back
from aftersales.queries.own_cases import talks_under_way
from aftersales.queries.promises import zones_of_cases
from aftersales.records import Priority
from aftersales.words import words_in
from web.pages.case_desk import DeskIn
from web.pages.case_page import TypedCase
from web.pages.cases import MOST_TALKS, chosen
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/cases")

Field = Annotated[str, Form(max_length=64)]
Long = Annotated[str, Form(max_length=LONGEST_LINE)]


@router.get("/talks")
def talks(request: Request, parts: PartsIn, me: Me) -> Response:
    """Who has their page open and waits for an answer; a part of the list of cases that is loaded again and again."""
    since = parts.clock.now() - HERE_WITHIN
    with parts.store.reading() as session:
        waiting = talks_under_way(session, since, MOST_TALKS)
        zones = zones_of_cases(session, {case.id for case, _message, _customer in waiting})
    return page(request, "case_talks.html", words_in(me.language), waiting=waiting, zones=zones)


@router.post("/{case_id}/talk")
def talked(desk: DeskIn, line: Long = "", said_id: Field = "") -> Response:
    """Answer in the talk; without a script the page shows it anew."""
    typed = TypedCase(line=line, said_id=said_id)
    if not line.strip():
        return desk.refused("line", desk.words("Write what the customer is to read."), typed)
    return desk.acted(
        lambda deed, row: talk_back(deed, row, line, desk.author, said_id=said_id), "line", typed
    )


@router.post("/{case_id}/priority")
def rated(desk: DeskIn, priority: Field = "") -> Response:
    """It is more or less urgent from now on."""
    wanted = chosen(Priority, priority)
    if wanted is None:
        return desk.refused("priority", desk.words("Choose how urgent it is."))
    return desk.acted(lambda deed, row: set_priority(deed, row, wanted), "priority")
