"""Templates become pages: ours, or those that a newsroom has put in their place.

Everything is escaped. A newsroom's templates run in Jinja2's sandbox: they see the values that pages are made of and
nothing of the program.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.errors import TemplateError

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

__all__ = ["clean", "render"]

# What HTML may not contain (HTML Standard, 13.1.4 and "control", "noncharacter" in Infra); it would be an error of the
# page, and nobody could read it.
_FORBIDDEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


def clean(text: str) -> str:
    """Leave out of a text what an HTML document may not contain."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def render(name: str, values: dict[str, Any], templates: Path | None) -> str:
    """Fill in a template.

    Args:
        name: the template's name, such as `show.html.j2`.
        values: what it may use.
        templates: the folder of the newsroom's own templates; each has precedence over ours of the same name.

    Raises:
        TemplateError: a newsroom's template, or its folder, cannot be used.
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
        # A template can fail in as many ways as an expression can.
        place, line = _place(error, templates, name)
        raise TemplateError.at(place, line, str(error) or type(error).__name__) from error


def _place(error: Exception, templates: Path | None, name: str) -> tuple[str, int | None]:
    """Return the template in which an error arose, and the line; Jinja2 writes them into tracebacks."""
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
        """Names the file that is no text."""

        def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
            try:
                return super().get_source(environment, template)
            except UnicodeDecodeError as error:
                place = str(Path(self.searchpath[0]) / template)
                raise jinja2.TemplateSyntaxError("it is no UTF-8 text", 1, template, place) from error

    ours = jinja2.FileSystemLoader(str(resources.files("audiobrief.publish.pages") / "templates"))
    loader = ours if templates is None else jinja2.ChoiceLoader([Loader(templates), ours])
    return SandboxedEnvironment(
        autoescape=True,
        finalize=_finalize,
        loader=loader,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
