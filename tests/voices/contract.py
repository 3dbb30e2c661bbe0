"""What every engine keeps to."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

import numpy as np
import psutil
import pytest

from audiobrief.errors import EngineMissingError
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Engine
from audiobrief.voices.speaking import trim

SENTENCE = "It rained in Minsk."
OTHER = "Nobody was hurt, and the border stayed shut for the night."


def children() -> set[int]:
    """Return the processes that this one has started, directly or not."""
    return {process.pid for process in psutil.Process().children(recursive=True)}


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    before = children()
    yield
    gone_by = time.monotonic() + 5
    while (left := children() - before) and time.monotonic() < gone_by:
        time.sleep(0.02)
    assert not left


class EngineContract:
    """What every engine keeps to; a new one is a subclass."""

    voice: ClassVar[Voice]
    other_voice: ClassVar[Voice]

    @staticmethod
    def make(scratch: Path) -> Engine:
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
        """Return an engine that has spoken: its child starts once for all tests of a class."""
        engine = cls.make(tmp_path_factory.mktemp("engine"))
        engine.synthesize(Utterance(SENTENCE, cls.voice))
        yield engine
        engine.close()

    def say(self, engine: Engine, text: str = SENTENCE, voice: Voice | None = None) -> np.ndarray:
        return engine.synthesize(Utterance(text, voice or self.voice)).samples

    def length(self, engine: Engine, text: str, voice: Voice) -> int:
        """Return the samples of what is heard, without the silence around it."""
        return len(trim(engine.synthesize(Utterance(text, voice))).samples)

    def test_it_has_a_name_and_a_version(self, engine: Engine) -> None:
        assert engine.name == self.voice.engine
        assert engine.version == self.make(Path("unused")).version != ""

    def test_it_has_voices_under_different_names(self, engine: Engine) -> None:
        voices = engine.voices()
        assert voices
        assert len({voice.name for voice in voices}) == len(voices)
        assert all(voice.engine == engine.name and voice.name for voice in voices)
        assert all(language == language.lower() for voice in voices for language in voice.languages)

    def test_it_speaks_with_a_voice_it_names(self, engine: Engine) -> None:
        for info in (*engine.voices()[:2], engine.voices()[-1]):
            assert len(self.say(engine, "one two", Voice(engine.name, info.name)))

    def test_a_clip_is_one_channel_of_16_bit_that_is_heard(self, engine: Engine) -> None:
        clip = engine.synthesize(Utterance(SENTENCE, self.voice))
        assert clip.samples.dtype == np.int16
        assert clip.samples.shape == (len(clip.samples), 1)
        assert clip.sample_rate >= 16_000
        assert 0.5 < len(clip.samples) / clip.sample_rate < 5
        assert np.abs(clip.samples).max() > 1000

    def test_the_same_utterance_is_the_same_sound(self, engine: Engine, tmp_path: Path) -> None:
        first = self.say(engine)
        other = self.make(tmp_path)
        try:
            assert np.array_equal(first, self.say(other))
        finally:
            other.close()

    def test_a_voice_that_was_started_is_the_same_sound(self, engine: Engine, tmp_path: Path) -> None:
        other = self.make(tmp_path)
        try:
            other.start(self.voice)
            other.start(self.other_voice)
            assert np.array_equal(self.say(engine), self.say(other))
        finally:
            other.close()

    def test_what_was_said_before_changes_nothing(self, engine: Engine) -> None:
        first = self.say(engine)
        self.say(engine, OTHER)
        self.say(engine, OTHER, self.other_voice)
        assert np.array_equal(first, self.say(engine))

    def test_each_word_has_a_time(self, engine: Engine) -> None:
        text = "“Nobody was hurt,” the mayor of Minsk told them – and went."
        clip = engine.synthesize(Utterance(text, self.voice))
        words = [re.sub(r"\W", "", text[word.text_start : word.text_end]) for word in clip.words]
        assert [word for word in words if word] == re.findall(r"\w+", text)
        places = [place for word in clip.words for place in (word.start, word.end)]
        assert places == sorted(places)
        assert 0 <= places[0] < places[-1] <= len(clip.samples)

    @pytest.mark.slow
    def test_another_engine_at_work_changes_nothing(self, engine: Engine, tmp_path: Path) -> None:
        other = self.make(tmp_path)
        alone = {text: self.say(engine, text) for text in (SENTENCE, OTHER)}
        try:
            with ThreadPoolExecutor(2) as executor:
                one = executor.submit(lambda: [self.say(engine, SENTENCE) for _ in range(4)])
                two = executor.submit(lambda: [self.say(other, OTHER) for _ in range(4)])
            assert all(np.array_equal(alone[SENTENCE], samples) for samples in one.result())
            assert all(np.array_equal(alone[OTHER], samples) for samples in two.result())
        finally:
            other.close()

    def test_a_longer_text_takes_longer(self, engine: Engine) -> None:
        lengths = [self.length(engine, " ".join(["Minsk"] * count), self.voice) for count in (1, 3, 9)]
        assert lengths == sorted(set(lengths))
        assert lengths[2] > 2 * lengths[1]

    def test_a_higher_speed_takes_less_time(self, engine: Engine) -> None:
        slow, plain, fast = (
            self.length(engine, OTHER, Voice(self.voice.engine, self.voice.name, "en", speed))
            for speed in (0.5, 1.0, 2.0)
        )
        assert slow == pytest.approx(2 * plain, rel=0.2)
        assert fast == pytest.approx(plain / 2, rel=0.25)

    def test_two_voices_differ(self, engine: Engine) -> None:
        one, two = self.say(engine), self.say(engine, voice=self.other_voice)
        assert not np.array_equal(one, two)

    def test_a_voice_it_has_not_got_is_named(self, engine: Engine) -> None:
        with pytest.raises(EngineMissingError, match=rf"^{engine.name} has no voice 'nobody' \(.+\)$"):
            self.say(engine, voice=Voice(engine.name, "nobody"))

    def test_closing_ends_what_it_started(self, tmp_path: Path) -> None:
        before = children()
        engine = self.make(tmp_path)
        self.say(engine)
        engine.close()
        engine.close()
        assert children() == before
        assert not list(tmp_path.iterdir())

    def test_closing_what_never_spoke_is_no_error(self, tmp_path: Path) -> None:
        self.make(tmp_path).close()
        assert not list(tmp_path.iterdir())
