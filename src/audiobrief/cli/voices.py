"""`audiobrief voices`: the voices that are installed."""

from __future__ import annotations

import click

from audiobrief.cli.help import examples
from audiobrief.script.engines import ENGINES

__all__ = ["command"]


@click.command(
    "voices",
    short_help="List the voices that are installed.",
    epilog=examples("  audiobrief voices --language en", "  audiobrief voices --engine pyttsx3 --json"),
)
@click.option("--engine", type=click.Choice(ENGINES), help="Only this engine's.")
@click.option("--language", metavar="L", help="Only those for a language, such as en or en-GB.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def command(engine: str | None, language: str | None, as_json: bool) -> None:
    """List the voices that are installed, by the names that scripts give them."""
    import json
    from dataclasses import asdict

    from audiobrief.speech.engine import VoiceInfo
    from audiobrief.speech.registry import make_engine

    found: list[VoiceInfo] = []
    for name in [engine] if engine else ENGINES:
        speaking = make_engine(name)
        try:
            found += speaking.voices()
        finally:
            speaking.close()
    if language:
        wanted = language.lower()
        found = [voice for voice in found if any(f"{each}-".startswith(f"{wanted}-") for each in voice.languages)]
    if as_json:
        click.echo(json.dumps([asdict(voice) for voice in found], ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("no voice is installed for this choice (audiobrief voices lists them all)", err=True)
    width = max((len(voice.name) for voice in found), default=0)
    for voice in found:
        click.echo(
            f"{voice.engine:<8}  {voice.name:<{width}}  {', '.join(voice.languages):<14}  {voice.description}".rstrip()
        )
