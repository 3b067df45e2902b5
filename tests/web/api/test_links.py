"""Links through the API: listed without their tokens, handed out once, revoked at once."""

from aftersales.identifiers import link_token
from aftersales.records import Link, Role, Scope
from tests.aftersales.conftest import all_of
from tests.web.api.asking import twice, wheres
from tests.web.conftest import World
from tests.web.principals import People


def path_of(world: World, address: str) -> str:
    assert address.startswith(world.parts.settings.public_url)
    return address.removeprefix(world.parts.settings.public_url)


def test_a_new_calendar_address_is_shown_once_and_ends_the_former(
    people: People, world: World
) -> None:
    planner, stranger = people.client(Role.DISPATCHER), people.client("nobody")
    former = f"/feeds/{world.feed_token}.ics"
    assert stranger.get(former).status_code == 200

    first, second = twice(planner, "links/feeds", {"technician": "T1"})

    assert first.status_code == 201, first.text
    made = first.json()
    address = made.pop("address")
    assert first.headers["cache-control"] == "no-store"
    assert second.json() == made | {"address": None}
    assert stranger.get(path_of(world, address)).status_code == 200
    assert stranger.get(former).status_code == 404
    assert planner.get(first.headers["location"]).json() == made
    listed = planner.get("/api/v1/links?technician=T1").json()["items"]
    assert [(each["purpose"], each["is_live"]) for each in listed] == [
        ("feed", False),
        ("feed", True),
    ]
    assert address.rsplit("/", 1)[-1].removesuffix(".ics") not in str(world.dump())


def test_a_buyer_gets_another_link_until_the_visit_is_long_over(
    people: People, world: World
) -> None:
    support, stranger = people.client(Role.SUPPORT), people.client("nobody")
    visit = world.visits()[0]
    body = {"appointment_id": str(visit.appointment.id)}

    answer = support.post("/api/v1/links/visits", json=body)

    assert answer.status_code == 201, answer.text
    assert visit.work_order.reference in stranger.get(path_of(world, answer.json()["address"])).text
    assert stranger.get(f"/visit/{world.token_of(visit)}").status_code == 200
    world.clock.move_to(visit.appointment.window_to_at.replace(year=2027))
    late = people.client("every scope").post("/api/v1/links/visits", json=body)
    assert late.status_code == 409
    assert "its page is closed" in late.json()["detail"]
    nowhere = {"appointment_id": str(world.unit_id)}
    assert (
        people.client("every scope").post("/api/v1/links/visits", json=nowhere).status_code == 404
    )


def test_links_are_listed_by_whom_they_lead_to_and_revoked(people: People, world: World) -> None:
    admin, stranger = people.client(Role.ADMIN), people.client("nobody")
    visit, other = world.visits()[:2]
    token = world.token_of(visit)

    def ids(query: str) -> set[str]:
        return {
            each["id"] for each in admin.get(f"/api/v1/links?limit=200&{query}").json()["items"]
        }

    of_visit = ids(f"appointment_id={visit.appointment.id}")
    assert of_visit
    assert of_visit == ids(f"customer_id={visit.customer.id}")
    assert not of_visit & ids(f"appointment_id={other.appointment.id}")
    assert not of_visit & ids("purpose=feed")
    assert ids("") == {str(each.id) for each in all_of(world.parts, Link)}
    for link_id in of_visit:
        assert admin.delete(f"/api/v1/links/{link_id}").status_code == 204
        assert admin.delete(f"/api/v1/links/{link_id}").status_code == 204
    assert stranger.get(f"/visit/{token}").status_code == 404
    assert stranger.get(f"/visit/{world.token_of(other)}").status_code == 200


def test_no_answer_holds_a_token(people: People, world: World) -> None:
    admin = people.client(Role.ADMIN)
    rows = all_of(world.parts, Link)
    tokens = {link_token(world.parts.secret, row.id) for row in rows}
    assert world.feed_token in tokens

    told = admin.get("/api/v1/links?limit=200").text
    told += "".join(admin.get(f"/api/v1/links/{row.id}").text for row in rows)

    assert len(rows) > 1
    assert not [each for each in tokens | {row.token_hash for row in rows} if each in told]


def test_who_may_hand_out_which_link(staff: People, quiet: World) -> None:
    feed = {"technician": "T1"}
    for kind in (Role.SUPPORT, Scope.VISITS_WRITE, Scope.PLANNING_READ):
        assert staff.client(kind).post("/api/v1/links/feeds", json=feed).status_code == 403
    assert all_of(quiet.parts, Link) == []
    assert (
        staff.client(Scope.PLANNING_WRITE).post("/api/v1/links/feeds", json=feed).status_code == 201
    )
    assert staff.client(Scope.PLANNING_WRITE).get("/api/v1/links").status_code == 403
    assert staff.client(Scope.VISITS_READ).get("/api/v1/links").status_code == 200
    assert wheres(staff.client(Role.SUPPORT).post("/api/v1/links/visits", json={})) == [
        "appointment_id"
    ]
