"""The customer's side of a talk: what their page shows, and what they write in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.conversations.own_page import (
    LINES_OF_CASE,
    OwnCase,
    case_of_link,
    say,
    thread_of,
)
from aftersales.conversations.talking import customer_is_here
from aftersales.deed import Actor, Deed
from aftersales.errors import AftersalesError, NotThere, TooOften
from aftersales.parts import Parts
from aftersales.queries.complaints import complaint_of_case
from aftersales.records import ActorKind, Direction
from aftersales.throttle import attempt
from aftersales.words import Words
from web.pages.own_case_shown import standing_of, told_row
from web.pages.signing import too_often
from web.talking.talk import News
from web.templating import environment, macro

SAY_AGAIN: Final = timedelta(seconds=15)
"""An open page is written down as such this often at most."""


@dataclass(slots=True)
class OwnSide:
    """A page that was opened by a link."""

    parts: Parts
    token: str
    words: Words
    here_at: datetime | None = None

    def news(self, have: frozenset[UUID]) -> News:
        """What the page does not show yet; whoever is told something is there."""
        now = self.parts.clock.now()
        with self.parts.store.reading() as session:
            own = self._own(case_of_link(session, self.parts.settings, now, self.token))
            rows = [row for row in thread_of(session, own) if row[0].id not in have]
            is_complaint = complaint_of_case(session, own.case.id) is not None
        standing = standing_of(self.words, own, now, is_complaint=is_complaint)
        line = macro("parts/talk.html", "line")
        lines = [
            (
                message.id,
                line(
                    self.words,
                    *told_row(self.words, self.token, message, files),
                    own.zone,
                    self.words("You") if message.direction is Direction.IN else "",
                ),
            )
            for message, files in rows
        ]
        if lines or self.here_at is None or self.here_at < now - SAY_AGAIN:
            self._say_here(own)
        html = environment().get_template("own_case_standing.html").render(_=self.words, **standing)
        return News(standing=html, lines=lines)

    def say(self, said_id: str, text: str) -> UUID:
        """Keep what the customer wrote."""
        now = self.parts.clock.now()
        with self.parts.store.reading() as session:
            own = self._own(case_of_link(session, self.parts.settings, now, self.token))
        attempt(self.parts, LINES_OF_CASE, str(own.case.id))
        with self.parts.doing(Actor(ActorKind.CUSTOMER, own.customer.number)) as deed:
            current = self._own(case_of_link(deed.session, deed.settings, deed.now, self.token))
            message = say(deed, current, text, said_id=said_id)
            customer_is_here(deed, current.case)
            return message.id

    def refusal(self, error: AftersalesError) -> str:
        """Why a line was not kept."""
        if isinstance(error, TooOften):
            return too_often(self.words, error)
        return self.words("Write what you want to tell us, or choose a photograph.")

    def _own(self, own: OwnCase) -> OwnCase:
        if not own.is_talk:
            raise NotThere("Answers to this request go to the address that was given.")
        return own

    def _say_here(self, own: OwnCase) -> None:
        with self.parts.doing(Actor(ActorKind.CUSTOMER, own.customer.number)) as deed:
            self._write_down(deed)

    def _write_down(self, deed: Deed) -> None:
        own = case_of_link(deed.session, deed.settings, deed.now, self.token)
        customer_is_here(deed, own.case)
        self.here_at = deed.now
