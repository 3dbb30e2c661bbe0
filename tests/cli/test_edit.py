"""`audiobrief edit`: its address, its end, and what it refuses."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from builders import audiobrief
from editor.desks import FILE, make_show


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_its_address_and_ends(tmp_path: Path, number: signal.Signals) -> None:
    make_show(tmp_path)
    command = [sys.executable, "-m", "audiobrief", "edit", FILE, "--no-browser"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = urlsplit(process.stdout.readline().strip())
        assert address.hostname == "127.0.0.1"
        connection = http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=20)
        connection.request("GET", f"{address.path}?{address.query}")
        opened = connection.getresponse()
        assert (opened.status, opened.getheader("Location")) == (303, f"/script?file={FILE}")
        assert (opened.getheader("Content-Security-Policy") or "").startswith("default-src 'none'")
        opened.read()
        connection.request("GET", "/", headers={"Host": "evil.example"})
        assert connection.getresponse().status == 421
        connection.close()
        process.send_signal(number)
        assert process.wait(30) == 0
        assert process.stderr.read() == "Ctrl-C ends it.\nended\n"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing.yaml", "missing.yaml: there is no such file or folder"),
        ("notes.txt", "notes.txt: this is no script"),
    ],
)
def test_what_cannot_be_edited(tmp_path: Path, path: str, message: str) -> None:
    (tmp_path / "notes.txt").write_text("x")
    run = audiobrief("edit", path, "--no-browser", cwd=tmp_path)
    assert run.status == 1
    assert message in run.err
