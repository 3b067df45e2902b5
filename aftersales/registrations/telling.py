"""What an owner is told about a registration: frozen facts, with the link to its page."""

from __future__ import annotations

from uuid import UUID

from aftersales.deed import Deed
from aftersales.links import issue_link
from aftersales.notices.facts import CoverFacts, RegistrationFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer, write_notice
from aftersales.queries.ownership import is_buyer
from aftersales.queries.places import locations_of_customer, territories
from aftersales.queries.units import covers_of_unit
from aftersales.records import Customer, LinkPurpose, Notice, ProductModel, Registration, Unit
from aftersales.store import Session
from warranty import UnknownGuarantee, legal_guarantee_of


def tell_owner(
    deed: Deed,
    kind: NoticeKind,
    registration: Registration,
    model: ProductModel | None = None,
    *,
    zone: str | None = None,
) -> Notice:
    """Write one notice about a registration as it stands, with a new link to its page.

    Covers are told to whoever the unit belongs to, and to nobody else.
    """
    unit = deed.session.get_one(Unit, registration.unit_id)
    model = model or deed.session.get_one(ProductModel, unit.product_model_id)
    owner = deed.session.get_one(Customer, registration.customer_id)
    is_theirs = unit.customer_id == owner.id
    guarantee = legal_guarantee_of(unit.country)
    covers = covers_of_unit(deed.session, unit.id) if is_theirs else ()
    is_first = not covers or is_buyer(deed.session, unit.id, owner.id)
    is_unknown = is_theirs and isinstance(guarantee, UnknownGuarantee)
    return write_notice(
        deed,
        kind,
        customer(owner),
        registration,
        revision=registration.revision,
        zone=zone or zone_of_owner(deed.session, owner.id),
        facts=RegistrationFacts(
            reference=registration.reference,
            product=f"{model.brand} {model.name}",
            serial=unit.serial if is_theirs else None,
            covers=tuple(
                CoverFacts(
                    kind=each.kind,
                    provider=each.provider,
                    ends_on=each.ends_on,
                    is_passed_on=True if is_first else each.is_transferable,
                )
                for each in covers
            ),
            unknown_country=unit.country if is_unknown else None,
            state=registration.state.value,
            question=registration.question,
            link_id=issue_link(deed, LinkPurpose.REGISTRATION, registration.id),
        ),
    )


def zone_of_owner(session: Session, customer_id: UUID) -> str:
    """The zone of an owner's first place, else that of the first territory."""
    places = locations_of_customer(session, customer_id) or territories(session)
    return places[0].zone if places else "UTC"
