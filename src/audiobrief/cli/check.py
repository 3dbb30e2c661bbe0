"""`audiobrief check`: find what is wrong with scripts, and estimate how long they would last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cache.kinds import NAMES, PICTURES, READINGS, SOUNDS
from audiobrief.cache.runs import RunRecord
from audiobrief.cli.cached_results import WarningRecorder, open_run_records
from audiobrief.cli.help import examples
from audiobrief.cli.inputs import is_address, load_scripts, one_script
from audiobrief.cli.messages import echo, echo_json, place_error, say_error, set_up_messages
from audiobrief.cli.options import scripts_argument, verbosity_options
from audiobrief.cli.paths import local_path
from audiobrief.errors import AudiobriefError, ScriptError, UsageError
from audiobrief.findings import Finding

if TYPE_CHECKING:
    from audiobrief.script.models.script import Script
    from audiobrief.script.models.voice import Voice
    from audiobrief.voices.engine import Engine


_SCRIPT_ENDINGS = frozenset({".yaml", ".yml"})


@click.command(
    "check",
    epilog=examples(
        "  audiobrief check scripts/belarus-briefing.yaml",
        "  audiobrief check scripts/*.yaml",
        "  audiobrief check scripts/belarus-briefing.yaml --against article.txt",
        "  audiobrief check scripts/morning.yaml --against harbour.html storm.txt",
        "  audiobrief check scripts/*.yaml --format github",
    ),
)
@scripts_argument
@click.option(
    "--against",
    metavar="ARTICLE...",
    multiple=True,
    help="Find the numbers, dates, names, quotations and statements that are not in these articles: files such as "
    "draft takes. With several, -v says which one has the facts of each sentence.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json", "github")),
    default="text",
    help="The output format; github: annotations of a workflow. [default: text]",
)
@verbosity_options
def command(scripts: tuple[Path, ...], against: tuple[str, ...], format_: str, quiet: bool, verbose: int) -> int:
    """Say what is wrong with scripts, what an editor should look at, and how long they would run.

    Nothing is rendered. Warnings do not change the status; -v shows notes, too.
    """
    set_up_messages(quiet, verbose)
    scripts, articles = _parted(scripts, against)
    details = len(scripts) == 1 or bool(verbose)
    # With -v, the messages of the checks themselves are wanted, too. So no cached result is used.
    records = (
        {} if verbose else open_run_records(scripts, "check", format_, "\n".join(articles), "whole" if details else "")
    )
    cached = {path: output for path, record in records.items() if (output := record.load()) is not None}
    errors: list[tuple[Path, AudiobriefError]] = []

    def report_error(path: Path, error: AudiobriefError) -> None:
        errors.append((path, error))
        if format_ == "text":
            say_error(str(error))

    outputs: list[list[Any]] = []
    with ExitStack() as stack:
        warnings = stack.enter_context(closing(WarningRecorder()))
        options = _Options(format_, _engine_opener(stack), details, bool(verbose))
        compare = read_comparison(articles) if articles and cached.keys() != set(scripts) else None
        valid, status = load_scripts(scripts, report_error, cached, PICTURES.folder)
        loaded = {script.path: script for script in valid}
        for path in scripts:
            output, script = cached.get(path), loaded.get(path)
            if script is not None:
                try:
                    output = _check(script, compare, options)
                except AudiobriefError as error:
                    report_error(path, error if isinstance(error, ScriptError) else _with_place(script, error))
                    status = max(status, error.exit_status)
                    continue
                if path in records and not (quiet or warnings.count):
                    _save(records[path], output, script, articles)
            if output is not None:
                outputs.append(output)
                if format_ == "text" and not quiet:
                    _print_text(output)
    if format_ != "text":
        (_print_json if format_ == "json" else _print_annotations)(outputs, errors)
    return status


def _with_place(script: Script, error: AudiobriefError) -> AudiobriefError:
    """Return an error that starts with the script's name if it names no place yet."""
    placed = AudiobriefError(place_error(script, error))
    placed.exit_status = error.exit_status
    return placed


def _parted(paths: tuple[Path, ...], against: tuple[str, ...]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Return the scripts and the articles of a command line: files after --against that are no YAML are articles."""
    if not against:
        return paths, ()
    scripts = tuple(path for path in paths if path.suffix.lower() in _SCRIPT_ENDINGS)
    if not scripts:
        return paths, against
    return scripts, (*against, *(str(path) for path in paths if path not in scripts))


def read_comparison(articles: tuple[str, ...]) -> Callable[[Script], Iterable[Finding]]:
    """Read articles, and return a function that compares a script with them."""
    from audiobrief.draft.readers.article_file import silence_readers
    from audiobrief.review.against.article import read_article_text
    from audiobrief.review.against.sources import compare_with_sources

    for article in articles:
        if is_address(article):
            raise UsageError(f"{article:.200}: check fetches nothing (save the article, and name its file)")
    silence_readers()
    sources = {article: read_article_text(local_path(article)) for article in articles}
    return lambda script: compare_with_sources(script, sources)


@dataclass(frozen=True, slots=True)
class _Options:
    """The options and articles that all scripts of one run share."""

    format: str
    """text, json or github."""
    engines: Callable[[], Mapping[str, Engine]]
    """Returns the engines, which it opens at the first call."""
    details: bool
    """True if the lengths of the parts of a script are shown."""
    notes: bool
    """True if notes are shown."""


def _engine_opener(stack: ExitStack) -> Callable[[], Mapping[str, Engine]]:
    """Return a function that opens the engines at its first call: a dictionary takes longer to load than a check."""

    @cache
    def engines() -> Mapping[str, Engine]:
        from audiobrief.voices.registry import open_engines

        return stack.enter_context(open_engines())

    return engines


def _check(script: Script, compare: Callable[[Script], Iterable[Finding]] | None, options: _Options) -> list[Any]:
    """Check a script, and return what is printed of it in the format of the options."""
    from audiobrief.cli.check_output import annotation_lines, script_content, text_lines
    from audiobrief.reading.reading_cache import ReadingCache
    from audiobrief.review.checks.run import check_script
    from audiobrief.review.unknown_words_cache import cached_unknown_words, preload_dictionary

    @cache
    def preload(voice: Voice) -> None:
        preload_dictionary(voice, options.engines())

    # A new paragraph may have new names. So its voice's dictionary is loaded while the paragraph is read.
    readings = ReadingCache(READINGS.folder, script.path, preload)
    all_voices = options.notes or options.format == "json"
    with one_script():
        report = check_script(
            script,
            lambda forecast: cached_unknown_words(forecast, NAMES.folder, options.engines(), all_voices=all_voices),
            compare or (lambda _script: ()),
            SOUNDS.folder,
            readings,
        )
    readings.save()
    if options.format == "json":
        return [script_content(script, report)]
    if options.format == "github":
        return annotation_lines(report.findings)
    return list(text_lines(script, report, details=options.details, notes=options.notes))


def _save(record: RunRecord, output: list[Any], script: Script, articles: tuple[str, ...]) -> None:
    """Cache what is printed of a script; it is used until the script, the article or another file of it changes."""
    from audiobrief.script.files import project_names

    files = (*script.files, *map(Path, articles))
    record.save(output, files, {}, project_names(script.path))


def _print_text(lines: list[tuple[str, str | None]]) -> None:
    for line, colour in lines:
        echo(line, fg=colour)


def _print_json(outputs: list[list[Any]], errors: list[tuple[Path, AudiobriefError]]) -> None:
    from audiobrief.cli.check_output import wrong_content

    scripts = [content for output in outputs for content in output]
    scripts += [wrong_content(path, error) for path, error in errors]
    echo_json({"scripts": scripts}, indent=2)


def _print_annotations(outputs: list[list[Any]], errors: list[tuple[Path, AudiobriefError]]) -> None:
    from audiobrief.cli.check_output import annotation_lines, error_findings

    for path, error in errors:
        for line in annotation_lines(error_findings(path, error)):
            echo(line)
    for output in outputs:
        for line in output:
            echo(line)
