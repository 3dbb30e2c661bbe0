"""`audiobrief check`: what would be wrong with scripts, and how long they would run."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cache.kinds import NAMES, PICTURES, READINGS, SOUNDS
from audiobrief.cli.cached_results import WarningRecorder, open_run_records
from audiobrief.cli.help import examples
from audiobrief.cli.inputs import is_address, load_scripts, one_script, silence_readers
from audiobrief.cli.messages import place_error, say_error, set_up_messages
from audiobrief.cli.options import scripts_argument, verbosity_options
from audiobrief.errors import AudiobriefError, ScriptError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from audiobrief.cache.runs import RunRecord
    from audiobrief.findings import Finding
    from audiobrief.script.models.script import Script
    from audiobrief.voices.engine import Engine

__all__ = ["command"]


@click.command(
    "check",
    short_help="Say what is wrong with scripts.",
    epilog=examples(
        "  audiobrief check scripts/belarus-briefing.yaml",
        "  audiobrief check scripts/*.yaml",
        "  audiobrief check scripts/belarus-briefing.yaml --against article.txt",
        "  audiobrief check scripts/*.yaml --format github",
    ),
)
@scripts_argument
@click.option(
    "--against",
    "article",
    metavar="ARTICLE",
    help="Name the numbers, dates, names and quotations that this text, Markdown, HTML, PDF or DOCX file does not "
    "bear out.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json", "github")),
    default="text",
    help="How it is said; github: as annotations of a workflow. [default: text]",
)
@verbosity_options
def command(scripts: tuple[Path, ...], article: str | None, format_: str, quiet: bool, verbose: int) -> int:
    """Say what is wrong with scripts, what an editor should look at, and how long they would run.

    Nothing is rendered. Warnings do not change the status; -v shows notes, too.
    """
    set_up_messages(quiet, verbose)
    whole = len(scripts) == 1 or bool(verbose)
    # What -v tells of the work itself is told of work that is done.
    works = {} if verbose else open_run_records(scripts, "check", format_, str(article), "whole" if whole else "")
    known = {path: said for path, work in works.items() if (said := work.load()) is not None}
    wrong: list[tuple[Path, AudiobriefError]] = []

    def tell(path: Path, error: AudiobriefError) -> None:
        wrong.append((path, error))
        if format_ == "text":
            say_error(str(error))

    shown: list[list[Any]] = []
    with ExitStack() as ending:
        warned = ending.enter_context(closing(WarningRecorder()))
        look = _Look(format_, _engines(ending), whole, bool(verbose))
        compare = _comparison(article) if article is not None and known.keys() != set(scripts) else None
        found, status = load_scripts(scripts, tell, known, PICTURES.folder)
        loaded = {script.path: script for script in found}
        for path in scripts:
            said, script = known.get(path), loaded.get(path)
            if script is not None:
                try:
                    said = _said(script, compare, look)
                except AudiobriefError as error:
                    tell(path, error if isinstance(error, ScriptError) else _placed(script, error))
                    status = max(status, error.exit_status)
                    continue
                if path in works and not (quiet or warned.count):
                    _keep(works[path], said, script, article)
            if said is not None:
                shown.append(said)
                if format_ == "text" and not quiet:
                    _print(said)
    if format_ != "text":
        _print_for_programs(format_, shown, wrong)
    return status


def _placed(script: Script, error: AudiobriefError) -> AudiobriefError:
    """Return an error with the script's name in front if it has no place yet."""
    placed = AudiobriefError(place_error(script, error))
    placed.exit_status = error.exit_status
    return placed


def _comparison(article: str) -> Callable[[Script], Iterable[Finding]]:
    """Read an article once for all scripts."""
    from audiobrief.review.against.article import read_article_text
    from audiobrief.review.against.compare import compare

    if is_address(article):
        raise UsageError(f"{article:.200}: check fetches nothing (save the article, and name its file)")
    silence_readers()
    text = read_article_text(Path(article))
    return lambda script: compare(script, text)


@dataclass(frozen=True, slots=True)
class _Look:
    """How the scripts of one run are looked at."""

    format: str
    """text, json or github."""
    engines: Callable[[], Mapping[str, Engine]]
    """Gives the engines, the same for all scripts."""
    whole: bool
    """Whether the parts of a script are shown."""
    notes: bool
    """Whether notes are shown."""


def _engines(ending: ExitStack) -> Callable[[], Mapping[str, Engine]]:
    """Return what opens the engines, once: to load what a voice knows takes longer than to look at a script."""

    @cache
    def engines() -> Mapping[str, Engine]:
        from audiobrief.voices.registry import open_engines

        return ending.enter_context(open_engines())

    return engines


def _said(script: Script, compare: Callable[[Script], Iterable[Finding]] | None, look: _Look) -> list[Any]:
    """Look at a script, and give what is printed of it."""
    from audiobrief.cli.check_output import annotation_lines, script_content, text_lines
    from audiobrief.reading.reading_cache import ReadingCache
    from audiobrief.review.checks.report import check_script
    from audiobrief.review.unknown_words_cache import expect_names, guessed_names

    # Where a paragraph is new, names are looked for anew.
    readings = ReadingCache(READINGS.folder, script.path, cache(lambda voice: expect_names(voice, look.engines())))
    all_voices = look.notes or look.format == "json"
    with one_script():
        report = check_script(
            script,
            lambda ahead: guessed_names(ahead, NAMES.folder, look.engines(), all_voices=all_voices),
            compare or (lambda _script: ()),
            SOUNDS.folder,
            readings,
        )
    readings.save()
    if look.format == "json":
        return [script_content(script, report)]
    if look.format == "github":
        return annotation_lines(report.findings)
    return list(text_lines(script, report, whole=look.whole, notes=look.notes))


def _keep(work: RunRecord, said: list[Any], script: Script, article: str | None) -> None:
    """Keep what is printed of a script, so that it is not looked at again while all that it follows from stands."""
    from audiobrief.script.files import project_names

    if article is not None and is_address(article):
        return  # what stands there may be another article the next time
    read = script.files if article is None else (*script.files, Path(article))
    work.save(said, read, {}, project_names(script.path))


def _print(said: list[tuple[str, str | None]]) -> None:
    for line, colour in said:
        click.secho(line, fg=colour)


def _print_for_programs(format_: str, shown: list[list[Any]], wrong: list[tuple[Path, AudiobriefError]]) -> None:
    if format_ == "json":
        import json

        scripts = [content for said in shown for content in said]
        if wrong:
            from audiobrief.cli.check_output import wrong_content

            scripts += [wrong_content(path, error) for path, error in wrong]
        click.echo(json.dumps({"scripts": scripts}, ensure_ascii=False, indent=2))
        return
    if wrong:
        from audiobrief.cli.check_output import annotation_lines, error_findings

        for path, error in wrong:
            for line in annotation_lines(error_findings(path, error)):
                click.echo(line)
    for said in shown:
        for line in said:
            click.echo(line)
