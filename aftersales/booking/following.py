"""Whatever waits for a work order hears that its visit is arranged: maintenance that is due, the remedy of a recall."""

from __future__ import annotations

from aftersales.campaigns.arranged import remedy_arranged
from aftersales.deed import Deed
from aftersales.maintenance.arranged import maintenance_arranged
from aftersales.queries.campaigns import responses_of_order
from aftersales.queries.maintenance import maintenance_of_order
from aftersales.records import WorkOrder
from aftersales.store import lock_rows


def hear_arranged(deed: Deed, order: WorkOrder) -> None:
    """A time was confirmed for it, or the next plan finds one: nobody is asked any more."""
    maintenance_arranged(deed, order)
    remedy_arranged(deed, order)


def lock_what_waits(deed: Deed, order: WorkOrder) -> None:
    """Take the turn of what waits before that of the territory, in the order in which it is called off."""
    waiting = maintenance_of_order(deed.session, order.id)
    lock_rows(deed.session, "maintenance", [each.id for each in waiting])
    owed = responses_of_order(deed.session, order.id)
    lock_rows(deed.session, "campaign_response", [each.id for each in owed])
