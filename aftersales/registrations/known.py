"""What is known about a unit already is told its new owner: recalls first, then known issues, each once."""

from __future__ import annotations

from aftersales.campaigns.meeting import meet_new_unit
from aftersales.deed import Deed
from aftersales.prevention.telling import tell_new_owner
from aftersales.records import Customer, ProductModel, Unit


def tell_what_is_known(deed: Deed, unit: Unit, model: ProductModel, owner: Customer) -> None:
    """Tell of every published recall that means the unit, and of every known issue that owners were told of.

    Under an open safety recall nothing else is told: its message must not drown.
    """
    meet_new_unit(deed, unit, model, owner)
    tell_new_owner(deed, unit, model, owner)
