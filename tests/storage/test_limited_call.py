"""A function is called in a child process, and ended where it takes too much time or memory."""

from __future__ import annotations

import operator
import sys
import time
from pathlib import Path

import pytest

from audiobrief.errors import SoundError
from audiobrief.script.files import resolve_file
from audiobrief.storage.limited_call import LimitError, Limits, call_limited

LIMITS = Limits(seconds=20, bytes=200_000_000)


def test_the_result_is_returned() -> None:
    assert call_limited(LIMITS, operator.add, "a", "b") == "ab"
    assert call_limited(LIMITS, sorted, [1, 2], reverse=True) == [2, 1]


def test_what_it_prints_does_not_harm_the_result() -> None:
    assert call_limited(LIMITS, print, "text") is None


def test_an_error_is_raised_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(SoundError) as caught:
        call_limited(LIMITS, resolve_file, "nothing.wav", tmp_path / "a.yaml", tmp_path)
    assert caught.value.what == "there is no file 'nothing.wav'"
    assert str(caught.value).endswith(f"({caught.value.advice})")


def test_a_fault_keeps_its_text() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError: integer division or modulo by zero"):
        call_limited(LIMITS, divmod, 1, 0)


def test_it_is_ended_after_its_time() -> None:
    start = time.monotonic()
    with pytest.raises(LimitError, match=r"^more than 1 s$"):
        call_limited(Limits(1, 200_000_000), time.sleep, 60)
    assert time.monotonic() - start < 10


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit the memory of a process")
def test_it_is_ended_where_it_takes_too_much_memory() -> None:
    with pytest.raises(LimitError, match=r"^more than 200 MB of memory$"):
        call_limited(LIMITS, operator.mul, b"x", 300_000_000)
