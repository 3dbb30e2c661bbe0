"""New scripts: from an article that is pasted or dropped, and a new show in an empty folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiobrief.draft.drafting import draft_document
from audiobrief.draft.new_show.folder import make_show
from audiobrief.draft.readers.article_file import (
    ENDINGS,
    Document,
    call_with_document,
    read_document,
    silence_readers,
)
from audiobrief.draft.writing.project_files import find_house_file, house_path_for, read_house
from audiobrief.draft.writing.script_file import write_draft
from audiobrief.editor.folder import ShowFolder
from audiobrief.errors import ArticleError, UsageError
from audiobrief.review.against.article import article_text


@dataclass(frozen=True, slots=True)
class NewScript:
    """A script that was drafted."""

    path: Path
    remarks: tuple[str, ...]
    """Lines for the editor: perhaps only a part of the article is there."""


def draft_script(folder: ShowFolder, stem: str, article: bytes, name: str) -> NewScript:
    """Draft a script from an article, and write it into the folder of the others.

    Args:
        folder: the show's.
        stem: the name of the new script, without an ending.
        article: a text, Markdown, HTML, PDF, DOCX, ODT, RTF or EPUB file.
        name: the article's name, for messages and the script's remarks.

    Raises:
        UsageError: the name is none, or is taken.
        ArticleError: the article cannot be read, or is too long.
        ScriptError: the house file has mistakes.
        OutputError: the script could not be written.
    """
    document = _document(article, name)
    path = folder.new_script(stem)
    house_file = find_house_file(path)
    house = read_house(folder.inside(house_file)) if house_file else None
    draft = call_with_document(draft_document, document, house)
    named = house_path_for(house_file, path) if house_file else None
    write_draft(draft, path, house, named, name)
    remarks = []
    if draft.teaser_sign is not None:
        remarks.append(f"perhaps this is only the beginning of the article: {draft.teaser_sign}")
    if draft.shortfall is not None:
        remarks.append(draft.shortfall)
    return NewScript(path, tuple(remarks))


def read_text(article: bytes, name: str) -> str:
    """Return the plain text of an article, to compare a script with it; the arguments are those of `draft_script`.

    Raises:
        ArticleError: the article cannot be read.
    """
    return article_text(call_with_document(read_document, _document(article, name)))


def _document(article: bytes, name: str) -> Document:
    if not article.strip():
        raise ArticleError("there is no article (paste its text, or choose a file)")
    silence_readers()
    return Document(article, name, ENDINGS.get(Path(name).suffix.lower()))


def start_show(folder: ShowFolder) -> None:
    """Fill an empty folder with what a show begins with: house file, lexicon, music, and a first script.

    Raises:
        UsageError: the folder is not empty.
        OutputError: it could not be written.
    """
    if not folder.is_empty:
        raise UsageError("the folder is not empty (begin a show in an empty folder)")
    make_show(folder.root)
