"""`audiobrief draft`: make a script from one article, or a bulletin from several."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cli.help import counted, examples
from audiobrief.cli.inputs import is_address, silence_readers
from audiobrief.cli.messages import echo
from audiobrief.storage.work_folder import work_folder

if TYPE_CHECKING:
    from audiobrief.draft.drafting import Draft
    from audiobrief.draft.readers.article_file import Document
    from audiobrief.draft.writing.project_files import House

_LONGEST_NAME = 60
_LARGEST_SCRIPT = 1_000_000
_MOST_STORIES = 8


def _day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


@dataclass(frozen=True, slots=True)
class DraftOptions:
    """The options of the command line."""

    feed: tuple[str, ...]
    since: str | None
    most: int
    length: str | None
    new_only: bool
    reported: tuple[Path, ...]
    output: Path | None
    show: Path | None
    templates: Path | None
    language: str | None
    day: date | None
    force: bool
    quiet: bool


@click.command(
    "draft",
    epilog=examples(
        "  audiobrief draft article.txt",
        "  audiobrief draft article.html -o scripts/today.yaml --show scripts/show.yaml",
        "  audiobrief draft https://example.org/news/article.html -o scripts/today.yaml",
        "  audiobrief draft harbour.html storm.docx --length 3:00 -o scripts/morning.yaml",
        "  audiobrief draft --feed https://example.org/feed.xml --since 24h --most 5 --length 5:00",
    ),
)
@click.argument("articles", metavar="[ARTICLE]...", nargs=-1)
@click.option(
    "--feed",
    multiple=True,
    metavar="FILE|ADDRESS",
    help="An RSS or Atom feed whose articles are taken, the newest first; may be given several times.",
)
@click.option("--since", metavar="TIME", help="Take only what a feed has of the last 24h, 90m or 3d.")
@click.option(
    "--most",
    type=click.IntRange(1, 100),
    default=_MOST_STORIES,
    show_default=True,
    metavar="N",
    help="Take articles of feeds up to this number of stories; articles that you name are always taken.",
)
@click.option("--length", metavar="TIME", help="How long the episode is to last, such as 5:00 or 90s.")
@click.option("--new-only", is_flag=True, help="Leave out stories that an episode of the last seven days has.")
@click.option(
    "--reported",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="Where the manifests of earlier episodes lie. [default: out, if there is one]",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="SCRIPT",
    help="The script to write; by default the article's name with .yaml, or bulletin.yaml, in the folder scripts if "
    "there is one.",
)
@click.option(
    "--show",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The house file. [default: show.yaml beside the script]",
)
@click.option(
    "--templates",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Your own words for intro, transitions and outro.",
)
@click.option("--language", metavar="L", help="The article's language, such as de; detected if not given.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    metavar="DAY",
    help="The episode's day, such as 2023-02-17; the article's own if not given.",
)
@click.option("--force", is_flag=True, help="Overwrite an existing script.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def command(articles: tuple[str, ...], **options: Any) -> int:
    """Make a script from ARTICLE: a text, Markdown, HTML, PDF or DOCX file, or an https address.

    Several articles, or those of feeds, become a bulletin: a chapter for each story. Reports of the same event become
    one story. With --length, whole paragraphs are left out; what is not spoken is listed. If an article cannot be
    read, the others are drafted, and the exit status is 1.

    Nothing leaves the machine, except the requests for addresses that you name, and for the pages of a feed's articles.
    """
    from audiobrief.draft.writing.project_files import find_house_file, house_path_for, read_house
    from audiobrief.errors import UsageError

    asked = DraftOptions(**options)
    _check(articles, asked)
    silence_readers()
    is_bulletin = len(articles) != 1 or bool(asked.feed) or asked.new_only
    script = asked.output or _default_output("bulletin" if is_bulletin else articles[0])
    if script.exists() and not asked.force:
        raise UsageError(f"{script} exists already (choose another name with -o, or use --force to overwrite it)")
    path = asked.show or find_house_file(script)
    house = read_house(path) if path else None
    named = house_path_for(path, script) if path else None
    place = ScriptPlace(script, house, path, named)
    if is_bulletin:
        from audiobrief.cli.draft_bulletin import draft_bulletin

        return draft_bulletin(articles, asked, place)
    draft = _draft_one(articles[0], asked, place)
    origin = articles[0] if is_address(articles[0]) else Path(articles[0]).name
    place.write(draft, origin)
    if not asked.quiet:
        echo(place.line(draft), fg="green", err=True)
    return 0


def _check(articles: tuple[str, ...], asked: DraftOptions) -> None:
    """Check the options that need no file.

    Raises:
        click.UsageError: one of them is wrong.
    """
    from audiobrief.language.codes import LANGUAGE_TAG

    if not articles and not asked.feed:
        raise click.UsageError("name an article, or a feed with --feed")
    if asked.language is not None and not LANGUAGE_TAG.fullmatch(asked.language):
        raise click.UsageError(f"--language is a tag such as de or en-GB, and '{asked.language}' is not")


def _draft_one(article: str, asked: DraftOptions, place: ScriptPlace) -> Draft:
    from audiobrief.draft.drafting import draft_document
    from audiobrief.draft.readers.article_file import call_with_document
    from audiobrief.errors import ArticleError

    try:
        return call_with_document(
            draft_document, load(article), place.house, asked.templates, asked.language, asked.day
        )
    except ArticleError as error:
        raise error if str(error).startswith(article) else type(error)(f"{article}: {error}") from error


def load(name: str, *, is_feed: bool = False) -> Document:
    """Load a file, or fetch an address.

    Raises:
        ArticleError: it cannot be read.
    """
    if is_address(name):
        from audiobrief.draft.readers.fetch import fetch_document

        return fetch_document(name, is_feed=is_feed)
    from audiobrief.draft.readers.article_file import load_document

    return load_document(Path(name))


def _default_output(article: str) -> Path:
    """Return a name for the script: the article's, in letters that a file's name and an address may have."""
    last = re.split(r"[?#]", article)[0].rstrip("/\\")
    stem = Path(last).stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:_LONGEST_NAME] or "draft"
    return (Path("scripts") if Path("scripts").is_dir() else Path()) / f"{name}.yaml"


@dataclass(frozen=True, slots=True)
class ScriptPlace:
    """Where a script is written, and its house file."""

    script: Path
    house: House | None
    house_path: Path | None
    house_name: str | None
    """The path by which the script names its house file."""

    def write(self, draft: Draft, origin: str) -> None:
        """Write the script of a draft, with the JSON Schema beside it if there is none in its project.

        Raises:
            ArticleError: it is too long.
        """
        from audiobrief.draft.writing.project_files import SCHEMA, find_schema
        from audiobrief.draft.writing.script_text import script_text
        from audiobrief.errors import ArticleError

        schema = find_schema(self.script)
        text = script_text(draft, self.house, self.house_name, schema or SCHEMA, origin)
        if len(text.encode()) > _LARGEST_SCRIPT:
            raise ArticleError(f"{origin}: too long for one script, which has 1 MB at most (split the article)")
        _write(self.script, text, with_schema=schema is None)

    def line(self, draft: Draft) -> str:
        """Return a line that says what was written."""
        # The intro is a chapter, too: it stands before the first that has a title.
        chapters = 1 + sum(chapter.title is not None for chapter in draft.chapters)
        remarks = sum(len(chapter.remarks) for chapter in draft.chapters)
        return (
            f"{self.script}: {counted(chapters, 'chapter')}, {counted(remarks, 'remark')} for the editor, "
            f"{counted(draft.omitted_count, 'paragraph')} left out"
        )


def _write(script: Path, text: str, *, with_schema: bool) -> None:
    from audiobrief.draft.writing.project_files import SCHEMA, schema_file
    from audiobrief.storage import files
    from audiobrief.storage.transaction import replace_files

    files.check_names([script])
    with work_folder(script.parent) as work:
        finished = {script: work / script.name}
        files.write_bytes(work / script.name, text.encode())
        if with_schema:
            finished[script.parent / SCHEMA] = work / SCHEMA
            files.write_copy(work / SCHEMA, schema_file())
        replace_files(finished, work)
