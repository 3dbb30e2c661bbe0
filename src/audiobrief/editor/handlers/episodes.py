"""Requests about sound: hear sentences, render an episode, look at it, and publish it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from audiobrief.editor.desk import Desk
from audiobrief.editor.episodes.reports import STYLE_ADDRESS, report_page
from audiobrief.editor.episodes.sites import publish_episode
from audiobrief.editor.handlers.routes import get_route, not_found, post_route, requested_script
from audiobrief.editor.scripts.requests import HearRequest, PublishRequest, ScriptRequest
from audiobrief.errors import AudiobriefError, UsageError
from audiobrief.publish.addresses import media_type
from audiobrief.report.page import style


class EpisodeHandlers:
    """Answers requests about sentences and episodes that are heard."""

    def __init__(self, desk: Desk) -> None:
        """Answer for the scripts of a desk."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Return the addresses."""
        return [
            get_route("/sound/{key}", self._sound),
            get_route("/episode", self._audio),
            get_route("/report", self._report),
            get_route(STYLE_ADDRESS, self._report_style),
            get_route("/api/episode", self._episode),
            get_route("/api/waveform", self._waveform),
            post_route("/api/hear", self._hear),
            post_route("/api/render", self._render),
            post_route("/api/cancel", self._cancel),
            get_route("/api/proof", self._proof),
            post_route("/api/proof", self._start_proof),
            post_route("/api/publish", self._publish),
        ]

    def _sound(self, request: Request) -> Response:
        path = self._desk.booth.sound(request.path_params["key"].removesuffix(".wav"))
        return FileResponse(path, media_type="audio/wav") if path is not None else not_found()

    def _audio(self, request: Request) -> Response:
        audio = self._desk.audio(requested_script(self._desk, request))
        return FileResponse(audio, media_type=media_type(audio.name)) if audio is not None else not_found()

    def _report(self, request: Request) -> Response:
        try:
            page = report_page(self._desk, requested_script(self._desk, request))
        except AudiobriefError as error:
            return PlainTextResponse(f"{error}\n", status_code=404)
        return Response(page, media_type="text/html; charset=utf-8")

    @staticmethod
    def _report_style(_request: Request) -> Response:
        return Response(style(), media_type="text/css; charset=utf-8")

    def _episode(self, request: Request) -> Response:
        return JSONResponse(self._desk.episode(requested_script(self._desk, request)))

    def _waveform(self, request: Request) -> Response:
        return JSONResponse(self._desk.waveform(requested_script(self._desk, request)))

    def _hear(self, body: bytes) -> dict[str, Any]:
        asked = HearRequest.model_validate_json(body)
        key, seconds = self._desk.hear(
            self._desk.folder.script(asked.file), asked.segment, asked.sentence, asked.digest
        )
        return {"sound": f"/sound/{key}.wav", "seconds": seconds}

    def _render(self, body: bytes) -> dict[str, Any]:
        self._desk.start_render(self._desk.folder.script(ScriptRequest.model_validate_json(body).file))
        return {}

    def _cancel(self, body: bytes) -> dict[str, Any]:
        self._desk.booth.cancel(self._desk.folder.script(ScriptRequest.model_validate_json(body).file))
        return {}

    def _proof(self, request: Request) -> Response:
        return JSONResponse(self._desk.proof(requested_script(self._desk, request)))

    def _start_proof(self, body: bytes) -> dict[str, Any]:
        self._desk.start_proof(self._desk.folder.script(ScriptRequest.model_validate_json(body).file))
        return {}

    def _publish(self, body: bytes) -> dict[str, Any]:
        asked = PublishRequest.model_validate_json(body)
        audio = self._desk.audio(self._desk.folder.script(asked.file))
        if audio is None:
            raise UsageError("there is no episode yet (render it first)")
        correction = asked.correction.strip() or None
        return publish_episode(self._desk.folder, audio, asked.site, correction, dry_run=asked.dry_run)
