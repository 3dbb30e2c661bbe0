"""How the paragraphs of a script were read aloud, remembered from one run to the next.

What decides a reading is its key: the paragraph with its marks, who says it, all voices, the lexicon, and the program
with the libraries that it stands on. So nothing of what reads has to be imported where nothing has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

from audiobrief.cache.fingerprint import installed
from audiobrief.cache.records import read_record, record_path, write_record
from audiobrief.reading.utterances import Piece, Pronunciation, Sentence, Utterance
from audiobrief.script.markup.parser import Paragraph
from audiobrief.script.models.script import Entry, Speaker, Voice

__all__ = ["Readings"]

Read = tuple[tuple[Sentence, ...], int | None]


class Readings:
    """Reads paragraphs as `read_paragraph` does, and remembers how; one file a script."""

    def __init__(self, folder: Path, script: Path, anew: Callable[[Voice], object] = lambda _voice: None) -> None:
        """Take what was remembered.

        Args:
            folder: where the files lie; it is made when there is something to keep.
            script: whose paragraphs they are.
            anew: told who says a paragraph of which nothing is remembered, before it is read.
        """
        self._anew = anew
        self._path = record_path(folder, str(script.resolve()))
        self._installed = installed()
        known = read_record(self._path)
        fits = isinstance(known, dict) and known.get("installed") == self._installed
        self._known: dict[str, Any] = known["readings"] if fits else {}
        self._used: dict[str, Any] = {}
        self._new = False
        self._context: tuple[Sequence[Speaker], Sequence[Entry], str] | None = None

    def __call__(
        self, paragraph: Paragraph, speaker: Speaker, speakers: Sequence[Speaker], lexicon: Sequence[Entry]
    ) -> Read:
        """Read a paragraph aloud.

        Args:
            paragraph: its spans and breaks.
            speaker: who says what has no voice of its own.
            speakers: all there are.
            lexicon: how words are said.

        Returns:
            Its sentences, and the milliseconds of a break at its very end (None if there is none).
        """
        # What comes before a paragraph in its text may change, and moves it.
        moved = paragraph[0].offset if paragraph else 0
        paragraph = tuple(replace(item, offset=item.offset - moved) for item in paragraph)
        decides = repr((paragraph, speaker.name, speaker.voice)) + self._around(speakers, lexicon)
        key = hashlib.sha256(decides.encode("utf-8", "surrogatepass")).hexdigest()
        if key not in self._known:
            self._anew(speaker.voice)
            from audiobrief.reading.paragraphs import read_paragraph

            self._known[key] = _written(read_paragraph(paragraph, speaker, speakers, lexicon))
            self._new = True
        self._used[key] = self._known[key]
        return _read(self._known[key], moved)

    def keep(self) -> None:
        """Keep what was read in this run, if anything is new."""
        if self._new:
            write_record(self._path, {"installed": self._installed, "readings": self._used})
            self._new = False

    def _around(self, speakers: Sequence[Speaker], lexicon: Sequence[Entry]) -> str:
        """Return what all paragraphs share; a script's is put into words once."""
        if self._context is None or self._context[0] is not speakers or self._context[1] is not lexicon:
            shared = repr(([(each.name, each.voice) for each in speakers], tuple(lexicon)))
            self._context = (speakers, lexicon, shared)
        return self._context[2]


def _written(read: Read) -> list[Any]:
    sentences, closing = read
    return [
        [
            [sentence.text, sentence.offset, [_piece_written(piece) for piece in sentence.pieces]]
            for sentence in sentences
        ],
        closing,
    ]


def _piece_written(piece: Piece) -> list[Any]:
    said = piece.utterance
    return [
        said.text,
        list(astuple(said.voice)),
        [list(astuple(each)) for each in said.pronunciations],
        said.stresses,
        piece.speaker,
        piece.pause,
    ]


def _read(written: list[Any], moved: int) -> Read:
    sentences, closing = written
    return (
        tuple(Sentence(text, tuple(map(_piece_read, pieces)), offset + moved) for text, offset, pieces in sentences),
        closing,
    )


def _piece_read(written: list[Any]) -> Piece:
    text, voice, pronunciations, stresses, speaker, pause = written
    utterance = Utterance(
        text,
        Voice(*voice),
        tuple(Pronunciation(*each) for each in pronunciations),
        tuple((start, end) for start, end in stresses),
    )
    return Piece(utterance, speaker, pause)
