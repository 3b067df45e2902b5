"""Alarms and known issues on the screen, and the article that anybody can read."""

from io import BytesIO

from fastapi.testclient import TestClient
from PIL import Image

from aftersales.records import Alarm, AlarmState, KnownIssue, Role
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.prevented import FORM, alarm_in, issue_in
from tests.web.principals import People
from tests.web.recalled import published


def sent(client: TestClient, path: str, **form: str) -> tuple[int, str]:
    """A form sent as its page would, and the page it leads to."""
    answer = client.post(path, data=form, follow_redirects=True)
    return answer.status_code, answer.text


def test_alarm_is_seen_to_by_name_and_leads_to_an_article(people: People, world: World) -> None:
    alarm, support = alarm_in(world), people.client(Role.SUPPORT)

    status, text = sent(support, f"/alarms/{alarm}/acknowledge")
    form = support.get(f"/issues/new?alarm={alarm}").text
    _status, written = sent(support, "/issues", **FORM, alarm=str(alarm))

    assert status == 200
    assert "somebody sees to it" in text
    assert "Support Muster" in text
    assert "with 95% confidence at least" in text
    assert "Przyborowski and Wilenski" in text
    assert 'value="pump"' in form
    assert "It does not drain" in written
    assert all_of(world.parts, Alarm)[0].known_issue_id == all_of(world.parts, KnownIssue)[0].id


def test_alarm_is_closed_with_a_reason_only(people: People, world: World) -> None:
    alarm, support = alarm_in(world), people.client(Role.SUPPORT)

    refused, text = sent(support, f"/alarms/{alarm}/close", reason=" ")
    status, _text = sent(support, f"/alarms/{alarm}/close", reason="Another supplier.")
    again, _text = sent(support, f"/alarms/{alarm}/close", reason="Another supplier.")

    assert (refused, status, again) == (422, 200, 409)
    assert "Say why it is over." in text
    assert all_of(world.parts, Alarm)[0].state is AlarmState.CLOSED


def test_article_is_written_published_and_read_by_anybody(people: People, world: World) -> None:
    support, anybody = people.client(Role.SUPPORT), people.client("nobody")

    wrong, text = sent(support, "/issues", **{**FORM, "slug": "No Slug", "en_summary": ""})
    _status, _text = sent(support, "/issues", **FORM)
    row = all_of(world.parts, KnownIssue)[0]
    hidden = anybody.get("/help/articles/filter-clogs").status_code
    sent(support, f"/issues/{row.id}/move", state="published")
    english = anybody.get("/help/articles/filter-clogs").text
    latvian = anybody.get("/help/articles/filter-clogs", headers={"accept-language": "lv"}).text

    assert (wrong, hidden) == (422, 404)
    assert 'id="slug-error"' in text
    assert 'id="en_summary-error"' in text
    assert "<li>Rinse it.</li>" in english
    assert "<h1>Neizsūknē ūdeni</h1>" in latvian


def test_picture_is_shown_with_its_article(people: People, world: World) -> None:
    support, row = people.client(Role.SUPPORT), issue_in(world)
    file = BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "PNG")

    answer = support.post(
        f"/issues/{row}/picture", files={"files": ("filter.png", file.getvalue(), "image/png")}
    )
    shown = people.client("nobody").get("/help/articles/filter-clogs")
    picture = people.client("nobody").get("/help/articles/filter-clogs/picture")

    assert answer.status_code == 303
    assert '<img src="/help/articles/filter-clogs/picture"' in shown.text
    assert picture.headers["content-type"] == "image/png"


def test_what_is_known_stands_beside_the_unit_until_a_recall_comes_first(
    people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)
    issue_in(world)

    before = support.get(f"/units/{world.unit_id}").text
    published(world)
    after = support.get(f"/units/{world.unit_id}").text

    assert "The filter clogs." in before
    assert "The filter clogs." not in after
    assert "No self-help is shown: the recall comes first." in after


def test_manager_tells_owners_as_previewed(people: People, world: World) -> None:
    row = issue_in(world)

    page = people.client(Role.MANAGER).get(f"/issues/{row}").text
    support, _text = sent(people.client(Role.SUPPORT), f"/issues/{row}/tell")
    manager, _text = sent(people.client(Role.MANAGER), f"/issues/{row}/tell")

    assert "Tell the owners: 8" in page
    assert (support, manager) == (403, 200)


def test_looking_at_an_article_changes_nothing(people: People, world: World) -> None:
    issue_in(world)
    before = world.dump()

    people.client("nobody").get("/help/articles/filter-clogs?language=bn")

    assert world.dump() == before
