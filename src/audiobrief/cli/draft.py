"""`audiobrief draft`: make a script from one article, or a bulletin from several."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from audiobrief.cli.drafts.options import DraftOptions, WantedLength, parse_length
from audiobrief.cli.help import examples
from audiobrief.cli.inputs import is_address
from audiobrief.cli.paths import LocalPath, check_output, local_path

_LONGEST_NAME = 60
_MOST_STORIES = 8


def _day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


def _length(_context: click.Context, _option: click.Parameter, value: str | None) -> WantedLength | None:
    return None if value is None else parse_length(value)


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
@click.option(
    "--length",
    callback=_length,
    metavar="TIME",
    help="How long the episode is to last, such as 5:00 or 90s.",
)
@click.option("--new-only", is_flag=True, help="Leave out stories that an episode of the last seven days has.")
@click.option(
    "--reported",
    multiple=True,
    type=LocalPath(exists=True, file_okay=False),
    metavar="FOLDER",
    help="Where the manifests of earlier episodes lie. [default: out, if there is one]",
)
@click.option(
    "-o",
    "--output",
    type=LocalPath(dir_okay=False),
    metavar="SCRIPT",
    help="The script to write; by default the article's name with .yaml, or bulletin.yaml, in the folder scripts if "
    "there is one.",
)
@click.option(
    "--show",
    type=LocalPath(),
    metavar="FILE",
    help="The house file. [default: show.yaml beside the script]",
)
@click.option(
    "--templates",
    type=LocalPath(),
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
@click.option("--force", is_flag=True, help="Overwrite an existing script, and accept little of a page.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def command(articles: tuple[str, ...], **options: Any) -> int:
    """Make a script from ARTICLE: a text, Markdown, HTML, PDF, DOCX, ODT, RTF or EPUB file, or an https address.

    Several articles, or those of feeds, become a bulletin: a chapter for each story. Reports of the same event become
    one story. With --length, whole paragraphs are left out; what is not spoken is listed. If an article cannot be
    read, the others are drafted, and the exit status is 1.

    If little of a page is spoken, the draft says so, and the exit status is 1, unless --force is given.

    Nothing leaves the machine, except the requests for addresses that you name, and for the pages of a feed's articles.
    """
    from audiobrief.cli.drafts.place import ScriptPlace
    from audiobrief.draft.readers.article_file import silence_readers
    from audiobrief.draft.writing.project_files import find_house_file, house_path_for, read_house

    articles = tuple(article if is_address(article) else str(local_path(article)) for article in articles)
    asked = DraftOptions(**options)
    _check(articles, asked)
    silence_readers()
    is_bulletin = len(articles) != 1 or bool(asked.feed) or asked.new_only
    script = asked.output or _default_output("bulletin" if is_bulletin else articles[0])
    check_output(script, overwrite=asked.force)
    path = asked.show or find_house_file(script)
    house = read_house(path) if path else None
    named = house_path_for(path, script) if path else None
    place = ScriptPlace(script, house, named)
    if is_bulletin:
        from audiobrief.cli.drafts.bulletin import draft_bulletin

        return draft_bulletin(articles, asked, place)
    from audiobrief.cli.drafts.article import draft_article

    return draft_article(articles[0], asked, place)


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


def _default_output(article: str) -> Path:
    """Return a name for the script: the article's, in letters that a file's name and an address may have."""
    last = re.split(r"[?#]", article)[0].rstrip("/\\")
    stem = Path(last).stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:_LONGEST_NAME] or "draft"
    return (Path("scripts") if Path("scripts").is_dir() else Path()) / f"{name}.yaml"
