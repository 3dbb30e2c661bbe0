"""The report of an episode as a page of the editor."""

from __future__ import annotations

from pathlib import Path

from audiobrief.editor.desk import Desk
from audiobrief.errors import ScriptError, UsageError
from audiobrief.report.building import Request, build_report
from audiobrief.report.page import episode_page
from audiobrief.review.against.sources import compare_with_sources

STYLE_ADDRESS = "/report.css"


def report_page(desk: Desk, path: Path) -> str:
    """Return the report of a script's episode, compared with the article that the script's page has.

    Raises:
        UsageError: it was not rendered.
        AudiobriefError: its files cannot be read.
    """
    audio = desk.audio(path)
    if audio is None:
        raise UsageError("there is no episode yet (render it first)")
    article = desk.articles.get(path)
    is_compared = article is not None and _is_valid(desk, path)
    request = Request(
        script=path if _is_valid(desk, path) else None,
        compare=(lambda script: compare_with_sources(script, {"": article or ""})) if is_compared else None,
        articles=("the article",) if is_compared else (),
    )
    return episode_page(build_report(audio, request), STYLE_ADDRESS)


def _is_valid(desk: Desk, path: Path) -> bool:
    try:
        desk.valid_script(path)
    except ScriptError:
        return False
    return True
