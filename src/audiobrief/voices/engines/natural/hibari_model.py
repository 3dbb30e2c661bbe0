"""hibari in the child process."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any

from audiobrief.voices.engines.natural.child import Speech
from audiobrief.voices.engines.natural.english_phonemes import english_phonemizer
from audiobrief.voices.engines.natural.timed_session import TimedSession, open_model
from audiobrief.voices.engines.word_timing import TimedPart, time_words

_DURATIONS = "/Clip_output_0"
"""The tensor in hibari's graph that has the frames of each sound."""
_LONGEST = 400
"""Sounds that the model is given at a time (hibari.tts, MAX_PHONEMES)."""


class HibariModel:
    """hibari's model; several threads may call it at once."""

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._voice = cache(self._load_voice)

    def _load_voice(self, voice: str, model: str | None) -> Any:
        from hibari import Hibari
        from hibari.voices import voice_path

        path = model or voice_path(voice)
        loaded = open_model(path, _DURATIONS, lambda content: Hibari(voice=voice, model=content, g2p=False))
        loaded.model_path, loaded.sess = path, TimedSession(loaded.sess, path, _DURATIONS)
        return loaded

    def load_voice(self, question: dict[str, Any]) -> None:
        """Load the model, and at the same time the dictionaries of the voice's accent."""
        dictionaries = threading.Thread(target=english_phonemizer, kwargs={"british": question["british"]})
        dictionaries.start()
        with self._loading:
            self._voice(question["voice"], question["model"])
        dictionaries.join()

    def speak(self, question: dict[str, Any]) -> Speech:
        """Return the sound of a text; the noise in it follows from the seed."""
        with self._loading:
            voice = self._voice(question["voice"], question["model"])
        reader = english_phonemizer(british=question["british"])
        text = reader.sounds(question["text"], question["pronunciations"], question["stresses"])
        parts = split_sounds(text.sounds, _LONGEST)
        voice.sess.take_durations()
        clips = [voice.from_phonemes(part, speed=question["speed"], seed=question["seed"]) for part in parts]
        import numpy as np

        clip = np.concatenate(clips) if clips else np.zeros(0, np.float32)
        timed = list(map(TimedPart, parts, voice.sess.take_durations()))
        return Speech(clip, voice.sample_rate, time_words(text, timed, voice.vocab, len(clip)))

    def words(self, question: dict[str, Any]) -> list[tuple[str, str, bool]]:
        """Return how each word is said."""
        return english_phonemizer(british=question["british"]).words(question["text"])


def split_sounds(sounds: str, longest: int) -> list[str]:
    """Cut a row of sounds at the end of a clause, else at a space, into parts of at most `longest`."""
    parts = []
    while len(sounds) > longest:
        clause = max(sounds.rfind(f"{sign} ", longest // 3, longest) for sign in ",;:—")
        cut = clause + 1 if clause > 0 else sounds.rfind(" ", 1, longest)
        cut = cut if cut > 0 else longest
        parts.append(sounds[:cut].strip())
        sounds = sounds[cut:].strip()
    return [part for part in [*parts, sounds] if part]


def load() -> HibariModel:
    """Return the model."""
    return HibariModel()
