"""Draft the script of an article of an archive, beside the article."""

from __future__ import annotations

import logging
from pathlib import Path

from audiobrief.draft.drafting import draft_document
from audiobrief.draft.readers.article_file import call_with_document, load_document
from audiobrief.draft.writing.project_files import house_path_for, read_house
from audiobrief.draft.writing.script_file import write_draft
from audiobrief.errors import ArticleError
from audiobrief.script.files import project_folder

_LOG = logging.getLogger(__name__)


def draft_script(article: Path, script: Path, shown: str) -> None:
    """Draft an article, and write its script.

    Args:
        article: the file.
        script: the script, which does not exist.
        shown: the article's path in messages.

    Raises:
        ArticleError: it cannot be read, little of it would be spoken, or its script would be a house file.
        ScriptError: the house file is wrong.
    """
    if script.stem.casefold() == "show":
        raise ArticleError(f"{shown}: its script would be {script.name}, the name of house files (rename the article)")
    path = find_house_file_above(script)
    house = read_house(path) if path else None
    named = house_path_for(path, script) if path else None
    try:
        draft = call_with_document(draft_document, load_document(article), house)
    except ArticleError as error:
        # It is read by its absolute path, and named by that which the user knows.
        raise ArticleError(str(error).removeprefix(f"{article}: ")).placed(shown) from error
    if draft.shortfall is not None:
        raise ArticleError(f"{shown}: {draft.shortfall}")
    if draft.teaser_sign is not None:
        _LOG.warning("%s: perhaps this is only the beginning of the article: %s", shown, draft.teaser_sign)
    write_draft(draft, script, house, named, article.name)


def find_house_file_above(script: Path) -> Path | None:
    """Return the nearest `show.yaml` in a script's folder and those above it, within its project; None without one."""
    folder, project = script.resolve().parent, project_folder(script)
    for above in (folder, *folder.parents):
        if (above / "show.yaml").is_file():
            return above / "show.yaml"
        if above == project:
            break
    return None
