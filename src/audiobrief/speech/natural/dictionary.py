"""Which words hibari's dictionaries know, told without hibari: to start it takes ten times as long.

It finds words, and takes their endings off, as hibari and misaki do (misaki 0.9.4, en.py).
"""

from __future__ import annotations

import importlib.util
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path

from audiobrief.cache import read_record, record_path, write_record
from audiobrief.errors import EngineError, EngineMissingError
from audiobrief.speech.engine import SpokenWord

__all__ = ["EnglishDictionary", "dictionary_files"]

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’-][^\W_]+)*['’]?")
"""Initials with their points, or letters and figures, joined by apostrophes and hyphens."""
_CONTRACTION = re.compile(r"(?:'(?:s|d|ll|re|ve|m)|n't)$", re.IGNORECASE)
_JOINED = re.compile(r"[^\W\d_a-zß-öø-ÿ]+(?![a-zß-öø-ÿ])|[^\W\d_][a-zß-öø-ÿ]*|\d+")
"""A word in one such as YouTube."""
_DOUBLED = re.compile(r"([bcdgklmnprstvxz])\1ing$|cking$")
_FORMAT = "words between spaces"
"""Of what is kept."""
_KEY = re.compile(rb'"([^"\\ ]+)":')


def dictionary_files(*, british: bool) -> tuple[Path, ...]:
    """Give the dictionaries of an accent in hibari's package: what people have looked through, and the rest.

    Raises:
        EngineMissingError: hibari is not installed.
    """
    package = importlib.util.find_spec("hibari")
    if package is None or not package.submodule_search_locations:
        raise EngineMissingError("hibari is not installed", 'python -m pip install "audiobrief[natural]"')
    assets = Path(package.submodule_search_locations[0]) / "assets"
    accent = "gb" if british else "us"
    return tuple(assets / f"lexicon_{accent}_{kind}.json.gz" for kind in ("gold", "silver"))


class EnglishDictionary:
    """Tells the words that a voice knows from those that it has to guess."""

    def __init__(self, files: tuple[Path, ...], kept: Path | None) -> None:
        """Take the places; nothing is read yet.

        Args:
            files: JSON objects by words, compressed by gzip.
            kept: a folder in which their words are kept for the next time; None keeps none.
        """
        self._files = files
        self._kept = kept
        self._knows = cache(self._known)

    def words(self, text: str) -> tuple[SpokenWord, ...]:
        """Give the words of a text, without their sounds, and whether the dictionaries know them.

        One in small letters counts as known: it is no name, and most words of a text are such.

        Raises:
            EngineError: the dictionaries cannot be read.
        """
        return tuple(
            SpokenWord(word, "", word.islower() or self._knows(word.replace("’", "'"))) for word in _WORD.findall(text)
        )

    def _known(self, word: str) -> bool:
        plain = _CONTRACTION.sub("", word.rstrip("'"))
        return self._stands(word) or self._compound(plain)

    def _compound(self, word: str) -> bool:
        """Tell whether all words of a compound can be read off, or both where one of two is a compound itself."""
        hyphens = (at for at, sign in enumerate(word) if sign == "-")
        return all(map(self._joins, word.split("-"))) or any(
            self._stands(word[:at]) and self._stands(word[at + 1 :]) for at in hyphens
        )

    def _joins(self, word: str) -> bool:
        """Tell whether a part of a compound, or each of the words that are written as one in it, can be read off."""
        return self._stands(word) or ("'" not in word and all(map(self._stands, _JOINED.findall(word) or [""])))

    def _stands(self, word: str) -> bool:
        """Tell whether a word, or what is left of it without an ending, can be read off the dictionaries."""
        return any(self._has(form) for form in (word, *_stems(word)))

    def _has(self, word: str) -> bool:
        """Tell whether the dictionaries have a word: letters and figures always, a capital at its beginning or not."""
        letters = word.replace(".", "")
        if len(letters) == 1 or letters.isdigit() or (letters.isascii() and letters.isalpha() and letters.isupper()):
            return True
        forms = {word, word.capitalize()} if word.islower() else {word, word.lower()} if word.istitle() else {word}
        return any(self._found(form) for form in forms)

    def _found(self, word: str) -> bool:
        entries = self._entries

        def entry(at: int) -> str:
            start = entries.rfind(" ", 0, at + 1) + 1
            return entries[start : entries.find(" ", start)]

        at = bisect_left(range(len(entries)), word, key=entry)
        return at < len(entries) and entry(at) == word

    @cached_property
    def _entries(self) -> str:
        """The words in their order, with spaces between: to look one up takes less than to make a set of 180,000."""
        try:
            return self._read() if self._kept is None else self._remembered(self._kept)
        except (OSError, zlib.error, UnicodeDecodeError) as error:
            raise EngineError(
                f"hibari's dictionaries cannot be read: {error} (python -m pip install --force-reinstall hibari-tts)"
            ) from error

    def _remembered(self, kept: Path) -> str:
        versions = [_FORMAT, *(f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in self._files)]
        path = record_path(kept, *versions)
        known = read_record(path)
        if not isinstance(known, str):
            known = self._read()
            write_record(path, known)
        return known

    def _read(self) -> str:
        # Each file is in order, so that this puts them together; a word that stands in both does no harm.
        words = sorted(word for file in self._files for word in _keys(file))
        return b" ".join([*words, b""]).decode()


def _keys(file: Path) -> list[bytes]:
    # A JSON reader makes an object of each entry, which takes three times as long.
    return _KEY.findall(zlib.decompress(file.read_bytes(), wbits=31))


def _stems(word: str) -> Iterator[str]:
    """Give what a word may be made of by -s, -ed or -ing (misaki, Lexicon.stem_s, stem_ed and stem_ing)."""
    if len(word) > 2 and word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
    if len(word) > 4 and word.endswith("es") and not word.endswith("ies"):
        yield word[:-2]
    if len(word) > 4 and word.endswith("ies"):
        yield f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("d") and not word.endswith("dd"):
        yield word[:-1]
    if len(word) > 4 and word.endswith("ed") and not word.endswith("eed"):
        yield word[:-2]
    if len(word) > 5 and word.endswith("ing"):
        yield word[:-3]
    if len(word) > 4 and word.endswith("ing"):
        yield f"{word[:-3]}e"
    if len(word) > 5 and _DOUBLED.search(word):
        yield word[:-4]
