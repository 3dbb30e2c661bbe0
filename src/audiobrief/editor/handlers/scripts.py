"""Requests about a script: what its page shows, and its changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from audiobrief.editor.articles import pasted_document, read_text
from audiobrief.editor.desk import Desk
from audiobrief.editor.handlers.routes import get_route, post_route, requested_script
from audiobrief.editor.names import approve_name, hear_name, unknown_names
from audiobrief.editor.scripts.changes import ChangeRequest, TextRequest, change_of
from audiobrief.editor.scripts.requests import CompareRequest, NameRequest, ScriptRequest, SoundRequest
from audiobrief.editor.sounds import sound_change, sound_path, write_sound

_POLL_S = 0.2
"""Seconds between two looks at the files and the render, while a page listens."""
_CHANGE: TypeAdapter[ChangeRequest] = TypeAdapter(ChangeRequest)


class ScriptHandlers:
    """Answers requests about a script."""

    def __init__(self, desk: Desk) -> None:
        """Answer for the scripts of a desk."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Return the addresses."""
        return [
            get_route("/api/script", self._content),
            get_route("/api/margins", self._margins),
            Route("/api/events", self._events, methods=["GET"]),
            post_route("/api/change", self._change),
            post_route("/api/undo", self._undo),
            post_route("/api/redo", self._redo),
            get_route("/api/names", self._names),
            post_route("/api/names/hear", self._hear_name),
            post_route("/api/names/approve", self._approve_name),
            post_route("/api/sound", self._add_sound),
            post_route("/api/compare", self._compare),
            get_route("/api/article", self._article),
        ]

    def _content(self, request: Request) -> Response:
        return JSONResponse(self._desk.content(requested_script(self._desk, request)))

    def _margins(self, request: Request) -> Response:
        return JSONResponse(self._desk.margins(requested_script(self._desk, request)))

    async def _events(self, request: Request) -> Response:
        path = requested_script(self._desk, request)
        return StreamingResponse(
            _changes(lambda: self._desk.events(path), lambda: self._desk.is_open), media_type="text/event-stream"
        )

    def _change(self, body: bytes) -> dict[str, Any]:
        asked = _CHANGE.validate_json(body)
        path = self._desk.folder.script(asked.file)
        seen = self._desk.seen(path, asked.digest) if isinstance(asked, TextRequest) else None
        _, index = self._desk.store.change(path, asked.file, change_of(asked, seen))
        return {**self._desk.content(path), "changed": index}

    def _undo(self, body: bytes) -> dict[str, Any]:
        asked = ScriptRequest.model_validate_json(body)
        path = self._desk.folder.script(asked.file)
        self._desk.store.undo(path, asked.file)
        return self._desk.content(path)

    def _redo(self, body: bytes) -> dict[str, Any]:
        asked = ScriptRequest.model_validate_json(body)
        path = self._desk.folder.script(asked.file)
        self._desk.store.redo(path, asked.file)
        return self._desk.content(path)

    def _names(self, request: Request) -> Response:
        script = self._desk.read(requested_script(self._desk, request)).loaded.script
        return JSONResponse(unknown_names(script, self._desk.booth))

    def _hear_name(self, body: bytes) -> dict[str, Any]:
        asked = NameRequest.model_validate_json(body)
        script = self._desk.valid_script(self._desk.folder.script(asked.file))
        key, seconds = hear_name(script, asked.word, asked.how, self._desk.booth)
        return {"sound": f"/sound/{key}.wav", "seconds": seconds}

    def _approve_name(self, body: bytes) -> dict[str, Any]:
        asked = NameRequest.model_validate_json(body)
        path = self._desk.folder.script(asked.file)
        return {"written": approve_name(self._desk, path, asked.word, asked.how)}

    def _add_sound(self, body: bytes) -> dict[str, Any]:
        asked = SoundRequest.model_validate_json(body)
        path = self._desk.folder.script(asked.file)
        sound = sound_path(self._desk.folder, asked.file_name)
        change = sound_change(path, sound, asked.segment, asked.speaker, asked.words)
        # A sound is written only if the script can be changed.
        change(self._desk.outline(path))
        write_sound(sound, asked.bytes)
        _, index = self._desk.store.change(path, asked.file, change)
        return {**self._desk.content(path), "changed": index}

    def _compare(self, body: bytes) -> dict[str, Any]:
        asked = CompareRequest.model_validate_json(body)
        path = self._desk.folder.script(asked.file)
        self._desk.articles[path] = read_text(pasted_document(asked.bytes, asked.file_name))
        return {"article": self._desk.articles[path]}

    def _article(self, request: Request) -> Response:
        return JSONResponse({"article": self._desk.articles.get(requested_script(self._desk, request), "")})


async def _changes(look: Callable[[], dict[str, Any]], is_open: Callable[[], bool]) -> AsyncIterator[str]:
    """Yield a server-sent event whenever what is looked at has changed."""
    known: dict[str, Any] | None = None
    while is_open():
        now = await run_in_threadpool(look)
        if now != known:
            known = now
            yield f"data: {json.dumps(now)}\n\n"
        await asyncio.sleep(_POLL_S)
