"""Who speaks where a script leaves it open."""

from __future__ import annotations

import pytest

from audiobrief.errors import EngineMissingError
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.engines import RANKING
from audiobrief.script.models.voice import Speaker, Voice
from audiobrief.voices.engine import Clip, Dictionary, Engine, SpokenWord, VoiceInfo
from audiobrief.voices.selection import candidates, choose_voices, stand_ins


class Listed:
    """An engine that has voices and says nothing."""

    version = "1"

    def __init__(self, name: str, *voices: tuple[str, str]) -> None:
        self.name = name
        self._voices = tuple(VoiceInfo(name, voice, (language,), f"{voice}, a voice") for voice, language in voices)
        self.asked = 0

    def voices(self) -> tuple[VoiceInfo, ...]:
        self.asked += 1
        return self._voices

    def identity(self, voice: Voice) -> str:
        return str(voice.name)

    def check(self, voice: Voice) -> None:
        if not any(info.languages[0].split("-")[0] == voice.language.split("-")[0].lower() for info in self._voices):
            raise EngineMissingError(f"{self.name} cannot say that", "ask another")

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:
        raise NotImplementedError

    def dictionary(self, voice: Voice) -> Dictionary | None:
        raise NotImplementedError

    def start(self, voice: Voice) -> None:
        raise NotImplementedError

    def synthesize(self, utterance: Utterance) -> Clip:
        raise NotImplementedError

    def close(self) -> None:
        """Hold nothing."""


def installed(**voices: list[tuple[str, str]]) -> dict[str, Engine]:
    return {name: Listed(name, *voices.get(name, [])) for name in RANKING}


ALL = installed(
    hibari=[("heart", "en-us"), ("emma", "en-gb")],
    kokoro=[("af_heart", "en-us"), ("am_adam", "en-us"), ("bf_emma", "en-gb"), ("bm_george", "en-gb")],
    piper=[("joe", "en-us"), ("thorsten", "de-de")],
    pyttsx3=[("gmw/en", "en-gb"), ("gmw/en-gb-x-rp", "en-gb-x-rp"), ("gmw/en-us", "en-us"), ("zle/uk", "uk")],
)
FEW = installed(hibari=[("heart", "en-us")], piper=[("joe", "en-us")], pyttsx3=[("gmw/en", "en-gb"), ("gmw/de", "de")])


def speaker(name: str, engine: str = "best", voice: str | None = None, language: str = "en-GB") -> Speaker:
    return Speaker(name, Voice(engine, voice, language))


def chosen(engines: dict[str, Engine], *speakers: Speaker) -> list[tuple[str, str | None]]:
    return [(each.voice.engine, each.voice.name) for each in choose_voices(speakers, engines)]


def test_the_most_natural_engine_comes_first_and_the_region_within_it() -> None:
    names = [voice.name for voice in candidates(ALL, "en-GB")]
    assert names == [
        "emma", "heart", "bf_emma", "bm_george", "af_heart", "am_adam", "joe", "gmw/en-gb-x-rp", "gmw/en-us", "gmw/en",
    ]  # fmt: skip
    assert [voice.name for voice in candidates(ALL, "en-US")][:3] == ["heart", "emma", "af_heart"]
    assert [voice.name for voice in candidates(ALL, "de")] == ["thorsten"]


def test_voices_that_are_left_open_differ() -> None:
    assert chosen(FEW, speaker("presenter"), speaker("quote"), speaker("third")) == [
        ("hibari", "heart"),
        ("piper", "joe"),
        ("pyttsx3", "gmw/en"),
    ]


def test_the_best_is_taken_again_where_there_are_no_more() -> None:
    assert chosen(FEW, *map(speaker, "abcd"))[3] == ("hibari", "heart")


def test_a_voice_that_is_named_is_not_given_to_another() -> None:
    assert chosen(FEW, speaker("a"), speaker("b", "hibari", "heart")) == [("piper", "joe"), ("hibari", "heart")]


@pytest.mark.parametrize("name", ["joe", "JOE", "joe, a voice"])
def test_a_name_alone_finds_its_engine(name: str) -> None:
    assert chosen(FEW, speaker("a", voice=name)) == [("piper", "joe")]


def test_a_voice_that_nobody_has_stays_open() -> None:
    assert chosen(FEW, speaker("a", voice="nobody"), speaker("b", language="uk")) == [
        ("best", "nobody"),
        ("best", None),
    ]


def test_an_engine_that_is_named_is_left_alone() -> None:
    assert chosen(FEW, speaker("a", "pyttsx3"), speaker("b", "pyttsx3")) == [("pyttsx3", None), ("pyttsx3", None)]


def test_an_engine_is_not_asked_while_a_better_one_has_a_voice() -> None:
    engines = installed(hibari=[("heart", "en-us")], pyttsx3=[("gmw/en", "en-gb")])
    choose_voices([speaker("a")], engines)
    asked = {name: engine.asked for name, engine in engines.items() if isinstance(engine, Listed)}
    assert asked == {name: int(name == "hibari") for name in asked}


class TestStandIns:
    speakers = (speaker("a", "hibari", "heart"),)

    def test_a_stretch_in_a_language_that_the_engine_has_not_got_gets_the_best_for_it(self) -> None:
        german = Voice("hibari", None, "de", 0.9)
        assert stand_ins([self.speakers[0].voice, german], self.speakers, FEW) == {
            german: Voice("pyttsx3", "gmw/de", "de", 0.9)
        }

    def test_one_that_it_has_stays(self) -> None:
        assert stand_ins([Voice("piper", None, "de")], self.speakers, ALL) == {}

    def test_a_speaker_never_gets_one(self) -> None:
        german = speaker("b", "hibari", None, "de")
        assert stand_ins([german.voice], (german,), FEW) == {}

    def test_a_language_that_nobody_speaks_is_left_as_it_is(self) -> None:
        assert stand_ins([Voice("hibari", None, "uk")], self.speakers, FEW) == {}
