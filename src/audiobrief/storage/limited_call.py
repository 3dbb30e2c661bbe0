"""Calls of functions in child processes with limits of time and memory, for input that may be made to use up both.

The function, its arguments and its result are pickled. This module is also the program of the child.
"""

from __future__ import annotations

import errno
import logging
import os
import pickle
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from audiobrief.errors import AudiobriefError, ProgramTimeoutError
from audiobrief.storage import processes

_LOG = logging.getLogger(__name__)
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_RESULT, _ERROR, _MEMORY, _FAULT = range(4)
_ADDRESSES = 8
"""Multiple of the memory; libraries reserve addresses that they never use."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The time and memory that a call may take."""

    seconds: float
    """By the clock."""
    bytes: int
    """Of memory; on Windows, there is no limit."""

    @property
    def megabytes(self) -> int:
        """The memory in MB."""
        return self.bytes // 1_000_000


class LimitError(Exception):
    """A call took more time or memory than it may; the message says how much: `more than 20 s`."""


def call_limited(
    limits: Limits, function: Callable[_Arguments, _Result], *arguments: _Arguments.args, **named: _Arguments.kwargs
) -> _Result:
    """Call a function in a child process, and return its result.

    Raises:
        LimitError: it took too much.
        AudiobriefError: as the function raises it.
        RuntimeError: the function raised another error.
    """
    program = [sys.executable, "-P", "-m", "audiobrief.storage.limited_call", str(limits.bytes)]
    question = pickle.dumps((function, arguments, named))
    try:
        status, answer, messages = processes.run(program, timeout=limits.seconds, content=question)
    except ProgramTimeoutError as error:
        raise LimitError(f"more than {limits.seconds:g} s") from error
    if status < 0 or "MemoryError" in messages:  # libraries in C may end the process where they get no memory
        raise LimitError(f"more than {limits.megabytes} MB of memory")
    if status != 0:
        raise RuntimeError(messages)
    kind, value = pickle.loads(answer)  # noqa: S301 - written by the child below
    if kind == _ERROR:
        raise _rebuilt(*value)
    if kind == _MEMORY:
        raise LimitError(f"more than {limits.megabytes} MB of memory")
    if kind == _FAULT:
        what, trace = value
        _LOG.debug("in the child process: %s", trace)
        raise RuntimeError(what)
    result: _Result = value
    return result


def _rebuilt(kind: type[AudiobriefError], arguments: tuple[object, ...], values: dict[str, object]) -> AudiobriefError:
    """Return an error as it was raised; `__init__` may take other arguments than the error keeps."""
    error = kind.__new__(kind)
    error.args = arguments
    error.__dict__.update(values)
    return error


def _outcome(function: Callable[..., object], arguments: tuple[Any, ...], named: dict[str, Any]) -> tuple[int, object]:
    try:
        return _RESULT, function(*arguments, **named)
    except AudiobriefError as error:
        return _ERROR, (type(error), error.args, error.__dict__)
    except MemoryError:
        return _MEMORY, None
    except Exception as error:  # noqa: BLE001 - the parent raises it
        if isinstance(error, OSError) and error.errno == errno.ENOMEM:
            return _MEMORY, None
        return _FAULT, (f"{type(error).__name__}: {error}", traceback.format_exc())


def _limit_memory(most: int) -> None:
    """Limit the memory of this process, by what its system has for that."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for kind, size in ((resource.RLIMIT_DATA, most), (resource.RLIMIT_AS, _ADDRESSES * most)):
        with suppress(ValueError, OSError):  # more than that is in use already, as on macOS
            resource.setrlimit(kind, (size, size))


def main() -> None:
    """Answer the question on standard input on standard output."""
    output = os.dup(1)
    os.dup2(2, 1)  # a library that prints must not write into the answer
    _limit_memory(int(sys.argv[1]))
    question = sys.stdin.buffer.read()
    try:
        answer = pickle.dumps(_outcome(*pickle.loads(question)))  # noqa: S301 - written by the parent above
    except MemoryError:
        answer = pickle.dumps((_MEMORY, None))
    with os.fdopen(output, "wb") as stream:
        stream.write(answer)
    os._exit(0)  # taking large values apart takes long


if __name__ == "__main__":
    main()
