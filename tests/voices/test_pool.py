"""Several engines as one: each asked by one thread at a time, no more of them than are needed."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from audiobrief.errors import EngineError
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Clip
from audiobrief.voices.engines.tone import ToneEngine, tone_length
from audiobrief.voices.pool import EnginePool
from recorder import Recorder


def utterance(text: str) -> Utterance:
    return Utterance(text, Voice("tone", "440"))


def meet(meeting: threading.Barrier) -> None:
    meeting.wait()


def test_is_an_engine() -> None:
    pool = EnginePool(Recorder)
    assert (pool.name, pool.version, pool.voices()) == ("tone", "1", ToneEngine().voices())
    assert len(pool.synthesize(utterance("abc")).samples) == tone_length("abc")


def test_one_engine_is_enough_for_one_thread() -> None:
    made: list[Recorder] = []

    def make() -> Recorder:
        made.append(Recorder())
        return made[-1]

    pool = EnginePool(make)
    for _ in range(5):
        pool.synthesize(utterance("a"))
    assert len(made) == 1


def test_no_engine_is_asked_by_two_at_once() -> None:
    busy: set[int] = set()

    class Strict(Recorder):
        def synthesize(self, utterance: Utterance) -> Clip:
            assert id(self) not in busy
            busy.add(id(self))
            time.sleep(0.002)
            busy.remove(id(self))
            return super().synthesize(utterance)

    made: list[Strict] = []

    def make() -> Strict:
        made.append(Strict())
        return made[-1]

    pool = EnginePool(make)
    with ThreadPoolExecutor(4) as executor:
        clips = list(executor.map(pool.synthesize, [utterance("a")] * 40))
    assert len(clips) == 40
    assert len(made) <= 4


def test_an_engine_that_failed_is_used_again() -> None:
    def fail_once(_utterance: Utterance) -> None:
        if len(engine.asked) == 1:
            raise EngineError("once")

    engine = Recorder(fail_once)
    pool = EnginePool(lambda: engine)
    with pytest.raises(EngineError, match="once"):
        pool.synthesize(utterance("a"))
    assert len(pool.synthesize(utterance("a")).samples)


def test_closing_ends_every_engine() -> None:
    meeting = threading.Barrier(3, timeout=10)
    made: list[Recorder] = []

    def make() -> Recorder:
        made.append(Recorder(lambda _: meet(meeting)))
        return made[-1]

    pool = EnginePool(make)
    with ThreadPoolExecutor(3) as executor:
        list(executor.map(pool.synthesize, map(utterance, "abc")))
    pool.close()
    assert [engine.closed for engine in made] == [1, 1, 1]


def test_a_closed_pool_speaks_no_more() -> None:
    pool = EnginePool(Recorder)
    pool.close()
    with pytest.raises(EngineError, match="tone was stopped"):
        pool.synthesize(utterance("a"))
