"""Staff arrange a visit in one step: they choose from the times that its customer would see, or leave it to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.booking import Wanted, arrange, hear_arranged
from aftersales.choices import leave_to_planner
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotUnderstood, SlotTaken
from aftersales.installations import leave_to_customer
from aftersales.parts import Parts
from aftersales.records import Territory, WorkOrder
from aftersales.store import Session
from aftersales.words import words_in
from web.pages.errands import Errand, Instead
from web.pages.times_for_staff import times_for_staff

When = Annotated[str, Form(max_length=40)]
Kind = Annotated[str, Form(max_length=40)]
KindAsked = Annotated[str, Query(max_length=40)]
Note = Annotated[str, Form(max_length=2000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """Somebody of the house who arranges a visit: it is booked and told, or said why not with nothing lost.

    Attributes:
        request: theirs.
        parts: the installation.
        me: who it is.
        find: the errand as it stands; refuses where nothing can be arranged.
    """

    request: Request
    parts: Parts
    me: SignedIn
    find: Callable[[Session], Errand]

    def shown(
        self,
        *,
        banner: tuple[str, str] = ("", ""),
        status_code: int = 200,
        lost: str = "",
        note: str | None = None,
    ) -> Response:
        """The page with every time and every reason."""
        with self.parts.store.reading() as session:
            return times_for_staff(
                self.request,
                self.parts,
                words_in(self.me.language),
                session,
                self.find(session),
                note=note,
                lost=lost,
                banner=banner,
                status_code=status_code,
            )

    def arranged(self, when: str, *, note: str | None = None) -> Response:
        """Book the time that was chosen, or leave it to the customer or the planner, and lead to what came of it."""
        _ = words_in(self.me.language)
        try:
            if when in set(Instead):
                return self._left(Instead(when))
            visit = arrange(self.parts, actor_of(self.me), when, self._look, self._make)
        except SlotTaken:
            said = _(
                "This time has just been taken, and nothing was written. The free times nearest to it stand first."
            )
            return self.shown(banner=("problem", said), status_code=409, lost=when, note=note)
        except NotUnderstood:
            said = _("Choose one of the times shown.")
            return self.shown(banner=("problem", said), status_code=422, note=note)
        except (NotAllowed, Collision):
            said = _("This is not possible from here any more. Read what stands here now.")
            return self.shown(banner=("problem", said), status_code=409, note=note)
        return RedirectResponse(f"/visits/{visit.id}?done=booked", status_code=303)

    def _left(self, instead: Instead) -> Response:
        with self.parts.doing(actor_of(self.me)) as deed:
            errand = self.find(deed.session)
            if errand.is_over or errand.stands is not None:
                raise NotAllowed("Its visit stands, or is over. Move it to one of the times shown.")
            order = errand.make(deed)
            deed.session.flush()
            if instead is Instead.CUSTOMER:
                leave_to_customer(deed, order)
            else:
                leave_to_planner(deed, order)
                hear_arranged(deed, order)
        return RedirectResponse(f"/work-orders/{order.id}/times?said={instead}", status_code=303)

    def _make(self, deed: Deed) -> WorkOrder:
        return self.find(deed.session).make(deed)

    def _look(self, session: Session) -> tuple[Territory, Wanted]:
        return self.find(session).looked_for(self.parts, session)
