"""A real HTTP server that stands for a shop system: it writes down what comes and answers as told."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Taken:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: str

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.body)
        return content


@dataclass(frozen=True)
class Answering:
    """How one request is answered."""

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0
    drips: bool = False
    """Answers a byte now and then, for ever."""


class ShopSystem:
    """Takes requests on a free port; answers `next_answers` first, then `usual`."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.next_answers: list[Answering] = []
        self.usual = Answering()
        self.at_once = 0
        self.most_at_once = 0
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/hooks?shop=1"

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def types(self) -> list[str]:
        return [taken.content["type"] for taken in self.taken]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Listen no more; safe to repeat."""
        if not self.closing.is_set():
            self.closing.set()
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def take(self, taken: Taken) -> Answering:
        with self._lock:
            self.taken.append(taken)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            return self.next_answers.pop(0) if self.next_answers else self.usual

    def leave(self) -> None:
        with self._lock:
            self.at_once -= 1


def _handler_of(shop: ShopSystem) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            lowered = {name.lower(): value for name, value in self.headers.items()}
            answer = shop.take(Taken(self.path, lowered, body))
            try:
                shop.closing.wait(answer.seconds)
                self._answer(answer)
            except OSError:
                self.close_connection = True  # whoever asked hung up
            finally:
                shop.leave()

        def _answer(self, answer: Answering) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.drips:
                self.end_headers()
                while not shop.closing.wait(0.1):
                    self.wfile.write(b".")
                    self.wfile.flush()
                return
            if answer.status != 204:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    return Handler
