"""Watching a script: its files are polled for changes, and what was rendered is played by a program of the machine.

A poll costs some microseconds a file. It sees what editors do (files written in place, renamed over others, gone for a
moment) on every file system, also on network drives, whose changes the operating system does not report.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from audiobrief.errors import EpisodeError, PlayerError
from audiobrief.mp3.frames import ENCODER_DELAY, split_frames
from audiobrief.storage import files
from audiobrief.storage.processes import Background
from audiobrief.timeline.timeline import FRAME

POLLS_PER_SECOND = 40
"""Polls per second while nothing changes."""
_LONGEST_ABSENCE = POLLS_PER_SECOND
"""Polls after which a file that was there before counts as deleted: a second."""
_LONGEST_BURST = 2 * POLLS_PER_SECOND
"""Polls after which changes count as complete, even if more keep coming."""
VARIABLE = "AUDIOBRIEF_PLAYER"
"""The environment variable that names another player: a command line, to which the file is added."""
_PLAYERS = (
    ("ffplay", "-nodisp", "-autoexit", "-hide_banner", "-loglevel", "error"),
    ("mpv", "--no-video", "--no-terminal"),
    ("cvlc", "--play-and-exit", "--quiet"),
    ("afplay",),
    ("mpg123", "-q"),
    ("paplay",),
)
"""Commands that play a sound file, the best first; the file is their last argument."""
_TAG_HEAD = 10
"""Bytes at the head of an ID3 tag; the last four are its length, 7 bits each (ID3v2.4.0, 3.1)."""

FileState = tuple[int, int, int]
"""A file's inode, its size in bytes, and its modification time in nanoseconds."""


def file_states(paths: Iterable[Path]) -> dict[Path, FileState | None]:
    """Return the state of files; None for one that is not there."""
    return {path: _state(path) for path in paths}


def _state(path: Path) -> FileState | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def wait_for_change(
    known: Mapping[Path, FileState | None],
    rest: Callable[[], None],
    states: Callable[[Iterable[Path]], dict[Path, FileState | None]] = file_states,
) -> None:
    """Return when files have changed, and have not changed again since the last poll; `rest` waits for the next one."""
    while True:
        now = states(known)
        while now == known:
            rest()
            now = states(known)
        for polls in range(_LONGEST_BURST):
            rest()
            before, now = now, states(known)
            missing = any(known[path] is not None and state is None for path, state in now.items())
            if now == before and (not missing or polls >= _LONGEST_ABSENCE):
                break
        if now != known:
            return


def find_player(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the command that plays a file: the one that is named, or the first that is installed.

    Raises:
        PlayerError: there is none.
    """
    try:
        named = tuple(shlex.split(environment.get(VARIABLE, "")))
    except ValueError as error:
        raise PlayerError(f"{VARIABLE} is no command: {str(error).lower()} (correct its quotes)") from error
    for name, *arguments in (named,) if named else _PLAYERS:
        program = shutil.which(name, path=environment.get("PATH"))
        if program is not None:
            return program, *arguments
    if named:
        raise PlayerError(f"there is no program '{named[0]}', which {VARIABLE} names (correct it, or unset it)")
    raise PlayerError(
        f"there is no program that plays sound (install ffmpeg, which has ffplay, or mpv; or name one in {VARIABLE})"
    )


class Player:
    """Plays one file at a time."""

    def __init__(self, command: tuple[str, ...], scratch: Path) -> None:
        """Create a player from its command, and a folder for the file that it plays."""
        self._command = command
        self._scratch = scratch
        self._playing: Background | None = None

    def play(self, audio: Path, seconds: float, sample_rate: int) -> None:
        """Play a finished MP3 from a position, in place of what is being played.

        Raises:
            EpisodeError: the file cannot be read.
            OutputError: the file to play could not be written.
            ProgramError: the player cannot be started.
        """
        self.end()
        try:
            content = audio.read_bytes()
            frames = frames_from(content, round(seconds * sample_rate))
        except (OSError, ValueError) as error:
            raise EpisodeError(f"{audio} cannot be played: {error} (render it again)") from error
        # A file of its own, since not every player can start in the middle of one.
        path = self._scratch / "played.mp3"
        path.unlink(missing_ok=True)
        files.write_bytes(path, frames)
        self.play_file(path)

    def play_file(self, audio: Path) -> None:
        """Play a file from its start, in place of what is being played.

        Raises:
            ProgramError: the player cannot be started.
        """
        self.end()
        self._playing = Background((*self._command, str(audio)))

    def failure(self) -> str | None:
        """Return once why the player failed; None if it has not."""
        if self._playing is None or (status := self._playing.status()) is None:
            return None
        self.end()
        name = Path(self._command[0]).name
        return f"{name} ended with status {status} (name another player in {VARIABLE})" if status else None

    def end(self) -> None:
        """Stop playing."""
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
