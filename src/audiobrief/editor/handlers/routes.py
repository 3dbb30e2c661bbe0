"""Routes whose work runs in threads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from audiobrief.editor.desk import Desk


def get_route(path: str, answer: Callable[[Request], Response]) -> Route:
    """Return a route for GET; Starlette calls the function in a thread."""
    return Route(path, answer, methods=["GET"])


def post_route(path: str, work: Callable[[bytes], dict[str, Any]]) -> Route:
    """Return a route for POST; the function gets the request's JSON in a thread, and returns that of the answer."""

    async def answer(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(work, await request.body()))

    return Route(path, answer, methods=["POST"])


def requested_script(desk: Desk, request: Request) -> Path:
    """Return the script that the address of a request names.

    Raises:
        ForbiddenPathError: it is none of the folder.
    """
    return desk.folder.script(request.query_params.get("file", ""))


def not_found() -> Response:
    """Return the answer where there is nothing."""
    return PlainTextResponse("There is nothing here.\n", status_code=404)
