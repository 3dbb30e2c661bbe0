"""`audiobrief proof`: let a speech recogniser listen to finished episodes."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cli.cached_results import open_verdicts
from audiobrief.cli.help import counted, examples
from audiobrief.cli.inputs import one_script
from audiobrief.cli.messages import echo, echo_json, say_error, set_up_messages
from audiobrief.cli.options import jobs_option, verbosity_options
from audiobrief.cli.paths import LocalPath
from audiobrief.cli.progress import stage_progress
from audiobrief.errors import AudiobriefError

if TYPE_CHECKING:
    from audiobrief.review.proof.episode import Report

_KEYS = ("kind", "time", "line", "said", "heard", "seconds")
"""Of a finding in JSON."""


@click.command(
    "proof",
    epilog=examples(
        "  audiobrief proof out/belarus-briefing.mp3",
        "  audiobrief proof out/*.episode.json --json",
    ),
)
@click.argument("episodes", nargs=-1, required=True, type=LocalPath(), metavar="EPISODE...")
@jobs_option("Threads of the speech recogniser.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print what is found on standard output, one line for each episode."
)
@click.option("--no-cache", is_flag=True, help="Listen to everything, also to what was heard before.")
@verbosity_options
def command(episodes: tuple[Path, ...], jobs: int, as_json: bool, no_cache: bool, quiet: bool, verbose: int) -> int:
    """Listen to finished episodes, and find where they differ from their scripts.

    EPISODE is the audio file that `render` wrote, or its manifest. Sentences that were heard before, here or by
    `render --proof`, are not heard again. The status is 1 if a sentence is missing.
    """
    set_up_messages(quiet, verbose)
    from audiobrief.review.proof.episode import proof_episode
    from audiobrief.review.proof.recogniser import open_recogniser

    recogniser = cache(partial(open_recogniser, jobs))
    verdicts = open_verdicts(no_cache=no_cache)
    status = 0
    for path in episodes:
        try:
            with one_script(), stage_progress(str(path), quiet=quiet) as progress:
                report = proof_episode(path, recogniser, verdicts, progress)
        except AudiobriefError as error:
            say_error(str(error))
            status = max(status, error.exit_status)
            continue
        _show(report, as_json=as_json, quiet=quiet)
        status = max(status, 0 if report.complete else 1)
    return status


def _show(report: Report, *, as_json: bool, quiet: bool) -> None:
    from audiobrief.findings import format_text

    if not report.episode.as_rendered and not quiet:
        echo(f"{report.episode.audio}: note: it has been changed since it was rendered", err=True)
    if as_json:
        echo_json(_content(report))
    else:
        for finding in report.findings:
            echo(format_text(finding, with_level=False))
    if not quiet:
        count = counted(len(report.findings), "finding") if report.findings else "no findings"
        echo(
            f"{report.episode.audio}: {counted(report.words, 'word')}, "
            f"word error rate {report.word_error_rate * 100:.1f} %, {count}",
            fg="yellow" if report.findings else "green",
            err=True,
        )


def _content(report: Report) -> dict[str, Any]:
    from audiobrief.findings import format_json

    return {
        "audio": report.episode.audio.name,
        "script": report.episode.script,
        "as_rendered": report.episode.as_rendered,
        "complete": report.complete,
        "words": report.words,
        "word_errors": report.word_errors,
        "word_error_rate": round(report.word_error_rate, 4),
        "findings": [format_json(finding, _KEYS) for finding in report.findings],
    }
