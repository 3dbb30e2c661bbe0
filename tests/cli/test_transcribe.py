"""`audiobrief transcribe` as people meet it."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.review.proof import recogniser
from builders import audiobrief, sine, tone_script, write_wave
from review.proof.listeners import Listener, words


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a recording in which two sentences are heard."""
    said = Listener(words("We start today. It takes a year."))
    monkeypatch.setattr(recogniser, "open_recogniser", lambda _threads: said)
    return write_wave(tmp_path / "mayor.wav", sine(4, sample_rate=8000), 8000)


def test_it_writes_webvtt_beside_the_recording(recording: Path) -> None:
    run = audiobrief("transcribe", recording, cwd=recording.parent)
    transcript = recording.with_suffix(".vtt")
    assert (run.status, run.out) == (0, "")
    assert run.err == f"{transcript}: 7 words; correct them, and then delete the note at the top\n"
    assert transcript.read_text("utf-8") == (
        "WEBVTT\n\n"
        "NOTE Not confirmed. A speech recogniser wrote this. Correct the words, then delete this note.\n\n"
        "00:00:00.000 --> 00:00:01.500\nWe start today.\n\n"
        "00:00:01.500 --> 00:00:03.500\nIt takes a year.\n"
    )


def test_check_warns_until_the_note_is_deleted(recording: Path) -> None:
    script = tone_script(recording.parent, "  - clip: {file: mayor.wav, speaker: Ada, transcript: mayor.vtt}\n")
    audiobrief("transcribe", recording, "-q", cwd=recording.parent)
    warning = ":7:55: warning: nobody has confirmed this transcript, which a speech recogniser wrote"
    assert warning in audiobrief("check", script, cwd=recording.parent).out
    transcript = recording.with_suffix(".vtt")
    head, _, cues = transcript.read_text("utf-8").split("\n\n", 2)
    transcript.write_text(f"{head}\n\n{cues}", encoding="utf-8")
    assert "confirmed" not in audiobrief("check", script, cwd=recording.parent).out


def test_an_existing_transcript_is_kept(recording: Path) -> None:
    transcript = recording.with_suffix(".vtt")
    transcript.write_text("corrected", encoding="utf-8")
    run = audiobrief("transcribe", recording, cwd=recording.parent)
    assert (run.status, run.err) == (
        2,
        f"{transcript} exists already (choose another name with -o, or use --force to overwrite it)\n",
    )
    assert transcript.read_text("utf-8") == "corrected"
    assert audiobrief("transcribe", recording, "--force", cwd=recording.parent).status == 0
    assert transcript.read_text("utf-8").startswith("WEBVTT")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.wav"], "there is no file 'none.wav' (check the path)"),
        (["mayor.wav", "-o", "mayor.txt"], "'mayor.txt' does not end in .vtt (name it so)"),
    ],
)
def test_a_wrong_command_line_ends_with_2(arguments: list[str], message: str, recording: Path) -> None:
    run = audiobrief("transcribe", *arguments, cwd=recording.parent)
    assert (run.status, run.err) == (2, f"{message}\n")


def test_a_name_that_no_file_can_have_is_refused_before_listening(
    recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recogniser, "open_recogniser", lambda _threads: pytest.fail("it listens"))
    run = audiobrief("transcribe", recording, "-o", f"{'a' * 300}.vtt", cwd=recording.parent)
    assert (run.status, len(run.err.splitlines())) == (1, 1)


def test_a_recording_without_words_gives_no_file(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "open_recogniser", lambda _threads: Listener(()))
    run = audiobrief("transcribe", recording, cwd=recording.parent)
    assert (run.status, "no words are heard" in run.err) == (2, True)
    assert not recording.with_suffix(".vtt").exists()
