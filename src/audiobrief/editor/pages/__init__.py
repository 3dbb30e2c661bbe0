"""The editor's pages: their templates, their style and their scripts, all of which come from this package."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@cache
def _environment() -> Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("audiobrief.editor.pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_page(template: str, values: dict[str, Any]) -> str:
    """Return a page of a template; all values are escaped."""
    return _environment().get_template(template).render(values).strip() + "\n"


@cache
def _assets() -> dict[str, tuple[bytes, str]]:
    folder = resources.files(__package__) / "assets"
    return {
        file.name: (file.read_bytes(), _KINDS[f".{file.name.rpartition('.')[2]}"])
        for file in folder.iterdir()
        if file.is_file()
    }


def asset(name: str) -> tuple[bytes, str] | None:
    """Return the content and the media type of a style or a script; None if there is none of this name."""
    return _assets().get(name)
