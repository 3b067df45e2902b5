"""A kind of work with a checklist, for the pages that show one."""

from uuid import UUID

from aftersales.deed import SYSTEM
from aftersales.queries.catalogue import work_types
from aftersales.service_reports import points_in, set_checklist
from tests.web.conftest import World


def checklist_in(world: World) -> UUID:
    """The first kind of work; its checklist is written when first looked for."""
    with world.parts.doing(SYSTEM) as deed:
        kind = work_types(deed.session)[0]
        set_checklist(deed, kind, points_in("Water supply is open and tight\nWater pressure [bar]"))
        return kind.id
