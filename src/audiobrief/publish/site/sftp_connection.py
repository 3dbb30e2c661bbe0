"""The connection to an SFTP server: its key is checked, the user logs in, and every error becomes one line."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from audiobrief.errors import AudiobriefError, PlaceError
from audiobrief.publish.site.known_hosts import HostKey, HostKeyDecision, KnownHosts, host_name
from audiobrief.storage.place_address import SftpAddress

if TYPE_CHECKING:
    import paramiko
    from paramiko import SFTPClient, SSHClient

PATIENCE_S = 60
"""Seconds after which a server that does not answer is given up."""
_KEEP_ALIVE_S = 20


class IncompleteFileError(OSError):
    """A file that was written has another size."""


def session(client: SSHClient, patience: float = PATIENCE_S) -> SFTPClient:
    """Begin a session on a connection; it is given up after `patience` seconds without an answer."""
    from paramiko import SFTPClient

    transport = client.get_transport()
    if transport is None or not transport.is_active():
        raise EOFError
    channel = transport.open_session(timeout=patience)
    channel.settimeout(patience)
    channel.invoke_subsystem("sftp")
    return SFTPClient(channel)


@contextmanager
def place_errors(name: str, what: str) -> Iterator[None]:
    """Turn every error of the connection into one line."""
    try:
        yield
    except AudiobriefError:
        raise
    except Exception as error:  # paramiko's errors have no root of their own
        if (interrupt := _interrupt_behind(error)) is not None:
            raise interrupt from None
        raise PlaceError(f"{name}: {what}: {_reason(error)}") from error


def _interrupt_behind(error: BaseException | None) -> KeyboardInterrupt | None:
    """Return the interrupt during whose handling an error happened: closing a file may fail after it."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error


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
    if isinstance(error, IncompleteFileError):
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
            timeout=PATIENCE_S,
            banner_timeout=PATIENCE_S,
            auth_timeout=PATIENCE_S,
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
def connection(address: SftpAddress, trust_key: HostKeyDecision) -> Iterator[SSHClient]:
    """Connect to a server, and log in.

    Args:
        address: the server and the user.
        trust_key: decides about a server's key that is not known yet.

    Raises:
        PlaceError: the server cannot be reached, its key is refused, or support for SFTP is not installed.
    """
    try:
        import paramiko  # noqa: F401 - whether it is installed
    except ImportError as error:
        advice = 'python -m pip install "audiobrief[sftp]"'
        raise PlaceError(f"{address.name}: support for sftp:// is not installed ({advice})") from error
    with place_errors(address.name, "the server could not be reached"):
        client = _connect(address, KnownHosts(), trust_key)
    try:
        yield client
    finally:
        client.close()
