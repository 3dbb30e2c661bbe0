"""Read an article's metadata: from a page's data, a mail's header, front matter, and lines such as a byline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from audiobrief.draft.cleanup.text import clean_line
from audiobrief.draft.model import Metadata
from audiobrief.errors import ScriptError
from audiobrief.language.calendar import month_names
from audiobrief.language.codes import LANGUAGE_TAG
from audiobrief.language.profile import LANGUAGES, Language, load_language, mail_header_kinds
from audiobrief.script.yaml import nodes
from audiobrief.script.yaml.tree import parse_document

_LONGEST_LINE = 12
"""The most words of a line that names the author or the day."""
_SHORTEST_NAME = 2
"""The fewest words of a name before a month."""

_NAMES = {
    "title": ("title", "headline"),
    "author": ("author", "authors", "byline"),
    "publisher": ("publisher", "sitename", "site", "source"),
    "summary": ("summary", "description", "excerpt"),
}
_LINE = re.compile(r"(?P<key>[^\W\d_][\w -]{0,20})\s*:\s*(?P<value>.*)")
_ANSWER = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv)\s*:\s*)+", re.IGNORECASE)
_BLOCK_SIGN = re.compile(r"[>|][+-]?")
_LETTERS = re.compile(r"[^\W\d_]+")
_SAYS_MORE = re.compile(r"\s*:\s*[^\W\d]")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_DAY = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er|º)?\s+(?:de\s+)?(?P<month>[^\W\d_]+)\.?\s+(?:de\s+)?(?P<year>\d{4})\b"
)
_MONTH_FIRST = re.compile(r"\b(?P<month>[^\W\d_]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b")
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_NUMBERS = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b")


def read_metadata(stated: Mapping[str, str], otherwise: Metadata | None = None) -> Metadata:
    """Return metadata from values by their names in lower case; what is not stated is taken from `otherwise`."""
    metadata = otherwise or Metadata()
    for key, names in _NAMES.items():
        value = next((clean_line(stated[name]) for name in names if stated.get(name)), "")
        if value:
            metadata = replace(metadata, **{key: value})  # type: ignore[arg-type] # the keys are those of texts
    day = next((day_in(stated[name]) for name in ("date", "published", "pubdate") if stated.get(name)), None)
    url = next((web_address(stated[name]) for name in ("url", "link", "canonical") if stated.get(name)), None)
    tag = (stated.get("language") or stated.get("lang") or "").strip().replace("_", "-")
    if metadata.author:
        label = load_language(tag or LANGUAGES[0]).author_label
        metadata = replace(metadata, author=label.sub("", metadata.author) or metadata.author)
    return replace(
        metadata,
        published=day or metadata.published,
        url=url or metadata.url,
        language=tag if tag and LANGUAGE_TAG.fullmatch(tag) else metadata.language,
    )


def read_mail_header(lines: Sequence[str]) -> dict[str, str]:
    """Read the header lines of a mail, or lines written in their way: `Subject: The bridge`.

    Returns:
        Title, author and date, as far as they are stated; empty if the lines are something else.
    """
    matches = [_LINE.fullmatch(line.strip()) for line in lines]
    kinds = [mail_header_kinds().get(match["key"].strip().lower()) if match else None for match in matches]
    if len(lines) < 2 or None in kinds or "title" not in kinds:
        return {}
    values = {kind: match["value"].strip() for kind, match in zip(kinds, matches, strict=True) if kind and match}
    values.pop("other", None)
    return values | {"title": _ANSWER.sub("", values["title"])}


def read_front_matter(lines: str) -> dict[str, str]:
    """Read the lines between `---`: as YAML or, if that is wrong, line by line."""
    try:
        root = parse_document(lines, "front matter").root
    except ScriptError:
        return dict(_by_line(lines))
    entries = root.entries if isinstance(root, nodes.Mapping) else {}
    return {key.lower(): " ".join(_text_of(node).split()) for key, node in entries.items()}


def _text_of(node: nodes.Node) -> str:
    """Return a value as one text: the items of a list, or the name in a mapping."""
    if isinstance(node, nodes.Scalar):
        return "" if node.tag == "null" else node.text
    if isinstance(node, nodes.Sequence):
        return ", ".join(filter(None, map(_text_of, node.items)))
    return _text_of(node.entries["name"]) if "name" in node.entries else ""


def _by_line(lines: str) -> Iterator[tuple[str, str]]:
    for line in lines.split("\n"):
        match = _LINE.fullmatch(line.strip())
        if match and not _BLOCK_SIGN.fullmatch(match["value"].strip()):
            yield match["key"].lower(), match["value"].strip().strip("\"'")


def web_address(text: str) -> str | None:
    """Return a web address as a script may contain it; None if the text is not one."""
    text = text.strip()
    return text if _ADDRESS.fullmatch(text) else None


def author_in(line: str, language: Language) -> str | None:
    """Return the author named by a line that does nothing else; None if the line is something else."""
    if len(line.split()) > _LONGEST_LINE:
        return None
    match = language.byline.fullmatch(line.rstrip(".").replace("\u00a0", " "))
    if match is None:
        return None
    rest = match["rest"] or ""
    if rest and line.endswith((".", "!", "?")):
        return None
    if day_in(rest) is None and language.clauses & {*_LETTERS.findall(rest.lower())}:
        return None
    words = match["name"].split()
    if len(words) > _SHORTEST_NAME and rest.lstrip()[:1].isdigit() and _month(words[-1].rstrip(".")):
        words.pop()
    return " ".join(words)


def day_of(line: str, language: Language) -> date | None:
    """Return the day of a line that is a date and little else: names, a time, `Published`; None for a sentence."""
    if len(line.split()) > _LONGEST_LINE or line.endswith((".", "!", "?")):
        return None
    match = _find_day(line)
    if match is None or _SAYS_MORE.match(line, match[1].end()):
        return None
    around = _LETTERS.findall(f"{line[: match[1].start()]} {line[match[1].end() :]}")
    is_date = all(word[:1].isupper() or word in language.date_words for word in around)
    return match[0] if is_date else None


def day_in(text: str) -> date | None:
    """Return the day that a text names in digits or with a month's name in a known language; None if there is none."""
    match = _find_day(text)
    return match[0] if match else None


def _find_day(text: str) -> tuple[date, re.Match[str]] | None:
    """Return the first day that a text names, and its position."""
    for pattern in (_ISO, _DAY, _MONTH_FIRST, _NUMBERS):
        for match in pattern.finditer(text):
            month = int(match["month"]) if match["month"].isdigit() else _month(match["month"])
            try:
                day = date(int(match["year"]), month, int(match["day"]))
            except ValueError:
                continue
            if date(1900, 1, 1) <= day < date(3000, 1, 1):
                return day, match
    return None


def _month(name: str) -> int:
    """Return a month's number by its name or the first three letters of it; 0 if it is not a month."""
    name = name.lower()
    for language in LANGUAGES:
        for number, month in enumerate(map(str.lower, month_names(language)), 1):
            if name == month or (name == month[:3] and len(month) > 3) or (name == "sept" and number == 9):
                return number
    return 0
