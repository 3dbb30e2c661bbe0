"""New scripts: from articles that are pasted, dropped or fetched, and a new show in an empty folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobrief.draft.drafting import Draft, draft_document
from audiobrief.draft.new_show.folder import make_show
from audiobrief.draft.readers.article_file import (
    ENDINGS,
    Document,
    call_with_document,
    read_document,
    silence_readers,
)
from audiobrief.draft.readers.feed import read_feed
from audiobrief.draft.readers.fetch import fetch_document
from audiobrief.draft.stories.bulletin import Edition, compose_bulletin
from audiobrief.draft.stories.collecting import Loader, Wanted, collect
from audiobrief.draft.writing.project_files import House, find_house_file, house_path_for, read_house
from audiobrief.draft.writing.script_file import write_draft
from audiobrief.editor.folder import ShowFolder
from audiobrief.errors import ArticleError, UsageError
from audiobrief.review.against.article import article_text

_MOST_ENTRIES = 50
"""Articles of a feed that a page lists."""


@dataclass(frozen=True, slots=True)
class NewScript:
    """A script that was drafted."""

    path: Path
    article: str
    """The plain text of what it was drafted from."""
    remarks: tuple[str, ...]
    """Lines for the editor: perhaps only a part of the article is there."""


def pasted_document(article: bytes, name: str) -> Document:
    """Return a document of a text or a file that a page has sent.

    Args:
        article: a text, Markdown, HTML, PDF, DOCX, ODT, RTF or EPUB file.
        name: its name, for messages and the script's remarks.

    Raises:
        ArticleError: it is empty.
    """
    if not article.strip():
        raise ArticleError("there is no article (paste its text, choose a file, or write its address)")
    return Document(article, name, ENDINGS.get(Path(name).suffix.lower()))


def draft_script(folder: ShowFolder, stem: str, pasted: Document | None, addresses: Sequence[str]) -> NewScript:
    """Draft a script from an article, or a bulletin from several, and write it into the folder of the others.

    Args:
        folder: the show's.
        stem: the name of the new script, without an ending.
        pasted: the article; None to fetch those of the addresses.
        addresses: of pages, each beginning with https://.

    Raises:
        UsageError: the name is none, or is taken.
        ArticleError: no article can be read, or they are too long.
        ScriptError: the house file has mistakes.
        OutputError: the script could not be written.
    """
    silence_readers()
    path = folder.new_script(stem)
    house_file = find_house_file(path)
    house = read_house(folder.inside(house_file)) if house_file else None
    documents: dict[str, Document] = {}

    def load(name: str, *, is_feed: bool = False) -> Document:
        documents[name] = pasted if pasted is not None else fetch_document(name, is_feed=is_feed)
        return documents[name]

    remarks: list[str] = []
    if len(addresses) > 1:
        draft, drafted = _bulletin(addresses, house, load, remarks)
        texts = [read_text(documents[name]) for name in drafted]
        origin = f"{len(texts)} articles"
    else:
        document = load(addresses[0] if addresses else "")
        draft, origin = call_with_document(draft_document, document, house), document.name
        texts = [read_text(document)]
    named = house_path_for(house_file, path) if house_file else None
    # Another script may have got the name while articles were fetched.
    path = folder.new_script(stem)
    write_draft(draft, path, house, named, origin)
    if draft.teaser_sign is not None:
        remarks.append(f"perhaps this is only the beginning of the article: {draft.teaser_sign}")
    if draft.shortfall is not None:
        remarks.append(draft.shortfall)
    return NewScript(path, "\n\n".join(texts), tuple(remarks))


def _bulletin(
    addresses: Sequence[str], house: House | None, load: Loader, remarks: list[str]
) -> tuple[Draft, list[str]]:
    """Return a bulletin, and the addresses of the articles that are in it; those that cannot be read become remarks."""
    wanted = Wanted(tuple(addresses), house=house)
    found = collect(wanted, load)
    if not found.stories:
        raise found.errors[0]
    remarks += map(str, found.errors)
    days = [report.story.metadata.published for report in found.reports]
    day = max((each for each in days if each), default=None)
    edition = Edition(house, None, found.language(wanted), day, tuple(found.not_drafted))
    drafted = dict.fromkeys(report.origin for report in found.reports)
    return compose_bulletin(found.stories, edition), [*drafted]


def feed_entries(address: str) -> list[dict[str, str]]:
    """Fetch an RSS or Atom feed, and return its articles, the newest first, with title, https address and time.

    Raises:
        ArticleError: it cannot be fetched, is no feed, or has no article with an https address.
    """
    silence_readers()
    entries = read_feed(fetch_document(address.strip(), is_feed=True))
    newest = sorted(entries, key=lambda entry: entry.published.timestamp() if entry.published else 0.0, reverse=True)
    listed = [
        {
            "title": entry.metadata.title or entry.name,
            "address": entry.metadata.url,
            "published": f"{entry.published:%Y-%m-%d %H:%M}" if entry.published else "",
        }
        for entry in newest
        if entry.metadata.url and entry.metadata.url.lower().startswith("https://")
    ]
    if not listed:
        raise ArticleError("the feed has no article with an https address (name another one)")
    return listed[:_MOST_ENTRIES]


def read_text(document: Document) -> str:
    """Return the plain text of an article, to compare a script with it.

    Raises:
        ArticleError: the article cannot be read.
    """
    silence_readers()
    return article_text(call_with_document(read_document, document))


def start_show(folder: ShowFolder) -> None:
    """Fill an empty folder with what a show begins with: house file, lexicon, music, and a first script.

    Raises:
        UsageError: the folder is not empty.
        OutputError: it could not be written.
    """
    if not folder.is_empty:
        raise UsageError("the folder is not empty (begin a show in an empty folder)")
    make_show(folder.root)
