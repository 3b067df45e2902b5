"""What is done for offers of work again and again: end those that ran out, pass on what was refused, ask the next."""

from __future__ import annotations

from aftersales.partner_work.offering import expire_offers, offer_work
from aftersales.partner_work.passing_on import pass_on
from aftersales.parts import Parts
from aftersales.queries.places import territory_by_code


def tend_work_offers(parts: Parts, territory_code: str) -> int:
    """Do it once for a territory; answers how many visits were offered. Repeating it changes nothing."""
    with parts.store.reading() as session:
        territory = territory_by_code(session, territory_code)
    if territory is None:
        return 0
    expire_offers(parts, territory)
    pass_on(parts, territory)
    return offer_work(parts, territory)
