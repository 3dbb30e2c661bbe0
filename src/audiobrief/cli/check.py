"""`audiobrief check`: what would be wrong with scripts, and how long they would run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cli.article import is_address, silence_readers
from audiobrief.cli.help import examples
from audiobrief.cli.options import (
    cache_folder,
    load_scripts,
    one_script,
    place_error,
    scripts_argument,
    set_up_messages,
    verbosity_options,
)
from audiobrief.cli.program import say_error
from audiobrief.errors import AudiobriefError, ScriptError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from audiobrief.checks.checking import Report
    from audiobrief.checks.findings import Finding
    from audiobrief.script.model import Script

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
    compare = _comparison(article) if article is not None else None
    wrong: list[tuple[Path, AudiobriefError]] = []

    def tell(path: Path, error: AudiobriefError) -> None:
        wrong.append((path, error))
        if format_ == "text":
            say_error(str(error))

    loaded, status = load_scripts(scripts, tell)
    reports: list[tuple[Script, Report]] = []
    for script in loaded:
        try:
            report = _report(script, compare, all_names=bool(verbose) or format_ == "json")
        except AudiobriefError as error:
            tell(script.path, error if isinstance(error, ScriptError) else _placed(script, error))
            status = max(status, error.exit_status)
            continue
        reports.append((script, report))
        if format_ == "text" and not quiet:
            _print(report, script, whole=len(scripts) == 1 or bool(verbose), notes=bool(verbose))
    if format_ != "text":
        _print_for_programs(format_, reports, wrong)
    return status


def _placed(script: Script, error: AudiobriefError) -> AudiobriefError:
    """Give an error with the script's name in front if it has no place yet."""
    placed = AudiobriefError(place_error(script, error))
    placed.exit_status = error.exit_status
    return placed


def _comparison(article: str) -> Callable[[Script], Iterable[Finding]]:
    """Read an article once for all scripts."""
    from audiobrief.against.article import read_article_text
    from audiobrief.against.comparing import compare

    if is_address(article):
        raise UsageError(f"{article:.200}: check fetches nothing (save the article, and name its file)")
    silence_readers()
    text = read_article_text(Path(article))
    return lambda script: compare(script, text)


def _report(script: Script, compare: Callable[[Script], Iterable[Finding]] | None, *, all_names: bool) -> Report:
    from audiobrief.checks.checking import check_script
    from audiobrief.checks.kept_names import guessed_names

    with one_script():
        return check_script(
            script,
            lambda ahead: guessed_names(ahead, cache_folder("names"), all_voices=all_names),
            compare or (lambda _script: ()),
            cache_folder("sounds"),
        )


def _print(report: Report, script: Script, *, whole: bool, notes: bool) -> None:
    from audiobrief.checks.findings import Level
    from audiobrief.cli.checked import detail_lines, summary_line

    click.echo(summary_line(script, report))
    if whole:
        for line in detail_lines(script, report):
            click.echo(line)
    for finding in report.findings:
        if finding.level is not Level.NOTE or notes:
            click.secho(str(finding), fg="yellow")
            if finding.passage:
                click.echo(f"    the article: “{finding.passage}”")


def _print_for_programs(
    format_: str, reports: list[tuple[Script, Report]], wrong: list[tuple[Path, AudiobriefError]]
) -> None:
    from audiobrief.cli.checked import github_lines, json_content

    if format_ == "json":
        import json

        click.echo(json.dumps(json_content(reports, wrong), ensure_ascii=False, indent=2))
        return
    for line in github_lines(reports, wrong):
        click.echo(line)
