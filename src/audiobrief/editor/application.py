"""The editor's addresses: pages, what they ask for, and what they change."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from audiobrief.editor.articles import draft_script, read_text, start_show
from audiobrief.editor.desk import Desk
from audiobrief.editor.folder import ForbiddenPathError
from audiobrief.editor.house import change_house, read_house
from audiobrief.editor.names import approve_name, hear_name, unknown_names
from audiobrief.editor.pages import asset, render_page
from audiobrief.editor.scripts.changes import ChangeRequest, TextRequest, change_of
from audiobrief.editor.scripts.requests import (
    CompareRequest,
    HearRequest,
    HouseRequest,
    NameRequest,
    NewRequest,
    PublishRequest,
    ScriptRequest,
    SoundRequest,
)
from audiobrief.editor.scripts.saving import ChangedElsewhereError
from audiobrief.editor.sites import publish_episode
from audiobrief.editor.sounds import sound_change, sound_path, write_sound
from audiobrief.errors import AudiobriefError, MachineError, UsageError
from audiobrief.publish.addresses import media_type

_LOG = logging.getLogger(__name__)
_POLL_S = 0.2
"""Seconds between two looks at the files and the render, while a page listens."""
_CHANGE: TypeAdapter[ChangeRequest] = TypeAdapter(ChangeRequest)


def editor_application(desk: Desk) -> Starlette:
    """Return the application that answers what the guard lets through."""
    handlers = _Handlers(desk)
    return Starlette(
        routes=[
            Route("/", handlers.start, methods=["GET"]),
            Route("/script", handlers.script, methods=["GET"]),
            Route("/assets/{name}", handlers.asset, methods=["GET"]),
            Route("/sound/{key}", handlers.sound, methods=["GET"]),
            Route("/episode", handlers.audio, methods=["GET"]),
            Route("/api/script", handlers.content, methods=["GET"]),
            Route("/api/margins", handlers.margins, methods=["GET"]),
            Route("/api/episode", handlers.episode, methods=["GET"]),
            Route("/api/events", handlers.events, methods=["GET"]),
            Route("/api/change", handlers.change, methods=["POST"]),
            Route("/api/undo", handlers.undo, methods=["POST"]),
            Route("/api/redo", handlers.redo, methods=["POST"]),
            Route("/api/names", handlers.names, methods=["GET"]),
            Route("/api/names/hear", handlers.hear_name, methods=["POST"]),
            Route("/api/names/approve", handlers.approve_name, methods=["POST"]),
            Route("/api/hear", handlers.hear, methods=["POST"]),
            Route("/api/new", handlers.new, methods=["POST"]),
            Route("/api/sound", handlers.add_sound, methods=["POST"]),
            Route("/api/compare", handlers.compare, methods=["POST"]),
            Route("/api/article", handlers.article, methods=["GET"]),
            Route("/api/house", handlers.house, methods=["POST"]),
            Route("/api/show", handlers.new_show, methods=["POST"]),
            Route("/api/publish", handlers.publish, methods=["POST"]),
            Route("/api/render", handlers.render, methods=["POST"]),
            Route("/api/cancel", handlers.cancel, methods=["POST"]),
        ],
        exception_handlers={
            AudiobriefError: _error,
            ValidationError: _wrong_request,
            OSError: _machine_error,
        },
    )


def _error(_request: Request, error: Exception) -> Response:
    status = 409 if isinstance(error, ChangedElsewhereError) else 404 if isinstance(error, ForbiddenPathError) else 400
    return JSONResponse({"error": str(error)}, status_code=status)


def _wrong_request(_request: Request, error: Exception) -> Response:
    _LOG.info("a request that no page sends: %s", str(error).replace("\n", " "))
    return JSONResponse({"error": "this is no request of a page (load the page again)"}, status_code=400)


def _machine_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)
    return JSONResponse({"error": str(MachineError.of(error))}, status_code=500)


class _Handlers:
    """Answers requests; what takes long runs in threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def start(self, _request: Request) -> Response:
        scripts = self._desk.folder.scripts()
        folder = self._desk.folder
        values = {
            "scripts": scripts,
            "folder": folder.root.name,
            "is_empty": not scripts and folder.is_empty,
            "show": read_house(folder),
        }
        return _page("start.html.j2", values)

    def script(self, request: Request) -> Response:
        file = request.query_params.get("file", "")
        try:
            path = self._desk.folder.script(file)
        except ForbiddenPathError as error:
            return PlainTextResponse(f"{error}\n", status_code=404)
        return _page("script.html.j2", {"file": self._desk.folder.name(path)})

    def asset(self, request: Request) -> Response:
        found = asset(request.path_params["name"])
        if found is None:
            return PlainTextResponse("There is nothing here.\n", status_code=404)
        content, kind = found
        return Response(content, media_type=kind)

    def sound(self, request: Request) -> Response:
        path = self._desk.booth.sound(request.path_params["key"].removesuffix(".wav"))
        if path is None:
            return PlainTextResponse("There is nothing here.\n", status_code=404)
        return FileResponse(path, media_type="audio/wav")

    def audio(self, request: Request) -> Response:
        audio = self._desk.audio(self._path(request))
        if audio is None:
            return PlainTextResponse("There is nothing here.\n", status_code=404)
        return FileResponse(audio, media_type=media_type(audio.name))

    def content(self, request: Request) -> Response:
        return JSONResponse(self._desk.content(self._path(request)))

    def margins(self, request: Request) -> Response:
        return JSONResponse(self._desk.margins(self._path(request)))

    def episode(self, request: Request) -> Response:
        return JSONResponse(self._desk.episode(self._path(request)))

    def _path(self, request: Request) -> Path:
        return self._desk.folder.script(request.query_params.get("file", ""))

    async def events(self, request: Request) -> Response:
        path = self._path(request)
        return StreamingResponse(
            _changes(lambda: self._desk.events(path), lambda: self._desk.is_open), media_type="text/event-stream"
        )

    async def change(self, request: Request) -> Response:
        return await _answer(request, self._change)

    def _change(self, body: bytes) -> dict[str, Any]:
        asked = _CHANGE.validate_json(body)
        path = self._desk.folder.script(asked.file)
        seen = self._desk.seen(path, asked.digest) if isinstance(asked, TextRequest) else None
        _, index = self._desk.store.change(path, asked.file, change_of(asked, seen))
        return {**self._desk.content(path), "changed": index}

    async def undo(self, request: Request) -> Response:
        return await _answer(request, self._undo)

    def _undo(self, body: bytes) -> dict[str, Any]:
        asked = ScriptRequest.model_validate_json(body)
        path = self._desk.folder.script(asked.file)
        self._desk.store.undo(path, asked.file)
        return self._desk.content(path)

    async def redo(self, request: Request) -> Response:
        return await _answer(request, self._redo)

    def _redo(self, body: bytes) -> dict[str, Any]:
        asked = ScriptRequest.model_validate_json(body)
        path = self._desk.folder.script(asked.file)
        self._desk.store.redo(path, asked.file)
        return self._desk.content(path)

    async def hear(self, request: Request) -> Response:
        return await _answer(request, self._hear)

    def _hear(self, body: bytes) -> dict[str, Any]:
        asked = HearRequest.model_validate_json(body)
        key, seconds = self._desk.hear(self._desk.folder.script(asked.file), asked.segment, asked.sentence)
        return {"sound": f"/sound/{key}.wav", "seconds": seconds}

    def names(self, request: Request) -> Response:
        return JSONResponse(unknown_names(self._desk.read(self._path(request)).loaded.script, self._desk.booth))

    async def hear_name(self, request: Request) -> Response:
        return await _answer(request, self._hear_name)

    def _hear_name(self, body: bytes) -> dict[str, Any]:
        asked = NameRequest.model_validate_json(body)
        script = self._desk.valid_script(self._desk.folder.script(asked.file))
        key, seconds = hear_name(script, asked.word, asked.how, self._desk.booth)
        return {"sound": f"/sound/{key}.wav", "seconds": seconds}

    async def approve_name(self, request: Request) -> Response:
        return await _answer(request, self._approve_name)

    def _approve_name(self, body: bytes) -> dict[str, Any]:
        asked = NameRequest.model_validate_json(body)
        path = self._desk.folder.script(asked.file)
        return {"written": approve_name(self._desk, path, asked.word, asked.how)}

    async def new(self, request: Request) -> Response:
        return await _answer(request, self._new)

    def _new(self, body: bytes) -> dict[str, Any]:
        asked = NewRequest.model_validate_json(body)
        made = draft_script(self._desk.folder, asked.stem, asked.bytes, asked.file_name)
        self._desk.articles[made.path] = read_text(asked.bytes, asked.file_name)
        return {"file": self._desk.folder.name(made.path), "remarks": made.remarks}

    async def add_sound(self, request: Request) -> Response:
        return await _answer(request, self._add_sound)

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

    async def compare(self, request: Request) -> Response:
        return await _answer(request, self._compare)

    def _compare(self, body: bytes) -> dict[str, Any]:
        asked = CompareRequest.model_validate_json(body)
        path = self._desk.folder.script(asked.file)
        self._desk.articles[path] = read_text(asked.bytes, asked.file_name)
        return {"article": self._desk.articles[path]}

    def article(self, request: Request) -> Response:
        return JSONResponse({"article": self._desk.articles.get(self._path(request), "")})

    async def new_show(self, request: Request) -> Response:
        return await _answer(request, self._new_show)

    def _new_show(self, _body: bytes) -> dict[str, Any]:
        start_show(self._desk.folder)
        return {}

    async def house(self, request: Request) -> Response:
        return await _answer(request, self._house)

    def _house(self, body: bytes) -> dict[str, Any]:
        return change_house(self._desk, HouseRequest.model_validate_json(body).settings)

    async def publish(self, request: Request) -> Response:
        return await _answer(request, self._publish)

    def _publish(self, body: bytes) -> dict[str, Any]:
        asked = PublishRequest.model_validate_json(body)
        audio = self._desk.audio(self._desk.folder.script(asked.file))
        if audio is None:
            raise UsageError("there is no episode yet (render it first)")
        correction = asked.correction.strip() or None
        return publish_episode(self._desk.folder, audio, asked.site, correction, dry_run=asked.dry_run)

    async def render(self, request: Request) -> Response:
        return await _answer(request, self._render)

    def _render(self, body: bytes) -> dict[str, Any]:
        self._desk.start_render(self._desk.folder.script(ScriptRequest.model_validate_json(body).file))
        return {}

    async def cancel(self, request: Request) -> Response:
        return await _answer(request, self._cancel)

    def _cancel(self, body: bytes) -> dict[str, Any]:
        self._desk.booth.cancel(self._desk.folder.script(ScriptRequest.model_validate_json(body).file))
        return {}


async def _answer(request: Request, work: Callable[[bytes], dict[str, Any]]) -> Response:
    return JSONResponse(await run_in_threadpool(work, await request.body()))


def _page(template: str, values: dict[str, Any]) -> Response:
    return Response(render_page(template, values), media_type="text/html; charset=utf-8")


async def _changes(look: Callable[[], dict[str, Any]], is_open: Callable[[], bool]) -> AsyncIterator[str]:
    """Yield a server-sent event whenever what is looked at has changed."""
    known: dict[str, Any] | None = None
    while is_open():
        now = await run_in_threadpool(look)
        if now != known:
            known = now
            yield f"data: {json.dumps(now)}\n\n"
        await asyncio.sleep(_POLL_S)
