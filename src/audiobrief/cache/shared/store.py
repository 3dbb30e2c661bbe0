"""A store of cache entries that several machines share. Whatever happens to it, a render goes on without it."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager

from audiobrief.cache.shared.availability import Availability, UnavailableError
from audiobrief.cache.shared.backend import Backend
from audiobrief.cache.shared.claims import Claim, claim_or_wait, new_token
from audiobrief.cache.shared.limits import prune
from audiobrief.cache.shared.sealing import seal, unseal

_LOG = logging.getLogger(__name__)
_UPLOADS = 4
"""Files that are written at the same time."""
_MOST_PENDING = 32
"""Files that wait to be written; with more, the program that makes them waits."""
_PRUNING_SHARE = 0.05
"""The part of the limit after which, on average, the store is pruned once by one of those who write into it."""
_ABOUT = "audiobrief-store.txt"
_ABOUT_TEXT = b"""\
A shared store of audiobrief: spoken clips, and encoded parts of episodes. All of it can be made again, and you may
delete it at any time. To make it smaller: audiobrief cache prune --store ADDRESS --to SIZE
"""


class SharedStore:
    """Reads and writes entries by their paths, which contain their keys. Its methods may be called by several threads.

    Entries are written in the background; `finish` waits for that.
    """

    def __init__(self, backend: Backend, most_bytes: int, layer: str) -> None:
        """Use a store.

        Args:
            backend: where it is.
            most_bytes: the size above which the entries unused for longest are deleted.
            layer: the name of the local layer through which it is used; empty if it has none.
        """
        self.name = backend.name
        self._backend = backend
        self._most_bytes = most_bytes
        self._layer = layer
        self._availability = Availability(self.name)
        self._executor = ThreadPoolExecutor(_UPLOADS, thread_name_prefix="share")
        self._pending = threading.BoundedSemaphore(_MOST_PENDING)
        self._jobs: list[Future[None]] = []
        self._uploads: dict[str, Future[None]] = {}
        """The jobs that write entries, by the entries' paths."""
        self._lock = threading.Lock()
        self._damaged: set[str] = set()
        self._written_bytes = 0

    def introduce(self) -> None:
        """Write a file that says what the store is; if that fails, a warning is logged."""
        self._succeeds(lambda: self._backend.write(_ABOUT, _ABOUT_TEXT))

    def get(self, path: str) -> bytes | None:
        """Return the content of an entry; None if there is none, it is damaged, or the store cannot be read."""
        try:
            file = self._availability.read(lambda: self._backend.read(path))
        except UnavailableError:
            return None
        if file is None:
            return None
        sealed = unseal(path, file)
        if sealed is None:
            self.report_damage(path)
            return None
        if sealed.is_old:
            self.put(path, sealed.content)
        return sealed.content

    def report_damage(self, path: str) -> None:
        """Warn once that an entry is damaged."""
        if path not in self._damaged:
            self._damaged.add(path)
            _LOG.warning("%s/%s is damaged and is made again", self.name, path)

    def put(self, path: str, content: bytes) -> None:
        """Begin to write an entry; that it cannot be written is only logged."""
        self._pending.acquire()
        upload = self._submit(self._write, path, content)
        with self._lock:
            self._uploads[path] = upload

    def _submit(self, action: Callable[..., None], *arguments: object) -> Future[None]:
        """Begin something in the background."""
        job = self._executor.submit(action, *arguments)
        with self._lock:
            self._jobs = [each for each in self._jobs if not each.done()] + [job]
            self._uploads = {path: upload for path, upload in self._uploads.items() if not upload.done()}
        return job

    def _write(self, path: str, content: bytes) -> None:
        file = seal(path, content)
        try:
            if self._succeeds(lambda: self._backend.write(path, file)):
                with self._lock:
                    self._written_bytes += len(file)
        finally:
            self._pending.release()

    def _succeeds(self, action: Callable[[], object]) -> bool:
        """Change something in the store, and return whether that could be done."""
        try:
            self._availability.write(action)
        except UnavailableError:
            return False
        return True

    @contextmanager
    def claimed(self, path: str, *, is_alone: bool) -> Iterator[bytes | None]:
        """Yield an entry as soon as another program has made it; None if the caller has to make it.

        Until the end of the block, and until the entry is written, no other program makes it.

        Args:
            path: the entry's path.
            is_alone: whether no other program uses the local layer for this entry.
        """
        claim = content = None
        token = new_token(self._layer)
        try:
            while claim is None and content is None:
                claim = self._availability.write(lambda: claim_or_wait(path, self._backend, token, is_alone=is_alone))
                content = self.get(path)
        except UnavailableError:
            content = None
        try:
            yield content
        finally:
            if claim is not None:
                with self._lock:
                    upload = self._uploads.get(path)
                self._submit(self._release, claim, upload)

    def _release(self, claim: Claim, upload: Future[None] | None) -> None:
        """Delete a claim, once its entry is written: that was begun before, and so is not behind this in the queue."""
        if upload is not None:
            upload.result()
        self._availability.clean_up(lambda: self._backend.remove(claim.paths))

    def finish(self) -> None:
        """Wait until all entries are written, and sometimes delete those unused for longest that exceed the limit.

        How often follows from what was written: after a twentieth of the limit, on average over all programs.
        """
        with self._lock:
            jobs = tuple(self._jobs)
        wait(jobs)
        with self._lock:
            written, self._written_bytes = self._written_bytes, 0
        # Chance needs no agreement between programs.
        if written and random.random() * _PRUNING_SHARE * self._most_bytes < written:  # noqa: S311 - no secret
            self._availability.clean_up(lambda: prune(self._backend, self._most_bytes))

    def close(self) -> None:
        """Wait until all entries are written."""
        self.finish()
        self._executor.shutdown()
