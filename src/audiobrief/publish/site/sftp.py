"""A site on a server that speaks SFTP (draft-ietf-secsh-filexfer-02, the version that servers have).

Unfinished files have names that end in `.part`. Where the server cannot replace a file by a rename, the older file
steps aside first, so that no moment has neither of them for good: whoever reads next puts it back.
"""

from __future__ import annotations

import io
import logging
import posixpath
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from audiobrief.errors import AudiobriefError, PlaceError
from audiobrief.publish.site.known_hosts import HostKey, HostKeyDecision, KnownHosts, host_name
from audiobrief.publish.site.place import LARGEST_FEED, LARGEST_RECORD, Upload
from audiobrief.publish.site.place_address import SftpAddress

if TYPE_CHECKING:
    from paramiko import SFTPAttributes, SFTPClient, SSHClient

_PATIENCE_S = 60
"""Seconds after which a server that does not answer is given up."""
_CLEANING_PATIENCE_S = 5
"""Seconds that are left for deleting an unfinished file after an error."""
_KEEP_ALIVE_S = 20
_MOST_LINKS = 16
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
        with _place_errors(name, "the place could not be reached"):
            self._files = _session(client, _PATIENCE_S)

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder."""
        with self._reading(folder):
            try:
                return list(self._files.listdir(self._full_path(folder)))
            except FileNotFoundError:
                return []

    def read(self, path: str) -> bytes | None:
        """Return the content of a record."""
        with self._reading(path):
            found = self._find(path, LARGEST_RECORD)
            if found is None:
                return None
            full, size = found
            with self._files.open(full, "rb") as file:
                file.prefetch(size)
                return bytes(file.read(LARGEST_RECORD))

    def fetch(self, path: str, target: Path) -> bool:
        """Copy a file to this machine."""
        with self._reading(path):
            found = self._find(path, LARGEST_FEED)
            if found is None:
                return False
            self._files.get(found[0], str(target))
        return True

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
        with _place_errors(self.name, f"{upload.path} could not be written"):
            final = self._behind_links(self._full_path(upload.path))
            folder = posixpath.dirname(final)
            self._make_folders(folder)
            self._written.add(folder)
            part = f"{final}.{token_hex(4)}.part"
            try:
                if isinstance(upload.source, bytes):
                    self._files.putfo(io.BytesIO(upload.source), part)
                else:
                    self._files.put(str(upload.source), part)
                self._replace(part, final)
            except BaseException:
                self._discard(part)
                raise

    def remove(self, path: str) -> None:
        """Delete a file, and the folders that are empty without it."""
        full = self._full_path(path)
        with _place_errors(self.name, f"{path} could not be deleted"):
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

    def _reading(self, path: str) -> Any:
        return _place_errors(self.name, f"{path or 'the place'} could not be read")

    def _full_path(self, path: str) -> str:
        return posixpath.join(self._root, path).rstrip("/") or "/"

    def _attributes(self, full: str) -> SFTPAttributes | None:
        try:
            return self._files.stat(full)
        except FileNotFoundError:
            return None

    def _find(self, path: str, most: int) -> tuple[str, int] | None:
        """Return the full path of a record or feed, and its size in bytes; None if there is none.

        A file that stepped aside for a rename that never came is put back.

        Raises:
            PlaceError: it is too large, or no file.
        """
        full = self._full_path(path)
        attributes = self._attributes(full)
        if attributes is None:
            final = self._behind_links(full)
            full = _older(final)
            attributes = self._attributes(full)
            if attributes is None:
                return None
            if not self._dry_run:
                self._files.rename(full, final)
                full = final
        if not _is_file(attributes):
            raise PlaceError(f"{self.name}: {path} is no file (check the place, or delete it)")
        size = attributes.st_size or 0
        if size > most:
            raise PlaceError(f"{self.name}: {path} is larger than {most:,} bytes (check the place, or delete the file)")
        return full, size

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
            with suppress(OSError):
                self._files.rename(older, final)
            raise
        with suppress(FileNotFoundError):
            self._files.remove(older)

    def _discard(self, part: str) -> None:
        """Delete an unfinished file, in a session of its own: an interrupted one is of no more use."""
        with suppress(Exception):  # a later run deletes it
            files = _session(self._client, _CLEANING_PATIENCE_S)
            files.remove(part)


def _older(final: str) -> str:
    """Return the name of a file that steps aside."""
    return f"{final}.older.part"


def _is_file(attributes: SFTPAttributes) -> bool:
    return attributes.st_mode is None or stat.S_ISREG(attributes.st_mode)


def _session(client: SSHClient, patience: float) -> SFTPClient:
    from paramiko import SFTPClient

    transport = client.get_transport()
    if transport is None or not transport.is_active():
        raise EOFError
    channel = transport.open_session(timeout=patience)
    channel.settimeout(patience)
    channel.invoke_subsystem("sftp")
    return SFTPClient(channel)


@contextmanager
def _place_errors(name: str, what: str) -> Iterator[None]:
    """Turn every error of the connection into one line."""
    try:
        yield
    except AudiobriefError:
        raise
    except Exception as error:  # paramiko's errors have no root of their own
        raise PlaceError(f"{name}: {what}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """Return why something failed, and what to do."""
    from paramiko import AuthenticationException, PasswordRequiredException
    from paramiko.ssh_exception import NoValidConnectionsError

    text = " ".join((getattr(error, "strerror", None) or str(error)).lower().split()).rstrip(".")
    match error:
        case PasswordRequiredException():
            return "the private key is encrypted (add it to the agent with ssh-add)"
        case AuthenticationException():
            return "the server refused the user (check the user, and the key or the password)"
        case NoValidConnectionsError():
            return "no connection (check the host and the port, and whether the server runs)"
        case TimeoutError():
            return "the server does not answer (publish again later)"
        case PermissionError():
            return "permission denied (check the rights of the folder on the server)"
        case FileNotFoundError():
            return "there is no such file or folder (check the folder on the server)"
    if isinstance(error, EOFError) or "socket is closed" in text or "connection dropped" in text:
        return "the server closed the connection (publish again; what was sent is not sent again)"
    if "size mismatch" in text:
        return "the file arrived incomplete (check the space on the server, and publish again)"
    if text in {"failure", ""}:
        return "failure (check the space and the rights on the server)"
    return f"{text} (check the address and the server)"


def _connect(address: SftpAddress, known: KnownHosts, trust: HostKeyDecision) -> SSHClient:
    import paramiko

    # The library logs errors with tracebacks, and then raises them.
    logging.getLogger("paramiko").setLevel(logging.CRITICAL + 1)
    host = host_name(address.host, address.port)

    class Policy(paramiko.MissingHostKeyPolicy):
        """Checks the server's key; the client itself is given no known keys, so that it asks for each."""

        def missing_host_key(self, _client: SSHClient, _hostname: str, key: paramiko.PKey) -> None:
            known.check(HostKey(host, key.get_name(), key.get_base64()), trust, address.name)

    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(Policy())
    try:
        client.connect(
            address.host,
            address.port,
            address.user,
            address.password,
            timeout=_PATIENCE_S,
            banner_timeout=_PATIENCE_S,
            auth_timeout=_PATIENCE_S,
            allow_agent=address.password is None,
            look_for_keys=address.password is None,
            transport_factory=partial(_transport, known.kinds(host)),
        )
        transport = client.get_transport()
        if transport is not None:
            transport.set_keepalive(_KEEP_ALIVE_S)
    except BaseException:
        client.close()
        raise
    return client


def _transport(kinds: list[str], *arguments: Any, **options: Any) -> Any:
    """Return a transport that asks the server for a key of a type that is known, if there is one."""
    import paramiko

    transport = paramiko.Transport(*arguments, **options)
    algorithms = {"ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"]}
    preferred = [name for kind in kinds for name in algorithms.get(kind, [kind])]
    security = transport.get_security_options()
    known = [name for name in preferred if name in security.key_types]
    security.key_types = [*known, *(name for name in security.key_types if name not in known)]
    return transport


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
    try:
        import paramiko  # noqa: F401 - whether it is installed
    except ImportError as error:
        advice = 'python -m pip install "audiobrief[sftp]"'
        raise PlaceError(f"{address.name}: support for sftp:// is not installed ({advice})") from error
    with _place_errors(address.name, "the server could not be reached"):
        client = _connect(address, KnownHosts(), trust_key)
    try:
        with tempfile.TemporaryDirectory(prefix="audiobrief-") as work:
            yield Sftp(address.name, client, address.path, Path(work), dry_run=dry_run)
    finally:
        client.close()
