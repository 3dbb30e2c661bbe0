"""`audiobrief names`: list the words that voices have to guess."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cli.help import counted, examples
from audiobrief.cli.inputs import load_scripts
from audiobrief.cli.messages import set_up_messages
from audiobrief.cli.options import verbosity_options

if TYPE_CHECKING:
    from audiobrief.review.names import UnknownWord
    from audiobrief.script.models.lexicon import Entry


@click.command(
    "names",
    short_help="List the names that voices have to guess.",
    epilog=examples(
        "  audiobrief names scripts/belarus-briefing.yaml",
        "  audiobrief names scripts/belarus-briefing.yaml --accept Zimbabwe",
        "  audiobrief names scripts/belarus-briefing.yaml --accept 'Putin=ˈpuːtɪn' --accept 'Minsk=say:MINSK'",
    ),
)
@click.argument("script", type=click.Path(path_type=Path), metavar="SCRIPT")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.wav",
    help="The clip that says the names. [default: out/<slug>.names.wav]",
)
@click.option("--no-clip", is_flag=True, help="Do not write a clip.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.option(
    "--accept",
    multiple=True,
    metavar="WORD[=HOW]",
    help="Write a word into the lexicon: as the voice says it, with IPA, or respelled (WORD=say:KEEV).",
)
@click.option("--accept-all", is_flag=True, help="Write all of them into the lexicon, as the voice says them.")
@verbosity_options
def command(
    script: Path,
    output: Path | None,
    no_clip: bool,
    as_json: bool,
    accept: tuple[str, ...],
    accept_all: bool,
    quiet: bool,
    verbose: int,
) -> int:
    """List the names, acronyms and numbers of SCRIPT that neither the lexicon nor the voice's dictionary knows."""
    from audiobrief.review.name_clips import speak_unknown_words
    from audiobrief.review.names import add_to_lexicon

    set_up_messages(quiet, verbose)
    if output is not None and output.suffix.lower() != ".wav":
        raise click.UsageError(f"the name given with -o ends in .wav, and '{output}' does not")
    loaded, status = load_scripts((script,))
    if not loaded:
        return status
    clip = None if no_clip or accept or accept_all else output or Path("out") / f"{loaded[0].slug}.names.wav"
    names = speak_unknown_words(loaded[0], clip)
    if accept or accept_all:
        entries = _accepted(names, accept, all_of_them=accept_all)
        changed = add_to_lexicon(script, entries)
        click.echo(f"{changed}: {counted(len(entries), 'word')} added", err=True)
        return 0
    if as_json:
        _print_json(names)
    elif not quiet:
        _print_table(names)
        if clip is not None and names:
            click.echo(f"\nlisten to them in {clip}; add the good ones to the lexicon with --accept", err=True)
    return 0


def _accepted(names: tuple[UnknownWord, ...], words: tuple[str, ...], *, all_of_them: bool) -> tuple[Entry, ...]:
    """Return the lexicon entries for the accepted words."""
    from audiobrief.language.codes import unknown_ipa_sign
    from audiobrief.script.models.lexicon import Entry

    sounds = {name.word: name.ipa for name in reversed(names)}
    asked = dict.fromkeys(sounds, "") if all_of_them else {}
    asked |= {word.strip(): how.strip() for word, _, how in (each.partition("=") for each in words)}
    entries = []
    for word, how in asked.items():
        if how.startswith("say:") and how[4:].strip():
            entries.append(Entry(word, say=how[4:].strip()))
            continue
        ipa = how or sounds.get(word, "")
        if not word or not ipa:
            raise click.UsageError(
                f"'{word}' is not among the names of this script; say how, as in {word or 'WORD'}=IPA"
            )
        if (sign := unknown_ipa_sign(ipa)) is not None:
            raise click.UsageError(
                f"'{sign}' in '{ipa}' is no sign of the phonetic alphabet; use {word}=say:… to respell"
            )
        entries.append(Entry(word, ipa=ipa))
    if not entries:
        raise click.UsageError("there is nothing to accept: every word is known")
    return tuple(entries)


def _print_table(names: tuple[UnknownWord, ...]) -> None:
    if not names:
        click.echo("every name is in the lexicon or in the voice's dictionary")
        return
    places = max(len(str(name.position)) for name in names) + 1
    width = max(len(name.word) for name in names)
    sounds = max(len(name.ipa) for name in names)
    for name in names:
        click.echo(
            f"{f'{name.position}:':<{places}} {name.word:<{width}}  {name.kind:<7}  {name.ipa:<{sounds}}  "
            f"{name.speaker} ({name.voice.engine}), {counted(name.count, 'time')}"
        )


def _print_json(names: tuple[UnknownWord, ...]) -> None:
    import json

    content = [
        {
            "word": name.word,
            "kind": name.kind,
            "ipa": name.ipa,
            "speaker": name.speaker,
            "engine": name.voice.engine,
            "file": name.position.file,
            "line": name.position.line,
            "count": name.count,
        }
        for name in names
    ]
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))
