"""Worker processes of this machine, as an `Executor`: what ends or hangs a worker fails alone."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, TypeVar, cast

from audiobrief.errors import AudiobriefError
from audiobrief.storage.processes import Child, ChildDiedError, ChildHungError

Result = TypeVar("Result")
_ARENAS = "MALLOC_ARENA_MAX"
"""The variable that sets the number of glibc's arenas (mallopt(3)).

With one for all threads of a worker, freed memory is used again by the next script; with several, a worker took 125 MB
instead of 89 MB after ten scripts.
"""


class WorkerError(AudiobriefError):
    """A worker did not answer; its message says why."""


class WorkerEndedError(WorkerError):
    """A worker ended while it worked; the task may not be to blame."""


class WorkerPool(Executor):
    """Worker processes that are started when they are first used, and again after they have ended."""

    def __init__(self, workers: int, most_seconds: float) -> None:
        """Create it.

        Args:
            workers: the number of processes.
            most_seconds: the time after which a task's worker is ended.
        """
        self._most_seconds = most_seconds
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="worker")
        self._of_thread = threading.local()
        self._children: set[Child] = set()
        self._lock = threading.Lock()

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Call a function of a module, which takes one argument of plain JSON and returns the like, in a worker.

        The future raises:
            WorkerEndedError: the worker ended.
            WorkerError: the worker took too long, and was ended.
        """
        (argument,) = args
        assert not kwargs, "only one argument is passed on"
        return self._threads.submit(self._ask, fn, argument)

    def _ask(self, function: Callable[..., Result], argument: object) -> Result:
        child = self._child()
        try:
            answer = child.ask(
                {"function": f"{function.__module__}:{function.__qualname__}", "argument": argument},
                timeout=self._most_seconds,
            )
        except ChildHungError as error:
            self._drop(child)
            raise WorkerError(
                f"it took longer than {self._most_seconds:g} s (AUDIOBRIEF_TASK_SECONDS sets another limit)"
            ) from error
        except ChildDiedError as error:
            self._drop(child)
            raise WorkerEndedError(f"its worker process ended: {error}") from error
        return cast("Result", answer["result"])

    def _child(self) -> Child:
        child: Child | None = getattr(self._of_thread, "child", None)
        if child is None:
            arenas = {_ARENAS: os.environ.get(_ARENAS, "1")}
            child = Child([sys.executable, "-P", "-m", "audiobrief.archive.workers.process"], arenas)
            self._of_thread.child = child
            with self._lock:
                self._children.add(child)
        return child

    def _drop(self, child: Child) -> None:
        self._of_thread.child = None
        with self._lock:
            self._children.discard(child)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers; tasks that they work on fail."""
        self._threads.shutdown(wait=False, cancel_futures=cancel_futures)
        with self._lock:
            children = tuple(self._children)
        for child in children:
            child.close()
        self._threads.shutdown(wait=wait)
