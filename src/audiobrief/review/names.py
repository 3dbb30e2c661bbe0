"""Find the words of a script that a voice has to guess, speak them one by one, and add them to the lexicon."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from audiobrief.errors import Position, UsageError
from audiobrief.findings import Finding, Level, Place
from audiobrief.language.codes import primary_language
from audiobrief.production.casting import cast_plan
from audiobrief.reading.lexicon import find_entries
from audiobrief.reading.normalise import find_readings
from audiobrief.reading.normalise.english.letters import is_known_initialism
from audiobrief.reading.utterances import Utterance
from audiobrief.script.lexicon_file import lexicon_place, with_entries
from audiobrief.script.loader import load_script
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.script import Script
from audiobrief.script.models.voice import Voice
from audiobrief.script.passages import passages, place_of_word
from audiobrief.storage import files
from audiobrief.storage.locks import exclusive_lock
from audiobrief.storage.work_folder import work_folder
from audiobrief.timeline.plan import Plan, PlannedPiece, PlannedSegment, PlannedSentence
from audiobrief.voices.engine import Engine, SpokenWord
from audiobrief.voices.registry import open_engines

_PAUSE = 700
"""Milliseconds between two names in the clip."""
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]{2,6}|(?:[A-Z]\.){2,6})(?![\w])")
_EDGES = re.compile(r"^\W+|\W+$")
_STOPS = frozenset(".!?:…")
_PLAIN = str.maketrans("’‘", "''")
"""Voices use both apostrophes."""
_POSSESSIVE = re.compile(r"['’]s?$")
_WITH_DICTIONARY = frozenset({"hibari", "kokoro"})
"""Engines with a dictionary, in English."""

WordLookup = Callable[[str, Voice], tuple[SpokenWord, ...]]
"""Returns the words of a text, and for each whether a voice knows it."""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that a voice has to guess."""

    word: str
    """As it is written."""
    kind: str
    """name, acronym, number or word."""
    ipa: str
    """The voice's pronunciation; empty if the engine does not report it."""
    voice: Voice
    """Who says it first."""
    speaker: str
    """The author's name of that voice."""
    position: Position
    """Where it is first; the start of its sentence if the word is not written as it is said."""
    count: int = 1
    """How many times it is said."""


def _has_dictionary(voice: Voice) -> bool:
    return voice.engine in _WITH_DICTIONARY and primary_language(voice.language) == "en"


def speak_unknown_words(script: Script, clip: Path | None) -> tuple[UnknownWord, ...]:
    """Find the words of a script that its voices have to guess, and speak each of them once into a WAV file.

    The file is not written if it is None, or if there are no such words.

    Raises:
        ScriptError: a voice is not installed.
        AudiobriefError: an engine failed, or the clip could not be written.
    """
    if clip is None:
        with open_engines() as engines:
            return find_unknown_words(script, engines)
    from audiobrief.production.say import say_plan

    with work_folder(clip.parent) as work, open_engines(work) as engines:
        words = find_unknown_words(script, engines)
        if words:
            say_plan(_plan(words), engines, script.output.sample_rate, work, clip)
    return words


def find_unknown_words(script: Script, engines: Mapping[str, Engine]) -> tuple[UnknownWord, ...]:
    """Return the words that neither the lexicon nor the voice's dictionary knows, in order of their first place.

    Raises:
        ScriptError: a voice is not installed.
        EngineError: an engine cannot report its pronunciation.
    """
    return find_in_plan(*cast_plan(script, engines), lambda text, voice: engines[voice.engine].words(text, voice))


def find_in_plan(
    script: Script, plan: Plan, look_up: WordLookup, *, by_dictionary: bool = False
) -> tuple[UnknownWord, ...]:
    """Return the words of a plan of a script that neither the lexicon nor the voice's dictionary knows, in their order.

    With `by_dictionary`, only voices with a dictionary are asked; others do not know what they guess.

    Raises:
        EngineError: an engine cannot report its pronunciation.
    """
    unknown: dict[tuple[str, str], UnknownWord] = {}
    paragraphs = cache(lambda: tuple(passages(script)))
    for segment in plan.segments:
        for sentence in segment.sentences:
            pieces = [piece for piece in sentence.pieces if not by_dictionary or _has_dictionary(piece.utterance.voice)]
            if not pieces:
                continue
            position = Position(segment.position.file, sentence.line, sentence.column)
            for name in _in_pieces(pieces, sentence.text, position, script.lexicon, look_up):
                key = (name.word.casefold(), name.voice.engine)
                if before := unknown.get(key):
                    unknown[key] = replace(before, count=before.count + 1)
                else:
                    place = place_of_word(paragraphs(), name.word, position, len(sentence.text))
                    unknown[key] = replace(name, position=place or position)
    return tuple(sorted(unknown.values(), key=lambda name: name.position))


def _in_pieces(
    pieces: Sequence[PlannedPiece], text: str, position: Position, lexicon: Sequence[Entry], look_up: WordLookup
) -> Iterator[UnknownWord]:
    for piece in pieces:
        voice = piece.utterance.voice
        for word, ipa, known, at_start in _unmarked_words(piece.utterance, look_up):
            kind = _kind(word, at_start=at_start)
            if not known and (kind != "word" or _has_dictionary(voice)):
                yield UnknownWord(word, kind, ipa, voice, piece.speaker, position)
    voice = pieces[0].utterance.voice
    for initials in _guessed_initials(text, lexicon, voice.language):
        ipa = " ".join(word.ipa for word in look_up(_normalise(initials, voice.language), voice)).strip()
        yield UnknownWord(initials, "acronym", ipa, voice, pieces[0].speaker, position)


def _unmarked_words(utterance: Utterance, look_up: WordLookup) -> Iterator[tuple[str, str, bool, bool]]:
    """Yield the words of an utterance that have no pronunciation in the script or lexicon.

    Each comes with the voice's pronunciation, whether the voice knows it, and whether it starts a sentence.
    """
    text = utterance.text
    for marked in reversed(utterance.pronunciations):
        text = f"{text[: marked.start]} . {text[marked.end :]}"
    plain = text.translate(_PLAIN)
    at_start = True
    at = 0
    for spoken in look_up(text, utterance.voice):
        start = max(at, plain.find(spoken.text.translate(_PLAIN), at))  # a voice may write it in other letters
        at_start = at_start or any(character in _STOPS for character in text[at:start])
        at = start + len(spoken.text)
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
    """Yield the initialisms of a sentence that are neither in the lexicon nor in the tables of `reading`."""
    if not language.lower().startswith("en") or text.isupper():
        return
    entries = tuple(find_entries(text, lexicon))
    for match in _INITIALS.finditer(text):
        in_lexicon = any(start < match.end() and match.start() < end for start, end, _ in entries)
        if not in_lexicon and not is_known_initialism(match[0].replace(".", "")):
            yield match[0]


def check_unknown_names(words: Iterable[UnknownWord]) -> Iterator[Finding]:
    """Report names and acronyms that neither the lexicon nor the voice's dictionary has.

    A voice without a dictionary guesses every name. So these are notes, not warnings.
    """
    for word in words:
        if word.kind in {"name", "acronym"}:
            yield Finding(
                Level.WARNING if _has_dictionary(word.voice) else Level.NOTE,
                "guessed-name",
                Place.at(word.position),
                f"the voice has to guess the {word.kind} '{word.word}'" + (f", as {word.ipa}" if word.ipa else ""),
                "audiobrief names says it and writes it into the lexicon",
            )


def _plan(words: Iterable[UnknownWord]) -> Plan:
    """Return a plan that says each word once, by the voice that says it in the script."""
    sentences: list[PlannedSentence] = []
    for word in words:
        utterance = Utterance(f"{_normalise(word.word, word.voice.language)}.", word.voice)
        piece = PlannedPiece(utterance, word.speaker, _PAUSE if sentences else 0)
        sentences.append(PlannedSentence(word.word, word.speaker, (piece,)))
    return Plan((PlannedSegment("narration", tuple(sentences), 0, chapter="Names"),))


def _normalise(word: str, language: str) -> str:
    """Return a word as it is said: digits and letters as words."""
    readings = find_readings(word, language)
    return readings[0].replacement if readings else word


def add_to_lexicon(script_path: Path, entries: tuple[Entry, ...]) -> Path:
    """Add entries to the lexicon of a script: to its lexicon file, else to its house file, else to the script.

    Comments and all other lines do not change. Return the file that was changed.

    Raises:
        ScriptError: the script or the lexicon is invalid, or would be.
        UsageError: a word is already in the lexicon.
        OutputError: the file could not be written; it has not changed.
    """
    known = {entry.word for entry in load_script(script_path).lexicon}
    for entry in entries:
        if entry.word in known:
            raise UsageError(f"'{entry.word}' is in the lexicon already (change it there)")
    path, shown = lexicon_place(script_path)
    text = with_entries(path, shown, entries)
    with work_folder(path.parent) as work, exclusive_lock(path.parent):
        files.write_bytes(work / path.name, text.encode())
        files.finish(work / path.name, path)
    return path
