"""Playing an episode from a place on."""

from __future__ import annotations

import stat
import time
from pathlib import Path

import numpy as np
import pytest

from audiobrief.audio.encode import decode
from audiobrief.errors import EpisodeError, PlayerError
from audiobrief.production.render import render_episode
from audiobrief.production.watch import Player, find_player, frames_from
from audiobrief.script.loader import load_script
from audiobrief.script.models.script import Output
from audiobrief.timeline.timeline import FRAME
from audiobrief.voices.engines.tone import tone_length
from builders import tone_script


def program(folder: Path, name: str, text: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def episode(tmp_path: Path) -> Path:
    script = tone_script(tmp_path, "  - narration: Hello there.\n  - narration: World.\n    voice: high\n")
    return render_episode(load_script(script), tmp_path / "out" / "x.mp3").audio


class TestFinding:
    def test_the_first_that_is_there_is_taken(self, tmp_path: Path) -> None:
        mpv = program(tmp_path, "mpv")
        program(tmp_path, "paplay")
        assert find_player({"PATH": str(tmp_path)}) == (str(mpv), "--no-video", "--no-terminal")

    def test_one_that_is_named_comes_first(self, tmp_path: Path) -> None:
        program(tmp_path, "mpv")
        own = program(tmp_path, "my player")
        assert find_player({"PATH": str(tmp_path), "AUDIOBRIEF_PLAYER": "'my player' -x"}) == (str(own), "-x")

    @pytest.mark.parametrize(
        ("environment", "said"),
        [
            ({}, "there is no program that plays sound (install ffmpeg, which has ffplay, or mpv; or name one in "),
            ({"AUDIOBRIEF_PLAYER": "nothing"}, "there is no program 'nothing', which AUDIOBRIEF_PLAYER names "),
            ({"AUDIOBRIEF_PLAYER": "'a"}, "AUDIOBRIEF_PLAYER is no command: no closing quotation "),
        ],
    )
    def test_where_there_is_none_it_says_what_to_do(
        self, environment: dict[str, str], said: str, tmp_path: Path
    ) -> None:
        with pytest.raises(PlayerError) as caught:
            find_player({"PATH": str(tmp_path), **environment})
        assert str(caught.value).startswith(said)


class TestFrames:
    def test_what_is_cut_out_begins_with_the_place(self, episode: Path, tmp_path: Path) -> None:
        gap = 700 * 44_100 // 1000
        start = round((tone_length("Hello there.") + gap) / FRAME) * FRAME
        (tmp_path / "part.mp3").write_bytes(frames_from(episode.read_bytes(), start))
        heard = np.concatenate(list(decode(tmp_path / "part.mp3", Output())))[:, 0]
        loud = np.flatnonzero(np.abs(heard) > 0.02)
        # A frame for the decoder to begin with, and its own delay.
        assert loud[0] < 3 * FRAME
        assert loud[-1] - loud[0] == pytest.approx(tone_length("World."), abs=FRAME)

    def test_from_the_beginning_it_is_all(self, episode: Path) -> None:
        content = episode.read_bytes()
        assert content.endswith(frames_from(content, 0))
        assert frames_from(content, 10**9) == b""

    @pytest.mark.parametrize("content", [b"ID3", b"RIFFxxxx", b"ID3\x04\0\0\0\0\0\0nothing"])
    def test_what_is_no_episode_is_refused(self, content: bytes) -> None:
        with pytest.raises(ValueError, match=r"there is no frame|unpack"):
            frames_from(content, 0)


def until(path: Path, lines: int) -> list[str]:
    for _ in range(500):
        if path.exists() and len(text := path.read_text().splitlines()) >= lines:
            return text
        time.sleep(0.02)
    raise AssertionError(f"{path} has no {lines} lines")


class TestPlaying:
    def test_one_thing_is_played_at_a_time(self, episode: Path, tmp_path: Path) -> None:
        own = program(tmp_path, "own", f'echo $$ "$2" >> {tmp_path}/log; exec sleep 60')
        player = Player((str(own), "-x"), tmp_path)
        player.play(episode, 0, 44_100)
        first = until(tmp_path / "log", 1)[0].split()
        assert first[1] == str(tmp_path / "played.mp3")
        player.play(episode, 1, 44_100)
        second = until(tmp_path / "log", 2)[1].split()
        assert not Path(f"/proc/{first[0]}").exists()
        assert player.failure() is None
        player.end()
        assert not Path(f"/proc/{second[0]}").exists()

    def test_a_player_that_fails_is_told_once(self, episode: Path, tmp_path: Path) -> None:
        player = Player((str(program(tmp_path, "own", "exit 3")),), tmp_path)
        player.play(episode, 0, 44_100)
        for _ in range(500):
            if said := player.failure():
                break
            time.sleep(0.02)
        assert said == "own ended with status 3 (name another player in AUDIOBRIEF_PLAYER)"
        assert player.failure() is None

    def test_an_episode_that_is_gone_is_said(self, tmp_path: Path) -> None:
        player = Player((str(program(tmp_path, "own")),), tmp_path)
        with pytest.raises(EpisodeError, match=r"cannot be played: .* \(render it again\)"):
            player.play(tmp_path / "x.mp3", 0, 44_100)
