"""A customer's data are erased: names, addresses, texts and facts at once; what a claim needs, when none can be made.

The rows stay, so that the history of units, visits and promises still adds up, and say nothing about anybody any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from aftersales.customers import require_known
from aftersales.deed import SYSTEM, Deed
from aftersales.errors import NotAllowed
from aftersales.identifiers import digest_of
from aftersales.notices.forgetting import FORGOTTEN, without_people
from aftersales.parts import Parts
from aftersales.privacy.columns import AT_THE_END, GONE, STRUCK
from aftersales.privacy.open_matters import end_matters, open_matters
from aftersales.privacy.traces import Traces, traces_of
from aftersales.queries.belongings import Rows, belongings, rows_by_id
from aftersales.queries.customers import members_of, membership_of, merged_into
from aftersales.queries.leftovers import empty_answers
from aftersales.queries.notices import contacts_of
from aftersales.queries.ownership import open_transfers_by
from aftersales.queries.pointers import lock_customers
from aftersales.queries.privacy import erasures_due, registrations_of, suppressed
from aftersales.queries.striking import overwrite, take_away
from aftersales.records import (
    Customer,
    Direction,
    Erasure,
    Household,
    NoticeState,
    RegistrationState,
    Suppression,
)
from aftersales.registrations import REGISTRATION_MOVES
from aftersales.settings import Settings
from aftersales.shown import shown_otherwise
from aftersales.states import moved
from aftersales.store import Session
from aftersales.suppression import digests_of
from aftersales.transfers import withdraw_transfer
from warranty import first_day_after_limitation, limitation_years_of

BATCH: Final = 50
"""Erasures that one round finishes."""


def erase_customer(deed: Deed, person: Customer, *, is_open_ended: bool = False) -> Erasure:
    """Erase what is known of a customer, but for what the law wants kept.

    Args:
        deed: by whoever was asked to.
        person: who asked.
        is_open_ended: call off, withdraw and settle whatever is still open with them.

    Raises:
        NotAllowed: their data were erased before, or something is still open and nobody said to end it.
        IllegalMove: somebody is on the way to them or at work there.
    """
    formers = [each.id for each in merged_into(deed.session, person.id)]
    ids = [person.id, *formers]
    lock_customers(deed.session, *ids)
    deed.session.refresh(person)
    require_known(person)
    matters = open_matters(deed.session, ids)
    if matters and not is_open_ended:
        raise NotAllowed(
            "Something is still open with this customer. Say that it may be ended, or finish it first."
        )
    if matters.complaints:
        raise NotAllowed("A complaint of this customer is open. Let its owner settle it first.")
    end_matters(deed, matters)
    deed.session.flush()
    people = [deed.session.get_one(Customer, each) for each in ids]
    digests = _digests(deed, people)
    _withdraw_offers(deed, ids)
    _erase_registrations(deed, ids)
    _leave_households(deed, ids)
    deed.session.flush()
    found = belongings(deed.session, ids)
    traces = traces_of(deed.session, ids, found)
    due = rest_due_of(deed.session, deed.settings, found, deed.now.date())
    counts = _strike(deed, found)
    _strike_traces(deed, found, traces)
    deed.session.expire_all()
    erasure = Erasure(
        id=deed.new_id(),
        customer_id=person.id,
        counts=counts,
        erased_at=deed.now,
        rest_due_on=due,
        finished_at=None if due is not None else deed.now,
    )
    fresh = digests - suppressed(deed.session, digests)
    deed.add(erasure, *(Suppression(digest=each, erasure_id=erasure.id) for each in sorted(fresh)))
    for each in people:
        each.erased_at = deed.now
        deed.add(each)
        deed.note("customer_erased", each, facts=counts)
    shown_otherwise(deed, *ids)
    if due is None:
        _strike_rest(deed, found)
    return erasure


def finish_erasures(parts: Parts) -> int:
    """Strike what was kept for claims that nobody can make any more; answers how many customers it was."""
    with parts.doing(SYSTEM) as deed:
        due = erasures_due(deed.session, deed.now.date(), BATCH)
        for erasure in due:
            ids = [
                erasure.customer_id,
                *(each.id for each in merged_into(deed.session, erasure.customer_id)),
            ]
            _strike_rest(deed, belongings(deed.session, ids))
            deed.session.expire_all()
            erasure.finished_at = deed.now
            deed.add(erasure)
            deed.note("customer_erased_wholly", deed.session.get_one(Customer, erasure.customer_id))
    return len(due)


def rest_due_of(
    session: Session, settings: Settings, found: Mapping[str, Rows], today: date
) -> date | None:
    """The first day on which no claim among these rows can be brought any more; None if none can be now.

    Each counts by the law of the country of its unit, and by the setting where that is not known.
    """
    claims = found.get("claim", [])
    units = rows_by_id(session, "unit", {row["unit_id"] for row in claims})
    countries = {row["id"]: str(row["country"]) for row in units}
    due = [
        first_day_after_limitation(
            (row["decided_at"] or row["opened_at"]).date(),
            limitation_years_of(countries[row["unit_id"]]) or settings.limitation_years,
        )
        for row in claims
    ]
    last = max(due, default=None)
    return None if last is None or last <= today else last


def _digests(deed: Deed, people: Sequence[Customer]) -> set[str]:
    return {
        digest
        for each in people
        for digest in digests_of(deed.secret, contacts_of(deed.session, each.id))
    }


def _withdraw_offers(deed: Deed, ids: Sequence[UUID]) -> None:
    """A unit that they offered to somebody stays where it is: the link in that message opens nothing any more."""
    for transfer in open_transfers_by(deed.session, ids):
        withdraw_transfer(deed, transfer)


def _erase_registrations(deed: Deed, ids: Sequence[UUID]) -> None:
    for row in registrations_of(deed.session, ids):
        if row.state is RegistrationState.ERASED:
            continue
        row.state = moved(REGISTRATION_MOVES, row.state, RegistrationState.ERASED, "registration")
        row.revision += 1
        deed.add(row)
        deed.note("registration_erased", row)


def _leave_households(deed: Deed, ids: Sequence[UUID]) -> None:
    """Whoever stays behind alone has no household any more, and no reason names who has gone."""
    for own in [membership_of(deed.session, each) for each in ids]:
        if own is None:
            continue
        others = [
            each
            for each in members_of(deed.session, own.household_id)
            if each.customer_id not in ids
        ]
        for each in others:
            each.reason = FORGOTTEN
            deed.add(each)
        if len(others) <= 1:
            deed.remove([own, *others])
            deed.remove([deed.session.get_one(Household, own.household_id)])


def _strike(deed: Deed, found: Mapping[str, Rows]) -> dict[str, object]:
    """Take people out of every row; answers how many rows of each table were touched."""
    counts: dict[str, object] = {}
    for name in sorted(found):
        rows = found[name]
        if name in GONE:
            take_away(deed.session, name, rows)
        elif name == "notice":
            _strike_notices(deed, rows)
        elif name == "intake":
            _strike_intakes(deed.session, rows)
        elif name == "location":
            _strike_places(deed.session, rows)
        elif name in STRUCK:
            overwrite(deed.session, name, rows, STRUCK[name])
        else:
            continue
        counts[name] = len(rows)
    if "unit" in found:
        claimed = {row["unit_id"] for row in found.get("claim", [])}
        free = [row for row in found["unit"] if row["id"] not in claimed]
        overwrite(deed.session, "unit", free, {"serial": None})
        counts["unit"] = len(free)
    return counts


def _strike_rest(deed: Deed, found: Mapping[str, Rows]) -> None:
    for name, values in AT_THE_END.items():
        overwrite(deed.session, name, found.get(name, []), values)


def _strike_notices(deed: Deed, rows: Rows) -> None:
    for row in rows:
        state = row["state"]
        values = {
            "facts": without_people(row["facts"]),
            "forgotten_at": deed.now,
            "state": NoticeState.GIVEN_UP if state is NoticeState.WAITING else state,
        }
        overwrite(deed.session, "notice", [row], values)


def _strike_intakes(session: Session, rows: Rows) -> None:
    """What is left of a message from outside is that it came: it is still known when it comes again."""
    for row in rows:
        values = dict(STRUCK["intake"]) | {"outside_id": digest_of(row["outside_id"])}
        overwrite(session, "intake", [row], values)


def _strike_traces(deed: Deed, found: Mapping[str, Rows], traces: Traces) -> None:
    """Take somebody out of what is not theirs, or of nobody's at all; a shared address is struck, too."""
    own = {row["id"] for row in found.get("intake", [])}
    _strike_intakes(deed.session, rows_by_id(deed.session, "intake", traces.intakes - own))
    elsewhere = rows_by_id(deed.session, "thread_message", traces.messages)
    overwrite(deed.session, "thread_message", elsewhere, {"address": "", "outside_id": None})
    heard = [row for row in elsewhere if row["direction"] is Direction.IN]
    overwrite(deed.session, "thread_message", heard, {"who": FORGOTTEN})
    ids = frozenset(str(row["id"]) for rows in found.values() for row in rows if "id" in row)
    empty_answers(deed.session, ids, traces.emails)


def _strike_places(session: Session, rows: Rows) -> None:
    for row in rows:
        nearby = {name: round(row[name], 1) for name in ("latitude", "longitude")}
        overwrite(session, "location", [row], dict(STRUCK["location"]) | nearby)
