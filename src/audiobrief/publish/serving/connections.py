"""Connections to the server, with limits: how many there are, and how long each may be idle or stalled."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

IDLE_S = 30
"""Seconds in which a client must send a whole request."""
STALLED_S = 60
"""Seconds in which a client must take something of what is sent."""
SEND_BUFFER = 1 << 17
"""Bytes that the system holds for a client. With more, a slow client that reads on would seem to have stalled."""
_MOST = 512
_FILES_KEPT_FREE = 64
_REFUSAL = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def most_connections() -> int:
    """Return how many connections the server holds; each may have a file open, too."""
    if sys.platform == "win32":
        return _MOST
    import resource

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if files == resource.RLIM_INFINITY else max(8, min(_MOST, (files - _FILES_KEPT_FREE) // 2))


class Connection(H11Protocol):
    """A connection of a client. One too many takes the place of the one that is idle for longest."""

    most = most_connections()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; refuse it if all others are busy."""
        super().connection_made(transport)
        self._idle_since = self._moved_at = time.monotonic()
        self._unsent = 0
        if len(self.connections) > self.most:
            idle = [other for other in self.connections if isinstance(other, Connection) and other.is_idle]
            oldest = min((other for other in idle if other is not self), key=Connection.idle_since, default=None)
            if oldest is not None:
                oldest.drop()
            else:
                transport.write(_REFUSAL)
                transport.close()

    @property
    def is_idle(self) -> bool:
        """True while no response is being sent."""
        return self.cycle is None or self.cycle.response_complete

    def idle_since(self) -> float:
        """Return since when it is idle, by the monotonic clock."""
        return self._idle_since

    def drop(self) -> None:
        """End it at once."""
        self.connections.discard(self)
        self.transport.abort()

    def drop_if_stalled(self, now: float) -> None:
        """End it if its client sends no request, or takes nothing of what is sent, for too long."""
        unsent = self.transport.get_write_buffer_size()
        if unsent != self._unsent or (not unsent and not self.is_idle):
            self._unsent, self._moved_at = unsent, now
        if (unsent and now - self._moved_at > STALLED_S) or (
            self.is_idle and not unsent and now - self._idle_since > IDLE_S
        ):
            self.drop()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._idle_since = time.monotonic()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP; end the connection where a response has begun."""
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            super().send_400_response(msg)
        else:
            self.transport.close()
