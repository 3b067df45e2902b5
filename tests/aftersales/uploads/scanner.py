"""A small scanner that speaks clamd's INSTREAM on a real socket and warns of the word EICAR."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer, ThreadingUnixStreamServer
from threading import Thread


class Answering(StreamRequestHandler):
    """Reads the chunks of one file, and says what is in it."""

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := int.from_bytes(self.rfile.read(4)):
            content += self.rfile.read(length)
        if b"TOO LONG" in content:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        elif b"EICAR" in content:
            self.wfile.write(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


@contextmanager
def scanner() -> Iterator[str]:
    """Its address while it runs."""
    with ThreadingTCPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@contextmanager
def scanner_at(path: str) -> Iterator[str]:
    """The same on a path of this machine."""
    with ThreadingUnixStreamServer(path, Answering) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield path
        server.shutdown()
