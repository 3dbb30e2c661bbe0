"""A site on a server that speaks SFTP (draft-ietf-secsh-filexfer-02, the version that servers have).

Unfinished files have names that end in `.part`. Where the server cannot replace a file by a rename, the older file
steps aside first, so that no moment has neither of them for good: whoever reads next puts it back.
"""

from __future__ import annotations

import io
import logging
import posixpath
import random
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from threading import Event, Thread
from typing import IO, TYPE_CHECKING, Any

from audiobrief.errors import PlaceError
from audiobrief.publish.site.known_hosts import HostKeyDecision
from audiobrief.publish.site.place import LARGEST_FEED, LARGEST_RECORD, Upload
from audiobrief.publish.site.sftp_connection import IncompleteFileError, connection, place_errors, session
from audiobrief.storage import files
from audiobrief.storage.place_address import SftpAddress

if TYPE_CHECKING:
    from paramiko import SFTPAttributes, SFTPFile, SSHClient

_CLEANING_PATIENCE_S = 5
"""Seconds that are left for deleting an unfinished file after an error."""
_MOST_LINKS = 16
_MOST_ATTEMPTS = 20
_PAUSE_S = 0.1
"""Seconds between two attempts where another program may be replacing the same file."""
_PIECE = 1 << 15
"""Bytes that are read or written at once; every server takes as many in a packet."""
_ABANDONED_S = 24 * 60 * 60
"""Age of an unfinished file that nobody writes any more."""
_UNFINISHED = re.compile(r".+\.(?:[0-9a-f]{8}|older)\.part", re.DOTALL)
_LOG = logging.getLogger(__name__)


class Sftp:
    """Stores a site on an SFTP server; see `Place` for the methods."""

    has_exclusive_lock = False

    def __init__(self, name: str, client: SSHClient, root: str, work: Path, *, dry_run: bool) -> None:
        self.name = name
        self.work = work
        self._client = client
        self._root = root
        self._dry_run = dry_run
        self._can_replace = True
        """False once the server has refused `posix-rename@openssh.com`."""
        self._folders: set[str] = set()
        """Folders that exist."""
        self._written: set[str] = set()
        """Folders into which files were written."""
        with place_errors(name, "the place could not be reached"):
            self._files = session(client)

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder."""
        with self._reading(folder):
            try:
                return list(self._files.listdir(self._full_path(folder)))
            except FileNotFoundError:
                return []

    def read(self, path: str) -> bytes | None:
        """Return the content of a record."""
        content = io.BytesIO()
        return content.getvalue() if self._copy(path, LARGEST_RECORD, content) else None

    def fetch(self, path: str, target: Path) -> bool:
        """Copy a file to this machine."""
        with files.synced_file(target) as file:
            return self._copy(path, LARGEST_FEED, file)

    def has(self, path: str) -> bool:
        """Return whether a file exists."""
        with self._reading(path):
            attributes = self._attributes(self._full_path(path))
            return attributes is not None and _is_file(attributes)

    def holds(self, upload: Upload) -> bool:
        """Return whether the file exists and has this content: its size, and the digest in its path, or its bytes."""
        with self._reading(upload.path):
            attributes = self._attributes(self._full_path(upload.path))
        if attributes is None or not _is_file(attributes) or attributes.st_size != upload.size:
            return False
        return upload.named_by_content or self.read(upload.path) == upload.content()

    def put(self, upload: Upload) -> None:
        """Write a file under another name, and rename it; a link is followed."""
        with place_errors(self.name, f"{upload.path} could not be written"):
            final = self._behind_links(self._full_path(upload.path))
            folder = posixpath.dirname(final)
            self._make_folders(folder)
            self._written.add(folder)
            part = f"{final}.{token_hex(4)}.part"
            try:
                self._send(upload, part)
                self._replace(part, final)
            except BaseException:
                self._discard(part)
                raise

    def _send(self, upload: Upload, part: str) -> None:
        """Send a file in a thread: an interrupt in the middle of a packet would spoil the connection."""
        done: Future[None] = Future()
        stop = Event()

        def send() -> None:
            try:
                self._send_pieces(upload, part, stop)
            except BaseException as error:  # noqa: BLE001 - the waiting thread raises it
                done.set_exception(error)
            else:
                done.set_result(None)

        Thread(target=send, name="sftp", daemon=True).start()
        try:
            done.result()
        except BaseException:
            stop.set()
            wait([done], _CLEANING_PATIENCE_S)
            raise
        if self._files.stat(part).st_size != upload.size:
            raise IncompleteFileError

    def _send_pieces(self, upload: Upload, part: str, stop: Event) -> None:
        content = upload.source.open("rb") if isinstance(upload.source, Path) else io.BytesIO(upload.source)
        with content, self._open(part, "wb") as file:
            # Without waiting for the answer to each piece; an error shows at the end, and as a size that differs.
            file.set_pipelined()
            while not stop.is_set() and (piece := content.read(_PIECE)):
                file.write(piece)

    def remove(self, path: str) -> None:
        """Delete a file, and the folders that are empty without it."""
        full = self._full_path(path)
        with place_errors(self.name, f"{path} could not be deleted"):
            with suppress(FileNotFoundError):  # another program has deleted it
                self._files.remove(full)
            for _ in path.split("/")[1:]:
                full = posixpath.dirname(full)
                try:
                    self._files.rmdir(full)
                except OSError:  # it is not empty, or a link
                    break
                self._folders.discard(full)

    def finish(self) -> None:
        """Delete the unfinished files that killed programs left in the folders that were written into."""
        for folder in self._written & self._folders:
            with self._reading(folder):
                entries = self._files.listdir_attr(folder)
            # The server's clock may differ from this machine's; a file in the folder has just been written.
            now = max((entry.st_mtime or 0 for entry in entries), default=0)
            for entry in entries:
                if _UNFINISHED.fullmatch(entry.filename) and now - (entry.st_mtime or now) > _ABANDONED_S:
                    with suppress(OSError):  # another program has deleted it
                        self._files.remove(posixpath.join(folder, entry.filename))

    @contextmanager
    def _open(self, full: str, mode: str) -> Iterator[SFTPFile]:
        """Open a file, and close it; after an error or an interrupt, end the session instead.

        Closing the file would wait for answers to what was interrupted.
        """
        file = self._files.open(full, mode)
        try:
            yield file
        except BaseException:
            self._files.close()
            raise
        file.close()

    def _reading(self, path: str) -> Any:
        return place_errors(self.name, f"{path or 'the place'} could not be read")

    def _full_path(self, path: str) -> str:
        return posixpath.join(self._root, path).rstrip("/") or "/"

    def _attributes(self, full: str) -> SFTPAttributes | None:
        try:
            return self._files.stat(full)
        except FileNotFoundError:
            return None

    def _copy(self, path: str, most: int, target: IO[bytes]) -> bool:
        """Copy the content of a record or feed; return False if there is none.

        Raises:
            PlaceError: it is too large, or no file.
        """
        with self._reading(path):
            for _ in range(_MOST_ATTEMPTS):
                full = self._find(path)
                if full is None:
                    return False
                try:
                    with self._open(full, "rb") as file:
                        size = self._checked_size(path, file.stat(), most)
                        file.prefetch(size)
                        shutil.copyfileobj(file, target, _PIECE)
                except FileNotFoundError:  # another program is replacing it, or has deleted it
                    continue
                return True
        raise PlaceError(f"{self.name}: others keep writing {path} (publish again when they are done)")

    def _checked_size(self, path: str, attributes: SFTPAttributes, most: int) -> int:
        if not _is_file(attributes):
            raise PlaceError(f"{self.name}: {path} is no file (check the place, or delete it)")
        size = attributes.st_size or 0
        if size > most:
            raise PlaceError(f"{self.name}: {path} is larger than {most:,} bytes (check the place, or delete the file)")
        return size

    def _find(self, path: str) -> str | None:
        """Return the full path of a file; None if there is none. One that stepped aside for good is put back."""
        full = self._full_path(path)
        if self._attributes(full) is not None:
            return full
        final = self._behind_links(full)
        older = _older(final)
        for _ in range(_MOST_ATTEMPTS):
            if self._attributes(older) is None:
                # Another program may just have put the new file in its place.
                return full if self._attributes(full) is not None else None
            if self._dry_run:
                return older
            if self._attributes(full) is not None:
                return full
            time.sleep(_PAUSE_S)
        with suppress(OSError):  # another program has been faster
            self._files.rename(older, final)
        return full

    def _behind_links(self, full: str) -> str:
        """Return the path of the file to which a link leads, which is the path itself if it is no link."""
        for _ in range(_MOST_LINKS):
            try:
                attributes = self._files.lstat(full)
            except FileNotFoundError:
                return full
            if not stat.S_ISLNK(attributes.st_mode or 0):
                return full
            full = posixpath.join(posixpath.dirname(full), self._files.readlink(full) or "")
        raise OSError("the link leads back to itself")

    def _make_folders(self, folder: str) -> None:
        if folder in self._folders or folder in {"", "/"}:
            return
        if self._attributes(folder) is None:
            self._make_folders(posixpath.dirname(folder))
            try:
                self._files.mkdir(folder)
            except OSError:
                if self._attributes(folder) is None:  # else another program has just made it
                    raise
        self._folders.add(folder)

    def _replace(self, part: str, final: str) -> None:
        """Rename a file, replacing an older one."""
        if self._can_replace:
            try:
                self._files.posix_rename(part, final)
            except PermissionError:
                raise
            except OSError as error:
                _LOG.debug("%s: the server replaces no files: %s", self.name, error)
                self._can_replace = False
            else:
                return
        for attempt in range(1, _MOST_ATTEMPTS + 1):
            try:
                self._step_into(part, final)
            except PermissionError:
                raise
            except OSError:  # another program may be replacing the file, too
                if attempt == _MOST_ATTEMPTS:
                    raise
                time.sleep(_PAUSE_S * random.random())  # noqa: S311 - so that they do not meet again
            else:
                return

    def _step_into(self, part: str, final: str) -> None:
        """Rename a file after the older one has stepped aside."""
        with suppress(OSError):  # there is an older file
            self._files.rename(part, final)
            return
        older = _older(final)
        with suppress(FileNotFoundError):
            self._files.remove(older)
        with suppress(FileNotFoundError):
            self._files.rename(final, older)
        try:
            self._files.rename(part, final)
        except OSError:
            with suppress(OSError):  # another program's file is there
                self._files.rename(older, final)
            raise
        with suppress(FileNotFoundError):
            self._files.remove(older)

    def _discard(self, part: str) -> None:
        """Delete an unfinished file, in a session of its own: an interrupted one is of no more use."""
        with suppress(Exception):  # a later run deletes it
            files = session(self._client, _CLEANING_PATIENCE_S)
            files.remove(part)


def _older(final: str) -> str:
    """Return the name of a file that steps aside."""
    return f"{final}.older.part"


def _is_file(attributes: SFTPAttributes) -> bool:
    return attributes.st_mode is None or stat.S_ISREG(attributes.st_mode)


@contextmanager
def sftp_place(address: SftpAddress, trust_key: HostKeyDecision, *, dry_run: bool) -> Iterator[Sftp]:
    """Open a site on an SFTP server.

    Args:
        address: the server and the folder.
        trust_key: decides about a server's key that is not known yet.
        dry_run: whether nothing is written.

    Raises:
        PlaceError: the server cannot be reached, its key is refused, or support for SFTP is not installed.
    """
    with connection(address, trust_key) as client, tempfile.TemporaryDirectory(prefix="audiobrief-") as work:
        yield Sftp(address.name, client, address.path, Path(work), dry_run=dry_run)
