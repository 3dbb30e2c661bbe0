"""Attempts at something that may fail: bounded retries, and after them a pause in which nothing is tried."""

from __future__ import annotations

import errno
import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from audiobrief.storage.place_address import failure_reason

_LOG = logging.getLogger(__name__)
_RETRY_PAUSES = (0.2, 1.0)
"""Seconds before the second and the third attempt."""
_FIRST_PAUSE, _LONGEST_PAUSE = 60.0, 600.0
"""Seconds in which nothing is tried, after the first failure and at most."""
_LASTING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR})
"""Errors that a second attempt does not change."""
Result = TypeVar("Result")


class UnavailableError(Exception):
    """It failed, or is not tried now; the caller goes on without."""


class Availability:
    """Run actions on a store: retry them, and pause after failures.

    A store that cannot be read is left out; one that cannot be written is still read.
    """

    def __init__(self, name: str) -> None:
        """Prepare it; `name` is the store's, for messages."""
        self._name = name
        self._lock = threading.Lock()
        self._reading, self._writing = _Pause(), _Pause()
        self._has_warned = False

    def read(self, action: Callable[[], Result]) -> Result:
        """Return the result of an action that reads, which is tried three times.

        Raises:
            UnavailableError: it failed each time, which is warned of once until one succeeds; or one failed a short
                time ago.
        """
        return self._attempt(action, self._reading, "not used")

    def write(self, action: Callable[[], Result]) -> Result:
        """Do the same for an action that writes, unless the store is left out."""
        if self._reading.is_on():
            raise UnavailableError
        return self._attempt(action, self._writing, "only read")

    def clean_up(self, action: Callable[[], object]) -> None:
        """Delete something, which needs no room, unless the store is left out; that it fails is only logged.

        If there is no answer in time, the store is left out, so that a program does not end late.
        """
        if self._reading.is_on():
            return
        try:
            action()
        except TimeoutError as error:
            self._fail(error, self._reading, "not used")
        except Exception as error:  # noqa: BLE001 - each file system has errors of its own
            _LOG.info("something is left in the shared store %s: %s", self._name, failure_reason(error))

    def _attempt(self, action: Callable[[], Result], pause: _Pause, consequence: str) -> Result:
        if pause.is_on():
            raise UnavailableError
        for seconds in (*_RETRY_PAUSES, None):
            try:
                result = action()
            except Exception as error:
                if seconds is None or _is_lasting(error):
                    self._fail(error, pause, consequence)
                    raise UnavailableError from error
                time.sleep(seconds)
            else:
                self._succeed(pause)
                return result
        raise AssertionError("the last attempt returns or raises")

    def _fail(self, error: Exception, pause: _Pause, consequence: str) -> None:
        with self._lock:
            if pause.is_on():
                return  # other threads have failed at the same time
            pause.begin()
            level = logging.INFO if self._has_warned else logging.WARNING
            self._has_warned = True
        reason = failure_reason(error)
        if isinstance(error, FileNotFoundError):
            consequence, reason = "not used", "there is no such folder or bucket"
        what = f"the shared store {self._name} is {consequence} for now: {reason}"
        _LOG.log(level, "%s (%s)", what, _advice(error))

    def _succeed(self, pause: _Pause) -> None:
        if pause.failures:
            with self._lock:
                pause.failures = 0
                self._has_warned = bool(self._reading.failures or self._writing.failures)


class _Pause:
    """The time in which something that has failed is not tried; longer with each failure."""

    def __init__(self) -> None:
        self.failures = 0
        """Failures since the last success."""
        self._until = 0.0

    def is_on(self) -> bool:
        return time.monotonic() < self._until

    def begin(self) -> None:
        self._until = time.monotonic() + min(_FIRST_PAUSE * 2**self.failures, _LONGEST_PAUSE)
        self.failures += 1


def _advice(error: Exception) -> str:
    """Return what a user can do about a failure."""
    code = error.errno if isinstance(error, OSError) else None
    if code in {errno.ENOSPC, errno.EDQUOT}:
        return "free some space there"
    if isinstance(error, FileNotFoundError):
        return "make it, or mount it"
    if isinstance(error, NotADirectoryError):
        return "check the address: it, and what audiobrief makes in it, must be folders"
    if isinstance(error, PermissionError) or code == errno.EROFS:
        return "check the rights and the keys"
    return "check the address, the keys and the rights"


def _is_lasting(error: Exception) -> bool:
    """Return whether a further attempt would fail as well, or would take too long."""
    return isinstance(error, PermissionError | TimeoutError) or (
        isinstance(error, OSError) and (isinstance(error, FileNotFoundError) or error.errno in _LASTING)
    )
