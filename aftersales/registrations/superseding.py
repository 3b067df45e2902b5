"""A registered unit is replaced: its registration ends, and the new unit is registered to the same owner at once."""

from __future__ import annotations

from aftersales.deed import Deed
from aftersales.queries.pages import registrations_of_unit
from aftersales.records import Customer, ProductModel, RegistrationState, Unit
from aftersales.registrations.moving import step
from aftersales.registrations.registering import register_unit
from aftersales.registrations.telling import zone_of_owner


def supersede_registration(
    deed: Deed, unit: Unit, new: Unit, model: ProductModel, owner: Customer
) -> None:
    """Let the registration go on with the new unit, whose owner gets its certificate; without one nothing is asked."""
    for row in registrations_of_unit(deed.session, unit.id):
        if row.state is RegistrationState.ACTIVE and row.customer_id == owner.id:
            step(deed, row, RegistrationState.SUPERSEDED, why="the unit was replaced")
            deed.session.flush()
            register_unit(
                deed,
                new,
                model,
                owner,
                channel=row.channel,
                zone=zone_of_owner(deed.session, owner.id),
                is_confirmed=True,
            )
