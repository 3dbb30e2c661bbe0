"""`audiobrief draft`: make a script from an article."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cli.help import counted, examples
from audiobrief.cli.inputs import is_address, silence_readers
from audiobrief.cli.messages import echo
from audiobrief.storage.work_folder import work_folder

if TYPE_CHECKING:
    from audiobrief.draft.drafting import Draft
    from audiobrief.draft.readers.article_file import Document

_LONGEST_NAME = 60
_LARGEST_SCRIPT = 1_000_000


def _day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


@click.command(
    "draft",
    epilog=examples(
        "  audiobrief draft article.txt",
        "  audiobrief draft article.html -o scripts/today.yaml --show scripts/show.yaml",
        "  audiobrief draft https://example.org/news/article.html -o scripts/today.yaml",
    ),
)
@click.argument("article", metavar="ARTICLE")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="SCRIPT",
    help="The script to write; by default the article's name with .yaml, in the folder scripts if there is one.",
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
def command(
    article: str,
    output: Path | None,
    show: Path | None,
    templates: Path | None,
    language: str | None,
    day: date | None,
    force: bool,
    quiet: bool,
) -> None:
    """Make a script from ARTICLE: a text, Markdown, HTML, PDF or DOCX file, or an https address.

    Nothing leaves the machine, except the request for an address that you name.
    """
    from audiobrief.draft.drafting import draft_document
    from audiobrief.draft.readers.article_file import call_with_document
    from audiobrief.draft.writing.project_files import SCHEMA, find_house_file, find_schema, house_path_for, read_house
    from audiobrief.draft.writing.script_text import script_text
    from audiobrief.errors import ArticleError, UsageError
    from audiobrief.language.codes import LANGUAGE_TAG

    silence_readers()
    if language is not None and not LANGUAGE_TAG.fullmatch(language):
        raise click.UsageError(f"--language is a tag such as de or en-GB, and '{language}' is not")
    script = output or _default_output(article)
    if script.exists() and not force:
        raise UsageError(f"{script} exists already (choose another name with -o, or use --force to overwrite it)")
    path = show or find_house_file(script)
    house = read_house(path) if path else None
    named = house_path_for(path, script) if path else None
    try:
        draft = call_with_document(draft_document, _load(article), house, templates, language, day)
    except ArticleError as error:
        raise error if str(error).startswith(article) else type(error)(f"{article}: {error}") from error
    schema = find_schema(script)
    text = script_text(draft, house, named, schema or SCHEMA, article if is_address(article) else Path(article).name)
    if len(text.encode()) > _LARGEST_SCRIPT:
        raise ArticleError(f"{article}: too long for one script, which has 1 MB at most (split the article)")
    _write(script, text, with_schema=schema is None)
    if not quiet:
        echo(_line(script, draft), fg="green", err=True)


def _load(article: str) -> Document:
    if is_address(article):
        from audiobrief.draft.readers.fetch import fetch_document

        return fetch_document(article)
    from audiobrief.draft.readers.article_file import load_document

    return load_document(Path(article))


def _default_output(article: str) -> Path:
    """Return a name for the script: the article's, in letters that a file's name and an address may have."""
    last = re.split(r"[?#]", article)[0].rstrip("/\\")
    stem = Path(last).stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:_LONGEST_NAME] or "draft"
    return (Path("scripts") if Path("scripts").is_dir() else Path()) / f"{name}.yaml"


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


def _line(script: Path, draft: Draft) -> str:
    # The intro is a chapter, too: it stands before the first that has a title.
    chapters = 1 + sum(chapter.title is not None for chapter in draft.chapters)
    remarks = sum(len(chapter.remarks) for chapter in draft.chapters)
    return (
        f"{script}: {counted(chapters, 'chapter')}, {counted(remarks, 'remark')} for the editor, "
        f"{counted(len(draft.omitted), 'paragraph')} left out"
    )
