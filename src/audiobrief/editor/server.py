"""The editor's server: on this machine alone, with an address that has a token."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Self
from urllib.parse import quote

from audiobrief.editor.application import editor_application
from audiobrief.editor.desk import Desk
from audiobrief.editor.folder import ShowFolder, open_folder
from audiobrief.editor.guard import SECURITY_HEADERS, Guard, new_token
from audiobrief.errors import ServeError
from audiobrief.publish.serving.server import LocalServer, listen

_HOST = "127.0.0.1"
_FIRST_PORT, _PORTS = 20_000, 12_000
"""The ports of folders: below those that systems give to connections."""
_HEADERS = {"Server": "audiobrief", "Cache-Control": "no-store", **SECURITY_HEADERS}


class EditorServer:
    """An editor for the scripts of one folder; a context manager that ends its voices."""

    def __init__(self, path: Path, port: int) -> None:
        """Listen on a port of this machine.

        Args:
            path: a script, or a folder of scripts.
            port: 0 for that of the folder, so that a browser finds again what it keeps for a page; if it is not
                available, any that is free.

        Raises:
            ServeError: there is no such file or folder, or the port is not available.
        """
        folder, script = open_folder(path)
        try:
            listener = listen(_HOST, port or _own_port(folder))
        except ServeError:
            if port:
                raise
            listener = listen(_HOST, 0)
        number = listener.getsockname()[1]
        token = new_token()
        self._desk = Desk(folder)
        self._server = LocalServer(Guard(editor_application(self._desk), token, number), listener, _HEADERS)
        to = f"&open={quote(script)}" if script is not None else ""
        self.address = f"http://{_HOST}:{number}/?token={token}{to}"
        """The address that lets a browser in."""

    def run(self) -> None:
        """Answer requests until `stop` is called, or until SIGINT or SIGTERM."""
        self._server.run()

    def stop(self) -> None:
        """Make `run` return; may be called from another thread."""
        self._desk.stop()
        self._server.stop()

    def __enter__(self) -> Self:
        """Return the server."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the voices, and stop listening."""
        self._desk.close()
        self._server.__exit__()


def _own_port(folder: ShowFolder) -> int:
    own = int.from_bytes(hashlib.sha256(os.fsencode(folder.root)).digest()[:4], "big")
    return _FIRST_PORT + own % _PORTS
