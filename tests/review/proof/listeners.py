"""Listeners that need no recogniser, and episodes for them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audiobrief.episode.manifest import ManifestSentence
from audiobrief.review.proof.comparison.phonemes import Pronunciations
from audiobrief.review.proof.episode import Report, proof_episode
from audiobrief.review.proof.listening import Progress
from audiobrief.review.proof.recogniser import HeardWord, Recogniser
from audiobrief.review.proof.sound import Excerpt
from audiobrief.review.proof.texts import HeardText, ScriptText, heard_text, script_text
from audiobrief.review.proof.verdicts import VerdictStore

LETTERS = Pronunciations({})
"""Every word sounds as it is spelled."""
SECONDS_A_WORD = 0.5


def script(*sentences: str) -> ScriptText:
    """Make a script of sentences that each stand on a line of their own and take half a second a word."""
    made, at = [], 0.0
    for line, text in enumerate(sentences, 1):
        end = at + len(text.split()) * SECONDS_A_WORD
        made.append(ManifestSentence(start=at, end=end, text=text, speaker="low", line=line))
        at = end
    return script_text(made, "en")


def words(text: str, start: float = 0.0) -> tuple[HeardWord, ...]:
    """Make words that are heard one after the other, half a second each; `_` is half a second of nothing."""
    return tuple(
        HeardWord(start + at * SECONDS_A_WORD, start + (at + 1) * SECONDS_A_WORD, word)
        for at, word in enumerate(text.split())
        if word != "_"
    )


def heard(text: str) -> HeardText:
    """Make what was heard."""
    return heard_text([words(text)], len(text.split()) * SECONDS_A_WORD, "en")


@dataclass
class Listener:
    """Hears words at their times, whatever the sound is; `later` instead, from the second hearing of a place on."""

    said: tuple[HeardWord, ...]
    later: tuple[HeardWord, ...] | None = None
    sureness: float = 20.0
    excerpts: list[Excerpt] = field(default_factory=list)
    compared: list[tuple[str, ...]] = field(default_factory=list)

    def hear(self, excerpt: Excerpt, language: str) -> tuple[HeardWord, ...]:
        """Return the words whose middles lie in the excerpt."""
        assert language == "en"
        again = any(excerpt.start < other.end and other.start < excerpt.end for other in self.excerpts)
        self.excerpts.append(excerpt)
        said: Iterable[HeardWord] = self.later if again and self.later is not None else self.said
        return tuple(word for word in said if excerpt.start <= (word.start + word.end) / 2 < excerpt.end)

    def likelihoods(
        self, excerpt: Excerpt, language: str, texts: Sequence[str], *, is_rough: bool = False
    ) -> tuple[float, ...]:
        """Prefer the first text, as surely as it was told to."""
        assert len(excerpt.samples)
        assert language == "en"
        assert not is_rough
        self.compared.append(tuple(texts))
        return tuple(-self.sureness * at for at in range(len(texts)))

    def word_likelihoods(self, excerpt: Excerpt, language: str, words: Sequence[str]) -> tuple[float, ...]:
        """Rate all words alike, so that none is likely twice."""
        assert len(excerpt.samples)
        assert language == "en"
        return (-self.sureness,) * len(words)


def proof(audio: Path, recogniser: Recogniser, progress: Progress = lambda _stage, _done, _total: None) -> Report:
    """Proof an episode with a recogniser, without a cache."""
    return proof_episode(audio, lambda: recogniser, VerdictStore("listener", None), progress)


def write_manifest(audio: Path, text: ScriptText, seconds: float, **changes: Any) -> Path:
    """Write a manifest beside an audio file."""
    content = {
        "title": "An episode",
        "slug": "episode",
        "script": "episode.yaml",
        "language": "en",
        "duration": seconds,
        "sentences": [
            {"start": each.start, "end": each.end, "text": each.text, "speaker": "low", "line": each.line}
            for each in text.sentences
        ],
        "silences": [],
        "audio": {"format": "mp3", "bitrate": 128_000, "channels": 2, "sample_rate": 44_100, "samples": 1},
        "files": [{"role": "audio", "name": audio.name, "type": "audio/mpeg", "bytes": 1, "sha256": "0" * 64}],
    }
    path = audio.with_name(f"{audio.stem}.episode.json")
    path.write_text(json.dumps({**content, **changes}), encoding="utf-8")
    return path
