"""What a recogniser hears becomes a WebVTT file to be confirmed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audiobrief.errors import SoundError
from audiobrief.review.transcription import transcribe, transcript_text
from audiobrief.script.turns.transcripts import TimedText, Transcript, read_transcript
from builders import sine, write_wave
from review.proof.listeners import Listener, words


def cues(folder: Path, said: str, seconds: float = 20) -> list[tuple[int, int, str]]:
    """Return the cues of words that last half a second each; `_` is half a second of nothing."""
    recording = write_wave(folder / "a.wav", sine(seconds, sample_rate=8000), 8000)
    return [(cue.start, cue.end, cue.text) for cue in transcribe(recording, Listener(words(said)), "en")]


def test_a_sentence_is_a_cue(tmp_path: Path) -> None:
    assert cues(tmp_path, "We start today. It takes a year.") == [
        (0, 1500, "We start today."),
        (1500, 3500, "It takes a year."),
    ]


def test_a_pause_ends_a_cue(tmp_path: Path) -> None:
    assert cues(tmp_path, "Well, _ _ we start") == [(0, 500, "Well,"), (1500, 2500, "we start")]


def test_a_long_sentence_has_several_cues(tmp_path: Path) -> None:
    found = cues(tmp_path, " ".join(["word"] * 30) + ".")
    assert [round((end - start) / 1000) for start, end, _ in found] == [6, 6, 3]
    found = cues(tmp_path, " ".join(["extraordinarily"] * 8))
    assert [len(text) for _, _, text in found] == [79, 47]


def test_windows_cover_the_whole_recording(tmp_path: Path) -> None:
    said = " ".join(f"{number}." for number in range(150))
    assert [text for _, _, text in cues(tmp_path, said, 75)] == said.split()


def test_a_quiet_recording_is_heard_at_full_level(tmp_path: Path) -> None:
    recording = write_wave(tmp_path / "a.wav", sine(2, level=-50, sample_rate=8000), 8000)
    listener = Listener(words("Yes."))
    transcribe(recording, listener, "en")
    assert np.abs(listener.excerpts[0].samples).max() == pytest.approx(32767, rel=0.01)


def test_the_file_is_read_as_it_was_heard(tmp_path: Path) -> None:
    heard = (TimedText(400, 2500, "It rose <5 % & fell."), TimedText(3_600_000, 3_601_000, "Then."))
    (tmp_path / "a.vtt").write_text(transcript_text(heard), encoding="utf-8")
    assert read_transcript(tmp_path / "a.vtt") == Transcript(heard, is_confirmed=False)


def test_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"no sound at all" * 99)
    with pytest.raises(SoundError, match="is not a sound file"):
        transcribe(tmp_path / "a.wav", Listener(()), "en")


def test_samples_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    import soundfile

    sound = sine(2, sample_rate=8000)
    sound[100] = np.nan
    soundfile.write(tmp_path / "a.wav", sound, 8000, subtype="FLOAT")
    with pytest.raises(SoundError, match=r"^'a\.wav' is broken: some of its samples are no numbers "):
        transcribe(tmp_path / "a.wav", Listener(words("Yes.")), "en")
