"""The real connection: to the address that was checked, with the certificate of the name that was asked for."""

from __future__ import annotations

import datetime as dt
import http.server
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from audiobrief.draft.readers import fetch
from audiobrief.draft.readers.article_file import read_document
from audiobrief.draft.readers.fetch import Network, fetch_document
from audiobrief.errors import AddressError

PAGE = b"<html lang=en><title>A page</title><h1>Why is it so?</h1><p>Because it has always been so, they say here.</p>"


def certificate(name: str) -> bytes:
    """Make a key and a certificate that signs itself, for a name."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@dataclass(frozen=True, slots=True)
class Site:
    """A server on this machine."""

    requests: list[tuple[str, str | None]]
    """Path and host of each request."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    requests: list[tuple[str, str | None]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append((self.path, self.headers["Host"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(PAGE)))
            self.end_headers()
            self.wfile.write(PAGE)

        def log_message(self, *_arguments: object) -> None:
            pass

    pem = tmp_path / "site.pem"
    pem.write_bytes(certificate("news.example"))
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setattr(fetch, "_PORT", server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield Site(requests)
    server.shutdown()
    thread.join()
    server.server_close()


def here(monkeypatch: pytest.MonkeyPatch) -> Network:
    """The machine's network, in which every name is this machine, which counts as public."""
    monkeypatch.setattr(fetch, "is_public", lambda _ip: True)
    return Network(lambda _host: ("127.0.0.1",), fetch._ask)


def test_the_checked_address_is_asked_in_the_names_name(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    document = fetch_document("https://news.example/a?b=c", here(monkeypatch))
    assert read_document(document).metadata.title == "Why is it so?"
    assert site.requests == [("/a?b=c", "news.example")]


def test_the_certificate_of_another_name_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AddressError, match="does not answer: ssl"):
        fetch_document("https://other.example/", here(monkeypatch))
    assert site.requests == []


def test_this_machine_is_not_asked(site: Site) -> None:
    with pytest.raises(AddressError, match="not in the public network"):
        fetch_document("https://localhost/")
    assert site.requests == []
