"""The one place where other programs are started: argument lists, never a shell, never left behind.

ffmpeg comes with the imageio-ffmpeg wheel; nothing has to be on the PATH. A `Child` is a program that answers
lines with lines, and is killed with all it started when it takes too long.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import queue
import re
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from audiobrief.errors import ProgramError

__all__ = ["Background", "Child", "ChildDiedError", "ChildHungError", "ffmpeg_program", "read_pieces", "run"]

_LOG = logging.getLogger(__name__)
_MOST_ERROR_TEXT = 4000
_MOST_ERROR_LINES = 20


def ffmpeg_program() -> str:
    """Return the path of the ffmpeg that is used.

    Raises:
        ProgramError: the wheel that carries it is not there or has none for this machine.
    """
    import imageio_ffmpeg

    try:
        program: str = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise ProgramError("ffmpeg is missing (python -m pip install --force-reinstall imageio-ffmpeg)") from error
    return program


def _popen(arguments: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    _LOG.debug("running %s", shlex.join(arguments))
    try:
        # A session of its own: an interrupt reaches this program alone, which then ends the other.
        return subprocess.Popen(arguments, start_new_session=True, **options)  # noqa: S603 - a list built here, no shell
    except OSError as error:
        raise ProgramError(
            f"{Path(arguments[0]).name} cannot be started: {error.strerror} (reinstall audiobrief)"
        ) from error


def _end(process: subprocess.Popen[bytes], *readers: threading.Thread) -> None:
    """End a process and all it started, at once; its pipes are closed when their readers have come to the end."""
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                process.kill()
    process.wait()
    for reader in readers:
        reader.join(timeout=5)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            try:
                stream.close()
            except OSError as error:
                _LOG.debug("closing a pipe: %s", error)


def run(arguments: Sequence[str], *, timeout: float, content: bytes | None = None) -> tuple[int, bytes, str]:
    """Run a program to its end.

    Args:
        arguments: the program and its arguments.
        content: what it reads from its standard input.
        timeout: seconds after which it is killed.

    Returns:
        Its exit status, its output, and the end of what it said on standard error.

    Raises:
        ProgramError: it could not be started or took too long.
    """
    given = subprocess.DEVNULL if content is None else subprocess.PIPE
    process = _popen(arguments, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        output, errors = process.communicate(content, timeout=timeout)
    except subprocess.TimeoutExpired as error:
        raise ProgramError(f"{Path(arguments[0]).name} took longer than {timeout:g} s (try again)") from error
    finally:
        _end(process)
    return process.returncode, output, errors.decode("utf-8", "replace")[-_MOST_ERROR_TEXT:]


class _ErrorReader:
    """Reads a program's standard error beside its work, so that it never waits for a reader."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.lines: list[str] = []
        self._stream = stream
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        for line in self._stream:
            self.lines.append(line.decode("utf-8", "replace").strip())
            del self.lines[:-_MOST_ERROR_LINES]

    def join(self) -> None:
        """Wait for the last line; the program must have ended."""
        self.thread.join(timeout=5)


def read_pieces(arguments: Sequence[str], size: int) -> Iterator[bytes]:
    """Run a program and give its output in pieces of `size` bytes, the last one shorter.

    Raises:
        ProgramError: it ended with a status other than 0; the text is the end of what it said.
    """
    process = _popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    errors = _ErrorReader(process.stderr)
    try:
        while piece := process.stdout.read(size):
            yield piece
        process.wait()
        errors.join()
        if process.returncode != 0:
            raise ProgramError(_last_line(errors.lines))
    finally:
        _end(process, errors.thread)


def _last_line(lines: list[str]) -> str:
    said = next((line for line in reversed(lines) if line), "it said nothing")
    return re.sub(r"^(\[[^]]* @ 0x[0-9a-f]+\] *)+", "", said)


class Background:
    """A program that runs beside this one, and is not listened to."""

    def __init__(self, arguments: Sequence[str]) -> None:
        """Start it.

        Raises:
            ProgramError: it cannot be started.
        """
        nothing = subprocess.DEVNULL
        self._process = _popen(arguments, stdin=nothing, stdout=nothing, stderr=nothing)

    def status(self) -> int | None:
        """Return its exit status; None while it runs."""
        return self._process.poll()

    def end(self) -> None:
        """End it and all it started."""
        _end(self._process)


class ChildDiedError(Exception):
    """The child ended before it answered."""


class ChildHungError(Exception):
    """The child did not answer in time; it has been killed."""


class Child:
    """A program that reads lines of JSON and answers each with one; several threads may ask it at once.

    A question carries an `id`, and the answer to it the same one. A program that answers in the order in which it
    is asked may leave the `id` out.
    """

    def __init__(self, arguments: Sequence[str], environment: dict[str, str] | None = None) -> None:
        self._process = _popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
        )
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, queue.SimpleQueue[dict[str, Any] | None]] = {}
        self._readable = True
        self._ended = False
        assert self._process.stderr is not None
        self._errors = _ErrorReader(self._process.stderr)
        self._reader = threading.Thread(target=self._read_answers, daemon=True)
        self._reader.start()

    def _read_answers(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            try:
                answer = json.loads(line)
            except ValueError:
                answer = None
            if not isinstance(answer, dict):
                self._readable = False
                break
            with self._lock:
                number = answer.pop("id", None) or next(iter(self._waiting), None)
                asked = self._waiting.pop(number, None) if number is not None else None
            if asked is not None:
                asked.put(answer)
        with self._lock:
            self._ended = True
            for asked in self._waiting.values():
                asked.put(None)

    def ask(self, question: dict[str, Any], *, timeout: float) -> dict[str, Any]:
        """Send a question and wait for its answer.

        Raises:
            ChildDiedError: it ended first.
            ChildHungError: `timeout` seconds went by.
        """
        assert self._process.stdin is not None
        answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        try:
            with self._lock:
                number = next(self._numbers)
                self._waiting[number] = answers
                if self._ended:
                    answers.put(None)
                else:
                    self._process.stdin.write(json.dumps({**question, "id": number}).encode() + b"\n")
                    self._process.stdin.flush()
            answer = answers.get(timeout=timeout)
        except queue.Empty:
            self.close()
            raise ChildHungError(f"no answer within {timeout:g} s") from None
        except (BrokenPipeError, ValueError):
            answer = None
        if answer is None:
            self.close()
            raise ChildDiedError(_last_line(self._errors.lines) if self._readable else "its answer cannot be read")
        return answer

    def close(self) -> None:
        """End the child and all it started."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            try:
                self._process.stdin.close()
            except OSError as error:
                _LOG.debug("closing a pipe: %s", error)
        _end(self._process, self._reader, self._errors.thread)
