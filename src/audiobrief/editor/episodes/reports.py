"""The report of an episode as a page of the editor."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from audiobrief.editor.desk import Desk
from audiobrief.editor.folder import ForbiddenPathError, ShowFolder
from audiobrief.errors import ScriptError, UsageError
from audiobrief.report.building import Advice, Request, build_report
from audiobrief.report.page import episode_page
from audiobrief.report.scripts import FoundScript
from audiobrief.review.against.sources import compare_with_sources

STYLE_ADDRESS = "/report.css"
_ADVICE = Advice(proof="choose “Listen for mistakes” below the episode")


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
    request = Request(
        script=_script(desk, path),
        compare=partial(compare_with_sources, sources={"": article}) if article is not None else None,
        articles=("the article",) if article is not None else (),
        may_read=partial(_is_inside, desk.folder),
        advice=_ADVICE,
    )
    return episode_page(build_report(audio, request), STYLE_ADDRESS)


def _script(desk: Desk, path: Path) -> FoundScript:
    try:
        return FoundScript(desk.valid_script(path))
    except ScriptError:
        return FoundScript(None, f"{path.name} has mistakes (its page shows them)")


def _is_inside(folder: ShowFolder, path: Path) -> bool:
    try:
        folder.inside(path)
    except ForbiddenPathError:
        return False
    return True
