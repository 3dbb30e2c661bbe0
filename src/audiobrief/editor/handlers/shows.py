"""Requests about the show: the pages, new scripts, and the house file."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from audiobrief.editor.articles import draft_script, feed_entries, pasted_document, start_show
from audiobrief.editor.desk import Desk
from audiobrief.editor.folder import ForbiddenPathError
from audiobrief.editor.handlers.routes import get_route, not_found, post_route, requested_script
from audiobrief.editor.house import change_house, read_house
from audiobrief.editor.pages import asset, render_page
from audiobrief.editor.scripts.requests import FeedRequest, HouseRequest, NewRequest


class ShowHandlers:
    """Answers requests for pages, and those of the start page."""

    def __init__(self, desk: Desk) -> None:
        """Answer for the show of a desk."""
        self._desk = desk

    def routes(self) -> list[Route]:
        """Return the addresses."""
        return [
            get_route("/", self._start_page),
            get_route("/script", self._script_page),
            get_route("/assets/{name}", self._asset),
            post_route("/api/new", self._new),
            post_route("/api/feed", self._feed),
            post_route("/api/house", self._house),
            post_route("/api/show", self._new_show),
        ]

    def _start_page(self, _request: Request) -> Response:
        folder = self._desk.folder
        scripts = folder.scripts()
        values = {
            "scripts": scripts,
            "folder": folder.root.name,
            "is_empty": not scripts and folder.is_empty,
            "show": read_house(folder),
        }
        return _page("start.html.j2", values)

    def _script_page(self, request: Request) -> Response:
        try:
            path = requested_script(self._desk, request)
        except ForbiddenPathError as error:
            return PlainTextResponse(f"{error}\n", status_code=404)
        return _page("script.html.j2", {"file": self._desk.folder.name(path)})

    @staticmethod
    def _asset(request: Request) -> Response:
        found = asset(request.path_params["name"])
        return Response(found[0], media_type=found[1]) if found is not None else not_found()

    def _new(self, body: bytes) -> dict[str, Any]:
        asked = NewRequest.model_validate_json(body)
        pasted = None if asked.addresses else pasted_document(asked.bytes, asked.file_name)
        made = draft_script(self._desk.folder, asked.stem, pasted, [each.strip() for each in asked.addresses])
        self._desk.articles[made.path] = made.article
        return {"file": self._desk.folder.name(made.path), "remarks": made.remarks}

    @staticmethod
    def _feed(body: bytes) -> dict[str, Any]:
        return {"entries": feed_entries(FeedRequest.model_validate_json(body).address)}

    def _house(self, body: bytes) -> dict[str, Any]:
        return change_house(self._desk, HouseRequest.model_validate_json(body).settings)

    def _new_show(self, _body: bytes) -> dict[str, Any]:
        start_show(self._desk.folder)
        return {}


def _page(template: str, values: dict[str, Any]) -> Response:
    return Response(render_page(template, values), media_type="text/html; charset=utf-8")
