"""`audiobrief render`: scripts become episodes."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cli.help import counted, examples
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
from audiobrief.cli.progress import stage_progress
from audiobrief.errors import AudiobriefError
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from audiobrief.script.model import Script

__all__ = ["command"]

FORMATS = ("mp3", "m4a")


@click.command(
    "render",
    short_help="Render scripts as episodes.",
    epilog=examples(
        "  audiobrief render scripts/belarus-briefing.yaml",
        "  audiobrief render scripts/*.yaml --jobs 2",
        "  audiobrief render scripts/belarus-briefing.yaml -o public/today.mp3 --json",
    ),
)
@scripts_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE.mp3",
    help="The audio file; the others stand beside it. [default: out/SLUG.mp3]",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="The audio file's format, instead of the script's.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Sentences spoken at once. [default: the machine's cores]",
)
@click.option("--no-cache", is_flag=True, help="Speak everything anew, and keep nothing for the next time.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the manifest on standard output, one line for each script."
)
@verbosity_options
def command(
    scripts: tuple[Path, ...],
    output: Path | None,
    format_: str | None,
    jobs: int | None,
    no_cache: bool,
    as_json: bool,
    quiet: bool,
    verbose: int,
) -> int:
    """Render scripts as episodes: an audio file, transcripts, chapters and a manifest for each."""
    set_up_messages(quiet, verbose)
    if output is not None and len(scripts) > 1:
        raise click.UsageError("-o names one file, and there are several scripts; leave it out to write them to out/")
    loaded, status = load_scripts(scripts)
    targets = [_target(script, output, format_) for script in loaded]
    _refuse_same(targets)
    for script, (target, wanted) in zip(loaded, targets, strict=True):
        chosen = replace(script, output=replace(script.output, format=wanted))
        try:
            _render(chosen, target, jobs, no_cache=no_cache, as_json=as_json, quiet=quiet)
        except AudiobriefError as error:
            say_error(place_error(script, error))
            status = max(status, error.exit_status)
    return status


def _target(script: Script, output: Path | None, format_: str | None) -> tuple[Path, str]:
    """Give the audio file to write, and its format."""
    suffix = output.suffix.lower().lstrip(".") if output is not None else ""
    if output is not None and (suffix not in FORMATS or suffix != (format_ or suffix)):
        raise click.UsageError(f"the name given with -o ends in .{format_ or 'mp3 or .m4a'}, and '{output}' does not")
    wanted = format_ or suffix or script.output.format
    return output or Path("out") / f"{script.slug}.{wanted}", wanted


def _refuse_same(targets: list[tuple[Path, str]]) -> None:
    paths = [target.with_suffix("") for target, _ in targets]
    for path in paths:
        if paths.count(path) > 1:
            raise click.UsageError(f"several scripts would be written to {path}; give each a slug: of its own")


def _render(script: Script, target: Path, jobs: int | None, *, no_cache: bool, as_json: bool, quiet: bool) -> None:
    import json

    from audiobrief.render import Settings, render_episode

    settings = Settings(jobs or os.cpu_count() or 1)
    if not no_cache:
        settings = replace(settings, store=cache_folder("clips"), readings=cache_folder("readings"))
    with one_script(), stage_progress(str(script.path), quiet=quiet) as progress:
        episode = render_episode(script, target, settings, progress)
    if as_json:
        click.echo(json.dumps(episode.manifest, ensure_ascii=False))
    if not quiet:
        said = episode.manifest
        loudness = said["loudness"]
        click.secho(
            f"{episode.audio}: {seconds_to_clock(said['duration'])}, {counted(len(said['chapters']), 'chapter')}, "
            f"{loudness['integrated_lufs']:.1f} LUFS, peak {loudness['true_peak_dbtp']:.1f} dBTP",
            fg="green",
            err=True,
        )
