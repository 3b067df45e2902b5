"""What goodwill needs again and again: untaken offers lapse, broken promises are made up for, and some are surprised."""

from __future__ import annotations

from threading import Event

from aftersales.deed import SYSTEM
from aftersales.goodwill.compensating import compensate_broken
from aftersales.goodwill.lapsing import lapse_untaken
from aftersales.goodwill.surprises import surprise_customers
from aftersales.parts import Parts
from aftersales.queries.goodwill import untaken_grants


def tend_goodwill(parts: Parts, stopping: Event | None = None) -> None:
    """Let untaken offers lapse, make up for broken promises, and surprise whom a rule fits; repeating it does nothing more."""
    with parts.store.reading() as session:
        is_any = bool(untaken_grants(session))
    if is_any:
        with parts.doing(SYSTEM) as deed:
            lapse_untaken(deed)
    compensate_broken(parts)
    surprise_customers(parts, stopping)
