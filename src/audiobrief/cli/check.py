"""`audiobrief check`: what would be wrong with scripts, and how long they would run."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cache import cache_place
from audiobrief.cli.again import Warned, begin
from audiobrief.cli.help import counted, examples
from audiobrief.cli.options import (
    load_scripts,
    one_script,
    place_error,
    scripts_argument,
    set_up_messages,
    verbosity_options,
)
from audiobrief.cli.program import say_error
from audiobrief.errors import AudiobriefError
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from audiobrief.script.model import Script

__all__ = ["command"]


@click.command(
    "check",
    short_help="Say what is wrong with scripts.",
    epilog=examples("  audiobrief check scripts/belarus-briefing.yaml", "  audiobrief check scripts/*.yaml"),
)
@scripts_argument
@verbosity_options
def command(scripts: tuple[Path, ...], quiet: bool, verbose: int) -> int:
    """Say what is wrong with scripts, and how long they would run; nothing is rendered."""
    set_up_messages(quiet, verbose)
    works = begin(scripts, "check")
    known = {path: line for path, work in works.items() if (line := work.result()) is not None}
    with closing(Warned()) as warned:
        found, status = load_scripts(scripts, known)
        loaded = {script.path: script for script in found}
        for path in scripts:
            line, script = known.get(path), loaded.get(path)
            if script is not None:
                try:
                    line = _checked(script)
                except AudiobriefError as error:
                    say_error(place_error(script, error))
                    status = max(status, error.exit_status)
                    continue
                if not (quiet or warned.count):
                    from audiobrief.script.files import project_names

                    works[path].keep(line, script.files, {}, project_names(path))
            if line is not None and not quiet:
                click.echo(line)
    return status


def _checked(script: Script) -> str:
    from audiobrief.preparation import estimate
    from audiobrief.speech.readings import Readings

    readings = Readings(cache_place() / "readings", script.path)
    with one_script():
        timeline = estimate(script, readings, _lengths)
    readings.keep()
    words = sum(len(sentence.text.split()) for sentence in timeline.sentences)
    chapters = len(timeline.chapters)
    length = seconds_to_clock(timeline.length / timeline.sample_rate)
    return f"{script.path}: good; about {length}, {counted(words, 'word')}, {counted(chapters, 'chapter')}"


def _lengths(script: Script) -> dict[str, int]:
    """Give what a script's sounds last, in samples; what was decoded once is remembered by content."""
    from audiobrief.preparation import sound_lengths

    used = {segment.bed for segment in script.segments} | {segment.sound for segment in script.segments}
    sounds = [
        (sound.name, str(sound.path), sound.start, sound.end, sound.name in {*used, script.transition})
        for sound in script.sounds
    ]
    asked = repr((sounds, script.output.sample_rate, script.output.channels))
    work = begin((script.path,), "sounds", asked)[script.path]
    lengths: dict[str, int] | None = work.result()
    if lengths is None:
        lengths = sound_lengths(script)
        work.keep(lengths, [sound.path for sound in script.sounds], {}, {})
    return lengths
