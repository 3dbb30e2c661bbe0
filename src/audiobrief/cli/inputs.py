"""Scripts and articles that commands are given."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cache.kinds import SOUNDS
from audiobrief.cli.messages import echo, say_error
from audiobrief.errors import AudiobriefError, HouseFileError, MachineError, ScriptError

if TYPE_CHECKING:
    from audiobrief.script.markup.parser import Paragraph
    from audiobrief.script.models.script import Script

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/{1,3}\S*|[A-Za-z][A-Za-z0-9+.-]+:\S*@\S+")


def load_scripts(
    paths: tuple[Path, ...],
    report: Callable[[Path, AudiobriefError], None] = lambda _path, error: say_error(str(error)),
    passed_over: Container[Path] = (),
    pictures: Path | None = None,
) -> tuple[list[Script], int]:
    """Read scripts; print what is wrong, or report it to a function.

    Args:
        paths: the scripts.
        report: called with the path of a script and its error.
        passed_over: scripts that need not be read.
        pictures: the cache of pictures that were checked; None to use none.

    Returns:
        The scripts without errors, and the exit status so far.
    """
    scripts: list[Script] = []
    status = 0
    for path in paths:
        if path in passed_over:
            continue
        # What reads scripts takes longer to import than a cached result takes to be printed.
        from audiobrief.production.loading import valid_script
        from audiobrief.script.loader import read_script

        try:
            with one_script():
                scripts.append(valid_script(read_script(path, pictures=pictures), SOUNDS.folder if pictures else None))
        except HouseFileError as error:
            # A pattern such as scripts/*.yaml names show.yaml as well.
            if len(paths) == 1 or path.stem != "show":
                report(path, error)
                status = max(status, error.exit_status)
            else:
                echo(f"{path}: passed over, a house file", err=True)
        except ScriptError as error:
            report(path, error)
            status = max(status, error.exit_status)
        except MachineError as error:
            report(path, MachineError(f"{path}: {error}"))
            status = max(status, error.exit_status)
    return scripts, status


@contextmanager
def one_script() -> Iterator[None]:
    """Raise an error in place of an OSError, so that it ends the work on one script and not on those after it.

    Raises:
        MachineError: the machine failed.
    """
    try:
        yield
    except BrokenPipeError:
        raise  # nobody reads any more
    except OSError as error:
        logging.getLogger(__name__).debug("where the machine failed", exc_info=True)
        raise MachineError.of(error) from error


def parse_text(text: str, language: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text that was given on the command line; it may have marks.

    Raises:
        click.UsageError: the text, one of its marks or the language is wrong.
    """
    from audiobrief.language.codes import LANGUAGE_TAG
    from audiobrief.script.markup.parser import parse_markup
    from audiobrief.script.models.texts import unspeakable_character

    if not LANGUAGE_TAG.fullmatch(language):
        raise click.UsageError(f"'{language:.40}' is no language; --language is a tag such as en or en-GB")
    if (character := unspeakable_character(text)) is not None:
        raise click.UsageError(f"the character {character} can be neither spoken nor shown (delete it)")
    markup = parse_markup(text)
    if markup.problems:
        raise click.UsageError(f"{markup.problems[0].what}: {markup.problems[0].advice}")
    if markup.voices:
        name, _ = markup.voices[0]
        raise click.UsageError(f"unknown voice '{name}' in a mark: there is one voice only, the one that --voice names")
    return markup.paragraphs


def is_address(article: str) -> bool:
    """Return whether an article is an address, not a file."""
    return _ADDRESS.match(article) is not None
