"""`audiobrief say`: speak a text, and write it as a WAV file."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.cli.help import examples
from audiobrief.cli.paths import LocalPath
from audiobrief.script.models.engines import BEST, ENGINES


@click.command(
    "say",
    epilog=examples(
        '  audiobrief say "Good morning." -o hello.wav',
        "  audiobrief say \"(Kyiv)[ipa:'ˈkiːjɪv'] is calm.\" --voice gmw/en-gb-x-rp -o kyiv.wav",
    ),
)
@click.argument("text")
@click.option("--voice", metavar="NAME", help="The engine's name of the voice, as `audiobrief voices` lists it.")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    help="The engine that speaks; without it, the best one that is installed for the language.",
)
@click.option("--language", default="en", show_default=True, metavar="L", help="The language of the text.")
@click.option(
    "--speed",
    type=click.FloatRange(0.5, 2.0),
    default=1.0,
    show_default=True,
    help="Pace; 1.0 is the voice's own.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=LocalPath(dir_okay=False),
    metavar="FILE.wav",
    help="The file to write.",
)
def command(text: str, voice: str | None, engine: str | None, language: str, speed: float, output: Path) -> None:
    """Speak TEXT, which may have marks, and write it as a WAV file."""
    from audiobrief.cli.inputs import parse_text
    from audiobrief.production.say import say
    from audiobrief.script.models.voice import Speaker, Voice

    if output.suffix.lower() != ".wav":
        raise click.UsageError(f"the name given with -o ends in .wav, and '{output}' does not")
    if not 0.5 <= speed <= 2.0:
        raise click.UsageError("--speed is a number from 0.5 to 2.0")
    say(parse_text(text, language), Speaker("voice", Voice(engine or BEST, voice, language, speed)), output)
