"""`audiobrief render`: scripts become episodes."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cache.records import cache_place
from audiobrief.cli.cached_results import Warned, begin, warn_again
from audiobrief.cli.changes import say_unchanged, write_changed
from audiobrief.cli.help import counted, examples
from audiobrief.cli.messages import place_error, say_error, set_up_messages
from audiobrief.cli.options import (
    cache_folder,
    load_scripts,
    one_script,
    output_option,
    scripts_argument,
    verbosity_options,
)
from audiobrief.cli.progress import stage_progress
from audiobrief.errors import AudiobriefError
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from audiobrief.cache.runs import Work
    from audiobrief.episode.file_set import Episode
    from audiobrief.episode.manifest import Manifest
    from audiobrief.script.models.script import Script

__all__ = ["command"]

_LOG = logging.getLogger(__name__)
FORMATS = ("mp3", "m4a")


@click.command(
    "render",
    short_help="Render scripts as episodes.",
    epilog=examples(
        "  audiobrief render scripts/belarus-briefing.yaml",
        "  audiobrief render scripts/*.yaml --jobs 2",
        "  audiobrief render scripts/belarus-briefing.yaml -o public/today.mp3 --json",
        "  audiobrief render scripts/belarus-briefing.yaml --changed changed.mp3",
    ),
)
@scripts_argument
@output_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="The audio file's format, instead of the script's.",
)
@click.option(
    "--changed",
    type=click.Path(path_type=Path),
    metavar="CLIP.mp3",
    help="Write what sounds otherwise than in the last render, too, with 2 s around it: to listen to.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Sentences spoken at once. [default: the machine's cores]",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Render even if nothing changed, speak everything anew, and keep nothing for the next time.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the manifest on standard output, one line for each script."
)
@verbosity_options
def command(
    scripts: tuple[Path, ...],
    output: Path | None,
    format_: str | None,
    changed: Path | None,
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
    _check_changed(changed, scripts)
    works = {} if no_cache else begin(scripts, "render", str(output), str(format_), "quiet" if quiet else "")
    known = {path: done for path, work in works.items() if (done := work.result()) is not None}
    with closing(Warned()) as warned:
        found, status = load_scripts(
            scripts, passed_over=known, pictures=None if no_cache else cache_place() / "pictures"
        )
        targets = {script.path: _target(script, output, format_) for script in found}
        loaded = {script.path: script for script in found}
        places = {path: Path(done["audio"]) for path, done in known.items()}
        places |= {path: target for path, (target, _) in targets.items()}
        _refuse_same([places[path] for path in scripts if path in places])
        if changed is not None and any(place.resolve() == changed.resolve() for place in places.values()):
            raise click.UsageError(f"the episode itself is written to {changed}; give --changed another name")
        for path in scripts:
            if path in known:
                _say_known(path, known[path], as_json=as_json, quiet=quiet)
                if changed is not None:
                    say_unchanged(changed, quiet=quiet)
            elif path in loaded:
                script, (target, wanted) = loaded[path], targets[path]
                warned.lasting()  # what was said of scripts before
                chosen = replace(script, output=replace(script.output, format=wanted))
                before = _manifest_before(target) if changed is not None else None
                try:
                    episode = _render(chosen, target, jobs, no_cache=no_cache, quiet=quiet)
                    _say(episode.audio, episode.manifest.content(), as_json=as_json, quiet=quiet)
                    if changed is not None:
                        write_changed(before, episode, chosen.output, changed, quiet=quiet)
                except AudiobriefError as error:
                    say_error(place_error(script, error))
                    status = max(status, error.exit_status)
                    continue
                if not (no_cache or warned.count):
                    _keep(works[path], script, episode, warned.lasting())
    return status


def _check_changed(changed: Path | None, scripts: tuple[Path, ...]) -> None:
    if changed is None:
        return
    if len(scripts) > 1:
        raise click.UsageError("--changed names one file, and there are several scripts; render them one by one")
    if changed.suffix.lower() != ".mp3":
        raise click.UsageError(f"the name given with --changed ends in .mp3, and '{changed}' does not")


def _manifest_before(target: Path) -> Manifest | None:
    from audiobrief.episode.manifest import manifest_path
    from audiobrief.production.changes import earlier_manifest

    return earlier_manifest(manifest_path(target))


def _target(script: Script, output: Path | None, format_: str | None) -> tuple[Path, str]:
    """Return the audio file to write, and its format."""
    suffix = output.suffix.lower().lstrip(".") if output is not None else ""
    if output is not None and (suffix not in FORMATS or suffix != (format_ or suffix)):
        raise click.UsageError(f"the name given with -o ends in .{format_ or 'mp3 or .m4a'}, and '{output}' does not")
    wanted = format_ or suffix or script.output.format
    return output or Path("out") / f"{script.slug}.{wanted}", wanted


def _refuse_same(targets: list[Path]) -> None:
    paths = [target.with_suffix("") for target in targets]
    for path in paths:
        if paths.count(path) > 1:
            raise click.UsageError(f"several scripts would be written to {path}; give each a slug: of its own")


def _render(script: Script, target: Path, jobs: int | None, *, no_cache: bool, quiet: bool) -> Episode:
    from audiobrief.audio.memory import keep_freed_memory
    from audiobrief.production.render import render_episode
    from audiobrief.production.session import Settings

    keep_freed_memory()
    settings = Settings(jobs or os.cpu_count() or 1)
    if not no_cache:
        settings = replace(settings, store=cache_folder("clips"), readings=cache_place() / "readings")
    with one_script(), stage_progress(str(script.path), quiet=quiet) as progress:
        return render_episode(script, target, settings, progress)


def _keep(work: Work, script: Script, episode: Episode, warnings: list[tuple[str, str]]) -> None:
    """Keep what was rendered from what, so that it is not rendered again while all of that stands."""
    from audiobrief.script.files import project_names

    result = {"audio": str(episode.audio), "manifest": episode.manifest.content(), "warnings": warnings}
    work.keep(result, script.files, episode.digests, project_names(script.path))


def _say_known(path: Path, known: dict[str, Any], *, as_json: bool, quiet: bool) -> None:
    """Say of a finished episode what was said when it was rendered."""
    _LOG.info("%s: nothing has changed since it was rendered", path)
    warn_again(known["warnings"])
    if not quiet and sys.stderr is not None and sys.stderr.isatty():
        click.secho(str(path), bold=True, err=True)  # as a bar's title does
    _say(Path(known["audio"]), known["manifest"], as_json=as_json, quiet=quiet)


def _say(audio: Path, said: dict[str, Any], *, as_json: bool, quiet: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps(said, ensure_ascii=False))
    if not quiet:
        loudness = said["loudness"]
        click.secho(
            f"{audio}: {seconds_to_clock(said['duration'])}, {counted(len(said['chapters']), 'chapter')}, "
            f"{loudness['integrated_lufs']:.1f} LUFS, peak {loudness['true_peak_dbtp']:.1f} dBTP",
            fg="green",
            err=True,
        )
