"""A webhook: what a run has done is sent to an address as JSON, in a thread, so that nothing waits for its server."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from audiobrief import __version__
from audiobrief.errors import UsageError

_CONNECT_SECONDS, _READ_SECONDS = 5.0, 10.0
_TRIES = 3
"""After the first one, with pauses of 0, 2 and 4 seconds."""
_BUSY = (408, 429, 500, 502, 503, 504)
"""Statuses after which a request is sent again."""
_MOST_WAITING = 100
_SECONDS_AT_END = 30.0
"""How long the end of the program waits for what is not sent yet."""


def parse_webhook(address: str) -> str:
    """Return the address of a webhook.

    Raises:
        UsageError: it is no http or https address.
    """
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_address = False
    if not is_address or any(character <= " " or character > "~" for character in address):
        raise UsageError("'--webhook' needs an http or https address (such as https://news.example/hook)")
    return address


class Webhook:
    """Sends values one after another; each one that is not taken is reported once, in one line."""

    def __init__(self, address: str, report: Callable[[str], None]) -> None:
        """Prepare it.

        Args:
            address: as `parse_webhook` returns it.
            report: called with the line of each failure, from a thread.
        """
        self._address = address
        self._report = report
        self._waiting: queue.Queue[bytes | None] = queue.Queue(_MOST_WAITING)
        self._thread = threading.Thread(target=self._work, name="webhook", daemon=True)
        self._thread.start()

    def send(self, content: Mapping[str, object]) -> None:
        """Send a value; return at once."""
        body = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
        try:
            self._waiting.put_nowait(body)
        except queue.Full:
            self._fail("it is too slow, and one message was dropped")

    def close(self) -> None:
        """Wait for what is not sent yet, half a minute at most."""
        deadline = time.monotonic() + _SECONDS_AT_END
        with suppress(queue.Full):
            self._waiting.put(None, timeout=_SECONDS_AT_END)
        self._thread.join(max(0.0, deadline - time.monotonic()))
        if self._thread.is_alive():
            self._fail("it did not answer in time")

    def _work(self) -> None:
        import urllib3

        retries = urllib3.Retry(
            _TRIES,
            backoff_factor=1,
            allowed_methods=None,
            status_forcelist=_BUSY,
            redirect=0,
            raise_on_redirect=False,
            raise_on_status=False,
            respect_retry_after_header=False,
        )
        headers = {"Content-Type": "application/json", "User-Agent": f"audiobrief/{__version__}"}
        timeout = urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS)
        with urllib3.PoolManager(timeout=timeout, retries=retries, headers=headers) as pool:
            while (body := self._waiting.get()) is not None:
                try:
                    answer = pool.request("POST", self._address, body=body, preload_content=False)
                    answer.close()
                except urllib3.exceptions.HTTPError as error:
                    self._fail(failure_reason(error))
                else:
                    if not 200 <= answer.status < 300:
                        self._fail(f"HTTP status {answer.status}")

    def _fail(self, reason: str) -> None:
        # Not the whole address: its path or query may be a secret.
        parts = urlsplit(self._address)
        self._report(f"--webhook {parts.scheme}://{parts.hostname}: {reason} (check the address and its server)")


def failure_reason(error: Exception) -> str:
    """Return in plain words why urllib3 could not send a request."""
    from urllib3 import exceptions

    cause = getattr(error, "reason", None) or error
    if isinstance(cause, exceptions.NameResolutionError):
        return "unknown host"
    if isinstance(cause, exceptions.NewConnectionError):
        return "no connection"
    if isinstance(cause, exceptions.TimeoutError):  # of which the two above are kinds
        return "no answer in time"
    if isinstance(cause, exceptions.SSLError):
        is_of_certificate = "certificate" in str(cause)
        return (
            "its certificate is not trusted" if is_of_certificate else "no secure connection (is it an http address?)"
        )
    return "the connection was cut off"
