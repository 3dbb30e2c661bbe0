"""`audiobrief report`: describe a finished episode in one page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cli.cached_results import open_verdicts
from audiobrief.cli.check import read_comparison
from audiobrief.cli.help import counted, examples
from audiobrief.cli.inputs import one_script
from audiobrief.cli.messages import echo, echo_json, set_up_messages
from audiobrief.cli.options import house_option, jobs_option, verbosity_options
from audiobrief.cli.paths import LocalPath
from audiobrief.cli.publish import house_source
from audiobrief.errors import UsageError
from audiobrief.findings import Finding, Level, format_json

if TYPE_CHECKING:
    from audiobrief.report.model import EpisodeReport
    from audiobrief.report.verdict import Remark

_ENDING = ".report.html"
_KEYS = ("level", "check", "where", "message", "advice")
"""Of a finding in JSON."""


@click.command(
    "report",
    epilog=examples(
        "  audiobrief report out/belarus-briefing.mp3",
        "  audiobrief report out/belarus-briefing.mp3 --against article.txt --proof",
        "  audiobrief report out/belarus-briefing.mp3 -o report.html --json",
    ),
)
@click.argument("episode", type=LocalPath(), metavar="EPISODE")
@click.option(
    "-o",
    "--output",
    type=LocalPath(),
    metavar="FILE.html",
    help="The page. [default: NAME.report.html, beside EPISODE]",
)
@click.option(
    "--script",
    type=LocalPath(),
    metavar="SCRIPT",
    help="The episode's script, whose loudness is the target and which is checked. [default: looked for in the folder "
    "of EPISODE, the one above, and scripts beside that]",
)
@click.option(
    "--against",
    metavar="ARTICLE",
    multiple=True,
    help="Find what is not in this article, as check does; may be given several times.",
)
@click.option("--proof", is_flag=True, help="Listen to the episode, as proof does.")
@house_option
@jobs_option("Threads of the speech recogniser.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures on standard output, as one JSON object.")
@verbosity_options
def command(
    episode: Path,
    output: Path | None,
    script: Path | None,
    against: tuple[str, ...],
    proof: bool,
    show: Path | None,
    jobs: int,
    as_json: bool,
    quiet: bool,
    verbose: int,
) -> None:
    """Describe a finished episode in one HTML file: what is off target, pictures, findings, versions.

    EPISODE is the audio file that `render` wrote, or its manifest. The page loads nothing and runs nothing.
    """
    set_up_messages(quiet, verbose)
    from audiobrief.episode.manifest import manifest_path
    from audiobrief.report.building import Advice, Request, build_report
    from audiobrief.report.page import episode_page, write_page
    from audiobrief.report.verdict import judge
    from audiobrief.storage.unicode_names import file_beside

    manifest = manifest_path(episode)
    path = output or file_beside(manifest, manifest.name.removesuffix(".episode.json") + _ENDING)
    if path.suffix.lower() not in {".html", ".htm"}:
        raise UsageError(f"the name given with -o ends in .html, and '{path}' does not")
    request = Request(
        script=script,
        compare=read_comparison(against) if against else None,
        articles=tuple(Path(article).name for article in against),
        listen=partial(_listen, jobs=jobs) if proof else None,
        show=house_source(show) if show is not None else None,
        advice=Advice(
            script="name it with --script, so that it is compared" if against else "name it with --script",
            proof="add --proof",
            stems="render with --stems",
        ),
    )
    with one_script():
        report = build_report(episode, request)
    write_page(episode_page(report), path)
    judgement = judge(report)
    if as_json:
        echo_json(_content(report, judgement, path))
    if quiet:
        return
    remarks = [remark for remark in judgement if remark.level is not Level.NOTE]
    for remark in remarks:
        echo(f"{episode}: {remark.level}: {remark.text}", fg="yellow", err=True)
    said = f"{counted(len(remarks), 'thing')} to look at" if remarks else "on target"
    echo(f"{path}: {said}", fg="yellow" if remarks else "green", err=True)


def _listen(episode: Path, jobs: int) -> tuple[str, tuple[Finding, ...]]:
    from functools import cache

    from audiobrief.review.proof.episode import proof_episode
    from audiobrief.review.proof.recogniser import open_recogniser

    report = proof_episode(episode, cache(partial(open_recogniser, jobs)), open_verdicts(no_cache=False))
    return (
        f"{counted(report.words, 'word')} heard, word error rate {report.word_error_rate * 100:.1f} %",
        report.findings,
    )


def _content(report: EpisodeReport, remarks: Sequence[Remark], path: Path) -> dict[str, Any]:
    return {
        "report": str(path),
        "audio": report.audio,
        "seconds": round(report.sound.seconds, 3),
        "target": {"integrated_lufs": report.target.loudness, "true_peak_dbtp": report.target.peak},
        "integrated_lufs": _rounded(report.sound.integrated),
        "loudness_range_lu": _rounded(report.sound.loudness_range),
        "true_peak_dbtp": _rounded(report.sound.true_peak),
        "words": report.words,
        "words_a_minute": report.words_a_minute,
        "bed_below_speech_lu": None if report.levels.bed_distance is None else _rounded(report.levels.bed_distance),
        "remarks": [{"level": remark.level.value, "text": remark.text} for remark in remarks],
        "findings": {
            group.title: [format_json(finding, _KEYS) for finding in group.findings] if group.was_run else None
            for group in report.groups
        },
    }


def _rounded(number: float) -> float | None:
    """Return a number as JSON has it; None for silence."""
    return round(number, 2) if abs(number) != float("inf") else None
