"""Read and fill the words around an article: `templates/LANGUAGE.toml`, or a newsroom's own file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from audiobrief.errors import TemplateError
from audiobrief.language.codes import primary_language
from audiobrief.language.profile import LANGUAGES

NAMES = (
    "show", "date", "day", "headline", "coming", "author", "publisher", "published", "source", "sources", "next"
)  # fmt: skip
"""The names that a template may use."""
_NAME = re.compile(r"\{([^{}]*)\}")
_PLACES = ("first", "middle", "last", "only")
_KINDS = ("question", "subject", "change", "story")
_TEXTS = ("intro", "outro", "bulletin_title", "bulletin_intro", "bulletin_outro")

Sentence = tuple[str, ...]
"""Alternatives; the first that can be filled is used."""
Paragraphs = tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class Templates:
    """The words around an article."""

    language: str
    """BCP 47 tag of the words: the requested language, or English."""
    intro: Paragraphs
    outro: Paragraphs
    bulletin_title: Paragraphs
    """The title of a script of several articles; one paragraph."""
    bulletin_intro: Paragraphs
    bulletin_outro: Paragraphs
    date: str
    """Format of the episode's date (CLDR date pattern, as Babel reads it)."""
    published: str
    """Format of the article's date."""
    transitions: Mapping[str, Mapping[str, tuple[str, ...]]]
    """For each kind of chapter: the words before the first, middle, last and only one."""


def read_templates(language: str, folder: Path | None) -> Templates:
    """Read the templates of a language (BCP 47 tag), or of English if there are none for it.

    Entries of a file in the newsroom's own folder replace the built-in ones.

    Raises:
        TemplateError: a template cannot be used.
    """
    short = primary_language(language)
    known = short if short in LANGUAGES else LANGUAGES[0]
    ours = files(__package__).joinpath("templates", f"{known}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(ours)
    own = _own(folder, short) if folder is not None else {}
    table |= own
    return Templates(
        language=language if own or known == short else known,
        **{key: _paragraphs(table[key]) for key in _TEXTS},
        date=table["date"],
        published=table["published"],
        transitions={kind: {place: tuple(table[kind][place]) for place in _PLACES} for kind in _KINDS},
    )


def _own(folder: Path, language: str) -> dict[str, Any]:
    """Read a newsroom's file, and check every entry."""
    path = folder / f"{language}.toml"
    if not folder.is_dir():
        raise TemplateError.at(str(folder), None, "there is no such folder of templates")
    if not path.is_file():
        if any(folder.glob("*.toml")):
            return {}
        raise TemplateError.at(
            str(folder), None, f"there is no template in it; the one of this language is {path.name}"
        )
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TemplateError.at(str(path), None, str(error)) from error
    for key, value in table.items():
        if fault := _fault(key, value):
            raise TemplateError.at(str(path), None, f"{key}: {fault}")
    return table


def _fault(key: str, value: Any) -> str | None:
    if key in _TEXTS:
        texts = _flat(value)
        return _unknown_name(texts) if texts else "a list of paragraphs is wanted, each a list of sentences"
    if key in {"date", "published"}:
        return None if isinstance(value, str) and value.strip() else "a date pattern is wanted, such as d MMMM y"
    if key in _KINDS:
        if not isinstance(value, dict) or set(value) != set(_PLACES):
            return "first, middle, last and only are wanted, each a list of sentences"
        lists = list(value.values())
        if not all(isinstance(each, list) and each and all(isinstance(text, str) for text in each) for each in lists):
            return "each is a list of at least one sentence"
        return _unknown_name([text for each in lists for text in each])
    return "there is no such key; there are " + ", ".join((*_TEXTS, "date", "published", *_KINDS))


def _flat(value: Any) -> list[str] | None:
    """Return all sentences of a list of paragraphs; None if it has another shape."""
    if not isinstance(value, list) or not all(isinstance(paragraph, list) for paragraph in value):
        return None
    sentences = [sentence for paragraph in value for sentence in paragraph]
    texts = [text for each in sentences for text in (each if isinstance(each, list) else [each])]
    return texts if all(isinstance(text, str) and text.strip() for text in texts) else None


def _unknown_name(texts: Sequence[str]) -> str | None:
    for text in texts:
        for name in _NAME.findall(text):
            if name not in NAMES:
                return f"unknown name {{{name}}}; there are {', '.join(NAMES)}"
    return None


def _paragraphs(value: list[list[str | list[str]]]) -> Paragraphs:
    return tuple(
        tuple((sentence,) if isinstance(sentence, str) else tuple(sentence) for sentence in paragraph)
        for paragraph in value
    )


def fill(paragraphs: Paragraphs, values: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return filled paragraphs, without sentences whose values are unknown and without empty paragraphs."""
    filled = []
    for paragraph in paragraphs:
        sentences = [_first_known(choices, values) for choices in paragraph]
        if text := " ".join(sentence for sentence in sentences if sentence):
            filled.append(text)
    return tuple(filled)


def _first_known(choices: Sentence, values: Mapping[str, str | None]) -> str | None:
    for text in choices:
        if all(values.get(name) for name in _NAME.findall(text)):
            return _NAME.sub(lambda match: values[match[1]] or "", text)
    return None


def choose_transition(templates: Templates, kind: str, index: int, count: int, title: str) -> str:
    """Return the transition to a chapter of a kind (`question`, `subject`, `change` or `story`), at an index from 0.

    Its title comes with its final punctuation.
    """
    place = "only" if count == 1 else "first" if index == 0 else "last" if index == count - 1 else "middle"
    choices = templates.transitions[kind][place]
    text = choices[(index - 1) % len(choices)] if place == "middle" else choices[count % len(choices)]
    return _NAME.sub(lambda match: title if match[1] == "next" else "", text)
