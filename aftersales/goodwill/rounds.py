"""What goodwill needs again and again: offers that nobody took lapse, and broken promises are made up for."""

from __future__ import annotations

from aftersales.deed import SYSTEM
from aftersales.goodwill.compensating import compensate_broken
from aftersales.goodwill.lapsing import lapse_untaken
from aftersales.parts import Parts
from aftersales.queries.goodwill import untaken_grants


def tend_goodwill(parts: Parts) -> None:
    """Let offers lapse whose claim went on without them, and make up for broken promises; repeating it does nothing more."""
    with parts.store.reading() as session:
        is_any = bool(untaken_grants(session))
    if is_any:
        with parts.doing(SYSTEM) as deed:
            lapse_untaken(deed)
    compensate_broken(parts)
