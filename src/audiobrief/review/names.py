"""The words of a script that a voice has to guess: found, said one after the other, and written into the lexicon."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from audiobrief.errors import Position, UsageError
from audiobrief.language.codes import primary_language
from audiobrief.production.casting import cast_plan
from audiobrief.reading.lexicon import find_entries
from audiobrief.reading.utterances import Utterance
from audiobrief.script.loader import load_script
from audiobrief.script.models.script import Entry, Script, Voice
from audiobrief.script.passages import passages, place_of_word
from audiobrief.storage import files
from audiobrief.storage.work_folder import only_one, work_folder
from audiobrief.timeline.plan import Plan, PlannedPiece, PlannedSegment, PlannedSentence
from audiobrief.voices.engine import Engine, SpokenWord
from audiobrief.voices.registry import open_engines

__all__ = ["Name", "Words", "accept", "find_names", "list_names", "names_in_plan", "plain_words"]

_PAUSE = 700
"""Milliseconds between two names in the clip."""
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]{2,6}|(?:[A-Z]\.){2,6})(?![\w])")
_EDGES = re.compile(r"^\W+|\W+$")
_STOPS = frozenset(".!?:…")
_PLAIN = str.maketrans("’‘", "''")
"""Voices write either for the other."""
_POSSESSIVE = re.compile(r"['’]s?$")
_WITH_DICTIONARY = frozenset({"hibari", "kokoro"})
"""Engines that tell a word of their dictionary from a guess, in English."""

Words = Callable[[str, Voice], tuple[SpokenWord, ...]]
"""Gives the words of a text, and which of them a voice knows."""


@dataclass(frozen=True, slots=True)
class Name:
    """A word that a voice has to guess."""

    word: str
    """As it is written."""
    kind: str
    """name, acronym, number or word."""
    ipa: str
    """The sounds that the voice gives it; empty where the engine does not tell."""
    voice: Voice
    """Who says it first."""
    speaker: str
    """The author's name of that voice."""
    position: Position
    """Where it stands first; where its sentence starts, if it is written otherwise than it is said."""
    count: int = 1
    """How often it is said."""

    @property
    def from_dictionary(self) -> bool:
        """Whether the voice has a dictionary, so that it is known to guess this word."""
        return _has_dictionary(self.voice)


def _has_dictionary(voice: Voice) -> bool:
    return voice.engine in _WITH_DICTIONARY and primary_language(voice.language) == "en"


def list_names(script: Script, clip: Path | None) -> tuple[Name, ...]:
    """Find the words of a script that its voices have to guess.

    Args:
        script: what is said.
        clip: a WAV file to write, in which each is said once; not written where there are none.

    Raises:
        ScriptError: a voice is not installed.
        AudiobriefError: it could not be done.
    """
    if clip is None:
        with open_engines() as engines:
            return find_names(script, engines)
    from audiobrief.production.say import say_plan

    with work_folder(clip.parent) as work, open_engines(work) as engines:
        names = find_names(script, engines)
        if names:
            say_plan(_plan(names), engines, script.output.sample_rate, work, clip)
    return names


def find_names(script: Script, engines: Mapping[str, Engine]) -> tuple[Name, ...]:
    """Return the words that neither the lexicon nor the voice's dictionary knows, in order of their first place.

    Raises:
        ScriptError: a voice is not installed.
        EngineError: an engine cannot tell how it would say them.
    """
    return names_in_plan(*cast_plan(script, engines), plain_words(engines))


def plain_words(engines: Mapping[str, Engine]) -> Words:
    """Have the engines themselves tell, with the sounds of each word."""
    return lambda text, voice: engines[voice.engine].words(text, voice)


def names_in_plan(script: Script, plan: Plan, words: Words, *, by_dictionary: bool = False) -> tuple[Name, ...]:
    """Return the words of a plan that neither the lexicon nor the voice's dictionary knows, in their order.

    Args:
        script: cast, for its lexicon.
        plan: what is said.
        words: tells which words of a text a voice knows.
        by_dictionary: whether only what voices with a dictionary say is looked at; others cannot tell a guess.

    Raises:
        EngineError: an engine cannot tell how it would say them.
    """
    found: dict[tuple[str, str], Name] = {}
    shown = cache(lambda: tuple(passages(script)))
    for segment in plan.segments:
        for sentence in segment.sentences:
            looked_at = [
                piece for piece in sentence.pieces if not by_dictionary or _has_dictionary(piece.utterance.voice)
            ]
            if not looked_at:
                continue
            position = Position(segment.position.file, sentence.line, sentence.column)
            for name in _in_pieces(looked_at, sentence.text, position, script.lexicon, words):
                key = (name.word.casefold(), name.voice.engine)
                if before := found.get(key):
                    found[key] = replace(before, count=before.count + 1)
                else:
                    place = place_of_word(shown(), name.word, position, len(sentence.text))
                    found[key] = replace(name, position=place or position)
    return tuple(sorted(found.values(), key=lambda name: name.position))


def _in_pieces(
    pieces: Sequence[PlannedPiece], text: str, position: Position, lexicon: Sequence[Entry], words: Words
) -> Iterator[Name]:
    for piece in pieces:
        voice = piece.utterance.voice
        for word, ipa, known, at_start in _words(piece.utterance, words):
            kind = _kind(word, at_start=at_start)
            if not known and (kind != "word" or _has_dictionary(voice)):
                yield Name(word, kind, ipa, voice, piece.speaker, position)
    first = pieces[0]
    for initials in _guessed_initials(text, lexicon, first.utterance.voice.language):
        said = _read(initials, first.utterance.voice.language)
        ipa = " ".join(word.ipa for word in words(said, first.utterance.voice)).strip()
        yield Name(initials, "acronym", ipa, first.utterance.voice, first.speaker, position)


def _words(utterance: Utterance, words: Words) -> Iterator[tuple[str, str, bool, bool]]:
    """Return the words of an utterance whose sounds nobody has given.

    Each comes with its sounds, whether they are known, and whether it starts a sentence.
    """
    text = utterance.text
    for given in reversed(utterance.pronunciations):
        text = f"{text[: given.start]} . {text[given.end :]}"
    plain = text.translate(_PLAIN)
    at_start = True
    at = 0
    for spoken in words(text, utterance.voice):
        found = max(at, plain.find(spoken.text.translate(_PLAIN), at))  # a voice may write it in other letters
        at_start = at_start or any(sign in _STOPS for sign in text[at:found])
        at = found + len(spoken.text)
        word = _POSSESSIVE.sub("", _EDGES.sub("", spoken.text))
        if len(word) > 1 or word.isdigit():
            yield word, _EDGES.sub("", spoken.ipa), spoken.known, at_start
        at_start = spoken.text[-1:] in _STOPS


def _kind(word: str, *, at_start: bool) -> str:
    if any(character.isdigit() for character in word):
        return "number"
    if word[1:] != word[1:].lower() or (word[:1].isupper() and not at_start):
        return "name"
    return "word"


def _guessed_initials(text: str, lexicon: Sequence[Entry], language: str) -> Iterator[str]:
    """Return the initialisms of a sentence that neither the lexicon nor the tables of reading have."""
    if not language.lower().startswith("en") or text.isupper():
        return
    from audiobrief.reading.normalise.english.letters import is_known_initialism

    given = [(start, end) for start, end, _ in find_entries(text, lexicon)]
    for match in _INITIALS.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in given):
            continue
        if not is_known_initialism(match[0].replace(".", "")):
            yield match[0]


def _plan(names: Iterable[Name]) -> Plan:
    """Put names one after the other, each said by the voice that says it in the script."""
    sentences = tuple(
        PlannedSentence(
            name.word,
            name.speaker,
            (
                PlannedPiece(
                    Utterance(f"{_read(name.word, name.voice.language)}.", name.voice),
                    name.speaker,
                    _PAUSE if number else 0,
                ),
            ),
        )
        for number, name in enumerate(names)
    )
    return Plan((PlannedSegment("narration", sentences, 0, chapter="Names"),))


def _read(word: str, language: str) -> str:
    """Put a word into those that are said."""
    # Not above: its rules take long to import, and most names are known from the last time.
    from audiobrief.reading.normalise import find_readings

    readings = find_readings(word, language)
    return readings[0].replacement if readings else word


def accept(script_path: Path, entries: tuple[Entry, ...]) -> Path:
    """Write words into the lexicon of a script: its lexicon file, else its house file, else itself.

    Comments and all other lines stay as they are.

    Returns:
        The file that was changed.

    Raises:
        ScriptError: the script or the lexicon is wrong, before or after.
        UsageError: a word is there already.
        OutputError: the file could not be written; it is as it was.
    """
    from audiobrief.script.lexicon_file import lexicon_place, with_entries

    known = {entry.word for entry in load_script(script_path).lexicon}
    for entry in entries:
        if entry.word in known:
            raise UsageError(f"'{entry.word}' is in the lexicon already (change it there)")
    path, shown = lexicon_place(script_path)
    text = with_entries(path, shown, entries)
    with work_folder(path.parent) as work, only_one(path.parent):
        files.write_bytes(work / path.name, text.encode())
        files.finish(work / path.name, path)
    return path
