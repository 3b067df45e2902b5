"""Registrations for staff: those that wait, and one with what was typed, what proves it, and what can be decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import SignedIn, actor_of
from aftersales.deed import Deed
from aftersales.errors import Collision, NotAllowed, NotThere, NotUnderstood
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.registration_wording import asked_said
from aftersales.notices.wording import worded
from aftersales.parts import Parts
from aftersales.queries.access import users
from aftersales.queries.notices import contacts_of, notices_about
from aftersales.queries.pages import events_about
from aftersales.queries.registrations import open_registrations, other_registrations
from aftersales.queries.uploads import uploads_of
from aftersales.records import (
    REGISTRATION_OPEN,
    Channel,
    Customer,
    Event,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
)
from aftersales.registrations import (
    UnitDays,
    ask_about,
    correct_registered,
    reject_registration,
    verify_registration,
)
from aftersales.registrations.telling import zone_of_owner
from aftersales.store import Session, lock_rows
from aftersales.words import Words, words_in
from web.pages.days_typed import DaysIn, DaysTyped, day_typed
from web.pages.files_shown import files_shown
from web.pages.happening import by_whom, happened
from web.pages.registration_words import registration_words
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/registrations")

MOST: Final = 200
"""Registrations that the queue shows."""

Short = Annotated[str, Form(max_length=64)]
Long = Annotated[str, Form(max_length=2000)]


@router.get("")
def registrations(request: Request, parts: PartsIn, me: Me) -> Response:
    """Every registration that waits: first those for which something came, then whoever waits longest."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        found = open_registrations(session, MOST)
        rows = [
            (
                row,
                f"{model.brand} {model.name}",
                owner.name,
                registration_words(_, row.state),
                _.many("{number} file", "{number} files", files) if files else "",
                zone_of_owner(session, owner.id),
            )
            for row, model, owner, files in found
        ]
    return page(request, "registrations.html", _, rows=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Somebody at work on one registration: what they do is kept and shown, or refused with nothing lost."""

    request: Request
    parts: Parts
    me: SignedIn
    registration_id: UUID

    def shown(
        self,
        problem: str = "",
        typed: str = "",
        *,
        status: int = 200,
        days: DaysTyped | None = None,
        problems: Sequence[tuple[str, str]] = (),
    ) -> Response:
        """The page; `typed` is what they wrote, `problems` what does not fit at which field."""
        return _page(self, problem, typed, status, days, problems)

    def dated(
        self, days: DaysTyped, act: Callable[[Deed, Registration, UnitDays], object]
    ) -> Response:
        """Do something with the days that were typed; what does not fit is said at its field."""
        _ = words_in(self.me.language)
        if problems := days.problems(_):
            return self.shown(status=422, days=days, problems=problems)
        try:
            return self.acted(lambda deed, row: act(deed, row, days.read()), days=days)
        except NotUnderstood as error:
            said = _("The days cannot be right. Check them on the invoice.")
            where = [each.where for each in error.problems] or ["purchased_on"]
            return self.shown(status=422, days=days, problems=[(each, said) for each in where])

    def acted(
        self,
        act: Callable[[Deed, Registration], object],
        typed: str = "",
        days: DaysTyped | None = None,
    ) -> Response:
        """Do it and lead back to the page; what a rule refuses is said there."""
        _ = words_in(self.me.language)
        try:
            with self.parts.doing(actor_of(self.me)) as deed:
                row = _row(deed.session, self.registration_id)
                lock_rows(deed.session, "registration", [row.id])
                deed.session.refresh(row)
                act(deed, row)
        except NotUnderstood:
            if days is not None:
                raise
            problem = _("Say it in a sentence that the customer can read.")
            return self.shown(problem, typed, status=422)
        except Collision:
            problem = _("This serial is another unit's already. Compare the two owners first.")
            return self.shown(problem, typed, status=409, days=days)
        except NotAllowed:
            problem = _("This is not possible any more. See below how it stands now.")
            return self.shown(problem, typed, status=409, days=days)
        return RedirectResponse(f"/registrations/{self.registration_id}", status_code=303)


def _desk(request: Request, parts: PartsIn, me: Me, registration_id: UUID) -> Desk:
    return Desk(request=request, parts=parts, me=me, registration_id=registration_id)


DeskIn = Annotated[Desk, Depends(_desk)]
"""Asks for the registration of the address and whoever works on it."""


@router.get("/{registration_id}")
def registration(desk: DeskIn) -> Response:
    """One registration: what was typed, what proves it, who else named themselves, and what can be decided."""
    return desk.shown()


@router.post("/{registration_id}/verify")
def verified(desk: DeskIn, days: DaysIn, serial: Short = "", owner: Short = "") -> Response:
    """The proof is right, and so are these days; `owner` says whether they have it from the owner before."""
    return desk.dated(
        days,
        lambda deed, row, on: verify_registration(
            deed, row, serial=serial, days=on, is_buyer=owner != "later"
        ),
    )


@router.post("/{registration_id}/days")
def days_corrected(desk: DeskIn, days: DaysIn) -> Response:
    """The days of one that was confirmed before are others."""
    return desk.dated(days, correct_registered)


@router.post("/{registration_id}/ask")
def asked(desk: DeskIn, words: Long = "") -> Response:
    """Ask the owner for something."""
    return desk.acted(lambda deed, row: ask_about(deed, row, words), words)


@router.post("/{registration_id}/reject")
def rejected(desk: DeskIn, words: Long = "") -> Response:
    """It is not theirs to register; say why."""
    return desk.acted(lambda deed, row: reject_registration(deed, row, words), words)


def _row(session: Session, registration_id: UUID) -> Registration:
    row = session.get(Registration, registration_id)
    if row is None:
        raise NotThere("There is no such registration. Choose one from the list.")
    return row


def _page(
    desk: Desk,
    problem: str,
    typed: str,
    status: int,
    days: DaysTyped | None,
    problems: Sequence[tuple[str, str]],
) -> Response:
    _ = words_in(desk.me.language)
    with desk.parts.store.reading() as session:
        row = _row(session, desk.registration_id)
        unit = session.get_one(Unit, row.unit_id)
        owner = session.get_one(Customer, row.customer_id)
        events = events_about(session, {row.id, unit.id})
        return page(
            desk.request,
            "registration_desk.html",
            _,
            status_code=status,
            problem=problem,
            typed=typed,
            problems=list(problems),
            days=days or DaysTyped.of(unit),
            row=row,
            state=registration_words(_, row.state),
            question=asked_said(_, row.question),
            unit=unit,
            model=session.get_one(ProductModel, unit.product_model_id),
            owner=owner,
            contacts=[
                each.address
                for each in contacts_of(session, owner.id)
                if each.channel in {Channel.EMAIL, Channel.PHONE}
            ],
            told=_told(_, row),
            holder=None
            if unit.customer_id == owner.id
            else session.get_one(Customer, unit.customer_id),
            others=[
                (other, person, registration_words(_, other.state))
                for other, person in other_registrations(session, unit.id, row.id)
            ],
            files=files_shown(_, uploads_of(session, "registration", row.id)),
            is_open=row.state in REGISTRATION_OPEN,
            is_active=row.state is RegistrationState.ACTIVE,
            is_rejected=row.state is RegistrationState.REJECTED,
            zone=zone_of_owner(session, owner.id),
            notices=[
                (each, worded(NoticeKind(each.kind), words_in(each.language), each.facts, ""))
                for each in notices_about(session, row.id)
            ],
            events=events,
            corrections=_corrections(_, events),
            happened=happened,
            by_whom=by_whom,
            names={str(user.id): user.name for user in users(session)},
        )


def _told(_: Words, row: Registration) -> list[tuple[str, str]]:
    """What the owner typed, to be compared with the proof."""
    bought, delivered = (
        day_typed(str(row.told.get(name) or "")) for name in ("purchased_on", "delivered_on")
    )
    told = [
        (_("Serial as typed"), str(row.told.get("serial") or "")),
        (_("Bought"), "" if bought is None else _.date(bought)),
        (_("Delivered"), "" if delivered is None else _.date(delivered)),
        (
            _("Country"),
            str(_.locale.territories.get(str(row.told.get("country")), "")),
        ),
    ]
    return [(label, said) for label, said in told if said]


def _corrections(_: Words, events: Sequence[Event]) -> list[str]:
    """Which day stands instead of which, the first correction first."""
    labels = {
        "purchased_on": _("Bought"),
        "delivered_on": _("Delivered"),
        "installed_on": _("Installed"),
    }
    return [
        _(
            "{what}: {now} instead of {was}",
            what=labels[name],
            now=_day(_, pair[1]),
            was=_day(_, pair[0]),
        )
        for event in events
        if event.what == "unit_days_corrected"
        for name, pair in event.facts.items()
        if name in labels and isinstance(pair, list)
    ]


def _day(_: Words, text: object) -> str:
    on = day_typed(str(text or ""))
    return _("no day") if on is None else _.date(on)
