"""Who looks after a case: the territory that answers, the person in it, and how they are called."""

from __future__ import annotations

from aftersales.access import OFFICE
from aftersales.deed import Deed
from aftersales.email_addresses import same_email
from aftersales.errors import NotReady, NotUnderstood, Problem
from aftersales.queries.access import user_by_email, users
from aftersales.queries.places import locations_of_customer, territories, territory_by_code
from aftersales.records import Case, Customer, Location, Territory, User
from aftersales.settings import Settings
from aftersales.store import Session


def who_answers(deed: Deed, person: Customer) -> Territory:
    """The territory that answers a customer: that of their home, else the one that takes such messages.

    Raises:
        NotReady: there is no territory yet.
    """
    places = locations_of_customer(deed.session, person.id)
    if places:
        return deed.session.get_one(Territory, places[0].territory_id)
    return who_answers_strangers(deed.session, deed.settings)


def who_answers_strangers(session: Session, settings: Settings) -> Territory:
    """The territory that answers people of whom we do not know where they live.

    Raises:
        NotReady: there is no territory yet.
    """
    named = settings.inbox_territory
    area = None if named is None else territory_by_code(session, named)
    if area is not None:
        return area
    areas = territories(session)
    if not areas:
        raise NotReady("Nobody answers messages yet. Add a territory with whoever answers for it.")
    return areas[0]


def territory_of_case(deed: Deed, case: Case) -> Territory:
    """The territory that answers a case: that of its place, else of its customer."""
    return territory_answering(deed.session, deed.settings, case)


def territory_answering(session: Session, settings: Settings, case: Case) -> Territory:
    """The same for whoever only reads."""
    place = None if case.location_id is None else session.get_one(Location, case.location_id)
    if place is None:
        place = next(iter(locations_of_customer(session, case.customer_id)), None)
    if place is not None:
        return session.get_one(Territory, place.territory_id)
    return who_answers_strangers(session, settings)


def owner_of_new_case(session: Session, area: Territory) -> User | None:
    """The account of whoever answers for a territory, if they have one."""
    user = user_by_email(session, same_email(area.answers_email))
    return user if user is not None and user.is_active else None


def owner_called(session: Session, called: str) -> User:
    """Somebody of the office by their name or e-mail address, so that a case never belongs to nobody.

    Raises:
        NotUnderstood: nobody who signs in is called so, or several are.
    """
    wanted = called.strip().casefold()
    office = [user for user in users(session) if user.is_active and user.role in OFFICE]
    found = [user for user in office if wanted in (user.name.casefold(), user.email.casefold())]
    if len(found) == 1:
        return found[0]
    raise NotUnderstood(
        "Nobody of the office is called so. Write the name or the e-mail address of their account."
        if not found
        else "Several people of the office are called so. Write the e-mail address of the one you mean.",
        [Problem("owner_name", "name one person of the office who signs in")],
    )


def phone_of_owner(session: Session, case: Case, area: Territory) -> str:
    """The number under which a customer reaches the owner of their case, else the territory."""
    user = None if case.owner_user_id is None else session.get(User, case.owner_user_id)
    return area.answers_phone if user is None else user.phone or area.answers_phone
