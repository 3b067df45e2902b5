"""Campaigns before anybody is told: drafts with their match lists and the words that owners will read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from aftersales.campaigns.lists import lists_of
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotUnderstood, Problem, RevisionMoved
from aftersales.queries.campaigns import campaign_by_code
from aftersales.records import Campaign, CampaignState
from aftersales.states import moved
from aftersales.store import lock_rows
from aftersales.words import LANGUAGES
from warranty.recalls.campaigns import Campaign as CampaignFacts
from warranty.recalls.campaigns import Severity
from warranty.recalls.notices import ENGLISH, minimising_words

CAMPAIGN_MOVES: Final = MappingProxyType(
    {
        CampaignState.DRAFT: frozenset({CampaignState.PUBLISHED, CampaignState.DISCARDED}),
        CampaignState.PUBLISHED: frozenset({CampaignState.CLOSED}),
        # The remedy can turn out to be wrong, or more units to be meant.
        CampaignState.CLOSED: frozenset({CampaignState.PUBLISHED}),
        CampaignState.DISCARDED: frozenset[CampaignState](),
    }
)

SAID: Final = ("hazard", "advice", "remedy")
"""What owners are told in words of their own language: what can happen, what to do now, what they are offered."""

Wording = Mapping[str, Mapping[str, str]]
"""By language, what is said under each name of `SAID`."""


def add_campaign(deed: Deed, facts: CampaignFacts, wording: Wording) -> Campaign:
    """Keep a draft; nobody is told.

    Raises:
        Collision: another campaign has that code.
        NotUnderstood: a text is missing, or makes the risk look smaller.
    """
    if campaign_by_code(deed.session, facts.key) is not None:
        raise Collision(f"There is a campaign {facts.key} already. Choose another code.")
    row = Campaign(id=deed.new_id(), code=facts.key, state=CampaignState.DRAFT, created_at=deed.now)
    _write(row, facts, wording)
    deed.add(row)
    deed.note("campaign_draft", row)
    return row


def edit_campaign(deed: Deed, row: Campaign, facts: CampaignFacts, wording: Wording) -> None:
    """Change a draft. What was published is told; another campaign says what changed since.

    Raises:
        NotAllowed: it is no draft any more.
        Collision: another campaign has that code.
        NotUnderstood: a text is missing, or makes the risk look smaller.
    """
    if row.state is not CampaignState.DRAFT:
        raise NotAllowed(
            "This campaign is published, and its owners have read it. Make another one for what is new."
        )
    other = campaign_by_code(deed.session, facts.key)
    if other is not None and other.id != row.id:
        raise Collision(f"There is a campaign {facts.key} already. Choose another code.")
    _write(row, facts, wording)
    row.code = facts.key
    row.revision += 1
    deed.add(row)
    deed.note("campaign_edited", row)


def publish_campaign(deed: Deed, row: Campaign, revision: int) -> None:
    """Let owners be told from now on; `revision` is that of the preview which somebody has read.

    Raises:
        RevisionMoved: it was changed since.
        IllegalMove: it is published already.
    """
    lock_rows(deed.session, "campaign", [row.id])
    deed.session.refresh(row)
    if row.revision != revision:
        raise RevisionMoved(
            "The campaign was changed since you looked at it. Read the preview again, then publish it."
        )
    _move(deed, row, CampaignState.PUBLISHED)
    row.published_at = row.published_at or deed.now
    row.closed_at = None
    row.walked_to_id = None


def close_campaign(deed: Deed, row: Campaign, why: str) -> None:
    """Remind nobody any more; what is still open on a unit stays to be seen on its page.

    Raises:
        NotUnderstood: nobody says why.
        IllegalMove: it is not published.
    """
    if not why.strip():
        raise NotUnderstood(
            "Say why nobody is reminded any more.", [Problem("why", "it is missing")]
        )
    _move(deed, row, CampaignState.CLOSED, why=why.strip())
    row.closed_at = deed.now


def discard_campaign(deed: Deed, row: Campaign) -> None:
    """Give up a draft.

    Raises:
        IllegalMove: it is published.
    """
    _move(deed, row, CampaignState.DISCARDED)


def problems_of(facts: CampaignFacts, wording: Wording) -> list[Problem]:
    """What owners could not be told like this: a missing text, or words that make a risk look smaller."""
    problems = [
        Problem(f"{language}_{name}", "write it, or leave this language out")
        for language, said in wording.items()
        for name in SAID
        if not said.get(name, "").strip()
    ]
    if ENGLISH not in wording:
        problems.append(Problem(f"{ENGLISH}_hazard", "English is read by whoever has no other"))
    if facts.severity is not Severity.SERVICE:
        problems += _minimised(facts, wording)
    return problems


def _minimised(facts: CampaignFacts, wording: Wording) -> Iterator[Problem]:
    texts = [("title", ENGLISH, facts.title)]
    texts += [
        (f"{language}_{name}", language, said.get(name, ""))
        for language, said in wording.items()
        for name in SAID
    ]
    for where, language, text in texts:
        found = minimising_words(text, language)
        if found:
            yield Problem(where, f"makes the risk look smaller: {', '.join(found)}")


def _write(row: Campaign, facts: CampaignFacts, wording: Wording) -> None:
    problems = problems_of(facts, wording)
    if unknown := sorted(set(wording) - set(LANGUAGES)):
        problems.append(Problem("wording", f"{unknown[0]} is not spoken here"))
    if problems:
        raise NotUnderstood(
            "Owners cannot be told like this. Correct what is marked, then keep the draft.",
            problems,
        )
    row.title, row.severity = facts.title, facts.severity.value
    row.match_lists = lists_of(facts)
    row.wording = {
        language: {name: said[name].strip() for name in SAID} for language, said in wording.items()
    }
    row.needs_visit, row.source = facts.needs_visit, facts.source


def _move(deed: Deed, row: Campaign, state: CampaignState, *, why: str = "") -> None:
    row.state = moved(CAMPAIGN_MOVES, row.state, state, "campaign")
    row.revision += 1
    deed.add(row)
    deed.note(f"campaign_{state}", row, why=why)
