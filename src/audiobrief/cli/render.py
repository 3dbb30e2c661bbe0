"""`audiobrief render`: scripts become episodes."""

from __future__ import annotations

import logging
import sys
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cache.kinds import CLIPS, PICTURES, READINGS
from audiobrief.cache.runs import RunRecord
from audiobrief.cli.cached_results import (
    WarningRecorder,
    open_run_records,
    open_verdicts,
    replay_warnings,
    writable_folder,
)
from audiobrief.cli.changes import say_unchanged, write_change_clip
from audiobrief.cli.help import counted, examples
from audiobrief.cli.inputs import load_scripts, one_script
from audiobrief.cli.messages import echo, echo_json, place_error, say_error, set_up_messages
from audiobrief.cli.options import FormatsType, jobs_option, output_option, scripts_argument, verbosity_options
from audiobrief.cli.paths import LocalPath
from audiobrief.cli.progress import stage_progress
from audiobrief.cli.shared_cache import shared_store, store_option
from audiobrief.errors import AudiobriefError
from audiobrief.script.models.formats import AUDIO_FORMATS
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from audiobrief.cache.shared.address import SharedAddress
    from audiobrief.cache.shared.store import SharedStore
    from audiobrief.episode.file_set import Episode
    from audiobrief.production.render_editions import Rendered
    from audiobrief.production.session import Progress
    from audiobrief.review.proof.clips.clip_proof import ClipProof
    from audiobrief.script.models.script import Script

_LOG = logging.getLogger(__name__)


@click.command(
    "render",
    epilog=examples(
        "  audiobrief render scripts/belarus-briefing.yaml",
        "  audiobrief render scripts/*.yaml --jobs 2",
        "  audiobrief render scripts/belarus-briefing.yaml -o public/today.mp3 --json",
        "  audiobrief render scripts/belarus-briefing.yaml --format mp3,opus --stems",
        "  audiobrief render scripts/belarus-briefing.yaml --changed changed.mp3",
        "  audiobrief render scripts/belarus-briefing.yaml --proof",
    ),
)
@scripts_argument
@output_option
@click.option(
    "--format",
    "format_",
    type=FormatsType(),
    default=(),
    help="The audio file's format, instead of the script's; or several, of one mix: mp3,opus. "
    f"[{', '.join(AUDIO_FORMATS)}]",
)
@click.option(
    "--stems",
    is_flag=True,
    help="Also write voices, clips and music as WAV files, whose sum is the mix before mastering, to NAME.stems/.",
)
@click.option(
    "--word-times",
    is_flag=True,
    help="Write the time of each word into the WebVTT file, as the script's output: {word_times: true} does.",
)
@click.option(
    "--changed",
    type=LocalPath(),
    metavar="CLIP.mp3",
    help="Also write a clip of the sentences that sound different than in the last render, with 2 s around each.",
)
@click.option(
    "--proof",
    is_flag=True,
    help="Listen to new clips with a speech recogniser, speak those again that are wrong, and fail if they stay wrong.",
)
@jobs_option("Sentences spoken at once.")
@store_option
@click.option(
    "--no-cache",
    is_flag=True,
    help="Render even if nothing has changed, speak every sentence again, and use no cache.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the manifest on standard output, one line for each script."
)
@verbosity_options
def command(
    scripts: tuple[Path, ...],
    output: Path | None,
    format_: tuple[str, ...],
    stems: bool,
    word_times: bool,
    changed: Path | None,
    proof: bool,
    jobs: int,
    store: SharedAddress | None,
    no_cache: bool,
    as_json: bool,
    quiet: bool,
    verbose: int,
) -> int:
    """Render scripts as episodes: an audio file, transcripts, chapters and a manifest for each."""
    set_up_messages(quiet, verbose)
    if output is not None and len(scripts) > 1:
        raise click.UsageError("-o names one file, and there are several scripts; leave it out to write them to out/")
    _check_clip_name(changed, scripts)
    options = _Options(stems, changed, proof, jobs, no_cache, as_json, quiet)
    records = {}
    if not no_cache:
        flags = {"quiet": quiet, "proof": proof, "word-times": word_times, "stems": stems}
        given = (name for name, is_given in flags.items() if is_given)
        records = open_run_records(scripts, "render", str(output), ",".join(format_), *given)
    cached = {path: result for path, record in records.items() if (result := record.load()) is not None}
    is_shared = not no_cache and len(cached) < len(scripts)
    with closing(WarningRecorder()) as warnings, shared_store(store if is_shared else None) as shared:
        pictures = None if no_cache else PICTURES.folder
        loaded, status = load_scripts(scripts, passed_over=cached, pictures=pictures)
        by_path = {script.path: _with_output(script, output, format_, word_times) for script in loaded}
        targets = {path: _target(script, output) for path, script in by_path.items()}
        written = {path: _targets(by_path[path], target) for path, target in targets.items()}
        written |= {path: [Path(each["audio"]) for each in result["episodes"]] for path, result in cached.items()}
        formats = {name for script in by_path.values() for name in script.output.format}
        _check_targets([target for path in scripts for target in written.get(path, ())], formats, changed)
        for path in scripts:
            if path in cached:
                _replay_cached_result(path, cached[path], options)
            elif path in by_path:
                warnings.take_lasting()  # those of other scripts
                try:
                    rendered = _render(by_path[path], targets[path], options, shared)
                except AudiobriefError as error:
                    say_error(place_error(by_path[path], error))
                    status = max(status, error.exit_status)
                    continue
                for failure in rendered.failures:
                    say_error(place_error(by_path[path], failure))
                    status = max(status, failure.exit_status)
                if path in records and not warnings.count and not rendered.failures:
                    _cache_result(records[path], by_path[path], rendered.episodes, warnings.take_lasting())
    return status


@dataclass(frozen=True, slots=True)
class _Options:
    """The options that say how each script is rendered and reported."""

    stems: bool
    changed: Path | None
    proof: bool
    jobs: int
    no_cache: bool
    as_json: bool
    quiet: bool


def _check_clip_name(changed: Path | None, scripts: tuple[Path, ...]) -> None:
    if changed is None:
        return
    if len(scripts) > 1:
        raise click.UsageError("--changed names one file, and there are several scripts; render them one by one")
    if changed.suffix.lower() != ".mp3":
        raise click.UsageError(f"the name given with --changed ends in .mp3, and '{changed}' does not")


def _check_targets(targets: list[Path], formats: Collection[str], changed: Path | None) -> None:
    """Check that no two episodes, nor an episode and the clip of changes, have the same name."""
    audio = [*targets, *(target.with_suffix(f".{name}") for target in targets for name in formats)]
    stems = [target.with_suffix("") for target in targets]
    for stem in stems:
        if stems.count(stem) > 1:
            raise click.UsageError(f"several scripts would be written to {stem}; give each a slug: of its own")
    if changed is not None and any(path.resolve() == changed.resolve() for path in audio):
        raise click.UsageError(f"the episode itself is written to {changed}; give --changed another name")


def _with_output(script: Script, output: Path | None, formats: tuple[str, ...], word_times: bool) -> Script:
    """Return a script with what the command line says of its files."""
    if output is not None:
        suffix = output.suffix.lower().lstrip(".")
        if suffix not in (possible := formats or tuple(AUDIO_FORMATS)):
            raise click.UsageError(f"the name given with -o ends in .{' or .'.join(possible)}, and '{output}' does not")
        if not formats and suffix not in script.output.format:
            formats = (suffix,)
    given = {"format": formats or script.output.format, "word_times": word_times or script.output.word_times}
    return script.model_copy(update={"output": script.output.model_copy(update=given)})


def _target(script: Script, output: Path | None) -> Path:
    """Return the audio file to write, the main one of several; its suffix is its format."""
    suffix = f".{script.output.main_format}"
    if output is None:
        return Path("out") / f"{script.slug}{suffix}"
    return output if output.suffix.lower() == suffix else output.with_suffix(suffix)


def _targets(script: Script, target: Path) -> list[Path]:
    """Return the audio files of a script and its editions."""
    from audiobrief.production.editions import edition_scripts, edition_target

    return [target, *(edition_target(target, *edition) for edition in edition_scripts(script))]


def _render(script: Script, target: Path, options: _Options, shared: SharedStore | None) -> Rendered:
    """Render a script and its editions, print the results, and write the clip of changes."""
    from audiobrief.episode.manifest import manifest_path
    from audiobrief.production.changes import earlier_manifest
    from audiobrief.production.render_editions import render_with_editions
    from audiobrief.production.session import Settings, retain_freed_memory

    retain_freed_memory()
    settings = Settings(options.jobs, stems=options.stems)
    if not options.no_cache:
        settings = replace(settings, store=writable_folder(CLIPS), shared=shared, readings=READINGS.folder)
    before = earlier_manifest(manifest_path(target)) if options.changed is not None else None
    with one_script(), stage_progress(str(script.path), quiet=options.quiet) as progress:
        if options.proof:
            settings = replace(settings, review=_open_proof(options, progress))
        rendered = render_with_editions(script, target, settings, progress)
    for episode in rendered.episodes:
        _print_result(episode.audio, episode.manifest.content(), options)
    if options.changed is not None:
        write_change_clip(before, rendered.episodes[0], script.output, options.changed, quiet=options.quiet)
    return rendered


def _open_proof(options: _Options, progress: Progress) -> ClipProof:
    """Return what listens to the clips of a script; the recogniser is loaded when a clip has to be heard."""
    from audiobrief.review.proof.clips.clip_proof import ClipProof
    from audiobrief.review.proof.recogniser import open_recogniser

    return ClipProof(partial(open_recogniser, options.jobs), open_verdicts(no_cache=options.no_cache), progress)


def _cache_result(
    record: RunRecord, script: Script, episodes: tuple[Episode, ...], warnings: list[tuple[str, str]]
) -> None:
    from audiobrief.script.files import project_names

    printed = [{"audio": str(episode.audio), "manifest": episode.manifest.content()} for episode in episodes]
    digests = {path: digest for episode in episodes for path, digest in episode.digests.items()}
    record.save({"episodes": printed, "warnings": warnings}, script.files, digests, project_names(script.path))


def _replay_cached_result(path: Path, result: dict[str, Any], options: _Options) -> None:
    """Print what was printed when the script was rendered."""
    _LOG.info("%s: nothing has changed since it was rendered", path)
    replay_warnings(result["warnings"])
    if not options.quiet and sys.stderr is not None and sys.stderr.isatty():
        echo(str(path), bold=True, err=True)  # as the title above a progress bar
    for episode in result["episodes"]:
        _print_result(Path(episode["audio"]), episode["manifest"], options)
    if options.changed is not None:
        say_unchanged(options.changed, quiet=options.quiet)


def _print_result(audio: Path, manifest: dict[str, Any], options: _Options) -> None:
    if options.as_json:
        echo_json(manifest)
    if not options.quiet:
        loudness = manifest["loudness"]
        names = ", ".join([str(audio), *(PurePath(each["name"]).suffix for each in manifest.get("alternates", ()))])
        echo(
            f"{names}: {seconds_to_clock(manifest['duration'])}, {counted(len(manifest['chapters']), 'chapter')}, "
            f"{loudness['integrated_lufs']:.1f} LUFS, peak {loudness['true_peak_dbtp']:.1f} dBTP",
            fg="green",
            err=True,
        )
