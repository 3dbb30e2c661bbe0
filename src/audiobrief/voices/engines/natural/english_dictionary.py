"""hibari's English dictionaries, read without hibari, which takes ten times as long to start.

It finds words, and takes their endings off, as hibari and misaki do (misaki 0.9.4, en.py).
"""

from __future__ import annotations

import re
import threading
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path

from audiobrief.errors import EngineError, EngineMissingError
from audiobrief.voices.engine import SpokenWord
from audiobrief.voices.engines.natural.natural_engine import package_folder

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’-][^\W_]+)*['’]?")
"""Initials with their points, or letters and figures, joined by apostrophes and hyphens."""
_CONTRACTION = re.compile(r"(?:'(?:s|d|ll|re|ve|m)|n't)$", re.IGNORECASE)
_JOINED = re.compile(r"[^\W\d_a-zß-öø-ÿ]+(?![a-zß-öø-ÿ])|[^\W\d_][a-zß-öø-ÿ]*|\d+")
"""A word in one such as YouTube."""
_DOUBLED = re.compile(r"([bcdgklmnprstvxz])\1ing$|cking$")
_LONGEST_PAIR = 100
"""Letters of two words; there are none as long."""
_MOST = 2**24
"""Bytes that are taken for one piece at most."""
_INSIDE = re.compile(rb"\{[^{}]*\}")
"""Several sounds of one word."""


@cache
def english_dictionary(*, british: bool) -> EnglishDictionary:
    """Return the dictionary of an accent, which is read once.

    Raises:
        EngineMissingError: hibari is not installed.
    """
    return EnglishDictionary(dictionary_files(british=british))


def dictionary_files(*, british: bool) -> tuple[Path, ...]:
    """Return the dictionaries of an accent in hibari's package: the reviewed one, and the rest.

    Raises:
        EngineMissingError: hibari is not installed.
    """
    package = package_folder("hibari")
    if package is None:
        raise EngineMissingError("hibari is not installed", 'python -m pip install "audiobrief[natural]"')
    accent = "gb" if british else "us"
    return tuple(package / "assets" / f"lexicon_{accent}_{kind}.json.gz" for kind in ("gold", "silver"))


class EnglishDictionary:
    """The words that a voice knows; others it has to guess."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        """Start to read the files in a thread; the first query waits for it.

        Args:
            files: JSON objects by words, in their order, compressed by gzip.
        """
        self._files = files
        self._read: tuple[bytes, ...] = ()
        self._failure: Exception | None = None
        self._knows = cache(self._known)
        self._reading = threading.Thread(target=self._read_all, daemon=True)
        with suppress(RuntimeError):  # there are too many; then they are read when a word is asked for
            self._reading.start()

    def words(self, text: str) -> tuple[SpokenWord, ...]:
        """Return the words of a text, without their sounds, and whether the dictionaries know them.

        One in small letters counts as known: it is no name, and most words of a text are such.

        Raises:
            EngineError: the dictionaries cannot be read.
        """
        return tuple(
            SpokenWord(word, "", word.islower() or self._knows(word.replace("’", "'"))) for word in _WORD.findall(text)
        )

    def _known(self, word: str) -> bool:
        plain = _CONTRACTION.sub("", word.rstrip("'"))
        return self._stands(word) or self._stands(plain) or self._compound(plain)

    def _compound(self, word: str) -> bool:
        """Return whether all words of a compound can be read off, or both where one of two is a compound itself."""
        hyphens = (at for at, sign in enumerate(word[:_LONGEST_PAIR]) if sign == "-")
        return all(map(self._joins, word.split("-"))) or any(
            self._stands(word[:at]) and self._stands(word[at + 1 :]) for at in hyphens
        )

    def _joins(self, word: str) -> bool:
        """Return whether a part of a compound, or each of the words that are written as one in it, can be read off."""
        return self._stands(word) or ("'" not in word and all(map(self._stands, _JOINED.findall(word) or [""])))

    def _stands(self, word: str) -> bool:
        """Return whether a word, or what is left of it without an ending, can be read off the dictionaries."""
        return any(self._has(form) for form in (word, *_stems(word)))

    def _has(self, word: str) -> bool:
        """Return whether the dictionaries have a word, or it is spelled out; its first letter may be of either case."""
        letters = word.replace(".", "")
        if len(letters) == 1 or letters.isdigit() or (letters.isascii() and letters.isalpha() and letters.isupper()):
            return True
        forms = {word}
        if word.islower():
            forms.add(word.capitalize())
        elif word == word.capitalize():
            forms.add(word.lower())
        return any(self._found(form) for form in forms)

    def _found(self, word: str) -> bool:
        return any(_stands_in(entries, word.encode()) for entries in self._entries)

    @cached_property
    def _entries(self) -> tuple[bytes, ...]:
        """The entries of each dictionary, in the order of their words."""
        if self._reading.ident is None:
            self._read_all()
        else:
            self._reading.join()
        if self._failure is not None:
            raise EngineError(
                f"hibari's dictionaries cannot be read: {self._failure} "
                "(python -m pip install --force-reinstall hibari-tts)"
            ) from self._failure
        return self._read

    def _read_all(self) -> None:
        try:
            self._read = tuple(map(_read_entries, self._files))
        except Exception as error:  # noqa: BLE001 - it is raised where a word is asked for, in another thread
            self._failure = error


def _read_entries(file: Path) -> bytes:
    """Return the entries of a JSON object as `,"word":"sounds"` after each other, without what stands inside of any."""
    # A JSON reader makes an object of each, which takes four times as long, and does not let other threads work.
    packed = file.read_bytes()
    # RFC 1952, 2.3.1: how long it is stands at the end. In one piece, other threads are not waited for in between.
    size = int.from_bytes(packed[-4:], "little")
    text = zlib.decompress(packed, wbits=31, bufsize=min(max(1, size), _MOST))
    if not text.startswith(b'{"'):
        raise ValueError(f"{file.name} has no words")
    # The first brace is that of the whole; the last one stands behind all words, where it is in nobody's way.
    return _INSIDE.sub(b"", text.replace(b'{"', b',"', 1))


def _stands_in(entries: bytes, word: bytes) -> bool:
    """Find a word by binary search."""

    def entry(at: int) -> bytes:
        start = entries.rfind(b',"', 0, at + 2) + 2
        return entries[start : entries.find(b'":', start)]

    at = bisect_left(range(len(entries)), word, key=entry)
    return at < len(entries) and entry(at) == word


def _stems(word: str) -> Iterator[str]:
    """Yield possible stems of a word in -s, -ed or -ing (misaki, Lexicon.stem_s, stem_ed and stem_ing)."""
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
