"""The files that pages use: their style and their player, under names that change with their content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from audiobrief.errors import TemplateError

__all__ = ["asset_files", "asset_path"]

_IMPORTED = "reading.js"
_NAMES = ("style.css", _IMPORTED, "player.js")


def asset_files(templates: Path | None = None) -> Mapping[str, bytes]:
    """Return the files that pages use, by path.

    Args:
        templates: a newsroom's folder of templates; it may have a `style.css`, a `player.js` and a `reading.js`.

    Raises:
        TemplateError: one of them cannot be read.
    """
    return {asset_path(name, templates): _asset(name, templates) for name in _NAMES}


def asset_path(name: str, templates: Path | None) -> str:
    """Return the path of one of these files in a site.

    Raises:
        TemplateError: it cannot be read.
    """
    stem, _, ending = name.partition(".")
    return f"assets/{stem}-{hashlib.sha256(_asset(name, templates)).hexdigest()[:12]}.{ending}"


def _asset(name: str, templates: Path | None) -> bytes:
    content = _own(name)
    if templates is not None and (templates / name).is_file():
        try:
            content = (templates / name).read_bytes()
        except OSError as error:
            raise TemplateError.at(str(templates / name), None, error.strerror or str(error)) from error
    if name == "player.js":
        imported = asset_path(_IMPORTED, templates).rsplit("/", 1)[1]
        content = content.replace(f"'./{_IMPORTED}'".encode(), f"'./{imported}'".encode())
    return content


@cache
def _own(name: str) -> bytes:
    return (resources.files("audiobrief.publish.pages") / "assets" / name).read_bytes()
