"""Fetching goes on where it stopped, through every misbehaviour of a server, and never ends with wrong bytes."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from audiobrief.errors import FetchError, ModelError, OutputError
from audiobrief.voices.models.catalogue import ModelFile
from audiobrief.voices.models.download import Downloads
from audiobrief.voices.models.parts import Part
from audiobrief.voices.models.transfer import fetch
from file_server import Fault, FileServer, file_server

CONTENT = random.Random(1).randbytes(3_000_000)  # the same bytes each time
OTHER = random.Random(2).randbytes(len(CONTENT))
PATH = "/model.onnx"


@pytest.fixture
def part(tmp_path: Path) -> Part:
    return Part(tmp_path / "model.onnx")


@pytest.fixture
def downloads() -> Iterator[Downloads]:
    with closing(Downloads()) as opened:
        yield opened


@pytest.fixture(autouse=True)
def served(server: FileServer) -> None:
    server.files[PATH] = CONTENT
    server.tags[PATH] = '"one"'


def pinned(server: FileServer) -> ModelFile:
    return ModelFile("model.onnx", len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), server.address + PATH)


def get(downloads: Downloads, server: FileServer, part: Part) -> None:
    """Fetch the model, and see that it came out right."""
    fetch(downloads, server.address + PATH, pinned(server), part, lambda _there: None)
    assert part.path.read_bytes() == CONTENT


def test_a_file_comes_whole_and_its_progress_is_told(downloads: Downloads, server: FileServer, part: Part) -> None:
    told: list[int] = []
    fetch(downloads, server.address + PATH, pinned(server), part, told.append)
    assert part.path.read_bytes() == CONTENT
    assert told == sorted(told)
    assert told[-1] == len(CONTENT)
    assert server.asked == [(PATH, "", "")]


def test_after_connections_that_end_only_the_rest_is_fetched(
    downloads: Downloads, server: FileServer, part: Part
) -> None:
    server.faults[PATH] = deque([Fault(cut_after=1_000_000), Fault(cut_after=1_500_000), Fault(cut_after=0)])
    get(downloads, server, part)
    asked = [(1_000_000, '"one"'), (2_500_000, '"one"'), (2_500_000, '"one"')]
    assert server.asked == [(PATH, "", "")] + [(PATH, f"bytes={start}-", tag) for start, tag in asked]
    assert server.given[PATH] == len(CONTENT), "no byte is given twice"


def test_a_part_of_an_earlier_run_is_gone_on_with(downloads: Downloads, server: FileServer, part: Part) -> None:
    part.begin('"one"')
    part.add(CONTENT[:2_000_000])
    get(downloads, server, part)
    assert server.given[PATH] == 1_000_000


def test_a_whole_part_is_not_fetched_again(downloads: Downloads, server: FileServer, part: Part) -> None:
    part.begin('"one"')
    part.add(CONTENT)
    get(downloads, server, part)
    assert server.asked == []


def test_without_a_tag_a_part_is_gone_on_with_and_its_sum_decides(
    downloads: Downloads, server: FileServer, part: Part
) -> None:
    del server.tags[PATH]
    part.begin()
    part.add(CONTENT[:2_000_000])
    get(downloads, server, part)
    assert server.asked == [(PATH, "bytes=2000000-", "")]


@pytest.mark.parametrize("tag", ['W/"one"', "one", '"a\x80"'])
def test_only_a_strong_tag_is_a_condition(tag: str, downloads: Downloads, server: FileServer, part: Part) -> None:
    server.tags[PATH] = tag
    server.faults[PATH] = deque([Fault(cut_after=1000)])
    get(downloads, server, part)
    assert server.asked[1][2] == (tag if tag.startswith('"') else "")


def test_where_the_range_is_ignored_it_begins_anew(downloads: Downloads, server: FileServer, part: Part) -> None:
    server.faults[PATH] = deque([Fault(cut_after=2_000_000), Fault(ignores_range=True)])
    get(downloads, server, part)
    assert server.given[PATH] == 2_000_000 + len(CONTENT)


def test_where_the_file_has_changed_it_begins_anew(downloads: Downloads, server: FileServer, part: Part) -> None:
    part.begin('"old"')
    part.add(OTHER[:2_000_000])
    get(downloads, server, part)
    assert server.asked == [(PATH, "bytes=2000000-", '"old"')]
    assert part.tag() == '"one"'


def test_a_part_that_was_altered_is_fetched_anew(downloads: Downloads, server: FileServer, part: Part) -> None:
    part.begin('"one"')
    part.add(OTHER[:2_000_000])
    get(downloads, server, part)
    assert server.given[PATH] == 1_000_000 + len(CONTENT)


def test_a_part_that_is_too_long_is_fetched_anew(downloads: Downloads, server: FileServer, part: Part) -> None:
    part.begin('"one"')
    part.add(CONTENT + b"more")
    get(downloads, server, part)


@pytest.mark.parametrize("place", ["bytes 0-9/3000000", "bytes 1000000-2999999/4000000", "nonsense"])
def test_another_range_than_the_one_asked_for_is_not_taken(
    place: str, downloads: Downloads, server: FileServer, part: Part
) -> None:
    server.faults[PATH] = deque([Fault(cut_after=1_000_000), Fault(content_range=place)])
    get(downloads, server, part)


def test_a_range_beyond_the_end_begins_anew(downloads: Downloads, server: FileServer, part: Part) -> None:
    server.faults[PATH] = deque([Fault(cut_after=1_000_000), Fault(status=416)])
    get(downloads, server, part)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_status_is_asked_again(status: int, downloads: Downloads, server: FileServer, part: Part) -> None:
    server.faults[PATH] = deque([Fault(status=status)])
    get(downloads, server, part)


def test_what_is_not_the_pinned_file_is_not_kept(downloads: Downloads, server: FileServer, part: Part) -> None:
    server.files[PATH] = OTHER
    with pytest.raises(ModelError, match=r"127\.0\.0\.1 gives another model\.onnx than the one that is wanted: .*\)$"):
        get(downloads, server, part)
    assert list(part.path.parent.glob("model*")) == []
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (Fault(length=2_999_999), r"is of 2999999 bytes, and 3000000 are wanted \("),
        (Fault(length=5_000_000), r"is of 5000000 bytes, and 3000000 are wanted \("),
        (Fault(body=b"<html>Sign in to the network</html>"), r"is of 35 bytes, and 3000000 are wanted \("),
        (Fault(status=404), r"is answered with HTTP status 404 \(check the name"),
        (Fault(status=403), "HTTP status 403"),
        (Fault(location="http://127.0.0.1/x"), r"127\.0\.0\.1 leads to http://127\.0\.0\.1/x, which is not https"),
        (Fault(location="file:///etc/passwd"), "which is not https"),
        (Fault(location="//127.0.0.1/x"), "which is not https"),
    ],
)
def test_what_cannot_succeed_is_said_at_once(
    fault: Fault, message: str, downloads: Downloads, server: FileServer, part: Part
) -> None:
    server.faults[PATH] = deque([fault])
    with pytest.raises(FetchError, match=message) as raised:
        get(downloads, server, part)
    assert len(str(raised.value).splitlines()) == 1
    assert len(server.asked) == 1


def test_a_refusal_keeps_what_was_there(downloads: Downloads, server: FileServer, part: Part) -> None:
    part.begin('"one"')
    part.add(CONTENT[:1000])
    server.faults[PATH] = deque([Fault(body=b"<html>", ignores_range=True)])
    with pytest.raises(FetchError):
        get(downloads, server, part)
    assert part.size() == 1000


def test_it_gives_up_and_keeps_the_part(downloads: Downloads, server: FileServer, part: Part) -> None:
    server.faults[PATH] = deque([Fault(cut_after=100)] * 9)
    with pytest.raises(FetchError, match=r"does not give model\.onnx: .* \(check the network and run it again"):
        get(downloads, server, part)
    assert (len(server.asked), part.size()) == (5, 500)


def test_a_server_that_is_not_there_is_given_up_soon(downloads: Downloads, part: Part) -> None:
    with file_server() as gone:
        pass
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 does not give model\.onnx: it takes no connection \("):
        get(downloads, gone, part)


def test_a_server_that_falls_silent_is_given_up(
    downloads: Downloads, server: FileServer, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audiobrief.voices.models.download.READ_SECONDS", 0.2)
    server.faults[PATH] = deque([Fault(hold_after=1_000_000)])
    get(downloads, server, part)
    assert server.asked[1][1] == "bytes=1000000-"


def test_a_proxy_of_the_environment_is_used(
    downloads: Downloads, server: FileServer, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.address.replace("http://", "http://user:pass%40word@"))
    address = f"http://models.invalid{PATH}"
    fetch(downloads, address, pinned(server), part, lambda _there: None)
    assert server.asked == [(address, "", "")]


def test_no_proxy_is_used_for_hosts_without_one(
    downloads: Downloads, server: FileServer, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.invalid:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    get(downloads, server, part)


def test_a_proxy_of_another_kind_is_said(
    downloads: Downloads, server: FileServer, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("all_proxy", "socks5://proxy.invalid:1080")
    with pytest.raises(
        FetchError, match=r"proxy\.invalid is of a kind that cannot be used \('socks5'\) \(name an HTTP"
    ):
        get(downloads, server, part)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for this machine with its key, that nobody trusts yet."""
    path = tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", str(tmp_path / "public.pem")]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("this machine has no openssl to make a certificate with")
    path.write_text(path.read_text() + (tmp_path / "public.pem").read_text())
    return path


def test_a_redirection_to_https_is_followed_each_time(
    downloads: Downloads, server: FileServer, part: Part, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("public.pem")))
    with file_server(certificate) as other:
        other.files["/moved"] = CONTENT
        other.tags["/moved"] = '"there"'
        other.faults["/moved"] = deque([Fault(location="/moved"), Fault(cut_after=1_000_000)])
        server.faults[PATH] = deque([Fault(location=f"{other.address}/moved")] * 2)
        get(downloads, server, part)
    assert other.asked[-1] == ("/moved", "bytes=1000000-", '"there"')
    assert other.given["/moved"] == len(CONTENT)


def test_redirections_without_end_are_said(
    downloads: Downloads, server: FileServer, part: Part, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("public.pem")))
    with file_server(certificate) as other:
        other.faults["/round"] = deque([Fault(location="/round")] * 9)
        with pytest.raises(FetchError, match="leads from one address to the next without end"):
            fetch(downloads, f"{other.address}/round", pinned(server), part, lambda _there: None)


def test_a_certificate_that_nobody_vouches_for_is_refused(
    downloads: Downloads, server: FileServer, part: Part, certificate: Path
) -> None:
    with file_server(certificate) as other:
        other.files[PATH] = CONTENT
        with pytest.raises(FetchError, match="its certificate is not one that this machine trusts"):
            fetch(downloads, other.address + PATH, pinned(server), part, lambda _there: None)
    assert other.asked == []


def test_small_texts_are_bounded(downloads: Downloads, server: FileServer) -> None:
    server.files["/small"] = b"x" * 10
    server.faults["/small"] = deque([Fault(cut_after=3)])
    assert downloads.text(f"{server.address}/small", 10) == b"x" * 10
    with pytest.raises(FetchError, match="gives more than 9 bytes"):
        downloads.text(f"{server.address}/small", 9)


PROGRAM = """
import sys
from pathlib import Path
from audiobrief.errors import AudiobriefError
from audiobrief.voices.models.catalogue import ModelFile
from audiobrief.voices.models.download import Downloads
from audiobrief.voices.models.transfer import fetch
from audiobrief.voices.models.parts import Part
address, size, sha256, final = sys.argv[1:5]
if len(sys.argv) > 5:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[5]),) * 2)
try:
    part = Part(Path(final))
    fetch(Downloads(), address, ModelFile("m", int(size), sha256, address), part, lambda there: None)
    part.finish()
except AudiobriefError as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""


def program(server: FileServer, final: Path, *more: str) -> list[str]:
    file = pinned(server)
    return [sys.executable, "-c", PROGRAM, file.address, str(file.size), file.sha256, str(final), *more]


def test_after_a_kill_only_the_rest_is_fetched(server: FileServer, part: Part) -> None:
    server.faults[PATH] = deque([Fault(hold_after=2_000_000)])
    running = subprocess.Popen(program(server, part.final))
    try:
        while part.size() < 2_000_000:
            assert running.poll() is None
            time.sleep(0.01)
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert not part.final.exists()
    subprocess.run(program(server, part.final), check=True, timeout=60)
    assert part.final.read_bytes() == CONTENT
    assert server.asked[1:] == [(PATH, "bytes=2000000-", '"one"')]
    assert server.given[PATH] == len(CONTENT), "no byte is given twice"
    assert [path.name for path in part.final.parent.glob("model*")] == ["model.onnx"]


def test_a_file_that_cannot_grow_is_said_and_gone_on_with(server: FileServer, part: Part) -> None:
    done = subprocess.run(
        program(server, part.final, "1000000"), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stderr.startswith(f"OutputError: {part.path} cannot be written: file too large (")
    assert len(done.stderr.splitlines()) == 1
    assert part.size() == 1_000_000
    subprocess.run(program(server, part.final), check=True, timeout=60)
    assert part.final.read_bytes() == CONTENT


def test_a_full_disk_is_said_and_gone_on_with(downloads: Downloads, server: FileServer, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a test mount a small disk")
    try:
        part = Part(disk / "model.onnx")
        with pytest.raises(OutputError, match=r"no space left on device \(free some space on the disk\)$"):
            get(downloads, server, part)
        assert [path.name for path in disk.iterdir() if path.suffix == ".onnx"] == []
        subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
        get(downloads, server, part)
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_place_without_rights_is_said(downloads: Downloads, server: FileServer, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    mounted = os.geteuid() == 0
    if mounted:
        mount = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(folder)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("this machine does not let a test mount a read-only disk")
    else:
        folder.chmod(0o500)
    try:
        with pytest.raises(OutputError, match=r"cannot be written: .* \(choose another folder with AUDIOBRIEF_DATA"):
            get(downloads, server, Part(folder / "model.onnx"))
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)
