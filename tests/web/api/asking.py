"""Short ways to ask the API as programs do: an edit names its version, a request its key."""

from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response


def edit(client: TestClient, path: str, **changes: Any) -> Response:
    """An edit made from the version that is there now."""
    tag = client.get(f"/api/v1/{path}").headers["etag"]
    answer: Response = client.patch(f"/api/v1/{path}", json=changes, headers={"If-Match": tag})
    return answer


def is_lost_update_refused(client: TestClient, path: str, first: dict[str, Any]) -> bool:
    """Whether the second of two edits made from the same version is refused and changes nothing."""
    tag = client.get(f"/api/v1/{path}").headers["etag"]
    assert client.patch(f"/api/v1/{path}", json=first).status_code == 428
    done = client.patch(f"/api/v1/{path}", json=first, headers={"If-Match": tag})
    assert done.status_code == 200, done.text
    late = client.patch(f"/api/v1/{path}", json=first, headers={"If-Match": tag})
    stands = client.get(f"/api/v1/{path}")
    assert stands.headers["etag"] == done.headers["etag"] != tag
    assert stands.json() == done.json()
    return late.status_code == 412 and late.json()["type"] == "/api#version-moved"


def twice(client: TestClient, path: str, body: dict[str, Any]) -> tuple[Response, Response]:
    """The same request sent two times under one key."""
    headers = {"Idempotency-Key": f"test-{path}"}
    first = client.post(f"/api/v1/{path}", json=body, headers=headers)
    second = client.post(f"/api/v1/{path}", json=body, headers=headers)
    return first, second


def wheres(answer: Response) -> list[str]:
    """The places that a refusal names."""
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return [problem["where"] for problem in answer.json()["problems"]]
