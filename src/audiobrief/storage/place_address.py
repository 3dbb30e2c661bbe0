"""The address of a place, as a user writes it: a folder of this machine, or a server; and what messages may show."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from audiobrief.errors import UsageError

SFTP_SCHEMES = {"sftp", "ssh"}
STORE_SCHEMES = {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "memory"}
"""Schemes of object stores: a file appears only when all of it has been written, and names are not percent-encoded."""
_OTHER_SCHEMES = {
    "file",
    "http",
    "https",
    "ftp",
    "ftps",
    "webdav",
    "webdavs",
    "dav",
    "davs",
    "smb",
    "scp",
    "rsync",
    "git",
}
"""Schemes that users may expect, so that a slash that is missing is noticed."""
_KNOWN = SFTP_SCHEMES | STORE_SCHEMES | _OTHER_SCHEMES
SSH_PORT = 22

_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+):(?P<rest>.*)", re.DOTALL)
"""Of two letters at least: one is a drive of Windows."""
_SCP = re.compile(r"(?P<user>[^/\\@:]+)(?P<password>:[^/\\@]*)?@(?P<host>[^/\\@:]+):(?P<path>.*)", re.DOTALL)
"""The form of scp and rsync: user@host:path."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PASSWORD = re.compile(r"(?P<before>:/{0,2}[^\s/:@]*):[^\s]*@")
"""The longest part of an address that may be a password, also where it has characters that must be encoded."""
_SECRET_NAME = re.compile(r"(?i)secret|token|passw|credential|_key$|_key_id$|connection_string")
"""Names of environment variables whose values no message repeats."""
_SHORTEST_SECRET = 8
"""Characters; shorter values, such as a 1, are no secrets, and would be found in any text."""
_EXAMPLES = "name a folder, or an address such as s3://bucket/podcast or sftp://host/folder"


@dataclass(frozen=True, slots=True)
class FolderAddress:
    """A folder of this machine."""

    path: Path

    @property
    def name(self) -> str:
        """The path; for messages."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class SftpAddress:
    """A folder of a server that speaks SFTP."""

    name: str
    """The address without the password; for messages."""
    host: str
    port: int
    user: str | None
    """None for the name of the user of this machine."""
    password: str | None = field(repr=False)
    path: str
    """The folder; without a slash in front, it is relative to the user's home folder."""


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """A folder of an object store, such as a bucket of S3."""

    scheme: str
    path: str
    """The bucket, and the folder in it."""

    @property
    def name(self) -> str:
        """The address."""
        return f"{self.scheme}://{self.path}"


PlaceAddress = FolderAddress | SftpAddress | StoreAddress


def scheme_of(where: str) -> str:
    """Return the scheme of an address in lower case: `scp` for `user@host:path`; empty for a folder."""
    if _SCP.fullmatch(where):
        return "scp"
    match = _SCHEME.fullmatch(where)
    if match is None or not (match["rest"].startswith("//") or match["scheme"].lower() in _KNOWN):
        return ""
    return match["scheme"].lower()


def parse_place(where: str) -> PlaceAddress:
    """Parse the address of a place.

    Raises:
        UsageError: it is no address that can be published to.
    """
    if not where.strip() or _CONTROL.search(where):
        raise _refusal(where, "this is no place", _EXAMPLES)
    match = _SCHEME.fullmatch(where)
    if match is None:
        return _folder(where)
    scheme, rest = match["scheme"].lower(), match["rest"]
    if rest.startswith("//"):
        return _address(where, scheme, rest[2:])
    if scheme == "file" and rest.startswith("/"):
        return _address(where, scheme, rest)
    if scheme in _KNOWN or rest.startswith("/"):
        shown, address = without_password(where), without_password(f"{scheme}://{rest.lstrip('/')}")
        advice = f"write {address}, or ./{shown} for a folder"
        raise _refusal(where, f"two slashes must follow '{match['scheme']}:'", advice)
    if "://" in rest:
        raise _refusal(where, "this is no address", _EXAMPLES)
    return _folder(where)


def without_password(text: str) -> str:
    """Return an address, or a text that may contain one, without the password."""
    if match := _SCP.fullmatch(text):
        return f"{match['user']}@{match['host']}:{match['path']}"
    return _PASSWORD.sub(r"\g<before>@", text)


def failure_reason(error: BaseException) -> str:
    """Return what a file system says of a failure, on one line, without passwords and keys."""
    nothing = "no answer in time" if isinstance(error, TimeoutError) else type(error).__name__
    text = (error.strerror if isinstance(error, OSError) else None) or str(error) or nothing
    text = without_password(" ".join(text.split()))
    for name, value in os.environ.items():
        if _SECRET_NAME.search(name) and len(value) >= _SHORTEST_SECRET:
            text = text.replace(value, f"({name})")
    return text


def _refusal(where: str, what: str, advice: str) -> UsageError:
    return UsageError(f"{without_password(where) or repr(where)}: {what} ({advice})")


def _folder(where: str) -> FolderAddress:
    if match := _SCP.fullmatch(where):
        short = without_password(where)
        address = f"sftp://{match['user']}@{match['host']}/{match['path'].lstrip('/')}"
        raise _refusal(short, "this looks like a server", f"write {address}, or ./{short} for a folder")
    try:
        return FolderAddress(Path(where).expanduser() if where.startswith("~") else Path(where))
    except RuntimeError as error:
        raise _refusal(where, "there is no such home folder", f"write ./{where} for a folder") from error


def _address(where: str, scheme: str, rest: str) -> PlaceAddress:
    if scheme not in SFTP_SCHEMES | STORE_SCHEMES | {"file"}:
        raise _refusal(where, f"audiobrief cannot publish to {scheme}://", _EXAMPLES)
    for character in "#?":
        if character in rest:
            advice = "choose another name" if scheme in STORE_SCHEMES else f"write %{ord(character):02X}"
            raise _refusal(where, f"'{character}' cannot stand in an address", advice)
    return _store(where, scheme, rest) if scheme in STORE_SCHEMES else _host(where, scheme, rest)


def _store(where: str, scheme: str, rest: str) -> StoreAddress:
    bucket = rest.partition("/")[0]
    if not bucket and scheme != "memory":
        raise _refusal(where, "the bucket is missing", f"write {scheme}://bucket/folder")
    if "@" in bucket and scheme not in {"abfs", "abfss"}:
        advice = "leave them out of the address, and set them as the tools of that store read them"
        raise _refusal(where, "keys cannot stand in the address", advice)
    return StoreAddress(scheme, rest)


def _host(where: str, scheme: str, rest: str) -> PlaceAddress:
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        port = parts.port
        path, user, password = (
            None if part is None else unquote(part, errors="strict")
            for part in (parts.path, parts.username, parts.password)
        )
    except ValueError as error:
        # The error would repeat a password that holds characters which must be encoded.
        advice = "write a number after the colon, and special characters of user and password as %40 and the like"
        raise _refusal(where, "this is no address", advice) from error
    if _CONTROL.search(f"{path}{user}{password}"):
        raise _refusal(where, "control characters cannot stand in an address", "leave them out")
    if scheme == "file":
        return _local_folder(where, parts, path or "")
    if not parts.hostname:
        raise _refusal(where, "the host is missing", f"write {scheme}://host/folder")
    name = _shown(parts)
    if not path:
        raise _refusal(where, "the folder is missing", f"write {name}/folder, or {name}/~/folder below the home")
    return SftpAddress(name, parts.hostname, port or SSH_PORT, user, password, _path(path))


def _local_folder(where: str, parts: SplitResult, path: str) -> FolderAddress:
    if parts.netloc.lower() not in {"", "localhost"}:
        raise _refusal(where, f"'{parts.netloc}' is not this machine", "write file:///folder, or sftp://host/folder")
    if sys.platform == "win32":  # /C:/folder
        path = path.lstrip("/")
    if not path:
        raise _refusal(where, "the folder is missing", "write file:///folder")
    return FolderAddress(Path(path))


def _shown(parts: SplitResult) -> str:
    user, at, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=user.partition(":")[0] + at + host).geturl()


def _path(path: str) -> str:
    """Return a path on a server; `/~/` in front of it stands for the user's home folder, as for curl."""
    path = re.sub("/+", "/", path)
    return path.removeprefix("/~").lstrip("/") or "." if path == "/~" or path.startswith("/~/") else path
