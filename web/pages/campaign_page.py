"""The page of one campaign: what publishing would do, or how far it is with a picture, a table and its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from fastapi import Request, Response

from aftersales.access import SignedIn
from aftersales.campaigns.lists import campaign_facts
from aftersales.campaigns.preview import preview_of
from aftersales.errors import NotThere
from aftersales.jobs.recalls import Work, work_on
from aftersales.moments import wall_of
from aftersales.notices.message import Message
from aftersales.notices.recall_facts import RecallFacts
from aftersales.notices.recall_wording import recalled
from aftersales.parts import Parts
from aftersales.queries.access import users
from aftersales.queries.campaigns import by_hand_count, response_counts, responses_page
from aftersales.queries.pages import events_about
from aftersales.records import Campaign, CampaignState
from aftersales.store import Session
from aftersales.words import LANGUAGES, Words, words_in
from warranty.recalls.campaigns import Match, reason_of
from warranty.recalls.responses import ResponseState, progress_of
from web.doors import MANAGERS
from web.pages.campaign_words import (
    ORDER,
    campaign_state_words,
    language_words,
    match_words,
    response_words,
    severity_words,
    way_words,
)
from web.pages.happening import by_whom, happened
from web.templating import page

ROWS: Final = 50
"""Units that the page shows at once."""

BY_HAND: Final = "by_hand"
"""Chooses the owners whom a person has to call or write to."""

NOT_TOLD: Final = (ResponseState.OWED, ResponseState.UNREACHABLE, ResponseState.CLEARED)
"""Owners in these states have not been told, or need not be."""

WIDTH: Final = 1000
"""Units across the picture of progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One state in the picture: where its piece begins, how long it is, and what it stands for."""

    state: str
    words: str
    number: int
    start: float
    length: float
    href: str


def campaign_in(session: Session, campaign_id: UUID) -> Campaign:
    """The campaign of an address.

    Raises:
        NotThere: there is none.
    """
    row = session.get(Campaign, campaign_id)
    if row is None:
        raise NotThere("There is no such campaign. Choose one from the list of campaigns.")
    return row


def campaign_page(
    request: Request,
    parts: Parts,
    me: SignedIn,
    campaign_id: UUID,
    *,
    state: str = "",
    after: UUID | None = None,
    problem: str = "",
) -> Response:
    """The page; `problem` says what was refused."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        row = campaign_in(session, campaign_id)
        is_draft = row.state is CampaignState.DRAFT
        today = wall_of(parts.clock.now(), "UTC").date()
        more = (
            _previewed(_, session, row)
            if is_draft
            else _followed(_, session, row, state, after, today)
        )
        return page(
            request,
            "campaign_draft.html" if is_draft else "campaign.html",
            _,
            status_code=409 if problem else 200,
            problem=problem,
            campaign=row,
            severity=severity_words(_, row.severity),
            state_words=campaign_state_words(_, row.state),
            may_publish=me.role in MANAGERS,
            letters=_letters(row),
            events=events_about(session, {row.id}),
            happened=happened,
            by_whom=by_whom,
            names={str(user.id): user.name for user in users(session)},
            zone="UTC",
            **more,
        )


def _letters(row: Campaign) -> list[tuple[str, Message]]:
    """What owners read, language by language."""
    told = []
    for language, said in row.wording.items():
        words = words_in(language)
        facts = RecallFacts(
            title=row.title,
            severity=row.severity,
            found=Match.AFFECTED.value,
            product="…",
            serial="…",
            needs_visit=row.needs_visit,
            reminder=0,
            link_id=row.id,
            answers_name="…",
            answers_phone="…",
            **said,
        )
        told.append((language, recalled(words, facts, "")))
    return told


def _previewed(_: Words, session: Session, row: Campaign) -> dict[str, object]:
    """What publishing would do now."""
    preview = preview_of(session, row)
    facts = campaign_facts(row)
    return {
        "preview": preview,
        "found": [
            (
                match_words(_, found.value),
                preview.found[found],
                [(each, reason_of(found, facts)) for each in preview.shown.get(found, [])],
            )
            for found in Match
            if preview.found[found]
        ],
        "ways": [
            (way_words(_, way), preview.by_way[way])
            for way in ("email", "phone", "post", "")
            if preview.by_way[way]
        ],
        "languages": [
            (language_words(_, language), number, language in row.wording)
            for language, number in sorted(preview.languages.items())
        ],
        "unwritten": [language_words(_, each) for each in LANGUAGES if each not in row.wording],
    }


def _followed(
    _: Words, session: Session, row: Campaign, state: str, after: UUID | None, today: date
) -> dict[str, object]:
    """How far it is, and the rows that were asked for."""
    counts = response_counts(session, [row.id])[row.id]
    work = work_on(session, row)
    wanted = state if state in set(ResponseState) else ""
    by_hand_on = today if state == BY_HAND else None
    found = responses_page(session, row.id, after, ROWS + 1, state=wanted, by_hand_on=by_hand_on)
    href = f"/campaigns/{row.id}?state={state if wanted or by_hand_on else ''}"
    return {
        "progress": progress_of(counts),
        "bars": _bars(_, row, counts),
        "work": work,
        "work_words": "" if work is None else _work_words(_, work, counts),
        "by_hand": by_hand_count(session, row.id, today),
        "chosen": _("by hand: to be called or written to")
        if by_hand_on
        else (response_words(_, wanted) if wanted else _("all units")),
        "rows": [
            (
                each,
                response_words(_, each.response.state),
                match_words(_, each.response.found),
                way_words(_, each.response.next_way) if each.response.next_way else "",
            )
            for each in found[:ROWS]
        ],
        "following": f"{href}&after={found[ROWS - 1].response.id}" if len(found) > ROWS else "",
        "first": f"{href}" if after else "",
    }


def _work_words(_: Words, work: Work, counts: Mapping[ResponseState, int]) -> str:
    """Until nothing is left to do: how far telling or reminding is."""
    done, total = _.number(work.done), _.number(work.total)
    if work.is_reminding:
        return _("{done} of {total} owners reminded", done=done, total=total)
    told = sum(number for state, number in counts.items() if state not in NOT_TOLD)
    return _(
        "{done} of {total} units looked at; owners told so far: {told}",
        done=done,
        total=total,
        told=_.number(told),
    )


def _bars(_: Words, row: Campaign, counts: Mapping[ResponseState, int]) -> list[Bar]:
    total, start, bars = sum(counts.values()) or 1, 0.0, []
    for state in ORDER:
        number = counts.get(state, 0)
        if number:
            length = WIDTH * number / total
            bars.append(
                Bar(
                    state=state.value,
                    words=response_words(_, state.value),
                    number=number,
                    start=round(start, 1),
                    length=round(length, 1),
                    href=f"/campaigns/{row.id}?state={state.value}",
                )
            )
            start += length
    return bars
