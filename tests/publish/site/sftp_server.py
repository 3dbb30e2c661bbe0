"""Servers that speak SFTP: paramiko's, in a thread of the tests, and OpenSSH's."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import paramiko
from paramiko import ECDSAKey, SFTPAttributes, SFTPServer
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED
from paramiko.sftp import SFTP_FAILURE, SFTP_OK, SFTP_OP_UNSUPPORTED, SFTP_PERMISSION_DENIED

USER, PASSWORD = "ann", "p@ss/w:1"
ADDRESS_USER = "ann:p%40ss%2Fw%3A1"


@dataclass
class Habits:
    """What a server does otherwise than OpenSSH's."""

    replaces: bool = True
    """Whether it has posix-rename@openssh.com."""
    is_read_only: bool = False
    space: int | None = None
    """Bytes that can be written until the disk is full."""
    closes_after: int | None = None
    """Bytes that are written until it closes the connection."""
    is_silent: bool = False
    """Whether it never answers when a file is written."""
    is_slow: bool = False
    """Whether each piece of a file takes 20 ms."""
    received: list[str] = field(default_factory=list)
    """Paths of the files that were written."""
    passwords: list[str] = field(default_factory=list)
    """Passwords that were tried."""
    transport: paramiko.Transport | None = None


class _Login(paramiko.ServerInterface):
    def __init__(self, habits: Habits) -> None:
        self.habits = habits

    def check_auth_password(self, username: str, password: str) -> int:
        self.habits.passwords.append(password)
        good = (username, password) == (USER, PASSWORD)
        return AUTH_SUCCESSFUL if good else AUTH_FAILED

    def get_allowed_auths(self, _username: str) -> str:
        return "password"

    def check_channel_request(self, _kind: str, _number: int) -> int:
        return OPEN_SUCCEEDED


class _Handle(paramiko.SFTPHandle):
    def __init__(self, file: Any, flags: int, habits: Habits) -> None:
        super().__init__(flags)
        self.readfile = self.writefile = file
        self.habits = habits

    def stat(self) -> Any:
        return SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))

    def write(self, offset: int, data: Any) -> int:
        habits = self.habits
        if habits.is_silent:
            time.sleep(30)
        if habits.is_slow:
            time.sleep(0.02)
        if habits.closes_after is not None:
            habits.closes_after -= len(data)
            if habits.closes_after < 0 and habits.transport is not None:
                habits.transport.close()
        if habits.space is not None:
            habits.space -= len(data)
            if habits.space < 0:
                return int(SFTPServer.convert_errno(errno.ENOSPC))
        return int(super().write(offset, data))


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, _login: _Login, *, root: Path, habits: Habits) -> None:
        self.root, self.habits = root, habits

    def _path(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def _do(self, action: Any, *arguments: Any, writes: bool = True) -> Any:
        if writes and self.habits.is_read_only:
            return SFTP_PERMISSION_DENIED
        try:
            result = action(*arguments)
        except OSError as error:
            return SFTPServer.convert_errno(error.errno or 0)
        return SFTP_OK if writes else result

    def list_folder(self, path: str) -> Any:
        def entries() -> list[SFTPAttributes]:
            return [SFTPAttributes.from_stat(each.lstat(), each.name) for each in self._path(path).iterdir()]

        return self._do(entries, writes=False)

    def stat(self, path: str) -> Any:
        return self._do(lambda: SFTPAttributes.from_stat(self._path(path).stat()), writes=False)

    def lstat(self, path: str) -> Any:
        return self._do(lambda: SFTPAttributes.from_stat(self._path(path).lstat()), writes=False)

    def open(self, path: str, flags: int, _attributes: Any) -> Any:
        writes = bool(flags & (os.O_WRONLY | os.O_RDWR))
        if writes and self.habits.is_read_only:
            return SFTP_PERMISSION_DENIED
        if writes:
            self.habits.received.append(path)
        try:
            handle = os.open(self._path(path), flags, 0o666)
        except OSError as error:
            return SFTPServer.convert_errno(error.errno or 0)
        return _Handle(os.fdopen(handle, "r+b" if flags & os.O_RDWR else "wb" if writes else "rb"), flags, self.habits)

    def remove(self, path: str) -> Any:
        return self._do(self._path(path).unlink)

    def rename(self, old: str, new: str) -> Any:
        """Refuse to replace a file, as the protocol says."""
        if os.path.lexists(self._path(new)):
            return SFTP_FAILURE
        return self._do(self._path(old).rename, self._path(new))

    def posix_rename(self, old: str, new: str) -> Any:
        if not self.habits.replaces:
            return SFTP_OP_UNSUPPORTED
        return self._do(self._path(old).replace, self._path(new))

    def mkdir(self, path: str, _attributes: Any) -> Any:
        return self._do(self._path(path).mkdir)

    def rmdir(self, path: str) -> Any:
        return self._do(self._path(path).rmdir)

    def readlink(self, path: str) -> Any:
        return self._do(lambda: str(self._path(path).readlink()), writes=False)


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    port: int
    root: Path
    key: paramiko.PKey
    habits: Habits

    @property
    def address(self) -> str:
        """The address of its root, with user and password."""
        return f"sftp://{ADDRESS_USER}@127.0.0.1:{self.port}"

    @property
    def name(self) -> str:
        """The address that messages show."""
        return f"sftp://{USER}@127.0.0.1:{self.port}"

    @property
    def known_line(self) -> str:
        """Its line of known_hosts."""
        return f"[127.0.0.1]:{self.port} {self.key.get_name()} {self.key.get_base64()}\n"


@contextmanager
def sftp_server(root: Path, habits: Habits | None = None) -> Iterator[Server]:
    """Run paramiko's server in threads; its root is a folder."""
    habits = habits or Habits()
    root.mkdir(exist_ok=True)
    key = ECDSAKey.generate()
    listener = socket.create_server(("127.0.0.1", 0))
    transports: list[paramiko.Transport] = []

    def answer() -> None:
        with suppress(OSError):
            while True:
                transport = paramiko.Transport(listener.accept()[0])
                transports.append(transport)
                habits.transport = transport
                transport.add_server_key(key)
                transport.set_subsystem_handler("sftp", SFTPServer, _Files, root=root, habits=habits)
                with suppress(paramiko.SSHException, EOFError, OSError):
                    transport.start_server(server=_Login(habits))

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield Server(listener.getsockname()[1], root, key, habits)
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for transport in transports:
            transport.close()
        thread.join(5)


@contextmanager
def openssh_server(folder: Path) -> Iterator[tuple[int, Path]]:
    """Run OpenSSH's server; yield its port and the file of the private key of its user."""
    folder.mkdir(mode=0o700)
    for name in ("host", "rsa", "user"):
        kind = "rsa" if name == "rsa" else "ed25519"
        subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", folder / name], check=True, timeout=60)
    (folder / "authorized").write_bytes((folder / "user.pub").read_bytes())
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nHostKey {folder}/rsa\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/authorized\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
        "PermitRootLogin prohibit-password\nSubsystem sftp internal-sftp\n"
    )
    Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", folder / "config"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield port, folder / "user"
    finally:
        server.terminate()
        server.wait(10)
