"""All utterances of a plan spoken, side by side, each different one once."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audiobrief.errors import EngineError, EngineMissingError, OutputError
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.storage.work_folder import work_folder
from audiobrief.units import Samples
from audiobrief.voices.clip_store import ClipMeasure, ClipStore, Energies
from audiobrief.voices.engine import Clip, Engine
from audiobrief.voices.engines.tone import ToneEngine
from audiobrief.voices.speaking import ClipSource, speak_all
from recorder import Recorder

RATE = 44_100
VOICE = Voice("tone", "440")


def utterance(text: str) -> Utterance:
    return Utterance(text, VOICE)


def meet(meeting: threading.Barrier) -> None:
    meeting.wait()


def spoken_by(engine: Engine, folder: Path) -> ClipSource:
    return ClipSource({"tone": engine}, ClipStore(folder / "clips"), RATE)


def speak(
    texts: list[str], engine: Engine, folder: Path, executor: Executor, places: dict[str, str] | None = None
) -> dict[str, int]:
    spoken = spoken_by(engine, folder)
    lengths = speak_all(
        [utterance(text) for text in texts],
        lambda each: len(spoken.clip(each).samples),
        executor,
        where=lambda each: (places or {}).get(each.text, f"at {each.text}"),
    )
    return {each.text: length for each, length in lengths.items()}


class TestSpeakAll:
    def test_gives_the_length_of_each(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(2) as executor:
            lengths = speak(["one", "three"], Recorder(), tmp_path, executor)
        # A sine is trimmed by less than a window of 5 ms at either end.
        assert {text: round(length / RATE, 2) for text, length in lengths.items()} == {"one": 0.18, "three": 0.3}

    def test_what_is_said_twice_is_spoken_once(self, tmp_path: Path) -> None:
        engine = Recorder()
        with ThreadPoolExecutor(4) as executor:
            lengths = speak(["a", "b", "a", "a", "b"], engine, tmp_path, executor)
        assert sorted(engine.asked) == ["a", "b"]
        assert set(lengths) == {"a", "b"}

    def test_what_is_in_the_store_is_not_spoken_again(self, tmp_path: Path) -> None:
        first, second = Recorder(), Recorder()
        with ThreadPoolExecutor(2) as executor:
            once = speak(["a", "b"], first, tmp_path, executor)
            again = speak(["a", "b", "c"], second, tmp_path, executor)
        assert second.asked == ["c"]
        assert once.items() < again.items()

    def test_nothing_is_spoken_if_there_is_nothing_to_say(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(1) as executor:
            assert speak([], Recorder(), tmp_path, executor) == {}

    def test_the_order_in_which_they_are_done_does_not_matter(self, tmp_path: Path) -> None:
        texts = [chr(ord("a") + number) * (number + 1) for number in range(8)]
        orders = []
        for jobs, seed in ((1, 0), (4, 1), (8, 2)):
            chance = random.Random(seed)
            engine = Recorder(lambda _, chance=chance: time.sleep(chance.random() / 100))  # type: ignore[misc] # mypy does not follow the default
            with ThreadPoolExecutor(jobs) as executor:
                orders.append(speak(texts, engine, tmp_path / str(jobs), executor))
        assert orders[0] == orders[1] == orders[2]

    def test_progress_counts_the_different_ones(self, tmp_path: Path) -> None:
        told: list[tuple[int, int]] = []
        with ThreadPoolExecutor(2) as executor:
            speak_all(
                [utterance("a"), utterance("b"), utterance("a")],
                spoken_by(Recorder(), tmp_path).clip,
                executor,
                where=lambda _: "",
                progress=lambda done, total: told.append((done, total)),
            )
        assert told == [(0, 2), (1, 2), (2, 2)]

    def test_the_caller_has_something_to_do_while_the_voices_start(self, tmp_path: Path) -> None:
        begun = threading.Event()
        done: list[bool] = []
        with ThreadPoolExecutor(1) as executor:
            speak_all(
                [utterance("a")],
                spoken_by(Recorder(lambda _: begun.set()), tmp_path).clip,
                executor,
                where=lambda _: "",
                meanwhile=lambda: done.append(begun.wait(10)),
            )
        assert done == [True]

    def test_works_side_by_side(self, tmp_path: Path) -> None:
        meeting = threading.Barrier(3, timeout=10)  # breaks unless three speak at once
        with ThreadPoolExecutor(3) as executor:
            assert len(speak(["a", "b", "c"], Recorder(lambda _: meet(meeting)), tmp_path, executor)) == 3


class TestFailures:
    @staticmethod
    def failing(*texts: str, slow: str = "") -> Recorder:
        def before(each: Utterance) -> None:
            if each.text == slow:
                time.sleep(0.3)
            if each.text in texts:
                raise EngineError(f"no {each.text}")

        return Recorder(before)

    def test_an_error_carries_its_place_in_the_script(self, tmp_path: Path) -> None:
        with (
            ThreadPoolExecutor(2) as executor,
            pytest.raises(EngineError, match=r"^x\.yaml:7:5: no b$"),
        ):
            speak(["a", "b", "c"], self.failing("b"), tmp_path, executor, {"b": "x.yaml:7:5"})

    def test_its_kind_is_kept(self, tmp_path: Path) -> None:
        def missing(_utterance: Utterance) -> None:
            raise EngineMissingError("no voice", "install one")

        with (
            ThreadPoolExecutor(1) as executor,
            pytest.raises(EngineMissingError, match=r"^at a: no voice \(install one\)$"),
        ):
            speak(["a"], Recorder(missing), tmp_path, executor)

    def test_of_several_the_first_in_the_script_is_told_though_it_fails_last(self, tmp_path: Path) -> None:
        engine = self.failing("b", "c", "d", slow="b")
        with ThreadPoolExecutor(4) as executor, pytest.raises(EngineError, match=r"^at b: no b$"):
            speak(["a", "b", "c", "d"], engine, tmp_path, executor)

    def test_what_has_not_begun_is_not_spoken_any_more(self, tmp_path: Path) -> None:
        engine = self.failing("0")
        with ThreadPoolExecutor(1) as executor, pytest.raises(EngineError):
            speak([str(number) for number in range(500)], engine, tmp_path, executor)
        assert len(engine.asked) < 500

    def test_a_voice_that_says_nothing_is_an_error(self, tmp_path: Path) -> None:
        class Silent(Recorder):
            def synthesize(self, utterance: Utterance) -> Clip:
                return replace(super().synthesize(utterance), samples=np.zeros((RATE, 1), dtype=np.int16))

        with (
            ThreadPoolExecutor(1) as executor,
            pytest.raises(EngineError, match=r"^at hm: the voice says nothing for “hm”"),
        ):
            speak(["hm"], Silent(), tmp_path, executor)

    @pytest.mark.parametrize(
        ("most_bytes", "advice"),
        [(10**9, "free some space there, or use --no-cache"), (None, "free some space there")],
    )
    def test_a_store_that_cannot_be_written_is_told_with_its_folder(
        self, most_bytes: int | None, advice: str, tmp_path: Path
    ) -> None:
        (tmp_path / "clips").write_text("a file stands where the folder is wanted")
        spoken = ClipSource({"tone": Recorder()}, ClipStore(tmp_path / "clips", most_bytes=most_bytes), RATE)
        with pytest.raises(OutputError) as caught:
            spoken.clip(utterance("a"))
        assert str(caught.value) == (
            f"spoken clips cannot be stored in {tmp_path / 'clips'}: not a directory ({advice})"
        )

    def test_a_store_that_is_thrown_away_is_told_with_the_folder_of_the_episode(self, tmp_path: Path) -> None:
        with work_folder(tmp_path) as work:
            (work / "clips").write_text("a file stands where the folder is wanted")
            with pytest.raises(OutputError, match=rf"stored in {tmp_path}: .* \(free some space there\)$"):
                ClipSource({"tone": Recorder()}, ClipStore(work / "clips"), RATE).clip(utterance("a"))


class TestSpoken:
    def test_a_clip_is_trimmed_and_at_the_programmes_rate(self, tmp_path: Path) -> None:
        clip = ClipSource({"tone": ToneEngine()}, ClipStore(tmp_path), 48_000).clip(utterance("a" * 10))
        assert clip.sample_rate == 48_000
        assert len(clip.samples) == pytest.approx(0.6 * 48_000, abs=480)

    def test_a_damaged_clip_is_spoken_anew(self, tmp_path: Path) -> None:
        engine = Recorder()
        spoken = spoken_by(engine, tmp_path)
        whole = spoken.clip(utterance("a")).samples
        (path,) = tmp_path.rglob("*.clip")
        path.write_bytes(path.read_bytes()[:-4])
        assert np.array_equal(spoken.clip(utterance("a")).samples, whole)
        assert engine.asked == ["a", "a"]

    def test_another_version_of_the_engine_speaks_anew(self, tmp_path: Path) -> None:
        old, new = Recorder(), Recorder()
        new.version = "2"
        spoken_by(old, tmp_path).clip(utterance("a"))
        spoken_by(new, tmp_path).clip(utterance("a"))
        assert (old.asked, new.asked) == (["a"], ["a"])


class TestMeasured:
    ENERGIES = np.array([0.25, 1 / 3])

    def measured(self, folder: Path, engine: Engine | None = None, seen: list[int] | None = None) -> ClipMeasure:
        """Measure an utterance, as a run of its own does."""

        def measure(samples: Samples, rate: int) -> Energies:
            if seen is not None:
                seen.append(rate)
            assert len(samples)
            return self.ENERGIES

        store = ClipStore(folder / "clips", most_bytes=10**9)
        return ClipSource({"tone": engine or Recorder()}, store, RATE).measured(utterance("a"), measure)

    def test_a_clip_is_spoken_once(self, tmp_path: Path) -> None:
        engine, seen = Recorder(), list[int]()
        first, second = (self.measured(tmp_path, engine, seen) for _ in range(2))
        assert (engine.asked, seen) == (["a"], [RATE, RATE])
        assert first.length == second.length == len(spoken_by(Recorder(), tmp_path).clip(utterance("a")).samples)
        assert np.array_equal(first.energies, self.ENERGIES)

    def test_a_clip_is_held_as_long_as_it_has_its_size(self, tmp_path: Path) -> None:
        measured = self.measured(tmp_path)
        spoken = spoken_by(Recorder(), tmp_path)
        (path,) = (tmp_path / "clips").rglob("*.clip")
        assert measured.size == path.stat().st_size
        assert spoken.holds(utterance("a"), measured)
        assert not spoken.holds(utterance("b"), measured)
        path.write_bytes(path.read_bytes()[:-1])
        assert not spoken.holds(utterance("a"), measured)
        path.unlink()
        assert not spoken.holds(utterance("a"), measured)

    @pytest.mark.parametrize("kept", [0, 10, -1])
    def test_what_is_damaged_is_made_anew(self, kept: int, tmp_path: Path) -> None:
        first = self.measured(tmp_path)
        (path,) = (tmp_path / "clips").rglob("*.clip")
        whole = path.read_bytes()
        path.write_bytes(whole[:kept])
        again = self.measured(tmp_path)
        assert (again.length, list(again.energies)) == (first.length, list(first.energies))
        assert path.read_bytes() == whole

    def test_a_program_waits_for_another_that_makes_the_clip(self, tmp_path: Path) -> None:
        begun, done = threading.Event(), threading.Event()

        def wait(_: Utterance) -> None:
            begun.set()
            done.wait(10)

        slow, quick = Recorder(wait), Recorder()
        with ThreadPoolExecutor(2) as executor:
            one = executor.submit(self.measured, tmp_path, slow)
            begun.wait(10)
            other = executor.submit(self.measured, tmp_path, quick)
            time.sleep(0.1)
            assert not other.done()
            done.set()
            assert one.result().length == other.result().length
        assert (slow.asked, quick.asked) == (["a"], [])
        assert not list(tmp_path.rglob("*.claim"))

    def test_the_claim_of_a_program_that_was_killed_ends_with_it(self, tmp_path: Path) -> None:
        key = spoken_by(Recorder(), tmp_path).key(utterance("a"))
        code = (
            "import sys, time; from pathlib import Path; from audiobrief.voices.clip_store import ClipStore\n"
            f"with ClipStore(Path({str(tmp_path / 'clips')!r}), most_bytes=1).claimed({key!r}):\n"
            "    print('claimed', flush=True); time.sleep(60)"
        )
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as owner:
            assert owner.stdout is not None
            assert owner.stdout.readline() == b"claimed\n"
            engine = Recorder()
            with ThreadPoolExecutor(1) as executor:
                waiting = executor.submit(self.measured, tmp_path, engine)
                time.sleep(0.1)
                assert not waiting.done()
                owner.kill()
                waiting.result()
        assert engine.asked == ["a"]

    def test_a_failure_gives_the_claim_up(self, tmp_path: Path) -> None:
        def fail(_: Utterance) -> None:
            raise EngineError("no voice")

        with pytest.raises(EngineError):
            self.measured(tmp_path, Recorder(fail))
        engine = Recorder()
        self.measured(tmp_path, engine)
        assert engine.asked == ["a"]
