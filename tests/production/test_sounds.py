"""Sounds, voices and the estimate, before anything is spoken."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from audiobrief.audio.sounds import load_sound
from audiobrief.cache.kinds import SOUNDS
from audiobrief.cache.records import RecordStore
from audiobrief.errors import ScriptError, SoundError
from audiobrief.production.forecast import estimate
from audiobrief.production.sounds import load_sounds, sound_length
from audiobrief.reading.utterances import Utterance
from audiobrief.script.loader import load_script
from audiobrief.script.models.sound import Sound
from audiobrief.voices.registry import open_engines
from builders import sine, tone_script, write_script, write_wave

RATE = 44_100


def test_every_sound_that_cannot_be_used_is_named_in_one_run(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("no sound")
    (tmp_path / "none.mp3").write_bytes(b"")
    extra = "sounds:\n  a: text.wav\n  b: none.mp3\n"
    with pytest.raises(ScriptError) as caught:
        load_sounds(load_script(tone_script(tmp_path, "  - narration: Hi.\n", extra)), load_sound)
    assert [str(problem.position).rsplit("/", 1)[-1] for problem in caught.value.problems] == [
        "episode.yaml:4:6",
        "episode.yaml:5:6",
    ]


def test_sounds_come_at_the_programmes_rate(tmp_path: Path) -> None:
    write_wave(tmp_path / "a.wav", sine(1.0, sample_rate=22_050), 22_050)
    script = tone_script(tmp_path, "  - narration: Hi.\n    sound: a\n", "sounds: {a: a.wav}\n")
    sound = load_sounds(load_script(script), load_sound)[0]["a"]
    assert (sound.frame_rate, sound.channels, int(sound.frame_count())) == (44_100, 2, 44_100)


def test_a_length_is_estimated_from_the_letters(tmp_path: Path) -> None:
    timeline = estimate(load_script(tone_script(tmp_path, "  - narration: Hello.\n")))
    assert timeline.length == round(len("Hello.") * 0.055 * 44_100) + 13_230


def test_a_length_is_kept_until_the_file_changes(tmp_path: Path) -> None:
    sound = Sound(name="a", path=write_wave(tmp_path / "a.wav", sine(1.0)))
    kept = tmp_path / "kept"
    assert sound_length(sound, RATE, 2, kept) == RATE
    (answer,) = kept.iterdir()
    RecordStore(kept, SOUNDS).put(answer.stem, 5)
    assert sound_length(sound, RATE, 2, kept) == 5
    answer.write_text("damaged")
    assert sound_length(sound, RATE, 2, kept) == RATE
    write_wave(sound.path, sine(2.0))
    assert sound_length(sound, RATE, 2, kept) == 2 * RATE


def test_each_part_of_a_file_has_its_own_length(tmp_path: Path) -> None:
    sound = Sound(name="a", path=write_wave(tmp_path / "a.wav", sine(1.0)))
    assert sound_length(sound, RATE, 2, tmp_path) == RATE
    assert sound_length(sound.model_copy(update={"start": 500}), RATE, 2, tmp_path) == RATE // 2
    assert sound_length(sound, 48_000, 2, None) == 48_000


def test_what_cannot_be_used_is_said_each_time(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("no sound")
    for _ in range(2):
        with pytest.raises(SoundError):
            sound_length(Sound(name="a", path=tmp_path / "a.wav"), RATE, 2, tmp_path / "kept")


def test_the_length_of_a_file_that_has_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match=r"^'a\.wav' is gone \("):
        sound_length(Sound(name="a", path=tmp_path / "a.wav"), RATE, 2, tmp_path / "kept")


@pytest.mark.slow
def test_real_speech_is_estimated_within_a_fifth(tmp_path: Path) -> None:
    from audiobrief.production.render import render_episode

    text = "The ministers met on Tuesday to agree on a budget. After six hours they had not found a common line."
    script = load_script(write_script(tmp_path, f"segments:\n  - narration: {text}\n"))
    timeline = estimate(script)
    duration = render_episode(script, tmp_path / "e.mp3").manifest.duration
    assert timeline.length / timeline.sample_rate == pytest.approx(duration, rel=0.2)


def test_engines_are_ended_whatever_happens(tmp_path: Path) -> None:
    script = load_script(write_script(tmp_path, "segments:\n  - narration: Hello.\n"))
    before = set(psutil.Process().children(recursive=True))

    def speak_and_interrupt() -> None:
        with open_engines(tmp_path) as engines:
            engines["pyttsx3"].synthesize(Utterance("Hello.", script.speakers[0].voice))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        speak_and_interrupt()
    assert set(psutil.Process().children(recursive=True)) <= before
