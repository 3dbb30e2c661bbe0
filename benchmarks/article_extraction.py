"""How much of a web page's article a draft speaks, and how much else, beside two libraries that extract articles.

    python benchmarks/article_extraction.py [--readability FOLDER] [--scrapinghub FOLDER] [--half even|odd] [--pages]

The folders are copies of two public collections of pages:

- github.com/mozilla/readability: FOLDER/test/test-pages/*/{source.html,expected.html,expected-metadata.json}
- github.com/scrapinghub/article-extraction-benchmark: FOLDER/{ground-truth.json,html/*.html.gz}

Each text is compared with the expected one by its runs of five words; F1 is the mean over the pages. What counts for
audiobrief is the story of a draft: its headings and paragraphs, before attributions are put in front of quotations.
Printed are the figures for all pages and for both halves (by the sha256 of the page's name), the pages below 0.7, and
where the first collection states them, titles, authors and languages that differ. What it states was partly made by a
program, so these lists are to be read, not counted. With --pages, each page's figures are printed.

There are two figures for each: of all that is expected, and of its prose alone. The prose is what is expected without
code, formulas, tables of data, captions, references and their marks, which a draft lists and never says; the markup of
the first collection shows these. For all extractors alike, runs with such a text in them or across its place count
neither as found nor as wrong.

readability-lxml is compared if it is installed: python -m pip install readability-lxml
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html
from trafilatura import extract

from audiobrief.draft.model import Metadata
from audiobrief.draft.readers.article_file import Document
from audiobrief.draft.stories.story import Story, read_story_document
from audiobrief.errors import AudiobriefError

try:
    from readability import Document as ReadabilityDocument  # only this benchmark uses it
except ImportError:
    ReadabilityDocument = None

HALVES = ("even", "odd")
LOW = 0.7
"""Pages with an F1 below this are listed."""
_RUN = 5
"""Words of a run."""
# Chinese and Japanese are written without spaces, so that each of their signs counts as a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody",
    "td", "th", "thead", "tr", "ul",
}  # fmt: skip


_CODE = "//pre"
_NEVER_SAID = (
    "//math | //table[not(.//p)] | //figcaption | //li[starts-with(@id, 'cite_note')]"
    " | //sup[starts-with(normalize-space(.), '[')]"
)
"""Formulas, data, captions, references and their marks; and code."""
_MOST_CODE = 0.75
"""Share of the letters that are expected; a page with more in <pre> is an article in preformatted text."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a collection, and what should come of it."""

    name: str
    content: bytes
    expected: str
    """The article's text."""
    prose: str
    """The article's text without what a draft never says."""
    stated: Mapping[str, str]
    """Its `title`, `byline` and `lang`, as far as the collection states them."""

    @property
    def half(self) -> str:
        """`even` or `odd`, by its name."""
        return HALVES[hashlib.sha256(self.name.encode()).digest()[-1] % 2]


def readability_pages(folder: Path) -> Iterator[Page]:
    """Yield the pages of mozilla/readability."""
    for path in sorted(folder.glob("test/test-pages/*/source.html")):
        stated = json.loads(path.with_name("expected-metadata.json").read_text(encoding="utf-8"))
        root = html.document_fromstring(path.with_name("expected.html").read_bytes().decode())
        expected = text_of(root)
        code = root.xpath(_CODE)
        has_code = sum(map(len, map(text_of, code))) < _MOST_CODE * len(expected)
        for element in [*root.xpath(_NEVER_SAID), *(code if has_code else ())]:
            element.drop_tree()
        named = {key: str(stated[key]) for key in ("title", "byline", "lang") if stated.get(key)}
        yield Page(path.parent.name, path.read_bytes(), expected, text_of(root), named)


def scrapinghub_pages(folder: Path) -> Iterator[Page]:
    """Yield the pages of scrapinghub/article-extraction-benchmark."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, stated in sorted(truth.items()):
        content = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        yield Page(name, content, stated["articleBody"], stated["articleBody"], {})


def text_of(root: html.HtmlElement) -> str:
    """Return the text of a tree, with a space around each block."""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_text = isinstance(element.tag, str) and element.tag not in {"script", "style", "head"}
        parts.append(" " if element.tag in _BLOCKS else "")
        parts.append((element.text or "") if event == "start" and is_text else "")
        parts.append((element.tail or "") if event == "end" else "")
    return "".join(parts)


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of five words of a text; all of it if it is shorter."""
    words = _WORD.findall(text.lower())
    return Counter(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)) if words)


@dataclass(frozen=True, slots=True)
class Score:
    """How well one text has the runs of words of another, from 0 to 1."""

    precision: float
    recall: float
    prose: float = 0.0
    """F1 of the prose alone."""

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def compare(text: str, page: Page) -> Score:
    """Return the score of an extracted text."""
    found, expected, prose = runs(text), runs(page.expected), runs(page.prose)
    wanted = expected & prose
    never_said = (expected - wanted) + (prose - wanted)
    whole, alone = _compare(found, expected), _compare(found - never_said, wanted)
    return Score(whole.precision, whole.recall, alone.f1)


def _compare(found: Counter[tuple[str, ...]], wanted: Counter[tuple[str, ...]]) -> Score:
    """Return the score of the runs of a text; two empty ones are the same."""
    if not found or not wanted:
        same = float(found == wanted)
        return Score(same, same)
    common = (found & wanted).total()
    return Score(common / found.total(), common / wanted.total())


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a page."""

    page: Page
    scores: Mapping[str, Score]
    """By the name of what extracted the article."""
    differing: Mapping[str, str]
    """What the draft states otherwise than the collection, by `title`, `byline` and `lang`."""


def read_page_story(page: Page) -> Story | None:
    """Return the story of a page; None if there is none."""
    try:
        return read_story_document(Document(page.content, page.name, "html"))
    except AudiobriefError as error:
        print(f"{page.name}: {error}", file=sys.stderr)
        return None


def spoken_text(story: Story) -> str:
    """Return what a story says: its own headings, and the paragraphs."""
    parts: list[str] = []
    for heading in story.headings:
        parts += [heading.title] if heading.title and story.has_own_headings else []
        parts += heading.paragraphs
    return "\n".join(parts)


def trafilatura_text(page: Page) -> str:
    """Return the article by trafilatura, with its usual settings."""
    return extract(page.content.decode("utf-8", "replace"), include_comments=False) or ""


def readability_text(page: Page) -> str:
    """Return the article by readability-lxml."""
    assert ReadabilityDocument is not None
    summary = ReadabilityDocument(page.content.decode("utf-8", "replace")).summary()
    return text_of(html.document_fromstring(summary))


def evaluate(page: Page, others: Mapping[str, Callable[[Page], str]]) -> Result:
    """Return the scores of a page, and what its draft states otherwise."""
    story = read_page_story(page)
    scores = {"audiobrief": compare(spoken_text(story) if story else "", page)}
    scores |= {name: compare(extracted(page), page) for name, extracted in others.items()}
    return Result(page, scores, dict(_differing(page, story.metadata)) if story else {})


def _differing(page: Page, metadata: Metadata) -> Iterator[tuple[str, str]]:
    """Yield what the draft states in other words than the collection."""
    about = {"title": metadata.title, "byline": metadata.author, "lang": metadata.language}
    for key, value in about.items():
        stated = page.stated.get(key, "")
        shortest = 2 if key == "lang" else None  # of a language only its own part
        if not (stated or (key == "byline" and page.stated)):
            continue
        if _plain(stated)[:shortest] != _plain(value or "")[:shortest]:
            yield key, f"{value!r}, stated {stated!r}"


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def print_figures(name: str, results: list[Result]) -> None:
    """Print the figures of all pages and of both halves."""
    for half in (None, *HALVES):
        chosen = [each for each in results if half in {None, each.page.half}]
        for tool in chosen[0].scores if chosen else ():
            scores = [each.scores[tool] for each in chosen]
            means = (statistics.mean(getattr(score, key) for score in scores) for key in ("f1", "precision", "recall"))
            whole = f"{'  '.join(f'{mean:.3f}' for mean in means)}  {sum(score.f1 < LOW for score in scores):3}"
            prose = f"{statistics.mean(score.prose for score in scores):.3f}  {sum(s.prose < LOW for s in scores):3}"
            print(f"{name:12} {half or 'all':4} {len(chosen):4}  {tool:16}  {whole}    {prose}")


def print_pages(results: list[Result], *, every: bool) -> None:
    """Print pages below `LOW`, and what is stated otherwise."""
    for each in sorted(results, key=lambda result: result.scores["audiobrief"].f1):
        score = each.scores["audiobrief"]
        if every or min(score.f1, score.prose) < LOW:
            figures = "  ".join(f"{tool} {score.f1:.3f} ({score.prose:.3f})" for tool, score in each.scores.items())
            print(f"  {each.page.half:4} {each.page.name:40.40} {figures}")
    for key in ("title", "byline", "lang"):
        for each in results:
            if key in each.differing:
                print(f"  {key}: {each.page.name}: {each.differing[key]}")


def main() -> None:
    """Evaluate the collections that are named, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--readability", type=Path, help="a copy of github.com/mozilla/readability")
    parser.add_argument(
        "--scrapinghub", type=Path, help="a copy of github.com/scrapinghub/article-extraction-benchmark"
    )
    parser.add_argument("--half", choices=HALVES, help="only the pages of one half")
    parser.add_argument("--pages", action="store_true", help="print the figures of each page")
    arguments = parser.parse_args()
    if arguments.readability is None and arguments.scrapinghub is None:
        parser.error("name the folder of a collection: --readability or --scrapinghub")
    logging.disable(logging.CRITICAL)  # the libraries report each page that they find odd
    others: dict[str, Callable[[Page], str]] = {"trafilatura": trafilatura_text}
    if ReadabilityDocument is None:
        print("readability-lxml is not compared (python -m pip install readability-lxml)", file=sys.stderr)
    else:
        others["readability-lxml"] = readability_text
    print(f"pages        half    n  extracted by      F1     prec.  rec.  <{LOW}    prose <{LOW}")
    for name, folder, reader in (
        ("readability", arguments.readability, readability_pages),
        ("scrapinghub", arguments.scrapinghub, scrapinghub_pages),
    ):
        pages = list(reader(folder)) if folder else []
        if folder and not pages:
            parser.error(f"no pages in {folder} (see the first lines of this file)")
        results = [evaluate(page, others) for page in pages if arguments.half in {None, page.half}]
        print_figures(name, results)
        print_pages(results, every=arguments.pages)


if __name__ == "__main__":
    main()
