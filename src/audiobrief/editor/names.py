"""Names that the voices have to guess: heard, tried with other pronunciations, and written into the lexicon."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from audiobrief.editor.booth import Booth
from audiobrief.editor.folder import ShowFolder
from audiobrief.review.name_clips import trial_plan
from audiobrief.review.names import add_to_lexicon, find_unknown_words, parse_entry
from audiobrief.script.editing.lexicon_file import lexicon_place
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.script import Script


def unknown_names(script: Script, booth: Booth) -> list[dict[str, Any]]:
    """Return the words of a script that its voices have to guess, and those with two pronunciations.

    Raises:
        AudiobriefError: a voice is not installed, or failed.
    """
    return [
        {
            "word": word.word,
            "kind": word.kind,
            "ipa": word.ipa,
            "respelling": word.respelling,
            "speaker": word.speaker,
            "count": word.count,
            "choices": [{"description": description, "ipa": sounds or ""} for description, sounds in word.choices],
        }
        for word in find_unknown_words(script, booth.session.engines)
    ]


def hear_name(script: Script, word: str, how: str, booth: Booth) -> tuple[str, float]:
    """Say a word alone and in its first sentence; return the key of the sound, and its seconds.

    Args:
        script: the script.
        word: as it is written there.
        how: `say:` and a respelling, or IPA; empty for as it is now.
        booth: says it.

    Raises:
        UsageError: the script does not have the word, or a sign is not in the phonetic alphabet.
        AudiobriefError: it could not be spoken.
    """
    entry = parse_entry(word, how) if how else Entry(word)
    return booth.say_plan(trial_plan(script, (entry,), booth.session.engines), script.output.sample_rate)


def approve_name(script: Path, word: str, how: str, folder: ShowFolder) -> str:
    """Write how a word is said into the lexicon of a script, and return the name of the file that was changed.

    Raises:
        ForbiddenPathError: the lexicon lies outside of the folder.
        UsageError: the word is in the lexicon already, or a sign is not in the phonetic alphabet.
        ScriptError: the lexicon is invalid.
        OutputError: it could not be written.
    """
    entry = parse_entry(word, how)
    folder.inside(lexicon_place(script)[0])
    return folder.name(folder.inside(add_to_lexicon(script, (entry,))))
