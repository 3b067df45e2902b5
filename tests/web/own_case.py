"""The customer's own pages of cases in the small world, for whoever looks at them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from aftersales.case_links import case_link, guest_link
from aftersales.claims import ClaimNews, open_claim
from aftersales.conversations import Author, Incoming, receive, reply
from aftersales.conversations.talking import talk_back
from aftersales.deed import SYSTEM
from aftersales.identifiers import link_token
from aftersales.queries.places import territory_of_unit
from aftersales.records import Case, CaseChannel, CaseState, Claim, Unit
from tests.web.cased import cases_in
from tests.web.conftest import World


def came(world: World, text: str = "It <b>hums</b>.", **changes: str) -> UUID:
    """A mail came, which began a case."""
    with world.parts.doing(SYSTEM) as deed:
        message = receive(
            deed,
            Incoming(
                channel=CaseChannel.EMAIL,
                address=changes.get("address", "buyer0@example.org"),
                name="Anna Beck",
                subject="The washing machine",
                text=text,
            ),
        )
        return message.case_id


def claimed(world: World, case_id: UUID, news: ClaimNews) -> Claim:
    """A claim under a case, with what is known of it."""
    with world.parts.doing(SYSTEM) as deed:
        unit = deed.session.get_one(Unit, world.unit_id)
        area = territory_of_unit(deed.session, unit)
        assert area is not None
        return open_claim(
            deed,
            unit,
            area,
            channel="email",
            fault_on=deed.now.date(),
            news=news,
            next_update_at=deed.now + timedelta(hours=2),
            case=deed.session.get_one(Case, case_id),
        )


def own_page_of_case(world: World, case_id: UUID, *, is_guest: bool = False) -> str:
    """The address of the page that the customer of a case has, or whoever began it on the help page."""
    with world.parts.doing(SYSTEM) as deed:
        case = deed.session.get_one(Case, case_id)
        link_id = guest_link(deed, case) if is_guest else case_link(deed, case)
    return f"/case/{link_token(world.parts.secret, link_id)}"


def settled_case(world: World) -> UUID:
    """A request that was answered and is settled for us; the same one each time."""
    with world.parts.doing(SYSTEM) as deed:
        message = receive(
            deed,
            Incoming(
                channel=CaseChannel.EMAIL,
                address="buyer2@example.org",
                name="Jonas Marxer",
                subject="E21",
                text="E21, E21!",
                outside_id="case-settled",
            ),
        )
        deed.session.flush()
        case = deed.session.get_one(Case, message.case_id)
        if case.state is not CaseState.RESOLVED:
            reply(deed, case, "1, 2, 3.", Author("Inga Frick"), state=CaseState.RESOLVED)
        return case.id


def talk_in(world: World) -> UUID:
    """A talk that somebody began on the help page and that was answered there; the same one each time."""
    with world.parts.doing(SYSTEM) as deed:
        message = receive(
            deed,
            Incoming(
                channel=CaseChannel.CHAT,
                address="buyer3@example.org",
                name="Ruta Kalnina",
                text="E21?",
                outside_id="case-talk",
            ),
        )
        deed.session.flush()
        case = deed.session.get_one(Case, message.case_id)
        if case.first_answered_at is None:
            talk_back(deed, case, "E21: 1, 2, 3.", Author("Inga Frick"), said_id="1")
        return case.id


def own_pages(world: World) -> dict[str, str]:
    """What customers see of their cases, by what is particular in it."""
    return {
        "own-case": own_page_of_case(world, cases_in(world)["case"]),
        "own-case-settled": own_page_of_case(world, settled_case(world)),
        "own-case-guest": own_page_of_case(world, talk_in(world), is_guest=True),
    }
