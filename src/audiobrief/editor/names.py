"""Names that the voices have to guess: heard, tried with other pronunciations, and written into the lexicon."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from audiobrief.editor.desk import Desk
from audiobrief.editor.episodes.booth import Booth
from audiobrief.errors import UsageError
from audiobrief.language.codes import unknown_ipa_sign
from audiobrief.reading.lexicon import find_entries
from audiobrief.review.name_clips import trial_plan
from audiobrief.review.names import add_to_lexicon, find_unknown_words, parse_entry
from audiobrief.script.editing.lexicon_file import lexicon_place
from audiobrief.script.editing.scalars import clean_text
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.script import Script
from audiobrief.script.passages import passages


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
        UsageError: the script does not have the word, or it cannot be said so.
        AudiobriefError: it could not be spoken.
    """
    entry = _entry(word, how) if how else Entry(_one_line(word))
    return booth.say_plan(trial_plan(script, (entry,), booth.session.engines), script.output.sample_rate)


def approve_name(desk: Desk, path: Path, word: str, how: str) -> str:
    """Write how a word is said into the lexicon of a script, and return the name of the file that was changed.

    Raises:
        ForbiddenPathError: the lexicon lies outside of the folder.
        UsageError: the script does not have the word, it is in the lexicon already, or it cannot be said so.
        ScriptError: the script or its lexicon is invalid.
        OutputError: it could not be written.
    """
    entry = _entry(word, how)
    name = desk.folder.name(path)
    desk.folder.inside(lexicon_place(path, name)[0])
    if not any(any(find_entries(passage.text, (entry,))) for passage in passages(desk.valid_script(path))):
        raise UsageError(f"the script does not have '{entry.word}' (write it as it is written there)")
    return desk.folder.name(desk.folder.inside(add_to_lexicon(path, (entry,), name)))


def _entry(word: str, how: str) -> Entry:
    word, how = _one_line(word), _one_line(how)
    if not word:
        raise UsageError("there is no word (choose one of the list)")
    said = how.removeprefix("say:").strip() if how.startswith("say:") else how.strip("/[] ")
    if not any(map(str.isalnum, said)):
        raise UsageError(f"there is nothing to say for '{word}' (write how it is said, such as KEEV)")
    if not how.startswith("say:") and (sign := unknown_ipa_sign(how)) is not None:
        raise UsageError(f"'{sign}' is no sign of the phonetic alphabet (write how '{word}' is said, such as KEEV)")
    return parse_entry(word, how)


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).split())
