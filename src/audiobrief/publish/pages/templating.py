"""Render the templates of the pages, and read the style and scripts that pages use.

A newsroom's folder of templates (`--templates`) overrides the package's, file by file. All values are escaped, and
templates run in Jinja2's sandbox: they have access to the values of the page, and not to the program.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.errors import TemplateError

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

_READING = "reading.js"
_ASSETS = ("style.css", _READING, "player.js")

# Characters that HTML cannot contain (HTML Standard, 13.1.4; "control" and "noncharacter" in the Infra Standard).
_FORBIDDEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


def clean(text: str) -> str:
    """Return a text without the characters that HTML cannot contain."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def render(name: str, values: dict[str, Any], templates: Path | None) -> str:
    """Render a template, such as `show.html.j2`, with these variables.

    Raises:
        TemplateError: a template of the newsroom is wrong, or there is no such folder.
    """
    import jinja2

    if templates is not None and not templates.is_dir():
        raise TemplateError.at(str(templates), None, "there is no such folder of templates")
    try:
        return _environment(templates).get_template(name).render(values).strip() + "\n"
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError.at(error.filename or error.name or name, error.lineno, error.message or "") from error
    except jinja2.TemplateNotFound as error:
        place, line = _place(error, templates, name)
        raise TemplateError.at(place, line, f"there is no template '{error.message}'") from error
    except Exception as error:
        if templates is None:
            raise
        # An expression in a template can raise any exception.
        place, line = _place(error, templates, name)
        raise TemplateError.at(place, line, str(error) or type(error).__name__) from error


def _place(error: Exception, templates: Path | None, name: str) -> tuple[str, int | None]:
    """Return the template that raised an error, and the line; Jinja2 writes them into tracebacks."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith(".j2"):
            return frame.filename, frame.lineno
    return str(templates / name if templates else name), None


def _finalize(value: object) -> object:
    from markupsafe import Markup

    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment(templates: Path | None) -> SandboxedEnvironment:
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment

    class Loader(jinja2.FileSystemLoader):
        """Reports a file that is not text as an error of the template."""

        def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
            try:
                return super().get_source(environment, template)
            except UnicodeDecodeError as error:
                place = str(Path(self.searchpath[0]) / template)
                raise jinja2.TemplateSyntaxError("it is no UTF-8 text", 1, template, place) from error

    package_loader = jinja2.FileSystemLoader(str(resources.files("audiobrief.publish.pages") / "templates"))
    loader = package_loader if templates is None else jinja2.ChoiceLoader([Loader(templates), package_loader])
    return SandboxedEnvironment(
        autoescape=True,
        finalize=_finalize,
        loader=loader,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def page_files(templates: Path | None = None) -> Mapping[str, bytes]:
    """Return the style and scripts that all pages use, by path; a path changes with the content.

    The newsroom's folder of templates may have a `style.css`, a `player.js` and a `reading.js`.

    Raises:
        TemplateError: one of them cannot be read.
    """
    return {asset_path(name, templates): _read_asset(name, templates) for name in _ASSETS}


def asset_path(name: str, templates: Path | None) -> str:
    """Return the path of a style or script in a site.

    Raises:
        TemplateError: it cannot be read.
    """
    stem, _, ending = name.partition(".")
    return f"assets/{stem}-{hashlib.sha256(_read_asset(name, templates)).hexdigest()[:12]}.{ending}"


def _read_asset(name: str, templates: Path | None) -> bytes:
    content = _read_package_asset(name)
    if templates is not None and (templates / name).is_file():
        try:
            content = (templates / name).read_bytes()
        except OSError as error:
            raise TemplateError.at(str(templates / name), None, error.strerror or str(error)) from error
    if name == "player.js":
        imported = asset_path(_READING, templates).rsplit("/", 1)[1]
        content = content.replace(f"'./{_READING}'".encode(), f"'./{imported}'".encode())
    return content


@cache
def _read_package_asset(name: str) -> bytes:
    return (resources.files("audiobrief.publish.pages") / "assets" / name).read_bytes()
