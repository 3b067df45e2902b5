"""Who looks after a case: the territory that answers, the person in it, and how they are called."""

from __future__ import annotations

from aftersales.deed import Deed
from aftersales.email_addresses import same_email
from aftersales.errors import NotReady
from aftersales.queries.access import user_by_email
from aftersales.queries.places import locations_of_customer, territories, territory_by_code
from aftersales.records import Case, Customer, Location, Territory, User
from aftersales.store import Session


def who_answers(deed: Deed, person: Customer) -> Territory:
    """The territory that answers a customer: that of their home, else the one that takes such messages.

    Raises:
        NotReady: there is no territory yet.
    """
    places = locations_of_customer(deed.session, person.id)
    if places:
        return deed.session.get_one(Territory, places[0].territory_id)
    named = deed.settings.inbox_territory
    area = None if named is None else territory_by_code(deed.session, named)
    if area is not None:
        return area
    areas = territories(deed.session)
    if not areas:
        raise NotReady("Nobody answers messages yet. Add a territory with whoever answers for it.")
    return areas[0]


def territory_of_case(deed: Deed, case: Case) -> Territory:
    """The territory that answers a case: that of its place, else of its customer."""
    if case.location_id is not None:
        place = deed.session.get_one(Location, case.location_id)
        return deed.session.get_one(Territory, place.territory_id)
    return who_answers(deed, deed.session.get_one(Customer, case.customer_id))


def owner_of_new_case(session: Session, area: Territory) -> User | None:
    """The account of whoever answers for a territory, if they have one."""
    user = user_by_email(session, same_email(area.answers_email))
    return user if user is not None and user.is_active else None


def phone_of_owner(session: Session, case: Case, area: Territory) -> str:
    """The number under which a customer reaches the owner of their case, else the territory."""
    user = None if case.owner_user_id is None else session.get(User, case.owner_user_id)
    return area.answers_phone if user is None else user.phone or area.answers_phone
