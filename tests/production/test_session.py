"""What one render leaves to the next changes nothing that is heard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from audiobrief.audio.sounds import load_sound
from audiobrief.errors import EngineMissingError, ScriptError
from audiobrief.production import session as session_module
from audiobrief.production.render import render_episode
from audiobrief.production.session import RenderSession, Settings
from audiobrief.script.loader import load_script
from audiobrief.script.models.sound import Sound
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engines.tone import ToneEngine
from builders import sine, tone_script, write_wave

SEGMENTS = """\
  - intro: Hello there.
    bed: theme
  - narration: "{text}"
"""
SOUNDS = "sounds: {theme: theme.wav}\n"


def script(folder: Path, text: str) -> Path:
    return tone_script(folder, SEGMENTS.format(text=text), SOUNDS)


def rendered(path: Path, name: str, session: RenderSession | None) -> bytes:
    settings = Settings(jobs=2, store=path.parent / "kept" / name)
    return render_episode(load_script(path), path.parent / name / "x.mp3", settings, session=session).audio.read_bytes()


def lasting_session(folder: Path) -> RenderSession:
    return RenderSession(Settings(jobs=2, store=folder / "kept" / "shared"), scratch=folder, lasting=True)


def test_a_render_that_follows_others_gives_the_same_bytes(tmp_path: Path) -> None:
    theme = write_wave(tmp_path / "theme.wav", sine(3))
    with lasting_session(tmp_path) as session:
        for number, text in enumerate(("World.", "World. Again.", "Again.")):
            path = script(tmp_path, text)
            assert rendered(path, f"a{number}", session) == rendered(path, f"b{number}", None)
        write_wave(theme, sine(2, 660))
        assert rendered(path, "a3", session) == rendered(path, "b3", None)


def test_a_sound_is_decoded_once_until_its_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theme = write_wave(tmp_path / "theme.wav", sine(3))
    (sound,) = load_script(script(tmp_path, "World.")).sounds
    decoded: list[str] = []

    def load(sound: Sound, sample_rate: int, channels: int) -> Any:
        decoded.append(sound.name)
        return load_sound(sound, sample_rate, channels)

    monkeypatch.setattr(session_module, "load_sound", load)
    with RenderSession(scratch=tmp_path) as session:
        first = session.sound(sound, 44_100, 2)
        assert session.sound(sound, 44_100, 2) is first
        write_wave(tmp_path / "new.wav", sine(2)).replace(theme)
        assert session.sound(sound, 44_100, 2).info.length == 2 * 44_100
    assert decoded == ["theme", "theme"]


def test_a_voice_is_started_once_when_a_sentence_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Voice] = []
    monkeypatch.setattr(ToneEngine, "start", lambda _engine, voice: started.append(voice))
    write_wave(tmp_path / "theme.wav", sine(1))
    settings = Settings(store=tmp_path / "clips", readings=tmp_path / "readings")

    def started_voices(text: str) -> list[str | None]:
        started.clear()
        render_episode(load_script(script(tmp_path, text)), tmp_path / "x.mp3", settings)
        return [voice.name for voice in started]

    assert started_voices("World.") == ["220"]
    assert started_voices("World.") == []
    assert started_voices("World. Again.") == ["220"]


def test_an_engine_that_cannot_be_started_is_reported_when_it_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_engine: ToneEngine, _voice: Voice) -> None:
        raise EngineMissingError("tone is gone", "fetch it")

    monkeypatch.setattr(ToneEngine, "start", fail)
    write_wave(tmp_path / "theme.wav", sine(1))
    read = load_script(script(tmp_path, "World."))
    settings = Settings(readings=tmp_path / "readings")
    assert render_episode(read, tmp_path / "x.mp3", settings).audio.exists()
    monkeypatch.setattr(ToneEngine, "check", fail)
    with pytest.raises(ScriptError, match="tone is gone"):
        render_episode(read, tmp_path / "x.mp3", settings)


def test_the_readings_of_several_scripts_are_forgotten(tmp_path: Path) -> None:
    paths = [tmp_path / "a.yaml", tmp_path / "german.yaml", tmp_path / "b.yaml"]
    with RenderSession(Settings(readings=tmp_path / "readings"), scratch=tmp_path, lasting=True) as session:
        before = [session.readings(path) for path in paths]
        session.forget(*paths[:2])
        assert [session.readings(path) is old for path, old in zip(paths, before, strict=True)] == [False, False, True]


def test_a_clip_or_chunk_that_was_deleted_meanwhile_is_no_fault(tmp_path: Path) -> None:
    write_wave(tmp_path / "theme.wav", sine(3))
    with lasting_session(tmp_path) as session:
        rendered(script(tmp_path, "World."), "a", session)
        for kept in (tmp_path / "kept").rglob("*.c*"):
            kept.unlink()
        path = script(tmp_path, "World. Again.")
        assert rendered(path, "b", session) == rendered(path, "c", None)


def test_a_sound_that_goes_while_its_script_is_rendered_is_named_with_its_place(tmp_path: Path) -> None:
    theme = write_wave(tmp_path / "theme.wav", sine(3))
    read = load_script(script(tmp_path, "World."))
    theme.unlink()
    with pytest.raises(ScriptError, match=r"episode\.yaml:\d+:\d+: 'theme\.wav' is gone \(.*\)$"):
        render_episode(read, tmp_path / "x.mp3")
