"""Running of other programs, always without a shell, and never longer than this program.

ffmpeg is included in the imageio-ffmpeg wheel; nothing has to be on the PATH. A `Child` is a program that answers lines
of JSON with lines of JSON, and is killed with its own children if it takes too long.
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
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import IO, Any

from audiobrief.errors import ProgramError, ProgramTimeoutError

_LOG = logging.getLogger(__name__)
_MOST_ERROR_TEXT = 4000
_MOST_ERROR_LINES = 20
_READER_SECONDS = 5.0
"""Seconds to wait for the end of a program's output once it was killed."""


def ffmpeg_program() -> str:
    """Return the path of ffmpeg.

    Raises:
        ProgramError: the wheel that includes it is missing, or has no ffmpeg for this system.
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
        # In a session of its own, it does not receive the terminal's interrupt; this program ends it.
        return subprocess.Popen(arguments, start_new_session=True, **options)  # noqa: S603 - a list built here, no shell
    except OSError as error:
        raise ProgramError(
            f"{Path(arguments[0]).name} cannot be started: {error.strerror} (reinstall audiobrief)"
        ) from error


def _end(process: subprocess.Popen[bytes], *readers: threading.Thread) -> None:
    """Kill a process and its children, and close its pipes once their readers are done."""
    # Its number is not free before it is waited for; until then, its children can be ended by it, too.
    if process.returncode is None:
        if sys.platform == "win32":
            process.kill()
        else:
            with suppress(ProcessLookupError, PermissionError):  # macOS refuses it where only the ended process is left
                os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + _READER_SECONDS
    for reader in readers:
        reader.join(timeout=max(0.0, deadline - time.monotonic()))
    if any(reader.is_alive() for reader in readers):
        _LOG.warning("a program that was started by a child of audiobrief does not end")
        return  # a stream cannot be closed while it is read
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
        timeout: seconds after which it is killed.
        content: its standard input.

    Returns:
        Its exit status, its standard output, and the end of its standard error.

    Raises:
        ProgramError: it could not be started or took too long.
    """
    stdin = subprocess.DEVNULL if content is None else subprocess.PIPE
    process = _popen(arguments, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        output, errors = process.communicate(content, timeout=timeout)
    except subprocess.TimeoutExpired as error:
        raise ProgramTimeoutError(f"{Path(arguments[0]).name} took longer than {timeout:g} s (try again)") from error
    finally:
        _end(process)
    return process.returncode, output, errors.decode("utf-8", "replace")[-_MOST_ERROR_TEXT:]


class _ErrorReader:
    """Reads a program's standard error in a thread, so that the program never has to wait."""

    def __init__(self, stream: IO[bytes], on_line: Callable[[str], object] = lambda _line: None) -> None:
        self.lines: list[str] = []
        self._stream = stream
        self._on_line = on_line
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        for line in self._stream:
            text = line.decode("utf-8", "replace")
            self._on_line(text)
            self.lines.append(text.strip())
            del self.lines[:-_MOST_ERROR_LINES]

    def join(self) -> None:
        """Wait for the last line of a program that has ended."""
        self.thread.join(timeout=5)


def read_pieces(
    arguments: Sequence[str],
    size: int,
    timeout: float | None = None,
    on_error_line: Callable[[str], object] = lambda _line: None,
) -> Iterator[bytes]:
    """Run a program, and yield its output in pieces.

    Args:
        arguments: the program and its arguments.
        size: bytes of a piece; the last may be shorter.
        timeout: seconds after which it is killed; None for no limit.
        on_error_line: called with each line of its standard error, in another thread; all of them before the
            iterator ends.

    Raises:
        ProgramError: it ended with a status other than 0; the message is the last line of its standard error.
        ProgramTimeoutError: it took too long.
    """
    process = _popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    errors = _ErrorReader(process.stderr, on_error_line)
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        process.kill()

    timer = threading.Timer(timeout or 0, expire)
    if timeout is not None:
        timer.start()
    try:
        while piece := process.stdout.read(size):
            yield piece
        process.wait()
        errors.join()
        if expired.is_set():
            raise ProgramTimeoutError(f"{Path(arguments[0]).name} took longer than {timeout:g} s (try again)")
        if process.returncode != 0:
            raise ProgramError(_last_line(errors.lines))
    finally:
        timer.cancel()
        _end(process, errors.thread)


def _last_line(lines: list[str]) -> str:
    last = next((line for line in reversed(lines) if line), "no message")
    return re.sub(r"^(\[[^]]* @ 0x[0-9a-f]+\] *)+", "", last)


class Background:
    """A program that runs in the background; its output is ignored, or written to a file."""

    def __init__(self, arguments: Sequence[str], output: Path | None = None) -> None:
        """Start it.

        Args:
            arguments: the program and its arguments.
            output: a file that gets its standard output and its messages; None to ignore them.

        Raises:
            ProgramError: it cannot be started.
        """
        null = subprocess.DEVNULL
        with output.open("wb") if output is not None else nullcontext(null) as stream:
            errors = null if output is None else subprocess.STDOUT
            self._process = _popen(arguments, stdin=null, stdout=stream, stderr=errors)

    def status(self) -> int | None:
        """Return its exit status; None while it runs."""
        return self._process.poll()

    def end(self) -> None:
        """Kill it and its children."""
        _end(self._process)


class ChildDiedError(Exception):
    """The child ended before it answered."""


class ChildHungError(Exception):
    """The child did not answer in time; it has been killed."""


class Child:
    """A program that answers lines of JSON with lines of JSON; it may be used by several threads.

    A question and its answer have the same `id`. A program that answers in order may omit the `id`.
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
        self._is_readable = True
        self._ended = False
        assert self._process.stderr is not None
        self._errors = _ErrorReader(self._process.stderr)
        self._reader = threading.Thread(target=self._read_answers, daemon=True)
        self._reader.start()
        self._questions: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_questions, daemon=True)
        self._writer.start()

    def _write_questions(self) -> None:
        """Write questions in a thread, since a child that does not read them must not block this program."""
        assert self._process.stdin is not None
        try:
            for question in iter(self._questions.get, None):
                self._process.stdin.write(question)
                self._process.stdin.flush()
        except (OSError, ValueError) as error:
            _LOG.debug("a child does not read: %s", error)
            self._end_waiting()

    def _read_answers(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            try:
                answer = json.loads(line)
            except ValueError:
                answer = None
            if not isinstance(answer, dict):
                self._is_readable = False
                break
            with self._lock:
                number = answer.pop("id", None) or next(iter(self._waiting), None)
                answers = self._waiting.pop(number, None) if number is not None else None
            if answers is not None:
                answers.put(answer)
        self._end_waiting()

    def _end_waiting(self) -> None:
        with self._lock:
            self._ended = True
            for answers in self._waiting.values():
                answers.put(None)

    def ask(self, question: dict[str, Any], *, timeout: float) -> dict[str, Any]:
        """Send a question and wait for its answer.

        Raises:
            ChildDiedError: the child ended without an answer.
            ChildHungError: there was no answer within `timeout` seconds.
        """
        answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        try:
            with self._lock:
                number = next(self._numbers)
                self._waiting[number] = answers
                if self._ended:
                    answers.put(None)
            self._send(question, number)
            answer = answers.get(timeout=timeout)
        except queue.Empty:
            self.close()
            raise ChildHungError(f"no answer within {timeout:g} s") from None
        if answer is None:
            self.close()
            raise ChildDiedError(_last_line(self._errors.lines) if self._is_readable else "its answer cannot be read")
        return answer

    def tell(self, question: dict[str, Any]) -> None:
        """Send a question whose answer, which has an `id`, is ignored."""
        self._send(question, next(self._numbers))

    def _send(self, question: dict[str, Any], number: int) -> None:
        self._questions.put(json.dumps({**question, "id": number}).encode() + b"\n")

    def close(self) -> None:
        """Kill the child and its own children."""
        self._questions.put(None)
        _end(self._process, self._reader, self._errors.thread, self._writer)
