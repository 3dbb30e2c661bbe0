"""A cache of how the paragraphs of a script are read, from one run to the next.

The key is all that decides it: the paragraph with its marks, its speaker, all voices, the lexicon, and the fingerprint
of the program and its libraries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from audiobrief.cache.fingerprint import installation_fingerprint
from audiobrief.cache.kinds import READINGS
from audiobrief.cache.records import RecordStore, record_key
from audiobrief.reading.utterances import Sentence
from audiobrief.script.markup.parser import Paragraph
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.voice import Speaker, Voice

ParagraphReading = tuple[tuple[Sentence, ...], int | None]
"""The sentences of a paragraph, and the milliseconds of a break at its very end (None if there is none)."""
_ADAPTER = TypeAdapter[ParagraphReading](ParagraphReading)


class ReadingCache:
    """Reads paragraphs as `read_paragraph` does, and caches the results in one file for each script."""

    def __init__(self, folder: Path, script: Path, on_miss: Callable[[Voice], object] = lambda _voice: None) -> None:
        """Load the cached readings of a script.

        Args:
            folder: the folder of the files; it is made when there is something to save.
            script: the script.
            on_miss: called with the voice of a paragraph that is not cached, before it is read.
        """
        self._on_miss = on_miss
        self._records = RecordStore(folder, READINGS)
        self._key = record_key(str(script.resolve()))
        self._installed = installation_fingerprint()
        record = self._records.get(self._key)
        is_valid = isinstance(record, dict) and record.get("installed") == self._installed
        self._cached: dict[str, Any] = record["readings"] if is_valid else {}
        self._used: dict[str, Any] = {}
        self._is_changed = False
        self._context: tuple[Sequence[Speaker], Sequence[Entry], str] | None = None

    def __call__(
        self, paragraph: Paragraph, speaker: Speaker, speakers: Sequence[Speaker], lexicon: Sequence[Entry]
    ) -> ParagraphReading:
        """Return how a paragraph is read, from the cache if it is there.

        Args:
            paragraph: its spans and breaks.
            speaker: who says what has no voice of its own.
            speakers: all speakers of the script.
            lexicon: how words are said.
        """
        # The offset is not part of the key: a change before a paragraph in its text moves it.
        offset = paragraph[0].offset if paragraph else 0
        paragraph = tuple(replace(item, offset=item.offset - offset) for item in paragraph)
        inputs = repr((paragraph, speaker.name, speaker.voice)) + self._shared_inputs(speakers, lexicon)
        key = hashlib.sha256(inputs.encode("utf-8", "surrogatepass")).hexdigest()
        if key not in self._cached:
            self._on_miss(speaker.voice)
            # The rules of reading take 0.1 s to load, and most runs find all paragraphs cached.
            from audiobrief.reading.paragraphs import read_paragraph

            self._cached[key] = _ADAPTER.dump_python(read_paragraph(paragraph, speaker, speakers, lexicon), mode="json")
            self._is_changed = True
        self._used[key] = self._cached[key]
        sentences, closing = _ADAPTER.validate_python(self._cached[key])
        return tuple(replace(sentence, offset=sentence.offset + offset) for sentence in sentences), closing

    def save(self) -> None:
        """Write the readings that were used in this run, if any is new."""
        if self._is_changed:
            self._records.put(self._key, {"installed": self._installed, "readings": self._used})
            self._is_changed = False

    def _shared_inputs(self, speakers: Sequence[Speaker], lexicon: Sequence[Entry]) -> str:
        """Return the part of the key that all paragraphs of a script share; it is computed once."""
        if self._context is None or self._context[0] is not speakers or self._context[1] is not lexicon:
            shared = repr(([(speaker.name, speaker.voice) for speaker in speakers], tuple(lexicon)))
            self._context = (speakers, lexicon, shared)
        return self._context[2]
