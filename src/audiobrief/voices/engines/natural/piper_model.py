"""Piper in the child process."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping, Sequence
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from typing import Any

from audiobrief.language.codes import primary_language
from audiobrief.voices.engines.natural.child import Speech, UnsayableError, open_onnx_session
from audiobrief.voices.engines.phonemes import ipa_to_espeak_ipa, stress_before_vowels
from audiobrief.voices.engines.word_timing import TimedPart, find_words, time_words

_DURATIONS = "/Ceil_output_0"
"""The tensor in a Piper model's graph that has the frames of each sound and of the pauses between."""
_NEGATION = re.compile(r"(?<![\wˈˌ])(?=ʌ[nŋm](?!tˈɪl|lˈɛs)\w*ˈ)")
"""The place before 'un', but not in 'until' and 'unless', which are no negations."""


def piper_text(text: str, pronunciations: list[tuple[int, int, str]], language: str) -> str:
    """Write given sounds the way Piper takes them, `[[sounds]]`; brackets of the text's own become round ones.

    Raises:
        UnsayableError: a pronunciation holds a sign that is not known.
    """
    brackets = str.maketrans("[]", "()")
    written = ""
    at = 0
    for start, end, ipa in pronunciations:
        try:
            sounds = _sounds(ipa, language)
        except ValueError as error:
            raise UnsayableError(f"the sounds '{ipa}' cannot be said: {error}") from error
        written += f"{text[at:start].translate(brackets)}[[{sounds}]]"
        at = end
    return written + text[at:].translate(brackets)


def _sounds(ipa: str, language: str) -> str:
    if primary_language(language) == "en":
        return ipa_to_espeak_ipa(ipa, british=language.lower() == "en-gb")
    return stress_before_vowels(ipa).replace("g", "ɡ")


class PiperModel:
    """Piper's models; several threads may call it at once."""

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._voice = cache(self._load_voice)

    def _load_voice(self, model: str, config: str) -> Any:
        from piper import PiperVoice
        from piper.config import PiperConfig

        voice = PiperVoice(
            session=open_onnx_session(model, _DURATIONS),
            config=PiperConfig.from_dict(json.loads(Path(config).read_text(encoding="utf-8"))),
        )
        if primary_language(voice.config.espeak_voice) == "en":
            phonemize = voice.phonemize
            voice.phonemize = lambda text: [  # the one place between text and sounds
                [*stress_negations("".join(sounds))] for sounds in phonemize(text)
            ]
        return voice

    def load_voice(self, question: dict[str, Any]) -> None:
        """Load the voice's model."""
        with self._loading:
            self._voice(question["model"], question["config"])

    def speak(self, question: dict[str, Any]) -> Speech:
        """Return the sound of a text, without chance in it."""
        from piper import SynthesisConfig

        with self._loading:
            voice = self._voice(question["model"], question["config"])
        how = SynthesisConfig(
            length_scale=voice.config.length_scale / question["speed"],
            noise_scale=0.0,
            noise_w_scale=0.0,
            normalize_audio=False,
        )
        text = piper_text(question["text"], question["pronunciations"], voice.config.espeak_voice)
        voice.session.take_durations()
        chunks = list(voice.synthesize(text, how))
        if not chunks:
            raise UnsayableError("there are no sounds for it")
        import numpy as np

        sound = np.concatenate([chunk.audio_float_array for chunk in chunks])
        parts = [
            TimedPart("".join(chunk.phonemes), _by_sound(frames, chunk.phonemes, voice.config.phoneme_id_map))
            for chunk, frames in zip(chunks, voice.session.take_durations(), strict=False)
        ]
        given = question["pronunciations"]
        words = find_words(" ".join(part.sounds for part in parts), question["text"], given, partial(_read, voice))
        timings = time_words(words, parts, voice.config.phoneme_id_map, len(sound))
        return Speech(sound, voice.config.sample_rate, timings)

    def words(self, question: dict[str, Any]) -> list[tuple[str, str, bool]]:
        """Return how each word is said; espeak-ng's rules do not tell which words its dictionary has."""
        with self._loading:
            voice = self._voice(question["model"], question["config"])
        return [(word, _read(voice, word), False) for word in question["text"].split()]


def stress_negations(sounds: str) -> str:
    """Return English sounds with a secondary stress on each 'un' before a stressed syllable, as in 'unlikely'.

    espeak-ng leaves it weak, and a voice then says 'unlikely' at the start of a sentence like 'and likely'.
    """
    return _NEGATION.sub("ˌ", sounds)


def _read(voice: Any, text: str) -> str:
    return "".join(sign for sentence in voice.phonemize(text) for sign in sentence)


def _by_sound(frames: list[float], sounds: list[str], ids: Mapping[str, Sequence[int]]) -> list[float]:
    """Return the frames of each sound with those of the pause after it; Piper gives both, and the text's start and end.

    Args:
        frames: of the start, of the pause after it, of each sign of each sound and the pause after it, and of the end.
        sounds: those that were spoken.
        ids: the signs of each sound that the model knows.
    """
    lengths = [2, *(len(ids[sound]) + 1 for sound in sounds if sound in ids), 1]
    ends = list(accumulate(lengths))
    if ends[-1] != len(frames):
        return []
    return [sum(frames[end - length : end]) for length, end in zip(lengths, ends, strict=True)]


def load() -> PiperModel:
    """Return the models."""
    return PiperModel()
