"""Playing a finished episode from a place on, by a program that is there."""

from __future__ import annotations

import shlex
import shutil
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from audiobrief.errors import EpisodeError, PlayerError
from audiobrief.mp3.frames import ENCODER_DELAY, split_frames
from audiobrief.storage import files
from audiobrief.storage.processes import Background
from audiobrief.timeline.timeline import FRAME

__all__ = ["VARIABLE", "Player", "find_player", "frames_from"]

VARIABLE = "AUDIOBRIEF_PLAYER"
"""The environment variable that names another player: a command line, which is given the file as its last word."""
_TABLE = Path(__file__).with_name("players.toml")
_TAG_HEAD = 10
"""Bytes at the head of an ID3 tag; the last four are its length, 7 bits each (ID3v2.4.0, 3.1)."""


@cache
def _known() -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return tuple((entry["name"], tuple(entry["arguments"])) for entry in table["player"])


def find_player(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the command that plays a file: the one that is named, or the first that is there.

    Raises:
        PlayerError: there is none.
    """
    try:
        named = tuple(shlex.split(environment.get(VARIABLE, "")))
    except ValueError as error:
        raise PlayerError(f"{VARIABLE} is no command: {str(error).lower()} (correct its quotes)") from error
    known = (named,) if named else (((name, *arguments)) for name, arguments in _known())
    for name, *arguments in known:
        program = shutil.which(name, path=environment.get("PATH"))
        if program is not None:
            return program, *arguments
    if named:
        raise PlayerError(f"there is no program '{named[0]}', which {VARIABLE} names (correct it, or unset it)")
    raise PlayerError(
        f"there is no program that plays sound (install ffmpeg, which has ffplay, or mpv; or name one in {VARIABLE})"
    )


class Player:
    """Plays one thing at a time."""

    def __init__(self, command: tuple[str, ...], scratch: Path) -> None:
        """Take the command, and a folder for the file that it plays."""
        self._command = command
        self._scratch = scratch
        self._playing: Background | None = None

    def play(self, audio: Path, seconds: float, sample_rate: int) -> None:
        """Play a finished MP3 from a place on; what is still played ends.

        Raises:
            EpisodeError: the file cannot be read.
            OutputError: there is no room for what is played.
            ProgramError: the player cannot be started.
        """
        self.end()
        try:
            content = audio.read_bytes()
            frames = frames_from(content, round(seconds * sample_rate))
        except (OSError, ValueError) as error:
            raise EpisodeError(f"{audio} cannot be played: {error} (render it again)") from error
        # Cut out, since not every player can begin in the middle of a file. The name is a new one each time, for a
        # player that has the file before open.
        path = self._scratch / "played.mp3"
        path.unlink(missing_ok=True)
        files.write_bytes(path, frames)
        self._playing = Background((*self._command, str(path)))

    def failure(self) -> str | None:
        """Tell once of a player that could not play; None where all is well."""
        if self._playing is None or (status := self._playing.status()) is None:
            return None
        self.end()
        name = Path(self._command[0]).name
        return f"{name} ended with status {status} (name another player in {VARIABLE})" if status else None

    def end(self) -> None:
        """Play no more."""
        if self._playing is not None:
            self._playing.end()
            self._playing = None


def frames_from(content: bytes, sample: int) -> bytes:
    """Return an MP3 file of which the first frame is the one before a sample's; without tags.

    Args:
        content: a file as `render` writes it: a tag, a frame that describes it, and frames that need no other.
        sample: of the sound.

    Raises:
        ValueError: it is no such file.
    """
    start = 0
    if content.startswith(b"ID3") and len(content) >= _TAG_HEAD:
        first, second, third, fourth = content[6:_TAG_HEAD]
        start = _TAG_HEAD + (first << 21 | second << 14 | third << 7 | fourth)
    frames = split_frames(content[start:])[1:]
    # A decoder gives half of a frame's sound together with the frame after it.
    return b"".join(frames[max(0, (sample + ENCODER_DELAY) // FRAME - 1) :])
