"""A small real server that answers as four routing engines do, and misbehaves when told to."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np

from aftersales.roads import Columns
from tests.aftersales.roads.conftest import Grid

Points = list[tuple[float, float]]


@dataclass
class EngineServer:
    """Where it is, what it was asked, and how it behaves: a status, or a name of what goes wrong."""

    url: str = ""
    trouble: str = ""
    paths: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    going_on: Event = field(default_factory=Event)


@contextmanager
def serving() -> Iterator[EngineServer]:
    """An engine on a free port of this machine."""
    here = EngineServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            asked = parse_qs(url.query)
            if url.path.startswith("/table/v1/driving/"):
                points = [_pair(each) for each in url.path.rpartition("/")[2].split(";")]
                answer = _lists(
                    [points[int(at)] for at in asked["sources"][0].split(";")],
                    [points[int(at)] for at in asked["destinations"][0].split(";")],
                    ("durations", "distances"),
                )
            else:
                here.keys += asked.get("key", [])
                answer = _lists(
                    [_pair(each)[::-1] for each in asked["from_point"]],
                    [_pair(each)[::-1] for each in asked["to_point"]],
                    ("times", "distances"),
                )
            self._say(url.path, answer)

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            here.keys.append(self.headers["Authorization"])
            if self.path == "/sources_to_targets":
                ends = [
                    [(each["lon"], each["lat"]) for each in asked[side]]
                    for side in ("sources", "targets")
                ]
                lists = _lists(ends[0], ends[1], ("time", "distance"))
                answer: dict[str, Any] = {
                    "sources_to_targets": [
                        [
                            {"time": time, "distance": None if metres is None else metres / 1000}
                            for time, metres in zip(*line, strict=True)
                        ]
                        for line in zip(lists["time"], lists["distance"], strict=True)
                    ]
                }
            else:
                points = [tuple(each) for each in asked["locations"]]
                answer = _lists(
                    [points[int(at)] for at in asked["sources"]],
                    [points[int(at)] for at in asked["destinations"]],
                    ("durations", "distances"),
                )
            self._say(self.path, answer)

        def _say(self, path: str, answer: dict[str, Any]) -> None:
            here.paths.append(path)
            if here.trouble == "slow":
                here.going_on.wait(10)
            body = json.dumps(answer).encode()
            if here.trouble == "nonsense":
                body = b"<html>"
            if here.trouble == "another shape":
                body = b'{"durations": [[1.0]], "distances": [[1.0]]}'
            status = int(here.trouble) if here.trouble.isdigit() else 200
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    here.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield here
    finally:
        here.going_on.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _pair(text: str) -> tuple[float, float]:
    first, second = (float(each) for each in text.split(","))
    return first, second


def _lists(sources: Points, destinations: Points, names: tuple[str, str]) -> dict[str, Any]:
    block = Grid().block(_columns(sources), _columns(destinations))
    snaps = (("sources", block.source_snaps), ("destinations", block.destination_snaps))
    return {
        side: [{"distance": each, "snapped_distance": each} for each in metres.tolist()]
        for side, metres in snaps
    } | {
        name: [[None if each < 0 else float(each) for each in line] for line in numbers.tolist()]
        for name, numbers in zip(names, (block.seconds, block.metres), strict=True)
    }


def _columns(points: Points) -> Columns:
    array = np.array(points, float).reshape(-1, 2)
    return Columns(array[:, 1], array[:, 0], np.full(len(array), -1))
