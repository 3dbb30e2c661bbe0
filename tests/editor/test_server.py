"""The editor's server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from audiobrief.editor.server import EditorServer
from editor.desks import make_show


def test_a_folder_has_its_own_port(tmp_path: Path) -> None:
    """A browser keeps texts that were not saved for the address, which includes the port."""
    script = make_show(tmp_path)
    with EditorServer(script, 0) as first, EditorServer(script, 0) as second:
        ports = [urlsplit(server.address).port for server in (first, second)]
    with EditorServer(tmp_path / "scripts", 0) as third:
        again = urlsplit(third.address).port
    assert ports[0] != ports[1]
    assert ports[0] == again
