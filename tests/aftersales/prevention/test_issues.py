"""Known issues: written, found beside a unit, and told to owners once, where they may be written to."""

from dataclasses import replace
from threading import Event

import pytest

from aftersales.customers import record_consent
from aftersales.errors import Collision, IllegalMove, NotAllowed, NotUnderstood
from aftersales.jobs.recalls import tell_of_issue
from aftersales.jobs.running import run_due_jobs
from aftersales.notices.delivery import send_due
from aftersales.prevention.issues import ISSUE_MOVES, edit_issue, issues_for, move_issue, said_in
from aftersales.prevention.telling import preview_telling
from aftersales.records import (
    Channel,
    ConsentPurpose,
    Contact,
    KnownIssue,
    KnownIssueState,
)
from tests.aftersales.campaigns.conftest import Recalling
from tests.aftersales.jobs.conftest import BRISK
from tests.aftersales.prevention.conftest import ARTICLE, Watching


def told(watching: Watching, row: KnownIssue) -> None:
    """Tell the owners, and wait for it."""
    with watching.village.doing() as deed:
        tell_of_issue(deed, deed.session.get_one(KnownIssue, row.id))
    run_due_jobs(watching.village.parts, BRISK, Event())


def preview(watching: Watching, row: KnownIssue) -> tuple[int, int, int, int, int]:
    """Units, told, unwilling, unreachable and recalled."""
    with watching.village.parts.store.reading() as session:
        found = preview_telling(session, session.get_one(KnownIssue, row.id))
    return found.units, found.told, found.unwilling, found.unreachable, found.recalled


def test_article_is_found_by_the_words_of_the_customer_once_it_is_published(
    watching: Watching,
) -> None:
    row = watching.written(is_published=False)

    def found(words: str) -> list[str]:
        with watching.village.parts.store.reading() as session:
            return [each.slug for each in issues_for(session, watching.village.model, words=words)]

    before = found("It does not drain.")
    with watching.village.doing() as deed:
        move_issue(deed, deed.session.get_one(KnownIssue, row.id), KnownIssueState.PUBLISHED)

    assert before == []
    assert found("It does not drain.") == ["filter-clogs"]
    assert found("Veļasmašīna neizsūknē ūdeni") == ["filter-clogs"]
    assert found("The door sticks.") == []


def test_language_nobody_wrote_in_is_answered_in_english(watching: Watching) -> None:
    row = watching.written()

    assert said_in(row, "lv")[1]["title"] == "Neizsūknē ūdeni"
    assert said_in(row, "bn")[0] == "en"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"slug": "No Slug"}, "slug"),
        ({"product_type": ""}, "product_type"),
        ({"video_url": "http://films.example/1"}, "video_url"),
        ({"texts": {"lv": ARTICLE.texts["lv"]}}, "en_title"),
        ({"texts": {"en": {"title": "It hums", "summary": ""}}}, "en_summary"),
    ],
)
def test_article_that_cannot_be_read_is_refused_where_it_is_wrong(
    watching: Watching, changes: dict[str, object], where: str
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        watching.written(replace(ARTICLE, **changes))  # type: ignore[arg-type] # any of its fields

    assert [each.where for each in refused.value.problems] == [where]


def test_name_is_given_once(watching: Watching) -> None:
    watching.written()
    second = watching.written(replace(ARTICLE, slug="second"))

    with pytest.raises(Collision):
        watching.written()
    with watching.village.doing() as deed, pytest.raises(Collision):
        edit_issue(deed, deed.session.get_one(KnownIssue, second.id), ARTICLE)


@pytest.mark.parametrize("origin", KnownIssueState)
def test_article_goes_along_its_graph_only(watching: Watching, origin: KnownIssueState) -> None:
    row = watching.written(is_published=False)

    for target in (KnownIssueState.PUBLISHED, KnownIssueState.RETIRED):
        with watching.village.doing() as deed:
            present = deed.session.get_one(KnownIssue, row.id)
            present.state = origin
            deed.session.flush()
            if target in ISSUE_MOVES[origin]:
                move_issue(deed, present, target)
                assert present.state is target
            else:
                with pytest.raises(IllegalMove):
                    move_issue(deed, present, target)


def test_owner_is_told_once_however_many_units_and_however_often(watching: Watching) -> None:
    watching.sold(watching.village.model, "AB1")
    watching.sold(watching.other, "AB2")
    row = watching.written()

    expected = preview(watching, row)
    told(watching, row)
    told(watching, row)
    watching.village.clock.move_to(watching.village.moment(23, 9))  # after quiet hours
    send_due(watching.village.parts)

    (mail,) = watching.village.mail()
    body = mail.get_body(("plain",))
    assert body is not None
    assert expected == (2, 1, 0, 0, 0)
    assert mail["Subject"].endswith(": It does not drain")
    assert "Rinse it." in body.get_content()
    assert "/help/articles/filter-clogs" in body.get_content()


def test_whoever_wants_no_messages_is_not_told(watching: Watching) -> None:
    watching.sold(watching.village.model, "AB1")
    with watching.village.doing() as deed:
        record_consent(
            deed,
            watching.village.customer.id,
            Channel.EMAIL,
            ConsentPurpose.VISIT_MESSAGES,
            is_given=False,
            source="test",
        )
    row = watching.written()

    told(watching, row)

    assert preview(watching, row) == (1, 0, 1, 0, 0)
    assert watching.village.notices("known_issue") == []


def test_address_for_safety_alone_is_not_used(watching: Watching) -> None:
    watching.sold(watching.village.model, "AB1")
    with watching.village.doing() as deed:
        for contact in watching.village.all_of(Contact):
            deed.session.get_one(Contact, contact.id).is_safety_only = True
    row = watching.written()

    told(watching, row)

    assert preview(watching, row) == (1, 0, 0, 1, 0)
    assert watching.village.notices("known_issue") == []


def test_recall_comes_before_advice_on_going_on(watching: Watching) -> None:
    watching.sold(watching.village.model, "AB1000")
    Recalling(village=watching.village).published()
    row = watching.written()

    told(watching, row)

    assert preview(watching, row) == (1, 0, 0, 0, 1)
    assert watching.village.notices("known_issue") == []


def test_draft_is_told_to_nobody(watching: Watching) -> None:
    row = watching.written(is_published=False)

    with pytest.raises(NotAllowed, match="Publish the article first"):
        told(watching, row)


def test_owner_who_comes_later_is_told_of_what_all_were_told_of_once(watching: Watching) -> None:
    told_of, untold = watching.written(), watching.written(replace(ARTICLE, slug="door-sticks"))
    other_kind = watching.written(
        replace(ARTICLE, slug="not-theirs", product_type="", models=(watching.other.sku,))
    )
    for row in (told_of, other_kind):
        told(watching, row)
    before = watching.village.notices("known_issue")

    for serial in ("AB1", "AB2"):
        watching.sold(watching.village.model, serial)

    (notice,) = watching.village.notices("known_issue")
    assert before == []
    assert untold.told_at is None
    assert (notice.subject_id, notice.recipient_id) == (told_of.id, watching.village.customer.id)


def test_retired_article_is_told_to_nobody_who_comes_later(watching: Watching) -> None:
    row = watching.written()
    told(watching, row)
    with watching.village.doing() as deed:
        move_issue(deed, deed.session.get_one(KnownIssue, row.id), KnownIssueState.RETIRED)

    watching.sold(watching.village.model, "AB1")

    assert watching.village.notices("known_issue") == []


def test_owner_who_comes_later_and_wants_no_messages_is_not_told(watching: Watching) -> None:
    told(watching, watching.written())
    with watching.village.doing() as deed:
        record_consent(
            deed,
            watching.village.customer.id,
            Channel.EMAIL,
            ConsentPurpose.VISIT_MESSAGES,
            is_given=False,
            source="phone",
        )

    watching.sold(watching.village.model, "AB1")

    assert watching.village.notices("known_issue") == []


def test_recalled_unit_that_comes_later_hears_of_the_recall_alone(
    watching: Watching,
) -> None:
    told(watching, watching.written())
    Recalling(village=watching.village).published()

    watching.sold(watching.village.model, "AB1000")

    assert watching.village.notices("known_issue") == []
    assert len(watching.village.notices("recall")) == 1
