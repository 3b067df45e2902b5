"""Customers on one screen: found by what they know, everything that happened in one order, and what can be done."""

import re
from datetime import timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from aftersales.deed import SYSTEM
from aftersales.goodwill import grant
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer as told
from aftersales.notices.writing import write_notice
from aftersales.queries.notices import contacts_of
from aftersales.records import (
    Case,
    Complaint,
    Consent,
    Contact,
    Customer,
    Notice,
    Role,
    Survey,
)
from aftersales.surveys import Answer, answer_survey
from tests.aftersales.notices.conftest import CASE
from tests.web.claimed import claims_in
from tests.web.complained import complaints_in
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.recalled import published
from warranty.claims.remedies import RemedyKind
from web.pages.customer_timeline import PAGE


def sent(client: TestClient, path: str, **form: str) -> tuple[int, str]:
    """A form sent as its page would, and where it leads."""
    answer = client.post(path, data=form, follow_redirects=True)
    return answer.status_code, answer.text


def page(people: People, world: World, query: str = "", number: int = 0) -> str:
    path = f"/customers/{world.customers[number].id}{query}"
    answer = people.client(Role.SUPPORT).get(path)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    "asked", ["anna be", "C-0000", "BUYER0@example.org", "o-0000", "nw 000-0000", "555 0102"]
)
def test_customer_is_found_by_what_they_know(people: People, world: World, asked: str) -> None:
    status, text = sent(people.client(Role.SUPPORT), "/customers/find", asked=asked)

    assert status == 200
    assert f'href="/customers/{world.customers[0].id}"' in text


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [("zz", 422, "Write at least three characters."), ("nobody at all", 200, "Nobody was found.")],
)
def test_search_says_what_to_do_when_nobody_is_found(
    people: People, asked: str, status: int, said: str
) -> None:
    found, text = sent(people.client(Role.SUPPORT), "/customers/find", asked=asked)

    assert (found, said in text) == (status, True)


def test_page_shows_everything_about_a_customer(people: People, world: World) -> None:
    claims_in(world)

    text = page(people, world)

    for each in (
        "Customer C-0000, with us since 2 November 2026.",
        "Bought for 899.00 CHF.",
        "buyer0@example.org",
        "Landstrasse 4, 9494 Schaan",
        "Nordwasch 8000",
        "are covered by the maker&#39;s warranty",
        "Order O-0000",
        "The customer hears more by",
        "Promised: between",
        "A visit waits for a time",
    ):
        assert each in text, each
    names = re.findall(r' id="([^"]+)"', text)
    assert len(names) == len(set(names))


def test_name_that_looks_like_markup_is_shown_as_text(people: People, world: World) -> None:
    text = page(people, world, number=7)

    assert "<b>Wolf</b>" not in text
    assert "Nora &lt;b&gt;Wolf&lt;/b&gt; &amp; Sons" in text


def test_timeline_is_narrowed_to_the_kinds_in_the_address(people: People, world: World) -> None:
    claims_in(world)

    text = page(people, world, "?kind=purchases&kind=claims")

    story = text.partition('id="timeline"')[2]
    kinds = re.findall(r'</time> <span class="kind">([^<]+)</span>', story)
    assert kinds == ["Claims", "Claims", "Purchases"]


def test_timeline_shows_what_was_made_of_trouble(people: People, world: World) -> None:
    [complaint_id, *_others] = complaints_in(world).values()
    recall = published(world)
    with world.parts.doing(SYSTEM) as deed:
        case = deed.session.get_one(Case, deed.session.get_one(Complaint, complaint_id).case_id)
        person = deed.session.get_one(Customer, case.customer_id)
        made = grant(
            deed,
            Role.MANAGER,
            customer=person,
            subject=case,
            remedy=RemedyKind.VOUCHER,
            amount_cents=2_000,
            reason="She waited all morning.",
        )
        survey = Survey(
            id=deed.new_id(),
            customer_id=person.id,
            case_id=case.id,
            territory_id=made.territory_id,
            channel="visit",
            reference=case.reference,
            asked_at=deed.now,
            expires_at=deed.now + timedelta(days=14),
            text="",
        )
        deed.add(survey)
        deed.session.flush()
        answer_survey(deed, survey, Answer(service_score=4, text="Kind."))

    text = (
        people.client(Role.SUPPORT)
        .get(f"/customers/{person.id}?kind=complaints&kind=goodwill&kind=surveys&kind=recalls")
        .text
    )

    story = unescape(re.sub(r"\s+", " ", text.partition('id="timeline"')[2]))
    for each in (
        f'<a href="/complaints/{complaint_id}">Complaint {case.reference}: ',
        f'<a href="/goodwill/grants/{made.id}">Goodwill {made.reference}: ',
        f"How it went with {case.reference}: 4 of 5",
        f'<a href="/campaigns/{recall.id}/responses/',
    ):
        assert each in story, each
    kinds = set(re.findall(r'</time> <span class="kind">([^<]+)</span>', story))
    assert kinds == {"Complaints", "Goodwill", "Surveys", "Recalls"}


def test_timeline_is_read_page_by_page_and_every_row_stands_on_one(
    people: People, world: World
) -> None:
    wanted = 2 * PAGE + 5
    with world.parts.doing(SYSTEM) as deed:
        person = deed.session.get_one(Customer, world.customers[0].id)
        subject = deed.session.exec(select(Contact).where(Contact.customer_id == person.id)).first()
        assert subject is not None
        for number in range(wanted):
            notice = write_notice(
                deed,
                NoticeKind.CASE_RECEIVED,
                told(person),
                subject,
                revision=number,
                zone="Europe/Vaduz",
                facts=CASE,
            )
            notice.created_at = deed.now - timedelta(minutes=number // 3)
        total = len(deed.session.exec(select(Notice).where(Notice.recipient_id == person.id)).all())

    seen, query = [], "?kind=notices"
    while query:
        text = page(people, world, query)
        story = text.partition('id="timeline"')[2]
        moments = re.findall(r'<li><time datetime="([^"]+)"', story)
        assert len(moments) <= PAGE
        seen += moments
        older = re.search(r'rel="next" href="[^?"]*(\?[^#"]*)', story)
        query = older[1].replace("&amp;", "&") if older else ""

    assert len(seen) == total > wanted
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("query", ["?kind=nonsense", "?before=yesterday", "?before=2026-11-23/x"])
def test_address_that_was_changed_by_hand_shows_the_whole_timeline(
    people: People, world: World, query: str
) -> None:
    assert page(people, world, query).count("<li><time") == page(people, world).count("<li><time")


def test_case_is_opened_for_somebody_on_the_telephone(people: People, world: World) -> None:
    person = world.customers[1]

    status, text = sent(
        people.client(Role.SUPPORT),
        f"/customers/{person.id}/cases",
        subject="It hums",
        description="Since Sunday.",
    )

    with world.parts.store.reading() as session:
        case = session.exec(select(Case).where(Case.customer_id == person.id)).one()
        notices = session.exec(select(Notice.kind).where(Notice.subject_id == case.id)).all()
    assert (status, case.channel, case.subject, notices) == (
        200,
        "phone",
        "It hums",
        ["case_received"],
    )
    assert case.reference in text


def test_contact_is_added_changed_and_removed_from_the_page(people: People, world: World) -> None:
    person, support = world.customers[1], people.client(Role.SUPPORT)
    path = f"/customers/{person.id}"

    sent(support, f"{path}/contacts", channel="email", address="Max@New.example", uses="preferred")
    with world.parts.store.reading() as session:
        added = next(
            each for each in contacts_of(session, person.id) if each.address == "max@new.example"
        )
    assert added.is_preferred
    assert 'value="max@new.example"' in support.get(f"{path}?contact={added.id}").text
    sent(
        support,
        f"{path}/contacts/{added.id}",
        channel="email",
        address="max@newer.example",
        uses="safety_only",
    )
    with world.parts.store.reading() as session:
        changed = session.get_one(Contact, added.id)
    assert (changed.address, changed.is_safety_only, changed.is_preferred) == (
        "max@newer.example",
        True,
        False,
    )
    _, text = sent(support, f"{path}/contacts/{added.id}/remove")
    assert "max@newer.example" not in text
    assert "A contact was removed" in text


def test_contact_of_somebody_else_is_not_reached(people: People, world: World) -> None:
    with world.parts.store.reading() as session:
        foreign = contacts_of(session, world.customers[0].id)[0]

    status, _ = sent(
        people.client(Role.SUPPORT),
        f"/customers/{world.customers[1].id}/contacts/{foreign.id}/remove",
    )

    assert status == 404


def test_consent_is_a_line_of_the_ledger(people: People, world: World) -> None:
    person, support = world.customers[1], people.client(Role.SUPPORT)
    form = {"purpose": "surveys", "consent_channel": "email", "source": "by phone"}

    sent(support, f"/customers/{person.id}/consents", answer="yes", **form)
    _, text = sent(support, f"/customers/{person.id}/consents", answer="no", **form)

    with world.parts.store.reading() as session:
        ledger = session.exec(select(Consent).where(Consent.customer_id == person.id)).all()
    assert [(line.is_given, line.source) for line in ledger] == [
        (True, "by phone"),
        (False, "by phone"),
    ]
    facts = text.partition('id="timeline"')[0]
    assert facts.count("Taken back: Surveys, E-mail") == 2  # what holds, and the whole ledger
    assert facts.count("Agreed: Surveys, E-mail") == 1


def test_household_is_linked_and_seen_on_both_pages(people: People, world: World) -> None:
    one, other = world.customers[0], world.customers[1]
    support = people.client(Role.SUPPORT)

    sent(support, f"/customers/{one.id}/household", member=other.number, why="One flat.")

    assert f'href="/customers/{one.id}"' in page(people, world, number=1)
    both = page(people, world, "?kind=purchases&household=yes")
    assert "Order O-0000" in both
    assert "Order O-0001" in both
    sent(support, f"/customers/{one.id}/household/leave", leave_why="They moved.")
    assert f'href="/customers/{one.id}"' not in page(people, world, number=1)


def test_name_and_language_are_changed(people: People, world: World) -> None:
    person = world.customers[1]

    _, text = sent(
        people.client(Role.SUPPORT),
        f"/customers/{person.id}/edit",
        name="Max Hasler",
        language="lv",
        kind="person",
    )

    assert '<h1 translate="no">Max Hasler</h1>' in text
    assert "Latvian" in text


@pytest.mark.parametrize(
    ("act", "form", "said"),
    [
        ("cases", {"description": "kept"}, "Write in a few words what it is about."),
        ("contacts", {"channel": "email", "address": "kept"}, "Write the address, such as"),
        (
            "consents",
            {"purpose": "surveys", "consent_channel": "email", "source": "kept"},
            "Choose what",
        ),
        ("household", {"member": "C-9999", "why": "kept"}, "Write the number of another customer"),
        ("household", {"member": "C-0001", "why": ""}, "Say in a sentence why."),
        ("household/leave", {"leave_why": " "}, "Say in a sentence why."),
        (
            "edit",
            {"name": " ", "language": "en", "kind": "person"},
            "Write the name as they write it.",
        ),
    ],
)
def test_form_that_does_not_fit_is_shown_again_with_everything_typed(
    people: People, world: World, act: str, form: dict[str, str], said: str
) -> None:
    client = people.client(Role.SUPPORT)

    status, text = sent(client, f"/customers/{world.customers[0].id}/{act}", **form)

    assert status == 422
    assert said in text
    assert ("kept" in text) is ("kept" in form.values())


def test_contact_that_is_there_already_is_refused_in_words(people: People, world: World) -> None:
    status, text = sent(
        people.client(Role.SUPPORT),
        f"/customers/{world.customers[0].id}/contacts",
        channel="email",
        address="buyer0@example.org",
    )

    assert status == 409
    assert "This is there already." in text
