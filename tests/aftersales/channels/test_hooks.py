"""One POST: to the address that was checked, encrypted for the name, within its time."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest

from aftersales.channels.hooks import Line, NoReply, Reply, is_reachable

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("64:ff9b::808:808", True),
        ("::ffff:8.8.8.8", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("255.255.255.255", False),
        ("224.0.0.1", False),
        ("239.1.1.1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd12::1", False),
        ("ff02::1", False),
        ("::ffff:192.168.0.1", False),
        ("64:ff9b::a01:203", False),
        ("2002:0a01:0203::1", False),
    ],
)
def test_only_the_open_net_is_reachable(text: str, *, is_open: bool) -> None:
    assert is_reachable(ip_address(text), is_local_allowed=False) is is_open
    assert is_reachable(ip_address(text), is_local_allowed=True) is is_open


@pytest.mark.parametrize("text", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_reachable_only_when_allowed(text: str) -> None:
    assert not is_reachable(ip_address(text), is_local_allowed=False)
    assert is_reachable(ip_address(text), is_local_allowed=True)


class Encrypted:
    """An HTTPS server with a certificate of its own for one name."""

    def __init__(self, folder: Path, name: str) -> None:
        openssl = shutil.which("openssl")
        assert openssl is not None
        self.certificate, key = folder / "certificate.pem", folder / "key.pem"
        wanted = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name} -keyout {key}"
        named = ["-addext", f"subjectAltName=DNS:{name}", "-out", str(self.certificate)]
        subprocess.run([openssl, *wanted.split(), *named], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, key)
        self.hosts: list[str] = []
        self.server = HTTPServer(("127.0.0.1", 0), self._handler())
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        hosts = self.hosts

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                hosts.append(self.headers["host"])
                self.rfile.read(int(self.headers["content-length"]))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        return Handler


@pytest.fixture
def encrypted(tmp_path: Path) -> Iterator[Encrypted]:
    if shutil.which("openssl") is None:
        pytest.skip("There is no openssl here to make a certificate.")
    shop = Encrypted(tmp_path, "localhost")
    thread = threading.Thread(target=shop.server.serve_forever, args=(0.05,))
    thread.start()
    yield shop
    shop.server.shutdown()
    thread.join()
    shop.server.server_close()


def test_certificate_is_checked_against_the_name_though_the_address_is_asked(
    encrypted: Encrypted,
) -> None:
    trust = ssl.create_default_context(cafile=str(encrypted.certificate))

    with Line(timeout=5, is_local_allowed=True, trust=trust) as line:
        reply = line.post(f"https://localhost:{encrypted.port}/x", "{}", {}, NOW)
        with pytest.raises(NoReply, match="ConnectError"):
            line.post(f"https://127.0.0.1:{encrypted.port}/x", "{}", {}, NOW)

    assert reply == Reply(200)
    assert encrypted.hosts == [f"localhost:{encrypted.port}"]


def test_certificate_that_nobody_vouches_for_is_refused(encrypted: Encrypted) -> None:
    with (
        Line(timeout=5, is_local_allowed=True) as line,
        pytest.raises(NoReply, match="ConnectError"),
    ):
        line.post(f"https://localhost:{encrypted.port}/x", "{}", {}, NOW)

    assert encrypted.hosts == []


def test_name_that_nobody_knows_is_said() -> None:
    with (
        Line(timeout=5, is_local_allowed=True) as line,
        pytest.raises(NoReply, match="The name is not known"),
    ):
        line.post("https://shop.invalid/x", "{}", {}, NOW)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433"])
def test_inside_of_the_house_is_refused_under_any_name(host: str) -> None:
    with (
        Line(timeout=5, is_local_allowed=False) as line,
        pytest.raises(NoReply, match="private network"),
    ):
        line.post(f"https://{host}:9/x", "{}", {}, NOW)
