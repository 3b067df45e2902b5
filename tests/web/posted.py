"""Letters that were set aside in the small world, for whoever looks at their page."""

from __future__ import annotations

from aftersales.deed import SYSTEM
from aftersales.inbound.intake import keep_unreadable, take_in_mail
from aftersales.records import CaseChannel
from tests.aftersales.inbound.letters import raw
from tests.web.conftest import World


def letters_in(world: World) -> None:
    """An absence notice, one without a subject, a letter that came back, one that nobody could read."""
    letters = (
        raw("Es esmu prom līdz pirmdienai.\n\nAnna", subject="Prombūtnē", precedence="bulk"),
        raw("Pling.", subject="", message_id="<2@example.lv>", list_id="<a.b>"),
        raw("550 no such user", **{"from": "MAILER-DAEMON@mx.example", "message_id": "<3@mx>"}),
    )
    for each in letters:
        take_in_mail(world.parts, SYSTEM, each)
    keep_unreadable(world.parts, SYSTEM, CaseChannel.EMAIL, b"?", "It is broken.")
