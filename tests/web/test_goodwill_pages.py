"""Goodwill on its pages: proposed with its points, previewed, granted or asked for, decided, counted, compared."""

import re
from uuid import UUID

import pytest
from sqlmodel import select

from aftersales.deed import SYSTEM
from aftersales.goodwill import grant
from aftersales.notices.delivery import send_due
from aftersales.queries.goodwill import grants_about
from aftersales.queries.visits import visits_by_id
from aftersales.records import (
    Case,
    Claim,
    Customer,
    GoodwillGrant,
    GoodwillState,
    Notice,
    Role,
)
from tests.aftersales.questions import questions
from tests.web.conftest import World
from tests.web.goodwill import WHY, grants_in, other_channel, refused_in
from tests.web.principals import People
from tests.web.test_claim_pages import sent
from warranty.claims.remedies import RemedyKind

FORM = {"remedy": "repair", "amount": "90.00", "reason": WHY}


def claim_in(world: World, claim_id: UUID) -> Claim:
    with world.parts.store.reading() as session:
        return session.get_one(Claim, claim_id)


def grants_on(world: World, claim_id: UUID) -> list[GoodwillGrant]:
    with world.parts.store.reading() as session:
        return list(grants_about(session, claim_id))


def test_claim_shows_the_proposal_its_points_precedents_and_budget(
    people: People, world: World
) -> None:
    claim_id = refused_in(world)

    text = people.client(Role.SUPPORT).get(f"/claims/{claim_id}").text

    assert re.findall("The rules propose[^<]*", text) == [
        "The rules propose 30% of the cost: 120.00 EUR."
    ]
    assert "Such a unit is expected to last longer" in text
    assert "2 similar cases, granted in 1, 50% of the cost in the middle." in text
    assert "1,800.00 EUR of 2,000.00 EUR are left in" in text
    assert "You may grant up to 100.00 EUR." in text
    assert 'href="tel:+4235557788"' in text
    assert "Loyalty moves a proposal by 20 of 100 points at most." in text
    names = re.findall(r' id="([^"]+)"', text)
    assert len(names) == len(set(names))


def test_preview_says_who_is_told_in_which_words_and_changes_nothing(
    people: People, world: World
) -> None:
    claim_id = refused_in(world)
    support = people.client(Role.SUPPORT)
    before = world.dump()

    status, text = sent(support, f"/claims/{claim_id}/goodwill", **FORM, way="look")

    assert status == 200
    assert "As goodwill we offer you a repair of which we pay 23%." in text
    assert "is told by e-mail, at once, in these words." in text
    assert "1,710.00 EUR of the budget are left then." in text
    assert "Grant it and tell the customer" in text
    after = world.dump()
    assert {name for name in before if before[name] != after[name]} <= {"user_session"}


def test_grant_within_ones_authority_is_given_from_the_preview(
    people: People, world: World
) -> None:
    claim_id = refused_in(world)

    status, text = sent(
        people.client(Role.SUPPORT), f"/claims/{claim_id}/goodwill", **FORM, way="grant"
    )

    (row,) = grants_on(world, claim_id)
    assert (status, row.state, row.amount_cents) == (200, GoodwillState.GRANTED, 9_000)
    assert claim_in(world, claim_id).state == "goodwill_offered"
    assert f"{row.reference}</a> Repair (23%), 90.00 EUR: granted" in text
    assert "What the customer may choose" in text
    assert "An offer for your claim" in text


def test_above_ones_authority_a_colleague_is_asked_and_decides(
    people: People, world: World
) -> None:
    claim_id = refused_in(world)
    support, manager = people.client(Role.SUPPORT), people.client(Role.MANAGER)
    form = {**FORM, "amount": "200"}

    _, looked = sent(support, f"/claims/{claim_id}/goodwill", **form, way="look")
    refused, again = sent(support, f"/claims/{claim_id}/goodwill", **form, way="grant")
    asked, _ = sent(support, f"/claims/{claim_id}/goodwill", **form, way="ask")
    (row,) = grants_on(world, claim_id)
    path = f"/goodwill/grants/{row.id}"
    shown = support.get(path).text
    denied, _ = sent(support, f"{path}/approve")
    done, text = sent(manager, f"{path}/approve")

    assert "Somebody else must approve it." in looked
    assert "Māra Kalniņa" in looked
    assert (refused, WHY in again, asked) == (409, True, 200)
    assert "Who may approve it, whoever is on call first:" in shown
    assert (denied, done) == (409, 200)
    assert "Goodwill was granted" in text
    assert claim_in(world, claim_id).state == "goodwill_offered"


def test_colleague_is_written_to_with_the_page_where_it_is_decided(
    people: People, world: World
) -> None:
    claim_id = refused_in(world)
    sent(
        people.client(Role.SUPPORT),
        f"/claims/{claim_id}/goodwill",
        **{**FORM, "amount": "200"},
        way="ask",
    )

    send_due(world.parts)

    (row,) = grants_on(world, claim_id)
    letters = [mail for mail in world.mails() if mail["To"].addresses[0].username == "mara"]
    plain = letters[-1].get_body(("plain",))
    assert plain is not None
    assert f"/goodwill/grants/{row.id}" in plain.get_content()
    with world.parts.store.reading() as session:
        kinds = session.exec(select(Notice.kind).where(Notice.subject_id == row.id)).all()
    assert kinds == ["approval_needed"]


@pytest.mark.parametrize("act", ["decline", "revoke"])
def test_why_is_needed_to_say_no(people: People, world: World, act: str) -> None:
    grant_id = grants_in(world)["asked" if act == "decline" else "granted"]
    manager = people.client(Role.MANAGER)

    silent, text = sent(manager, f"/goodwill/grants/{grant_id}/{act}", why=" ")
    done, after = sent(manager, f"/goodwill/grants/{grant_id}/{act}", why="It was another unit.")

    assert (silent, "Say why" in text) == (422, True)
    assert done == 200
    assert "It was another unit." in after
    with world.parts.store.reading() as session:
        assert session.get_one(GoodwillGrant, grant_id).state in (
            GoodwillState.DECLINED,
            GoodwillState.REVOKED,
        )


@pytest.mark.parametrize(
    "changes", [{"amount": "much"}, {"amount": ""}, {"reason": " "}, {"remedy": "gold"}]
)
def test_form_that_does_not_fit_keeps_what_was_typed(
    people: People, world: World, changes: dict[str, str]
) -> None:
    claim_id = refused_in(world)

    status, text = sent(
        people.client(Role.SUPPORT),
        f"/claims/{claim_id}/goodwill",
        **{**FORM, "reason": "She waited.", **changes},
        way="grant",
    )

    assert status == 422
    assert ("She waited." in text) == ("reason" not in changes)
    assert grants_on(world, claim_id) == []


def test_managers_see_the_month_with_rows_behind_its_figures(people: People, world: World) -> None:
    grants = grants_in(world)

    text = people.client(Role.MANAGER).get("/goodwill").text

    assert "Goodwill in November 2026" in text
    assert f'href="/goodwill/grants/{grants["asked"]}"' in text
    assert f'href="/goodwill/grants/{grants["granted"]}"' in text
    assert "200.00 EUR of 2,000.00 EUR used" in text
    assert "No like cases came by different channels in this month." in text


def test_like_cases_of_two_channels_are_compared_with_links(people: People, world: World) -> None:
    grants_in(world)
    reference = other_channel(world)

    text = people.client(Role.MANAGER).get("/goodwill").text

    assert "Like cases that were offered most differently" in text
    assert f'>{reference}</a> (<span translate="no">x</span>): 50%' in text


def test_table_for_other_programs_names_nobody(people: People, world: World) -> None:
    grants_in(world)

    answer = people.client(Role.MANAGER).get("/goodwill.csv?month=2026-11")

    lines = answer.text.splitlines()
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(lines) == 2
    assert lines[0].startswith("reference,purpose,state,")
    assert ",repair,20000,EUR,50,manager," in lines[1]
    assert WHY not in answer.text


def test_budget_is_set_by_managers_and_never_below_what_is_spent(
    people: People, world: World
) -> None:
    grants_in(world)
    manager = people.client(Role.MANAGER)

    low, text = sent(manager, "/goodwill/budget", budget="li|goodwill", amount="199.99")
    done, after = sent(manager, "/goodwill/budget", budget="li|goodwill", amount="500")
    wrong, _ = sent(manager, "/goodwill/budget", budget="nowhere|goodwill", amount="500")

    assert (low, "Enter at least what is spent." in text) == (422, True)
    assert (done, "200.00 EUR of 500.00 EUR used" in after, wrong) == (200, True, 422)
    assert people.client(Role.SUPPORT).post("/goodwill/budget").status_code == 403


def test_another_month_is_empty_and_strangers_see_nothing(people: People, world: World) -> None:
    grants = grants_in(world)

    text = people.client(Role.MANAGER).get("/goodwill?month=2026-10").text

    assert "Nothing was granted in this month." in text
    assert people.client(Role.MANAGER).get("/goodwill?month=nonsense").status_code == 200
    for role in (Role.TECHNICIAN, Role.PARTNER):
        assert people.client(role).get(f"/goodwill/grants/{grants['asked']}").status_code == 403
    assert people.client(Role.ADMIN).get(f"/goodwill/grants/{UUID(int=1)}").status_code == 404


def test_managers_find_on_their_first_page_what_waits_for_them(
    people: People, world: World
) -> None:
    grants_in(world)

    manager, support = (
        people.client(Role.MANAGER).get("/").text,
        people.client(Role.SUPPORT).get("/").text,
    )

    assert '<a href="/goodwill">1 grant waits for approval.</a>' in manager
    assert "waits for approval" not in support


def make_up_for(world: World, *visit_ids: UUID) -> None:
    """A voucher for each of these visits."""
    with world.parts.doing(SYSTEM) as deed:
        for visit_id in visit_ids:
            visit = visits_by_id(deed.session, [visit_id])[visit_id]
            grant(
                deed,
                Role.MANAGER,
                customer=visit.customer,
                subject=visit.appointment,
                remedy=RemedyKind.VOUCHER,
                amount_cents=1_000,
                reason=WHY,
            )


def test_page_of_goodwill_asks_as_much_however_much_was_granted(
    people: People, world: World
) -> None:
    first, *others = [each.appointment.id for each in world.visits()][:4]
    manager = people.client(Role.MANAGER)
    make_up_for(world, first)
    with questions(world.parts.store) as few:
        manager.get("/goodwill")
    make_up_for(world, *others)

    with questions(world.parts.store) as many:
        text = manager.get("/goodwill").text

    assert len(many) == len(few)
    assert all(f'<a href="/visits/{each}">W-' in text for each in (first, *others))


def test_what_was_granted_on_a_case_leads_to_it(people: People, world: World) -> None:
    claim_id = refused_in(world)
    with world.parts.doing(SYSTEM) as deed:
        case = deed.session.get_one(Case, deed.session.get_one(Claim, claim_id).case_id)
        grant(
            deed,
            Role.MANAGER,
            customer=deed.session.get_one(Customer, case.customer_id),
            subject=case,
            remedy=RemedyKind.VOUCHER,
            amount_cents=1_000,
            reason=WHY,
        )

    text = people.client(Role.MANAGER).get("/goodwill").text

    assert f'<a href="/cases/{case.id}">{case.reference}</a>' in text
