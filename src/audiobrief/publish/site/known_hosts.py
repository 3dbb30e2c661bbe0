"""The keys of SSH servers that the user knows, as ssh reads and writes them (`~/.ssh/known_hosts`; sshd(8))."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from audiobrief.errors import PlaceError
from audiobrief.storage.place_address import SSH_PORT

_SYSTEM_FILE = Path("/etc/ssh/ssh_known_hosts")
_REVOKED = "@revoked"
_HASHED = "|1|"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HostKey:
    """The key of a server."""

    host: str
    """Its name, and its port in the form `[host]:port` unless it is 22."""
    kind: str
    """The type of the key, such as `ssh-ed25519`."""
    key: str
    """In base64."""

    @property
    def fingerprint(self) -> str:
        """The fingerprint as ssh shows it."""
        digest = hashlib.sha256(base64.b64decode(self.key)).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


HostKeyDecision = Callable[[HostKey], bool]
"""Returns whether a key that is not known yet is accepted."""


def trust_no_key(_key: HostKey) -> bool:
    """Refuse every key that is not known yet."""
    return False


@dataclass(frozen=True, slots=True)
class _Line:
    place: str
    marker: str
    hosts: tuple[str, ...]
    kind: str
    key: str

    def names(self, host: str) -> bool:
        """Return whether the line is about a host; a pattern with `!` excludes hosts."""
        lowered = host.lower()
        if any(fnmatchcase(lowered, pattern[1:].lower()) for pattern in self.hosts if pattern.startswith("!")):
            return False
        return any(_matches(lowered, pattern) for pattern in self.hosts)


class KnownHosts:
    """The keys that the user, and the machine, know."""

    def __init__(self, user_file: Path | None = None) -> None:
        self._user_file = user_file or Path("~/.ssh/known_hosts").expanduser()
        self._lines = [line for path in (self._user_file, _SYSTEM_FILE) for line in _read(path)]

    def kinds(self, host: str) -> list[str]:
        """Return the types of the known keys of a host."""
        return [*dict.fromkeys(line.kind for line in self._of_host(host))]

    def check(self, key: HostKey, trust: HostKeyDecision, place: str) -> None:
        """Check the key of a server, and remember it if it is new and `trust` accepts it.

        Args:
            key: the key that the server has shown to have.
            trust: decides about a key that is not known yet.
            place: the address, for messages.

        Raises:
            PlaceError: the key is another one than that which is known, is revoked, or is not accepted.
        """
        for line in self._lines:
            if line.marker == _REVOKED and line.key == key.key and line.names(key.host):
                raise PlaceError(
                    f"{place}: {line.place} revokes the server's key (ask who runs the server for the new one)"
                )
        known = list(self._of_host(key.host))
        if any((line.kind, line.key) == (key.kind, key.key) for line in known):
            return
        if known:
            raise PlaceError(
                f"{place}: the server's key is {key.kind} {key.fingerprint}, and {known[0].place} has another one; "
                f"somebody may be listening (ask who runs the server; if the key is right: ssh-keygen -R '{key.host}')"
            )
        if not trust(key):
            raise PlaceError(
                f"{place}: the server's key is not known yet: {key.kind} {key.fingerprint} "
                "(compare it with what the server's owner states, and accept it with --accept-key)"
            )
        self._remember(key)

    def _of_host(self, host: str) -> Iterator[_Line]:
        return (line for line in self._lines if not line.marker and line.names(host))

    def _remember(self, key: HostKey) -> None:
        line = f"{key.host} {key.kind} {key.key}\n"
        try:
            self._user_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # One write at the end of the file: programs that do the same at once lose no line.
            handle = os.open(self._user_file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                if os.lseek(handle, 0, os.SEEK_END) and not _ends_line(handle):
                    line = f"\n{line}"
                os.write(handle, line.encode())
            finally:
                os.close(handle)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise PlaceError(f"{self._user_file} cannot be written: {reason} (check its rights)") from error


def host_name(host: str, port: int) -> str:
    """Return the name of a host in known_hosts."""
    return host if port == SSH_PORT else f"[{host}]:{port}"


def _ends_line(handle: int) -> bool:
    os.lseek(handle, -1, os.SEEK_END)
    return os.read(handle, 1) == b"\n"


def _matches(host: str, pattern: str) -> bool:
    if pattern.startswith(_HASHED):
        try:
            salt, digest = (base64.b64decode(part, validate=True) for part in pattern.removeprefix(_HASHED).split("|"))
        except ValueError:
            return False
        return hmac.compare_digest(hmac.digest(salt, host.encode(), "sha1"), digest)
    if "[" in pattern:  # a host with a port; to fnmatch, brackets mean a choice of letters
        pattern = pattern.replace("[", "[[]")
    return fnmatchcase(host, pattern.lower())


def _read(path: Path) -> Iterable[_Line]:
    """Read the lines of a file; those that are damaged are skipped, as ssh does."""
    try:
        content = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PlaceError(f"{path} cannot be read: {reason} (check its rights)") from error
    for number, line in enumerate(content.splitlines(), 1):
        words = line.split()
        marker = words.pop(0) if words and words[0].startswith("@") else ""
        if len(words) < 3 or words[0].startswith("#"):
            continue
        hosts, kind, key = words[:3]
        yield _Line(f"{path}:{number}", marker, tuple(hosts.split(",")), kind, key)
