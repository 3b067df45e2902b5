"""Files through the web: taken from staff and programs within bounds, handed out to staff only, and harmless."""

import base64
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from aftersales.deed import SYSTEM
from aftersales.records import Claim, Role, Upload, UploadState
from aftersales.uploads import keep_upload
from tests.aftersales.conftest import all_of
from tests.aftersales.uploads.files import HEIC, picture, png_bomb, scripted_document
from tests.web.claimed import claims_in
from tests.web.conftest import World
from tests.web.principals import People
from web.pages.uploads import disposition

Files = Sequence[tuple[str, bytes, str]]


def claim_path(world: World) -> str:
    return f"/claims/{claims_in(world)['in-review']}"


def sent(client: TestClient, path: str, *files: tuple[str, bytes, str]) -> tuple[int, str]:
    """Files sent as a form would."""
    answer = client.post(
        f"{path}/evidence", files=[("files", each) for each in files], follow_redirects=True
    )
    return answer.status_code, answer.text


def kept(world: World, name: str = "plate.png", content: bytes = b"") -> Upload:
    with world.parts.doing(SYSTEM) as deed:
        row = deed.session.get_one(Claim, claims_in(world)["in-review"])
        return keep_upload(deed, row, name, content or picture("PNG"))


def test_evidence_is_added_shown_and_counted(people: People, world: World) -> None:
    support, path = people.client(Role.SUPPORT), claim_path(world)

    status, text = sent(
        support,
        path,
        ("ক্রয়ের রসিদ.jpg", picture(), "image/jpeg"),
        ("invoice.pdf", scripted_document(), "text/html"),
        ("IMG_1.HEIC", HEIC, ""),
    )

    rows = all_of(world.parts, Upload)
    assert status == 200
    assert [row.name for row in rows] == ["ক্রয়ের রসিদ.jpg", "invoice.pdf", "IMG_1.heic"]
    assert all(f'href="/uploads/{row.id}"' in text for row in rows)
    assert text.count("<img ") == 1  # no browser draws the others
    with world.parts.store.reading() as session:
        assert session.get_one(Claim, UUID(path.rsplit("/", 1)[1])).evidence == 3


def test_claim_that_was_asked_for_evidence_is_decided_again(people: People, world: World) -> None:
    support, path = people.client(Role.SUPPORT), claim_path(world)
    with world.parts.doing(SYSTEM) as deed:
        row = deed.session.get_one(Claim, UUID(path.rsplit("/", 1)[1]))
        row.state, row.symptom, row.estimate_cents = "needs_info", "It leaks.", 5_000

    status, text = sent(support, path, ("a.jpg", picture(), "image/jpeg"))

    assert (status, ": approved" in text) == (200, True)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("photo.jpg", b"<html><script>alert(1)</script>", "image/jpeg")], "neither a picture"),
        ([("drawing.svg", b'<svg onload="alert(1)"/>', "image/svg+xml")], "neither a picture"),
        ([("bomb.png", png_bomb(), "image/png")], "too many pixels"),
        ([("cut.jpg", picture(size=(400, 300))[:900], "image/jpeg")], "damaged"),
        ([("empty.jpg", b"", "image/jpeg")], "empty"),
        ([("big.jpg", b"\xff\xd8\xff" + bytes(15_000_000), "image/jpeg")], "larger than 15 MB"),
        ([("a.png", picture("PNG"), "image/png")] * 11, "at most 10 files"),
        (
            [("a.png", picture("PNG"), "image/png"), ("x.exe", b"MZ", "image/png")],
            "x.exe: This is neither",
        ),
    ],
)
def test_file_that_is_not_taken_is_refused_on_the_page_and_none_is_kept(
    people: People, world: World, files: Files, said: str
) -> None:
    status, text = sent(people.client(Role.SUPPORT), claim_path(world), *files)

    assert (status, said in text) == (422, True)
    assert 'role="alert"' in text
    assert all_of(world.parts, Upload) == []


def test_form_in_which_nothing_was_chosen_asks_to_choose(people: People, world: World) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n"
    )

    answer = people.client(Role.SUPPORT).post(
        f"{claim_path(world)}/evidence",
        content=body,
        headers={"content-type": "multipart/form-data; boundary=x"},
    )

    assert (answer.status_code, "Choose a file first." in answer.text) == (422, True)


def test_name_of_a_refused_file_is_text_and_never_markup(people: People, world: World) -> None:
    files = ("<img src=x onerror=alert(1)>.svg", b"<svg/>", "image/svg+xml")

    _, text = sent(people.client(Role.SUPPORT), claim_path(world), files)

    assert "<img src=x" not in text
    assert "&lt;img src=x" in text


def test_more_than_all_files_together_is_refused_unread(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)

    with_files = support.post(f"{claim_path(world)}/evidence", content=bytes(60_000_000))
    without = support.post(f"{claim_path(world)}/tell", content=bytes(300_000))

    assert (with_files.status_code, without.status_code) == (413, 413)


def test_form_with_files_needs_the_token_of_its_sign_in(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    token = support.headers.pop("x-csrf-token")
    files = [("files", ("a.png", picture("PNG"), "image/png"))]
    path = f"{claim_path(world)}/evidence"

    refused = support.post(path, files=files)
    taken = support.post(path, files=files, data={"csrf": token})

    assert (refused.status_code, taken.status_code) == (403, 303)
    assert len(all_of(world.parts, Upload)) == 1


def test_file_is_handed_out_to_be_saved_and_nothing_of_it_can_run(
    people: People, world: World
) -> None:
    row, support = kept(world), people.client(Role.SUPPORT)
    before = world.dump()["event"]

    answer = support.get(f"/uploads/{row.id}")

    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.content) == row.size_bytes
    assert world.dump()["event"] == before


def test_file_opens_for_the_office_only(people: People, world: World) -> None:
    row = kept(world)

    answers = {
        kind: people.client(kind).get(f"/uploads/{row.id}").status_code
        for kind in (Role.SUPPORT, Role.MANAGER, Role.TECHNICIAN, Role.PARTNER, "nobody")
    }

    assert answers == {
        Role.SUPPORT: 200,
        Role.MANAGER: 200,
        Role.TECHNICIAN: 403,
        Role.PARTNER: 403,
        "nobody": 303,
    }
    assert people.client(Role.SUPPORT).get(f"/uploads/{UUID(int=1)}").status_code == 404


@pytest.mark.parametrize(
    ("state", "said"),
    [(UploadState.WAITING, "opens once it has looked"), (UploadState.INFECTED, "taken away")],
)
def test_file_that_may_not_be_opened_says_why(
    people: People, world: World, state: UploadState, said: str
) -> None:
    row = kept(world)
    with world.parts.doing(SYSTEM) as deed:
        deed.session.get_one(Upload, row.id).state = state

    support = people.client(Role.SUPPORT)

    assert support.get(f"/uploads/{row.id}").status_code == 409
    text = support.get(claim_path(world)).text
    assert said in text
    assert f"/uploads/{row.id}" not in text


def test_program_adds_evidence_once_and_reads_what_is_there(people: People, world: World) -> None:
    shop, path = people.client("every scope"), f"/api/v1{claim_path(world)}/evidence"
    body = {"name": "../plate.png", "content": base64.b64encode(picture("PNG")).decode()}

    first = shop.post(path, json=body, headers={"Idempotency-Key": "1"})
    again = shop.post(path, json=body, headers={"Idempotency-Key": "1"})
    listed = shop.get(path)

    shown: dict[str, Any] = first.json()
    assert (first.status_code, again.json()) == (201, shown)
    assert (shown["name"], shown["kind"], shown["state"]) == ("plate.png", "png", "unscanned")
    assert listed.json() == {"items": [shown], "next": None}


@pytest.mark.parametrize("content", ["", "no base64!", base64.b64encode(b"<svg/>").decode()])
def test_program_is_told_which_files_are_taken(people: People, world: World, content: str) -> None:
    answer = people.client("every scope").post(
        f"/api/v1{claim_path(world)}/evidence", json={"name": "a", "content": content}
    )

    assert answer.status_code == 422
    assert all_of(world.parts, Upload) == []


def test_large_file_fits_into_json(people: People, world: World) -> None:
    body = {"name": "a", "content": base64.b64encode(b"\xff\xd8\xff" + bytes(2_000_000)).decode()}

    answer = people.client("every scope").post(f"/api/v1{claim_path(world)}/evidence", json=body)

    assert answer.json()["problems"][0]["where"] == "files"
    assert "damaged" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a.jpg", "attachment; filename=\"a.jpg\"; filename*=UTF-8''a.jpg"),
        ("রসিদ.jpg", "attachment; filename=\"____.jpg\"; filename*=UTF-8''"),
        ("rēķins 5.jpg", "attachment; filename=\"r__ins 5.jpg\"; filename*=UTF-8''r%C4%93"),
    ],
)
def test_names_of_every_script_reach_the_browser(name: str, header: str) -> None:
    assert disposition(name).startswith(header)
    disposition(name).encode("latin-1")
