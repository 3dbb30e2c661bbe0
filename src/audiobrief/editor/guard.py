"""Who is let in: only the browser that was given the address, and only from the editor's own pages.

The server listens to this machine alone. Other programs and other sites in the same browser can still send it requests,
so each request must have the right host, come from no other origin, and carry a token that nobody can guess.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, quote

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger(__name__)
LARGEST_REQUEST = 48 << 20
"""Bytes of a request's body."""
_HOSTS = ("127.0.0.1", "localhost")
_METHODS = ("GET", "HEAD", "POST")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Sent with every response: nothing is loaded from elsewhere, and no other site may embed a page."""


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(32)


class Guard:
    """An application that lets requests through to another one if they come from the editor's own pages."""

    def __init__(self, application: ASGIApp, token: str, port: int) -> None:
        """Guard an application.

        Args:
            application: answers what is let through.
            token: what the address has, and then a cookie.
            port: the server's.
        """
        self._application = application
        self._token = token
        self._hosts = {f"{host}:{port}" for host in _HOSTS}
        self._cookie = f"audiobrief_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            if refusal.status_code >= 400:
                _LOG.info("refused: %s: %d", scope["method"], refusal.status_code)
            await refusal(scope, receive, send)
            return
        await self._application(scope, _limited(receive), send)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the response to a request that is not let through; None if it is."""
        if scope["method"] not in _METHODS:
            return _refuse(405, "This server answers GET, HEAD and POST.")
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return _refuse(421, "The host is not that of the editor.")
        origins = headers.getlist("origin")
        if origins != [f"http://{hosts[0]}"] and (origins or scope["method"] == "POST"):
            return _refuse(403, "The request comes from another origin.")
        if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            # A link from elsewhere would have no cookie; it is refused in any case.
            return _refuse(403, "The request comes from another site.")
        if len(headers.getlist("content-length")) > 1 or not headers.get("content-length", "0").isdecimal():
            return _refuse(400, "The length of the request is none.")
        if int(headers.get("content-length", "0")) > LARGEST_REQUEST:
            return _refuse(413, "The request is too long.")
        if scope["method"] == "POST" and headers.get("content-type", "").split(";")[0].strip() != "application/json":
            return _refuse(415, "The request is no JSON.")
        given = parse_qs(scope["query_string"].decode("ascii", "replace")).get("token", [])
        if scope["method"] == "GET" and scope["path"] == "/" and len(given) == 1 and self._is_token(given[0]):
            opened = parse_qs(scope["query_string"].decode("ascii", "replace")).get("open", [""])[0]
            response = RedirectResponse(f"/script?file={quote(opened)}" if opened else "/", status_code=303)
            response.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
            return response
        if not self._has_cookie(headers):
            return _refuse(403, "Open the editor with the address that the program has printed.")
        return None

    def _has_cookie(self, headers: Headers) -> bool:
        for header in headers.getlist("cookie"):
            try:
                morsel = SimpleCookie(header).get(self._cookie)
            except CookieError:
                continue
            if morsel is not None and self._is_token(morsel.value):
                return True
        return False

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._token.encode())


def _refuse(status: int, text: str) -> Response:
    return PlainTextResponse(f"{text}\n", status_code=status)


def _limited(receive: Receive) -> Receive:
    """Return a function that receives a request, and ends it where it is longer than it may be."""
    length = 0

    async def limited() -> Message:
        nonlocal length
        message = await receive()
        length += len(message.get("body", b""))
        return message if length <= LARGEST_REQUEST else {"type": "http.disconnect"}

    return limited
