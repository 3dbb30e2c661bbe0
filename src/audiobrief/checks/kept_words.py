"""What voices said of a script's words, kept: a sentence whose words are all known needs no voice to be started."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from functools import cached_property
from pathlib import Path

from audiobrief.cache import read_record, record_path, write_record
from audiobrief.script.model import Voice
from audiobrief.speech.engine import Engine, SpokenWord

__all__ = ["KeptWords"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class KeptWords:
    """Tells how voices say words, from memory where that can be; one file a script, and one for each dictionary."""

    def __init__(self, folder: Path, script: Path, decides: Iterable[str], engines: Mapping[str, Engine]) -> None:
        """Take what was remembered.

        Args:
            folder: where the files lie; it is made when there is something to keep.
            script: what the words stand in.
            decides: what else the answers follow from, such as what is installed.
            engines: by name; none is asked where the answer is known.
        """
        self._folder = folder
        self._decides = tuple(decides)
        self._engines = engines
        self._path = record_path(folder, "script", str(script.resolve()), *self._decides)
        self._voices: dict[Voice, _Voice] = {}

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:
        """Give how each word of a text would be said.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
            EngineError: it could not read the text.
        """
        if voice not in self._voices:
            place = record_path(
                self._folder, "dictionary", voice.engine, voice.name or "", voice.language, *self._decides
            )
            self._voices[voice] = _Voice(voice, self._engines, place, self._remembered.get(repr(voice), {}))
        return self._voices[voice].words(text)

    def keep(self) -> None:
        """Keep what was asked for in this run, if any of it is new."""
        if any(voice.asked for voice in self._voices.values()):
            write_record(self._path, {repr(voice): said.used for voice, said in self._voices.items()})

    @cached_property
    def _remembered(self) -> dict[str, dict[str, list[tuple[str, str, bool]]]]:
        return read_record(self._path) or {}


class _Voice:
    """What is known of one voice."""

    def __init__(
        self,
        voice: Voice,
        engines: Mapping[str, Engine],
        dictionary: Path,
        texts: dict[str, list[tuple[str, str, bool]]],
    ) -> None:
        self.used: dict[str, list[tuple[str, str, bool]]] = {}
        self.asked = False
        self._voice = voice
        self._engines = engines
        self._place = dictionary
        self._texts = texts

    def words(self, text: str) -> tuple[SpokenWord, ...]:
        known = self._texts.get(text) or self._put_together(text)
        if known is None:
            engine = self._engines[self._voice.engine]
            known = [astuple(word) for word in engine.words(text, self._voice)]
            self.asked = True
            if self._dictionary is None:
                self._dictionary = " ".join(("", *engine.dictionary(self._voice), ""))
                write_record(self._place, self._dictionary)
        self.used[text] = known
        return tuple(SpokenWord(*word) for word in known)

    def _put_together(self, text: str) -> list[tuple[str, str, bool]] | None:
        """Give the words of a text that stand in other texts or in the dictionary; None where one does not."""
        found = []
        for match in _WORD.finditer(text):
            word = match[0]
            if word in self._seen:
                found.append((word, *self._seen[word]))
            elif self._dictionary is not None and f" {word} " in self._dictionary:
                found.append((word, "", True))
            else:
                return None
        return found

    @cached_property
    def _seen(self) -> dict[str, tuple[str, bool]]:
        return {word: (ipa, known) for words in self._texts.values() for word, ipa, known in words}

    @cached_property
    def _dictionary(self) -> str | None:
        """Its words, each between spaces: to look one up takes less than to make a set of 180,000."""
        words = read_record(self._place)
        return words if isinstance(words, str) else None
