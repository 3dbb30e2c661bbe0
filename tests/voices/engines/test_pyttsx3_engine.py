"""What every engine keeps to, and what pyttsx3's own one does when its child misbehaves."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest

from audiobrief.errors import EngineError, EngineMissingError
from audiobrief.reading.utterances import Pronunciation, Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Clip, Engine
from audiobrief.voices.engines.pyttsx3_engine import _STRESSED, _UNSTRESSED, Pyttsx3Engine, driver_for, espeak_text
from voices.contract import SENTENCE, EngineContract, children, no_child_is_left  # noqa: F401 - a fixture


class TestPyttsx3(EngineContract):
    voice = Voice("pyttsx3", "gmw/en-gb-x-rp", "en-GB")
    other_voice = Voice("pyttsx3", "gmw/en-us", "en-GB")

    @staticmethod
    def make(scratch: Path) -> Engine:
        return Pyttsx3Engine(driver="espeak", scratch=scratch)

    @pytest.mark.parametrize("name", ["gmw/en-us", "GMW/EN-US", "English (America)"])
    def test_a_voice_goes_by_its_id_or_its_name(self, engine: Engine, name: str) -> None:
        american = self.say(engine, voice=Voice("pyttsx3", "gmw/en-us"))
        assert np.array_equal(american, self.say(engine, voice=Voice("pyttsx3", name)))

    @pytest.mark.parametrize(
        ("language", "name"),
        [("en-GB", "gmw/en"), ("en-US", "gmw/en-us"), ("de-AT", "gmw/de"), ("uk", "zle/uk"), ("zh-CN", "sit/cmn")],
    )
    def test_without_a_name_it_takes_the_languages_voice(self, engine: Engine, language: str, name: str) -> None:
        chosen = self.say(engine, "one two", Voice("pyttsx3", None, language))
        assert np.array_equal(chosen, self.say(engine, "one two", Voice("pyttsx3", name, language)))

    def test_a_language_without_a_voice_is_named(self, engine: Engine) -> None:
        with pytest.raises(EngineMissingError, match="no voice for the language 'tlh-QQ'"):
            self.say(engine, voice=Voice("pyttsx3", None, "tlh-QQ"))

    def test_sounds_that_are_given_are_heard(self, engine: Engine) -> None:
        plain = Utterance("Kyiv", self.voice)
        sounds = Utterance("Kyiv", self.voice, (Pronunciation(0, 4, "ˈmɪnsk"),))
        minsk = Utterance("x", self.voice, (Pronunciation(0, 1, "ˈmɪnsk"),))
        clips = [engine.synthesize(each).samples for each in (plain, sounds, minsk)]
        assert not np.array_equal(clips[0], clips[1])
        assert np.array_equal(clips[1], clips[2])

    def test_stress_is_heard(self, engine: Engine) -> None:
        stressed = engine.synthesize(Utterance(SENTENCE, self.voice, stresses=((3, 9),))).samples
        assert not np.array_equal(stressed, self.say(engine))

    def test_the_times_of_words_change_no_sample(self, engine: Engine, tmp_path: Path) -> None:
        code = (
            "from audiobrief.voices.engines import pyttsx3_child as child\n"
            "child.ESPEAK_PHONEME_EVENTS = 0\n"
            "import sys\n"
            "child.main(sys.argv[1])"
        )
        plain = Pyttsx3Engine(driver="espeak", scratch=tmp_path, program=(sys.executable, "-c", code))
        try:
            clips = [each.synthesize(Utterance(SENTENCE, self.voice)) for each in (plain, engine)]
        finally:
            plain.close()
        assert [bool(clip.words) for clip in clips] == [False, True]
        assert np.array_equal(clips[0].samples, clips[1].samples)

    def test_a_word_with_given_sounds_has_its_own_time(self, engine: Engine) -> None:
        text = "We saw Kyiv and the Łódź of Minsk."
        given = (Pronunciation(7, 11, "ˈmɪnsk"),)
        words = engine.synthesize(Utterance(text, self.voice, given, stresses=((12, 15),))).words
        assert [text[word.text_start : word.text_end] for word in words] == text.split()
        assert 0.2 < (words[2].end - words[2].start) / 22_050 < 0.5

    def test_square_brackets_are_text(self, engine: Engine) -> None:
        # espeak-ng would read [[mInsk]] as sounds.
        said = self.say(engine, "[[mInsk]]")
        sounds = engine.synthesize(Utterance("x", self.voice, (Pronunciation(0, 1, "mɪnsk"),))).samples
        assert not np.array_equal(said, sounds)

    @pytest.mark.parametrize("text", ["<speak>one</speak>", '<audio src="/etc/passwd"/>', "a & b < c", "-5", "@", "\\"])
    def test_markup_and_signs_are_said_or_refused_in_one_line(self, engine: Engine, text: str) -> None:
        try:
            told = str(len(self.say(engine, text)))
        except EngineError as error:
            told = str(error)
        assert told not in ("", "0")
        assert "\n" not in told

    def test_the_longest_text_it_is_given_is_said(self, engine: Engine) -> None:
        text = ("sanctions and soldiers " * 21)[:480]
        assert len(self.say(engine, text)) > 10 * 22_050

    def test_a_long_path_to_its_data_works(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        # espeak-ng copies the path into a buffer of 160 bytes.
        deep = tmp_path.joinpath(*["a-folder-with-quite-a-long-name"] * 6) / "espeak-ng-data"
        deep.parent.mkdir(parents=True)
        deep.symlink_to(espeakng_loader.get_data_path())
        assert len(os.fsencode(deep)) > 160
        usual = self.make(tmp_path)
        expected = self.say(usual)
        usual.close()
        monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: str(deep))
        engine = self.make(tmp_path)
        try:
            assert np.array_equal(self.say(engine), expected)
        finally:
            engine.close()

    def test_a_path_with_other_letters_works(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        odd = tmp_path / "дані ü" / "espeak-ng-data"
        odd.parent.mkdir()
        shutil.copytree(espeakng_loader.get_data_path(), odd)
        monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: str(odd))
        engine = self.make(tmp_path)
        try:
            assert len(self.say(engine))
        finally:
            engine.close()


class TestEspeakText:
    voice = Voice("pyttsx3")

    def test_sounds_take_the_place_of_their_words(self) -> None:
        said = Utterance("In Kyiv it rains", self.voice, (Pronunciation(3, 7, "ˈkiːjɪv"),))
        assert espeak_text(said) == "In [['ki:jIv]] it rains"

    def test_stress_is_a_command_before_and_after(self) -> None:
        assert (
            espeak_text(Utterance("It is not so", self.voice, stresses=((6, 9),)))
            == f"It is {_STRESSED}not{_UNSTRESSED} so"
        )

    def test_neighbours_do_not_nest(self) -> None:
        said = Utterance("ab", self.voice, stresses=((0, 1), (1, 2)))
        assert espeak_text(said) == f"{_STRESSED}a{_UNSTRESSED}{_STRESSED}b{_UNSTRESSED}"

    def test_stressed_words_may_have_sounds(self) -> None:
        said = Utterance("In Kyiv", self.voice, (Pronunciation(3, 7, "a"),), ((3, 7),))
        assert espeak_text(said) == f"In {_STRESSED}[[a]]{_UNSTRESSED}"

    def test_brackets_in_a_text_are_no_sounds(self) -> None:
        assert espeak_text(Utterance("[[mInsk]]", self.voice)) == "[ [mInsk]]"
        assert "[[" not in espeak_text(Utterance("[[[mInsk]]]", self.voice))

    def test_a_sign_that_is_not_ipa_is_named(self) -> None:
        with pytest.raises(EngineError, match=r"the sounds 'K' cannot be said: 'K' \(U\+004B\).*respelling"):
            espeak_text(Utterance("Kyiv", self.voice, (Pronunciation(0, 4, "K"),)))


@pytest.mark.parametrize(
    ("platform", "name", "driver"),
    [
        ("linux", None, "espeak"),
        ("linux", "gmw/en-us", "espeak"),
        ("win32", None, "sapi5"),
        ("win32", "Zira", "sapi5"),
        ("win32", "gmw/en-us", "espeak"),
        ("darwin", "Alex", "nsss"),
        ("darwin", "gmw/en-us", "espeak"),
    ],
)
def test_each_system_has_its_driver(platform: str, name: str | None, driver: str) -> None:
    assert driver_for(platform, name) == driver


FAKE = """
import json, os, sys, time, wave

starts = {folder!r} + "/starts"
with open(starts, "a") as file:
    file.write("x")
started = os.path.getsize(starts)


def answer(content):
    print(json.dumps(content), flush=True)


def wave_file(path, frames, said=None, value=b"\\x00\\x20", cut=None):
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22050)
        file.writeframes(value * frames)
    if cut:
        os.truncate(path, cut)
    answer({{"frames": frames if said is None else said}})


for line in sys.stdin:
    question = json.loads(line)
    if "voices" in question:
        answer({{"voices": [{{"id": "gmw/en", "name": "English", "languages": ["en"]}}], "version": "0"}})
        continue
    path = question["path"]
    {behaviour}
"""


class Fake:
    """A child that knows one voice, and does as it is told when it should speak."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engines: list[Pyttsx3Engine] = []

    def engine(self, behaviour: str, time_limit: float = 20.0) -> Pyttsx3Engine:
        return self.running(FAKE.format(folder=str(self.folder), behaviour=behaviour), time_limit)

    def running(self, source: str, time_limit: float = 20.0) -> Pyttsx3Engine:
        program = self.folder / "child.py"
        program.write_text(source)
        engine = Pyttsx3Engine(
            time_limit=time_limit, driver="espeak", program=(sys.executable, str(program)), scratch=self.folder
        )
        self.engines.append(engine)
        return engine

    @property
    def starts(self) -> int:
        return (self.folder / "starts").stat().st_size


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    monkeypatch.setattr(Pyttsx3Engine, "grace", 0.0)
    fake = Fake(tmp_path)
    yield fake
    for engine in fake.engines:
        engine.close()


def failure(engine: Engine) -> str:
    """Return the one line with which it fails."""
    with pytest.raises(EngineError) as caught:
        engine.synthesize(Utterance(SENTENCE, Voice("pyttsx3")))
    text = str(caught.value)
    assert "\n" not in text
    assert "Traceback" not in text
    return text


class TestMisbehaviour:
    def test_a_child_that_behaves_is_believed(self, fake: Fake) -> None:
        clip = fake.engine("wave_file(path, 22050)").synthesize(Utterance(SENTENCE, Voice("pyttsx3")))
        assert len(clip.samples) == 22_050
        assert fake.starts == 1

    @pytest.mark.parametrize(
        ("behaviour", "why"),
        [
            pytest.param("time.sleep(60)", "no answer within 0.3 s", id="hangs"),
            pytest.param("os.abort()", "it ended", id="crashes"),
            pytest.param("sys.exit(3)", "it ended", id="ends"),
            pytest.param("sys.exit('no sound card')", "no sound card", id="ends with a word"),
            pytest.param("raise RuntimeError('two\\nlines')", "lines", id="raises"),
            pytest.param("print('hello', flush=True)", "its answer cannot be read", id="garbage"),
            pytest.param("sys.stdout.buffer.write(b'\\xff\\xfe\\n'); sys.stdout.flush()", "cannot be read", id="bytes"),
            pytest.param("answer({'error': 'no luck', 'kind': 'failure'})", "no luck", id="gives up"),
            pytest.param("answer({'frames': 22050})", "shorter than the text", id="no file"),
            pytest.param("answer({})", "shorter than the text", id="nothing"),
            pytest.param("open(path, 'wb').close(); answer({'frames': 22050})", "shorter", id="empty file"),
            pytest.param("open(path, 'wb').write(b'RIFF' * 99); answer({'frames': 9})", "shorter", id="no wave"),
            pytest.param("wave_file(path, 500)", "shorter than the text", id="short file"),
            pytest.param("wave_file(path, 22050, 44100)", "shorter than the text", id="another length"),
            pytest.param("wave_file(path, 22050, value=bytes(2))", "shorter than the text", id="silence"),
            pytest.param("wave_file(path, 22050, cut=9000)", "shorter", id="cut off"),
        ],
    )
    def test_is_an_error_in_one_line_after_a_second_try(self, fake: Fake, behaviour: str, why: str) -> None:
        engine = fake.engine(behaviour)
        engine.voices()
        if "sleep" in behaviour:
            engine.time_limit = 0.3
        text = failure(engine)
        assert text.startswith(f"pyttsx3 could not say “{SENTENCE}”: ")
        assert why in text
        assert fake.starts <= 2

    @pytest.mark.parametrize("behaviour", ["os.abort()", "print('?', flush=True)", "wave_file(path, 5)"])
    def test_that_does_not_come_back_is_forgiven(self, fake: Fake, behaviour: str) -> None:
        remember = "starts + '-tried'"
        engine = fake.engine(
            f"tried = os.path.exists({remember}); open({remember}, 'w').close()\n"
            f"    {behaviour} if not tried else wave_file(path, 22050)"
        )
        assert len(engine.synthesize(Utterance(SENTENCE, Voice("pyttsx3"))).samples) == 22_050

    def test_an_engine_that_failed_can_speak_the_next_text(self, fake: Fake) -> None:
        engine = fake.engine("os.abort() if 'rain' in question['text'] else wave_file(path, 22050)")
        failure(engine)
        assert len(engine.synthesize(Utterance("Fine.", Voice("pyttsx3"))).samples) == 22_050

    def test_a_full_disk_is_said_at_once(self, fake: Fake) -> None:
        engine = fake.engine("answer({'error': 'no space left on device', 'kind': 'disk'})")
        assert "cannot write its sound: no space left on device (free some space in" in failure(engine)
        assert fake.starts == 1

    @pytest.mark.parametrize(
        "source",
        [
            "",
            "raise SystemExit('no library')",
            "print('not json', flush=True)\nimport time; time.sleep(60)",
            "import ti",
        ],
    )
    def test_a_child_that_does_not_start_names_the_remedy(self, fake: Fake, source: str) -> None:
        text = failure(fake.running(source))
        assert text.startswith("pyttsx3 cannot be started: ")
        assert "pip install" in text

    def test_a_child_that_starts_and_hangs_names_the_remedy(self, fake: Fake) -> None:
        assert "cannot be started: no answer within 0.3 s" in failure(fake.running("input() and input()", 0.3))

    def test_a_long_text_is_shown_by_its_beginning(self, fake: Fake) -> None:
        engine = fake.engine("answer({'error': 'no', 'kind': 'failure'})")
        with pytest.raises(EngineError, match=r"“(ab ){19}\.\.\.”: no"):
            engine.synthesize(Utterance("ab " * 100, Voice("pyttsx3")))

    def test_closing_stops_one_that_is_speaking(self, fake: Fake) -> None:
        engine = fake.engine("open(starts + '-asked', 'w').close(); time.sleep(60)", time_limit=60)
        caught: list[BaseException] = []

        def speak() -> None:
            try:
                engine.synthesize(Utterance(SENTENCE, Voice("pyttsx3")))
            except BaseException as error:  # noqa: BLE001 - whatever it is, it is looked at
                caught.append(error)

        speaking = threading.Thread(target=speak)
        speaking.start()
        waited = time.monotonic() + 10
        while not (fake.folder / "starts-asked").exists() and time.monotonic() < waited:
            time.sleep(0.01)
        engine.close()
        speaking.join(timeout=5)
        assert [type(error) for error in caught] == [EngineError]
        assert not [path for path in fake.folder.iterdir() if path.is_dir()]

    def test_a_closed_engine_speaks_no_more(self, fake: Fake) -> None:
        engine = fake.engine("wave_file(path, 22050)")
        engine.close()
        assert "was stopped" in failure(engine)


class TestThreads:
    """Each thread has a child of its own, and no more are started than are needed."""

    @staticmethod
    def say_all(engine: Engine, texts: Sequence[str], threads: int) -> list[Clip]:
        with ThreadPoolExecutor(threads) as executor:
            return list(executor.map(lambda text: engine.synthesize(Utterance(text, Voice("pyttsx3"))), texts))

    def test_one_child_is_enough_for_one_thread(self, fake: Fake) -> None:
        self.say_all(fake.engine("wave_file(path, 22050)"), ["a"] * 5, 1)
        assert fake.starts == 1

    def test_several_threads_are_served_at_once(self, fake: Fake) -> None:
        engine = fake.engine(
            "open(path + '-here', 'w').close()\n"
            "    while sum(name.endswith('-here') for name in os.listdir(os.path.dirname(path))) < 3:\n"
            "        time.sleep(0.01)\n"
            "    wave_file(path, 22050)"
        )
        assert len(self.say_all(engine, "abc", 3)) == 3
        assert fake.starts == 3

    def test_no_child_is_asked_by_two_at_once(self, fake: Fake) -> None:
        engine = fake.engine(
            "import select\n"
            "    time.sleep(0.005)\n"
            "    busy = select.select([sys.stdin], [], [], 0)[0]\n"
            "    answer({'error': 'asked by two'}) if busy else wave_file(path, 22050)"
        )
        assert len(self.say_all(engine, ["a"] * 40, 4)) == 40
        assert fake.starts <= 4

    def test_a_child_that_gave_an_error_is_used_again(self, fake: Fake) -> None:
        engine = fake.engine("answer({'error': 'no'}) if question['text'] == 'a' else wave_file(path, 22050)")
        with pytest.raises(EngineError, match="no"):
            self.say_all(engine, "a", 1)
        assert len(self.say_all(engine, "b", 1)) == 1
        assert fake.starts == 1

    def test_closing_ends_every_child(self, fake: Fake) -> None:
        before = children()
        engine = fake.engine("time.sleep(0.2); wave_file(path, 22050)")
        self.say_all(engine, "abc", 3)
        assert len(children() - before) > 1
        engine.close()
        assert children() == before

    def test_a_child_that_was_not_asked_for_its_voices_sounds_the_same(self, tmp_path: Path) -> None:
        first, second = (Pyttsx3Engine(driver="espeak", scratch=tmp_path) for _ in range(2))
        try:
            second.__dict__["_voices"] = first.voices()
            said = Utterance(SENTENCE, Voice("pyttsx3", "gmw/en-gb-x-rp"))
            assert np.array_equal(first.synthesize(said).samples, second.synthesize(said).samples)
        finally:
            first.close()
            second.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child speaks in copies of itself where the system can fork")
class TestOwnChild:
    """The real child, in which pyttsx3 has been made to fail."""

    @staticmethod
    def engine(folder: Path, sabotage: str) -> Pyttsx3Engine:
        program = folder / "child.py"
        program.write_text(
            "import os, signal, sys, time\n"
            "from audiobrief.voices.engines import pyttsx3_child as child\n"
            f"def speak(self, question):\n    {sabotage}\n"
            "child.Speaker.speak = speak\n"
            "child.main(sys.argv[1])\n"
        )
        return Pyttsx3Engine(time_limit=1, driver="espeak", program=(sys.executable, str(program)), scratch=folder)

    @pytest.mark.parametrize(
        ("sabotage", "why"),
        [
            pytest.param("time.sleep(60)", "it hung for 1 s", marks=pytest.mark.slow),
            ("os.kill(os.getpid(), signal.SIGSEGV)", "it crashed (SIGSEGV)"),
            ("os.abort()", "it crashed (SIGABRT)"),
            ("os._exit(9)", "it ended with status 9"),
            ("raise ValueError('two\\n lines')", "ValueError: two lines"),
            ("raise OSError(28, 'x')", "no space left on device"),
        ],
    )
    def test_what_kills_a_copy_is_said_and_the_child_lives_on(self, tmp_path: Path, sabotage: str, why: str) -> None:
        engine = self.engine(tmp_path, sabotage)
        try:
            engine.voices()
            before = children()
            assert why in failure(engine)
            assert children() == before
        finally:
            engine.close()

    def test_what_pyttsx3_prints_is_no_answer(self, tmp_path: Path) -> None:
        engine = self.engine(tmp_path, "print('noise', flush=True); return {'error': 'heard', 'kind': 'failure'}")
        try:
            assert "heard" in failure(engine)
        finally:
            engine.close()

    def test_a_copy_ends_with_whoever_asked(self, tmp_path: Path) -> None:
        engine = self.engine(tmp_path, f"open({str(tmp_path / 'asked')!r}, 'w').close(); time.sleep(60)")
        engine.time_limit = 60
        engine.voices()
        speaking = threading.Thread(target=lambda: failure(engine))
        speaking.start()
        waited = time.monotonic() + 10
        while not (tmp_path / "asked").exists() and time.monotonic() < waited:
            time.sleep(0.01)
        engine.close()
        speaking.join(timeout=5)
        assert not speaking.is_alive()
