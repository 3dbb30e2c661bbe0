"""`audiobrief read`: show how a script is read aloud, without speaking it."""

from __future__ import annotations

import re
from dataclasses import asdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cli.help import examples
from audiobrief.cli.inputs import load_scripts, parse_text
from audiobrief.cli.messages import echo, echo_json, set_up_messages
from audiobrief.cli.options import verbosity_options
from audiobrief.cli.paths import LocalPath

if TYPE_CHECKING:
    from audiobrief.production.reading import SpokenPassage

_SIGNS = re.compile(r"\W+")
"""Voices are given other quotation marks and dashes than those that are written."""


@click.command(
    "read",
    epilog=examples(
        "  audiobrief read scripts/belarus-briefing.yaml",
        "  audiobrief read scripts/belarus-briefing.yaml --sounds",
        '  audiobrief read --text "It rose by 3.5% to £1.2bn." --language en-GB',
    ),
)
@click.argument("script", type=LocalPath(), metavar="[SCRIPT]", required=False)
@click.option("--text", metavar="TEXT", help="Read this text, which may have marks, and no script.")
@click.option("--language", metavar="L", help="The language of the text. [default: en]")
@click.option("--voice", metavar="NAME", help="The voice for the text, as `audiobrief voices` lists it.")
@click.option("--sounds", is_flag=True, help="Add the pronunciation in IPA; the voices are started for it.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@verbosity_options
def command(
    script: Path | None,
    text: str | None,
    language: str | None,
    voice: str | None,
    sounds: bool,
    as_json: bool,
    quiet: bool,
    verbose: int,
) -> int:
    """Show each sentence of SCRIPT as it will be said: numbers, units and abbreviations in words, voice by voice.

    On a terminal, words that are said otherwise than they are written stand out; -v lists them with the rule that
    was applied.
    """
    from audiobrief.cache.kinds import PICTURES, READINGS
    from audiobrief.production.reading import read_script, read_text
    from audiobrief.reading.reading_cache import ReadingCache
    from audiobrief.script.models.voice import Speaker, Voice
    from audiobrief.voices.registry import open_engines

    set_up_messages(quiet, verbose)
    if (script is None) == (text is None):
        raise click.UsageError("name a script, or give a text with --text")
    if script is not None and (language or voice):
        raise click.UsageError("--language and --voice belong to --text; a script names its own")
    episodes: list[tuple[SpokenPassage, ...]] = []
    status = 0
    with open_engines() as engines:
        if text is not None:
            tag = language or "en"
            speaker = Speaker("voice", Voice(name=voice, language=tag))
            episodes.append(read_text(parse_text(text, tag), speaker, engines, sounds=sounds))
        elif script is not None:
            loaded, status = load_scripts((script,), pictures=PICTURES.folder)
            for each in loaded:
                readings = ReadingCache(READINGS.folder, each.path)
                episodes.append(read_script(each, engines, readings, sounds=sounds))
                readings.save()
    for passages in episodes:
        if as_json:
            echo_json([asdict(passage) for passage in passages], indent=2)
        elif not quiet:
            _print_passages(passages, with_places=script is not None, with_readings=bool(verbose))
    return status


def _print_passages(passages: tuple[SpokenPassage, ...], *, with_places: bool, with_readings: bool) -> None:
    speaker: object = None
    width = len(str(max((passage.line for passage in passages), default=0)))
    for passage in passages:
        if speaker != (speaker := (passage.speaker, passage.engine, passage.voice)):
            voice = passage.engine if passage.voice is None else f"{passage.engine}, {passage.voice}"
            echo(f"{passage.speaker} ({voice})", bold=True)
        place = f"{passage.line:>{width + 2}}  " if with_places else "  "
        click.echo(place + highlighted(passage.text, passage.said))
        indent = " " * len(place)
        if passage.sounds is not None:
            echo(f"{indent}/{passage.sounds}/")
        if with_readings:
            for reading in passage.readings:
                echo(f"{indent}{reading.written} → {reading.said or 'nothing'} ({reading.rule})")


def highlighted(text: str, spoken: str) -> str:
    """Return what is said; words that are not written are in yellow, which `click` leaves out if not on a terminal."""
    said = spoken.split()
    written_words, said_words = ([_SIGNS.sub("", word) for word in words] for words in (text.split(), said))
    parts: list[str] = []
    for tag, _, _, start, end in SequenceMatcher(None, written_words, said_words, autojunk=False).get_opcodes():
        if start < end:
            words = " ".join(said[start:end])
            parts.append(words if tag == "equal" else click.style(words, fg="yellow"))
    return " ".join(parts)
