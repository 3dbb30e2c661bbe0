"""The editor's application: all addresses, and how errors are answered."""

from __future__ import annotations

import logging

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from audiobrief.editor.desk import Desk
from audiobrief.editor.folder import ForbiddenPathError
from audiobrief.editor.handlers.episodes import EpisodeHandlers
from audiobrief.editor.handlers.scripts import ScriptHandlers
from audiobrief.editor.handlers.shows import ShowHandlers
from audiobrief.editor.scripts.saving import ChangedElsewhereError
from audiobrief.errors import AudiobriefError, MachineError

_LOG = logging.getLogger(__name__)


def editor_application(desk: Desk) -> Starlette:
    """Return the application that answers what the guard lets through."""
    subjects = (ShowHandlers(desk), ScriptHandlers(desk), EpisodeHandlers(desk))
    return Starlette(
        routes=[route for subject in subjects for route in subject.routes()],
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
