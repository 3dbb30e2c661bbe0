"""What voices said of a script's words, kept: a sentence whose words are all known needs no voice to be started."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from audiobrief.cache import read_record, record_path, write_record
from audiobrief.script.model import Voice
from audiobrief.speech.engine import Engine, SpokenWord

__all__ = ["KeptWords"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_UNUSUAL = re.compile(
    r"""[^A-Za-zÀ-ÖØ-öø-ÿ\s.,;:!?'’"“”()-]"""  # another sign, digit or script
    r"""|[.,;:!?)][^\W_]|[^\W_]\(|[^\W_]['’-](?![^\W_])|(?<![^\W_])['’-][^\W_]"""  # no space where one is expected
    r"""|[:;]['-]?[()]"""  # a face
)
"""Signs that voices may take for a part of a word, and usual ones without a space where one is expected."""

Word = tuple[str, str, bool]
"""As it is written, its sounds in IPA, and whether it is known."""
Text = tuple[bool, list[Word]]
"""Whether the voice was asked for the text itself, and its words."""


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

    def words(self, text: str, voice: Voice, *, sounds: bool = False) -> tuple[SpokenWord, ...]:
        """Give how each word of a text would be said.

        Args:
            text: a sentence, or a part of one.
            voice: who says it.
            sounds: whether the sounds of words that the voice knows are wanted, which differ with what stands beside
                them; those of a word that it guesses are always given.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
            EngineError: it could not read the text.
        """
        if voice not in self._voices:
            place = record_path(
                self._folder, "dictionary", voice.engine, voice.name or "", voice.language, *self._decides
            )
            self._voices[voice] = _Voice(voice, self._engines, place, self._remembered.get(repr(voice), {}))
        return self._voices[voice].words(text, sounds=sounds)

    def keep(self, *, others: bool) -> None:
        """Keep what was asked for in this run, if any of it is new.

        Args:
            others: whether what is remembered of other texts is kept, too, for not all of the script was looked at.
        """
        if any(voice.asked for voice in self._voices.values()):
            used = {
                repr(voice): {**(said.texts if others else {}), **said.used} for voice, said in self._voices.items()
            }
            write_record(self._path, {**self._remembered, **used})

    @cached_property
    def _remembered(self) -> dict[str, dict[str, Text]]:
        return read_record(self._path) or {}


class _Voice:
    """What is known of one voice."""

    def __init__(self, voice: Voice, engines: Mapping[str, Engine], dictionary: Path, texts: dict[str, Text]) -> None:
        self.texts = texts
        self.used: dict[str, Text] = {}
        self.asked = False
        self._voice = voice
        self._engines = engines
        self._place = dictionary

    def words(self, text: str, *, sounds: bool) -> tuple[SpokenWord, ...]:
        asked, words = self._known(text, sounds=sounds) or (True, self._asked(text))
        self.used[text] = (asked, words)
        return tuple(SpokenWord(*word) for word in words)

    def _known(self, text: str, *, sounds: bool) -> Text | None:
        if text in self.texts and (self.texts[text][0] or not sounds):
            return self.texts[text]
        words = None if sounds else self._put_together(text)
        return None if words is None else (False, words)

    def _asked(self, text: str) -> list[Word]:
        engine = self._engines[self._voice.engine]
        words = [(word.text, word.ipa, word.known) for word in engine.words(text, self._voice)]
        self.asked = True
        if self._dictionary is None:
            self._dictionary = " ".join(("", *engine.dictionary(self._voice), ""))
            write_record(self._place, self._dictionary)
        return words

    def _put_together(self, text: str) -> list[Word] | None:
        """Give the words of a text that stand in other texts or in the dictionary; None where one does not.

        Only a voice with a dictionary takes each word by itself, and only where ordinary signs stand between them.
        """
        if not (self._dictionary or "").strip() or _UNUSUAL.search(text):
            return None
        found: list[Word] = []
        for match in _WORD.finditer(text):
            word = match[0]
            if word in self._seen:
                found.append((word, *self._seen[word]))
            elif f" {word} " in (self._dictionary or ""):
                found.append((word, "", True))
            else:
                return None
        return found

    @cached_property
    def _seen(self) -> dict[str, tuple[str, bool]]:
        return {word: (ipa, known) for _, words in self.texts.values() for word, ipa, known in words}

    @cached_property
    def _dictionary(self) -> str | None:
        """Its words, each between spaces: to look one up takes less than to make a set of 180,000."""
        words = read_record(self._place)
        return words if isinstance(words, str) else None
