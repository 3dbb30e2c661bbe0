"""What every engine with a model keeps to, beside what all engines do."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audiobrief.errors import EngineError, EngineMissingError
from audiobrief.reading.utterances import Pronunciation, Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engines.natural.natural_engine import NaturalEngine
from audiobrief.voices.registry import REGISTRY
from builders import wrong_rows
from voices.contract import OTHER, SENTENCE, EngineContract, children

LONG = " and then, a while later, ".join(["nobody came to the meeting in the town hall"] * 7)
"""480 characters at most, without an end of a sentence in it."""


class NaturalContract(EngineContract):
    """A subclass names two voices; `make` gives a NaturalEngine."""

    def child_engine(self) -> NaturalEngine:
        engine = self.make(Path("unused"))
        assert isinstance(engine, NaturalEngine)
        return engine

    def test_sounds_that_are_given_are_heard_and_nothing_else(self, engine: NaturalEngine) -> None:
        plain, given, minsk = (
            engine.synthesize(Utterance(text, self.voice, pronunciations)).samples
            for text, pronunciations in (
                ("We saw Kyiv.", ()),
                ("We saw Kyiv.", (Pronunciation(7, 11, "ˈmɪnsk"),)),
                ("We saw X.", (Pronunciation(7, 8, "mɪnsk"),)),
            )
        )
        assert not np.array_equal(plain, given)
        assert np.array_equal(given, minsk)

    def test_a_word_with_given_sounds_has_its_own_time(self, engine: NaturalEngine) -> None:
        text = "We saw Kyiv and Minsk."
        given = (Pronunciation(7, 11, "ˈmɪnsk ˈmɪnsk"),)
        words = engine.synthesize(Utterance(text, self.voice, given, stresses=((12, 15),))).words
        assert [text[word.text_start : word.text_end].rstrip(".") for word in words] == text.rstrip(".").split()
        seconds = [word.end - word.start for word in words]
        assert seconds[2] == max(seconds[:-1])

    def test_a_long_text_has_a_time_for_each_word(self, engine: NaturalEngine) -> None:
        words = engine.synthesize(Utterance(LONG, self.voice)).words
        assert [LONG[word.text_start : word.text_end].rstrip(",") for word in words] == LONG.replace(",", "").split()

    def test_foreign_sounds_become_the_nearest(self, engine: NaturalEngine) -> None:
        def is_spoken(ipa: str) -> bool:
            clip = engine.synthesize(Utterance("We saw X.", self.voice, (Pronunciation(7, 8, ipa),)))
            return len(clip.samples) > 0.4 * clip.sample_rate

        sounds = ["ˌluːkəˈʃɛŋkə", "zəˈlɛnsʲkɪj", "t͡ʃɪrˈnɔbɪlʲ", "ʁɔ̃", "ˈxaːrkʲiu̯", "ɬan", "ʔa"]
        assert wrong_rows(is_spoken, (((ipa,), True) for ipa in sounds)) == []

    def test_a_long_text_is_said_whole(self, engine: NaturalEngine) -> None:
        short = engine.synthesize(Utterance(LONG[: LONG.index(" and then")] + ".", self.voice))
        whole = engine.synthesize(Utterance(LONG, self.voice))
        assert len(whole.samples) > 5.5 * len(short.samples)

    def test_no_word_is_passed_over(self, engine: NaturalEngine) -> None:
        without = engine.synthesize(Utterance("It is again.", self.voice))

        def is_spoken(word: str) -> bool:
            with_word = engine.synthesize(Utterance(f"It is {word} again.", self.voice))
            return len(with_word.samples) > len(without.samples) + 0.1 * without.sample_rate

        words = ["Київ", "Ελλάδα", "東京", "Ærøskøbing", "Łódź", "x" * 45, "Donaudampfschifffahrts" * 2]
        assert wrong_rows(is_spoken, (((word,), True) for word in words)) == []

    def test_what_a_library_would_take_for_its_own_marks_is_text(self, engine: NaturalEngine) -> None:
        def is_spoken(text: str) -> bool:
            return len(engine.synthesize(Utterance(f"Minsk {text} Minsk.", self.voice)).samples) > 0

        texts = ["[a](/b/)", "[[mInsk]]", "](/", "[", "a ]] b [[ c", "“So,” he said: ‘no’ … (yes)"]
        assert wrong_rows(is_spoken, (((text,), True) for text in texts)) == []

    @pytest.mark.slow
    def test_several_utterances_at_once_sound_as_they_do_alone(self, engine: NaturalEngine) -> None:
        texts = [f"{word} {OTHER}" for word in ("Today", "Tomorrow", "Later", "Then")]
        alone = [self.say(engine, text) for text in texts]
        with ThreadPoolExecutor(4) as executor:
            together = list(executor.map(lambda text: self.say(engine, text), texts))
        assert all(map(np.array_equal, alone, together))

    @pytest.mark.slow
    def test_a_child_that_is_killed_is_started_again(self) -> None:
        engine, before = self.child_engine(), children()
        try:
            first = self.say(engine)
            for child in children() - before:
                os.kill(child, signal.SIGKILL)
            assert np.array_equal(first, self.say(engine))
        finally:
            engine.close()

    def test_a_voice_that_starts_is_not_waited_for(self) -> None:
        program = (sys.executable, "-c", "import time; time.sleep(60)")
        engine = type(self.child_engine())(program=program)
        start = time.monotonic()
        engine.start(self.voice)
        assert time.monotonic() - start < 10
        engine.close()

    def test_a_language_it_does_not_speak_is_named(self, engine: NaturalEngine) -> None:
        with pytest.raises(EngineMissingError, match=r"^\w+ has no voice for the language 'tlh' \(.+\)$"):
            engine.check(Voice(engine.name, None, "tlh"))
        with pytest.raises(EngineMissingError, match=r"^\w+'s voice '\w+' does not speak 'tlh' \(.+\)$"):
            engine.check(Voice(engine.name, self.voice.name, "tlh"))

    def test_a_package_that_is_missing_is_named_with_what_installs_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        engine = self.child_engine()
        entry = REGISTRY[engine.name]
        monkeypatch.setitem(REGISTRY, engine.name, replace(entry, modules=("no_such_module",)))
        with pytest.raises(EngineMissingError) as caught:
            engine.check(self.voice)
        assert str(caught.value) == (
            f'{engine.name} is not installed (python -m pip install "audiobrief[{entry.extra}]")'
        )
        assert engine.voices() == ()

    def test_its_dictionary_tells_what_it_would_tell_itself(self, engine: NaturalEngine) -> None:
        text = "Today Lukashenko’s MPs (and McDonald) met in Brobdingnag, an iPhone-loving town of O'Brien and Quixley."
        dictionary = engine.dictionary(self.voice)
        if dictionary is not None:
            known = {word.text.replace("’", "'"): word.known for word in dictionary.words(text)}
            assert known == {word.text: word.known for word in engine.words(text, self.voice)}

    def test_how_words_are_said_is_told(self, engine: NaturalEngine) -> None:
        words = engine.words("We saw Minsk", self.voice)
        assert [word.text for word in words] == ["We", "saw", "Minsk"]
        assert all("s" in word.ipa for word in words[1:])

    @pytest.mark.parametrize(
        ("code", "failure"),
        [
            ("import sys; sys.exit('no such model')", "it ended: no such model"),
            pytest.param("import time; time.sleep(60)", "no answer within 1.5 s", marks=pytest.mark.slow),
            ("print('nonsense', flush=True); import time; time.sleep(60)", "it ended: its answer cannot be read"),
            ('print(\'{"error": "out of memory"}\', flush=True)', "out of memory"),
            (
                'print(\'{"samples": "AAA=", "sample_rate": 24000}\', flush=True)',
                "its sound was shorter than the text",
            ),
        ],
    )
    def test_a_child_that_fails_twice_is_one_line(
        self, code: str, failure: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(NaturalEngine, "grace", 1.0)
        read = "import sys\nfor line in sys.stdin:\n    "
        engine = type(self.child_engine())(time_limit=0.5, program=(sys.executable, "-c", read + code))
        try:
            with pytest.raises(EngineError) as caught:
                self.say(engine)
        finally:
            engine.close()
        assert str(caught.value) == (
            f"{engine.name} could not say “{SENTENCE}”: {failure} (change the sentence, or use another voice)"
        )
