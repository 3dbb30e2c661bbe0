"""Find the words of a script whose pronunciation is a guess or undecided, and add words to the lexicon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from audiobrief.errors import Position, UsageError
from audiobrief.findings import Finding, Level, Place
from audiobrief.language.codes import primary_language, unknown_ipa_sign
from audiobrief.language.tables import table
from audiobrief.production.casting import cast_plan
from audiobrief.reading.lexicon import find_entries
from audiobrief.reading.normalise import find_readings
from audiobrief.reading.normalise.english.letters import is_known_initialism
from audiobrief.reading.respelling import respell
from audiobrief.script.editing.lexicon_file import lexicon_place, with_entries
from audiobrief.script.loader import load_script
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.script import Script
from audiobrief.script.models.voice import Voice
from audiobrief.script.passages import passages, place_of_word
from audiobrief.storage import files
from audiobrief.storage.locks import exclusive_lock
from audiobrief.storage.transaction import replace_files
from audiobrief.storage.work_folder import work_folder
from audiobrief.timeline.plan import Plan, PlannedPiece
from audiobrief.voices.engine import Engine, SpokenWord
from audiobrief.voices.registry import REGISTRY

_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]{2,6}|(?:[A-Z]\.){2,6})(?![\w])")
_EDGES = re.compile(r"^\W+|\W+$")
_LEFT_OUT = " , "
_RULES_OF_INITIALISMS = frozenset({"capitals", "dotted letters", "joined capitals"})
_STOPS = frozenset(".!?:…")
_PLAIN = str.maketrans("’‘", "''")
"""Voices use both apostrophes."""
_POSSESSIVE = re.compile(r"['’]s?$")

WordLookup = Callable[[str, Voice], tuple[SpokenWord, ...]]
"""Returns the words of a text, and for each whether a voice knows it."""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that a voice has to guess, or one that is written like another and may be either."""

    word: str
    """As it is written."""
    kind: str
    """name, acronym, number, word or homograph."""
    ipa: str
    """The voice's pronunciation; empty if the engine does not report it, and for a homograph."""
    voice: Voice
    """Who says it first."""
    speaker: str
    """The author's name of that voice."""
    position: Position
    """Where it is first; the start of its sentence if the word is not written as it is said."""
    count: int = 1
    """How many times it is said."""
    choices: tuple[tuple[str, str | None], ...] = ()
    """Of a homograph: for each word that it may be, its description and its sounds; None for those of the voice."""

    @property
    def respelling(self) -> str:
        """The voice's pronunciation in English spelling; empty where that says nothing, as of single letters."""
        is_respelled = self.kind in {"name", "word"} and primary_language(self.voice.language) == "en"
        return respell(self.ipa) if is_respelled else ""

    @property
    def pronunciation(self) -> str:
        """Its sounds for people: with the respelling, or of a homograph those of each word that it may be."""
        if self.choices:
            return " or ".join(
                f"{description} /{sounds}/" if sounds else description for description, sounds in self.choices
            )
        return f"{self.ipa}  {self.respelling}".rstrip()


def _has_dictionary(voice: Voice) -> bool:
    return REGISTRY[voice.engine].has_english_dictionary and primary_language(voice.language) == "en"


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
    unknown: dict[tuple[str, str, bool], UnknownWord] = {}
    paragraphs = cache(lambda: tuple(passages(script)))
    for segment in plan.segments:
        for sentence in segment.sentences:
            if sentence.recorded:
                continue
            pieces = [piece for piece in sentence.pieces if not by_dictionary or _has_dictionary(piece.utterance.voice)]
            if not pieces:
                continue
            position = Position(segment.position.file, sentence.line, sentence.column)
            for name in _in_pieces(pieces, sentence.text, position, script.lexicon, look_up):
                key = (name.word.casefold(), name.voice.engine, name.kind == "homograph")
                if before := unknown.get(key):
                    # The first word of a sentence does not show that it is a name.
                    kind = "name" if name.kind == "name" else before.kind
                    unknown[key] = replace(before, count=before.count + 1, kind=kind)
                else:
                    place = place_of_word(paragraphs(), name.word, position, len(sentence.text))
                    unknown[key] = replace(name, position=place or position)
    return tuple(sorted(unknown.values(), key=lambda name: name.position))


def _in_pieces(
    pieces: Sequence[PlannedPiece], text: str, position: Position, lexicon: Sequence[Entry], look_up: WordLookup
) -> Iterator[UnknownWord]:
    before: PlannedPiece | None = None
    for piece in pieces:
        voice = piece.utterance.voice
        undecided = {word.word for word in piece.undecided}
        is_continued = before is not None and before.utterance.voice == voice
        for word, ipa, known, at_start in _written_words(piece, look_up, at_start=not is_continued):
            kind = _kind(word, at_start=at_start)
            if not known and word not in undecided and (kind != "word" or _has_dictionary(voice)):
                yield UnknownWord(word, kind, ipa, voice, piece.speaker, position)
        for homograph in piece.undecided:
            yield UnknownWord(
                homograph.word, "homograph", "", voice, piece.speaker, position, choices=homograph.choices
            )
        before = piece
    voice = pieces[0].utterance.voice
    for initials in _guessed_initials(text, pieces, lexicon, voice.language):
        ipa = " ".join(word.ipa for word in look_up(normalise_word(initials, voice.language), voice)).strip()
        yield UnknownWord(initials, "acronym", ipa, voice, pieces[0].speaker, position)


def _written_words(
    piece: PlannedPiece, look_up: WordLookup, *, at_start: bool
) -> Iterator[tuple[str, str, bool, bool]]:
    """Yield the words of an utterance that are said as they are written, and have no pronunciation in the script.

    Words that the author has respelled and numbers in words are left out. Each word comes with the voice's
    pronunciation, whether the voice knows it, and whether it starts a sentence.
    """
    utterance = piece.utterance
    text = utterance.text
    given = [(sounds.start, sounds.end) for sounds in utterance.pronunciations]
    for start, end in reversed(_merge([*given, *piece.rewritten])):
        # A comma keeps the words around apart, and does not start a sentence.
        text = f"{text[:start]}{_LEFT_OUT}{text[end:]}"
    plain = text.translate(_PLAIN)
    at = 0
    for spoken in look_up(text, utterance.voice):
        start = max(at, plain.find(spoken.text.translate(_PLAIN), at))  # a voice may write it in other letters
        signs = [character for character in text[at:start] if character in _STOPS or character in _LEFT_OUT.strip()]
        at_start = signs[-1] in _STOPS if signs else at_start
        at = start + len(spoken.text)
        word = _POSSESSIVE.sub("", _EDGES.sub("", spoken.text))
        if len(word) > 1 or word.isdigit():
            yield word, _EDGES.sub("", spoken.ipa), spoken.known, at_start
        at_start = spoken.text[-1:] in _STOPS


def _merge(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches in order; those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _kind(word: str, *, at_start: bool) -> str:
    if any(character.isdigit() for character in word):
        return "number"
    if word[1:] != word[1:].lower() or (word[:1].isupper() and not at_start):
        return "name"
    return "word"


def _guessed_initials(
    text: str, pieces: Sequence[PlannedPiece], lexicon: Sequence[Entry], language: str
) -> Iterator[str]:
    """Yield the initialisms of a sentence that are neither in the lexicon nor in the tables of `reading`.

    Numerals, units and what a mark respells are none.
    """
    if not language.lower().startswith("en") or text.isupper():
        return
    entries = tuple(find_entries(text, lexicon))
    read_otherwise = Counter(
        initials
        for piece in pieces
        for replacement in piece.replacements
        if replacement.rule not in _RULES_OF_INITIALISMS
        for initials in _INITIALS.findall(replacement.written)
    )
    for match in _INITIALS.finditer(text):
        in_lexicon = any(start < match.end() and match.start() < end for start, end, _ in entries)
        if read_otherwise[match[0]]:
            read_otherwise[match[0]] -= 1
        elif not in_lexicon and not _is_known(match[0].replace(".", "")):
            yield match[0]


def _is_known(capitals: str) -> bool:
    return is_known_initialism(capitals) or capitals in table("sentences", "en")["time_zones"]


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
                details={"word": word.word},
            )


def normalise_word(word: str, language: str) -> str:
    """Return a word as it is said: digits and letters as words."""
    readings = find_readings(word, language)
    return readings[0].replacement if readings else word


def parse_entry(word: str, how: str) -> Entry:
    """Return the lexicon entry of a word that is respelled (`say:KEEV`) or given in IPA.

    Raises:
        UsageError: a sign is not in the phonetic alphabet.
    """
    if how.startswith("say:") and any(map(str.isalnum, how[4:])):
        return Entry(word, say=how[4:].strip())
    if (sign := unknown_ipa_sign(how)) is not None:
        raise UsageError(f"'{sign}' in '{how}' is no sign of the phonetic alphabet; use {word}=say:… to respell")
    return Entry(word, ipa=how)


def add_to_lexicon(script_path: Path, entries: tuple[Entry, ...], file: str | None = None) -> Path:
    """Add entries to the lexicon of a script: to its lexicon file, else to its house file, else to the script.

    Comments and all other lines do not change. Return the file that was changed.

    Args:
        script_path: the script.
        entries: words that its lexicon lacks.
        file: the script's name in messages; the path if not given.

    Raises:
        ScriptError: the script or the lexicon is invalid, or would be.
        UsageError: a word is already in the lexicon.
        OutputError: the file could not be written; it has not changed.
    """
    known = {entry.word for entry in load_script(script_path, file).lexicon}
    for entry in entries:
        if entry.word in known:
            raise UsageError(f"'{entry.word}' is in the lexicon already (change it there)")
    path, shown = lexicon_place(script_path, file)
    text = with_entries(path, shown, entries)
    with work_folder(path.parent) as work, exclusive_lock(path.parent):
        files.write_bytes(work / path.name, text.encode())
        replace_files({path: work / path.name}, work)
    return path
