"""`audiobrief names`: list the words that voices have to guess, try pronunciations, and fill the lexicon."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cache.kinds import PICTURES
from audiobrief.cli.help import counted, examples
from audiobrief.cli.inputs import load_scripts
from audiobrief.cli.messages import echo, echo_json, set_up_messages
from audiobrief.cli.names_review import is_terminal, review_names
from audiobrief.cli.options import verbosity_options
from audiobrief.cli.paths import LocalPath

if TYPE_CHECKING:
    from audiobrief.review.names import UnknownWord
    from audiobrief.script.models.lexicon import Entry
    from audiobrief.script.models.script import Script


@click.command(
    "names",
    epilog=examples(
        "  audiobrief names scripts/belarus-briefing.yaml",
        "  audiobrief names scripts/belarus-briefing.yaml --review",
        "  audiobrief names scripts/belarus-briefing.yaml --try 'Minsk=say:MEENSK'",
        "  audiobrief names scripts/belarus-briefing.yaml --accept Zimbabwe",
        "  audiobrief names scripts/belarus-briefing.yaml --accept 'Putin=ˈpuːtɪn' --accept 'Minsk=say:MINSK'",
    ),
)
@click.argument("script", type=LocalPath(), metavar="SCRIPT")
@click.option(
    "-o",
    "--output",
    type=LocalPath(dir_okay=False),
    metavar="FILE.wav",
    help="The clip that says the names. [default: out/<slug>.names.wav]",
)
@click.option("--no-clip", is_flag=True, help="Do not write a clip.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.option(
    "--review",
    is_flag=True,
    help="Say each word, ask how it is said, and write each answer into the lexicon; on a terminal.",
)
@click.option(
    "--try",
    "trials",
    multiple=True,
    metavar="WORD[=HOW]",
    help="Say a word with IPA or respelled (WORD=say:KEEV), alone and in its sentence, with the voice of the script.",
)
@click.option(
    "--accept",
    multiple=True,
    metavar="WORD[=HOW]",
    help="Write a word into the lexicon: as the voice says it, with IPA, or respelled (WORD=say:KEEV).",
)
@click.option("--accept-all", is_flag=True, help="Write all of them into the lexicon, as the voice says them.")
@verbosity_options
def command(script: Path, output: Path | None, quiet: bool, verbose: int, **options: Any) -> int:
    """List the names, acronyms and numbers of SCRIPT that neither the lexicon nor the voice's dictionary knows.

    Words that are written alike, such as the two words 'bow', are listed where nothing decides which is meant.
    """
    set_up_messages(quiet, verbose)
    _check_options(output, options)
    if options["review"] and not is_terminal():
        raise click.UsageError("--review asks on a terminal, and this is none; use --accept WORD=HOW, or --accept-all")
    loaded, status = load_scripts((script,), pictures=PICTURES.folder)
    if not loaded:
        return status
    clip = output or Path("out") / f"{loaded[0].slug}.names.wav"
    if options["review"]:
        review_names(loaded[0], clip)
    elif options["trials"]:
        _try(loaded[0], options["trials"], clip)
    elif options["accept"] or options["accept_all"]:
        _accept(loaded[0], options["accept"], all_of_them=options["accept_all"])
    else:
        _list(loaded[0], None if options["no_clip"] else clip, as_json=options["as_json"], quiet=quiet)
    return 0


def _check_options(output: Path | None, options: dict[str, Any]) -> None:
    if output is not None and output.suffix.lower() != ".wav":
        raise click.UsageError(f"the name given with -o ends in .wav, and '{output}' does not")
    given = [
        name
        for name, is_given in (
            ("--review", options["review"]),
            ("--try", options["trials"]),
            ("--accept", options["accept"] or options["accept_all"]),
            ("--json", options["as_json"]),
        )
        if is_given
    ]
    if len(given) > 1 and given != ["--accept", "--json"]:
        raise click.UsageError(f"{given[0]} and {given[1]} exclude each other")


def _list(script: Script, clip: Path | None, *, as_json: bool, quiet: bool) -> None:
    from audiobrief.review.name_clips import speak_unknown_words

    names = speak_unknown_words(script, clip)
    if as_json:
        echo_json([_json(name) for name in names], indent=2)
    elif not quiet:
        _print_table(names)
        if clip is not None and names:
            echo(
                f"\nlisten to them in {clip}; go through them with --review, or add the good ones with --accept",
                err=True,
            )


def _try(script: Script, trials: tuple[str, ...], clip: Path) -> None:
    from audiobrief.review.name_clips import speak_trials
    from audiobrief.review.names import parse_entry
    from audiobrief.script.models.lexicon import Entry
    from audiobrief.voices.registry import open_engines

    entries = [parse_entry(word, how) if how else Entry(word) for word, how in map(_word_and_how, trials)]
    with open_engines() as engines:
        speak_trials(script, entries, engines, clip)
    echo(f"{clip}: {counted(len(entries), 'word')}, each alone and in its sentence", err=True)


def _accept(script: Script, words: tuple[str, ...], *, all_of_them: bool) -> None:
    from audiobrief.review.name_clips import speak_unknown_words
    from audiobrief.review.names import add_to_lexicon

    entries = _accepted(speak_unknown_words(script, None), words, all_of_them=all_of_them)
    changed = add_to_lexicon(script.path, entries)
    echo(f"{changed}: {counted(len(entries), 'word')} added", err=True)


def _word_and_how(option: str) -> tuple[str, str]:
    word, _, how = option.partition("=")
    return word.strip(), how.strip()


def _accepted(names: tuple[UnknownWord, ...], words: tuple[str, ...], *, all_of_them: bool) -> tuple[Entry, ...]:
    """Return the lexicon entries for the accepted words."""
    from audiobrief.review.names import parse_entry

    homographs = {name.word: name for name in names if name.choices}
    sounds = {name.word: name.ipa for name in reversed(names) if not name.choices}
    asked = dict.fromkeys(sounds, "") if all_of_them else {}
    asked |= dict(map(_word_and_how, words))
    entries = []
    for word, how in asked.items():
        if word in homographs and not how:
            first = next(sounds for _, sounds in homographs[word].choices if sounds)
            raise click.UsageError(f"'{word}' has several pronunciations; say which, as in {word}={first}")
        ipa = how or sounds.get(word, "")
        if not word or not ipa:
            raise click.UsageError(
                f"'{word}' is not among the names of this script; say how, as in {word or 'WORD'}=IPA"
            )
        entries.append(parse_entry(word, ipa))
    if not entries:
        raise click.UsageError("there is nothing to accept: every word is known")
    return tuple(entries)


def _print_table(names: tuple[UnknownWord, ...]) -> None:
    if not names:
        echo("every name is in the lexicon or in the voice's dictionary")
        return
    places = max(len(str(name.position)) for name in names) + 1
    width = max(len(name.word) for name in names)
    kinds = max(len(name.kind) for name in names)
    sounds = max(len(name.ipa) for name in names)
    respellings = max(len(name.respelling) for name in names)
    for name in names:
        said = name.pronunciation if name.choices else f"{name.ipa:<{sounds}}  {name.respelling:<{respellings}}"
        echo(
            f"{f'{name.position}:':<{places}} {name.word:<{width}}  {name.kind:<{kinds}}  {said}  "
            f"{name.speaker} ({name.voice.engine}), {counted(name.count, 'time')}"
        )


def _json(name: UnknownWord) -> dict[str, Any]:
    from audiobrief.reading.respelling import respell

    return {
        "word": name.word,
        "kind": name.kind,
        "ipa": name.ipa,
        "respelling": name.respelling,
        "choices": [
            {"description": description, "ipa": sounds or "", "respelling": respell(sounds or "")}
            for description, sounds in name.choices
        ],
        "speaker": name.speaker,
        "engine": name.voice.engine,
        "file": name.position.file,
        "line": name.position.line,
        "count": name.count,
    }
