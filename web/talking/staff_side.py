"""Our side of a talk: what the page of a case shows to colleagues, and what they answer in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from aftersales.access import SignedIn, actor_of
from aftersales.conversations import Author
from aftersales.conversations.talking import talk_back
from aftersales.errors import AftersalesError
from aftersales.parts import Parts
from aftersales.queries.promises import zone_of_case
from aftersales.words import Words
from web.pages.case_page import case_in
from web.pages.case_words import case_state_words
from web.pages.thread_shown import one_shown, thread_shown
from web.talking.talk import News
from web.templating import environment


@dataclass(slots=True)
class StaffSide:
    """A page that somebody of us has open; `still` says who they are, or that they may not be here any more."""

    parts: Parts
    case_id: UUID
    words: Words
    still: Callable[[], SignedIn]

    def news(self, have: frozenset[UUID]) -> News:
        """What the page does not show yet."""
        self.still()
        with self.parts.store.reading() as session:
            case = case_in(session, self.case_id)
            rows = [
                row for row in thread_shown(self.words, session, case) if row.message.id not in have
            ]
            zone = zone_of_case(session, case.id)
        lines = [(row.message.id, one_shown(self.words, zone, row)) for row in rows]
        state = case_state_words(self.words, case.state)
        template = environment().get_template("case_standing.html")
        return News(standing=template.render(_=self.words, case=case, state=state), lines=lines)

    def say(self, said_id: str, text: str) -> UUID:
        """Keep what they answer."""
        me = self.still()
        with self.parts.doing(actor_of(me)) as deed:
            case = case_in(deed.session, self.case_id)
            author = Author(me.name, me.user_id)
            return talk_back(deed, case, text, author, said_id=said_id).id

    def refusal(self, error: AftersalesError) -> str:  # noqa: ARG002 - the page shows how the case stands
        """Why an answer was not kept."""
        return self.words("This is not possible, or no longer. See how the case stands now.")
