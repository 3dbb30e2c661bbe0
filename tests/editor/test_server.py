"""The editor's server."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from audiobrief.editor.server import EditorServer
from editor.desks import make_show


def folder_with_a_free_port(parent: Path) -> tuple[Path, int]:
    """Return a new folder, and the port that belongs to its path: another program may have that of the first one."""
    for number in range(20):
        folder = parent.resolve() / f"show-{number}"
        port = 20_000 + int.from_bytes(hashlib.sha256(os.fsencode(folder)).digest()[:4], "big") % 12_000
        with socket.socket() as other:
            if other.connect_ex(("127.0.0.1", port)) != 0:
                return folder, port
    pytest.skip("other programs have the ports")


def test_a_folder_has_its_own_port(tmp_path: Path) -> None:
    """A browser keeps texts that were not saved for the address, which includes the port."""
    folder, port = folder_with_a_free_port(tmp_path)
    script = make_show(folder)
    with EditorServer(script, 0) as first, EditorServer(script, 0) as second:
        ports = [urlsplit(server.address).port for server in (first, second)]
    with EditorServer(folder / "scripts", 0) as third:
        again = urlsplit(third.address).port
    assert ports[0] == again == port
    assert ports[1] != port
