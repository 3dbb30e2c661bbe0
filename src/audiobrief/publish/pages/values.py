"""The values that the templates of pages use: texts in the page's language, times, addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from audiobrief.episode.manifest import ManifestPerson, ManifestSentence
from audiobrief.episode.web_addresses import web_address
from audiobrief.language.codes import primary_language
from audiobrief.publish.addresses import relative_address
from audiobrief.publish.models import Item, ItemChapter
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = ("en", "de", "fr", "es", "uk")
"""The languages that the texts of pages exist in, `texts/LANGUAGE.json`; the first is the default."""
_TOLERANCE_S = 0.0005
"""Times are in whole milliseconds."""

Values = dict[str, Any]
"""An object in templates: its attributes by name."""


def time_text(seconds: float) -> str:
    """Return seconds as a number without trailing zeros: `83`, `24.4`."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")


def words_text(sentence: ManifestSentence) -> str:
    """Return when each word of a sentence starts, and how long it is, for `reading.js`: `0.3 5 0.72 6`.

    Lengths are in UTF-16 code units, as JavaScript counts characters; between two words is one space. Empty where the
    words are not known, or are not the sentence's text.
    """
    words = sentence.words or ()
    if " ".join(word.text for word in words) != sentence.text:
        return ""
    return " ".join(
        f"{time_text(word.start)} {len(word.text.encode('utf-16-le', 'surrogatepass')) // 2}" for word in words
    )


def clock_text(seconds: float) -> str:
    """Return a time as it is displayed, without fractions of seconds: `0:24`."""
    return seconds_to_clock(int(seconds))


def chapters(item: Item, root: str) -> list[Values]:
    """Return an episode's chapters.

    `time` and `end` are in seconds, `address` is that of a web page about the chapter, and `anchor` the id of its
    section of the transcript.
    """
    return [
        {
            "title": chapter.title,
            "time": time_text(chapter.start),
            "clock": clock_text(chapter.start),
            "end": time_text(chapter.end),
            "address": web_address(chapter.url),
            "image": relative_address(root, chapter.image) if chapter.image else None,
            "anchor": _anchor(number),
        }
        for number, chapter in enumerate(item.chapters)
    ]


def sections(item: Item) -> list[Values]:
    """Return the transcript: a section for each chapter, with the sentences in paragraphs of one speaker.

    A section for the sentences before the first chapter has no title and no anchor. A paragraph has no speaker if the
    one before has the same, or if the episode has only one; `is_recorded` where a person says it in a recording.
    """
    several_speakers = len({sentence.speaker for sentence in item.sentences}) > 1
    result = []
    for number, sentences in _by_chapter(item.chapters, item.sentences) if item.sentences else ():
        paragraphs: list[Values] = []
        speaker: str | None = None
        for sentence in sentences:
            new_speaker = not paragraphs or sentence.speaker != speaker
            if new_speaker or sentence.new_paragraph:
                paragraphs.append(
                    {
                        "speaker": sentence.speaker if several_speakers and new_speaker else None,
                        "is_recorded": bool(sentence.recorded),
                        "time": time_text(sentence.start),
                        "clock": clock_text(sentence.start),
                        "sentences": [],
                    }
                )
            paragraphs[-1]["sentences"].append(sentence)
            speaker = sentence.speaker
        title, anchor = (None, None) if number is None else (item.chapters[number].title, _anchor(number))
        result.append({"title": title, "anchor": anchor, "paragraphs": paragraphs})
    return result


def _by_chapter(
    chapters: Sequence[ItemChapter], sentences: Sequence[ManifestSentence]
) -> Iterator[tuple[int | None, list[ManifestSentence]]]:
    """Yield the sentences of each chapter with its index; first those before all chapters, if any, with None."""
    starts = [chapter.start - _TOLERANCE_S for chapter in chapters]
    before = [sentence for sentence in sentences if not starts or sentence.start < starts[0]]
    if before:
        yield None, before
    for index, (start, end) in enumerate(zip(starts, [*starts[1:], float("inf")], strict=True)):
        yield index, [sentence for sentence in sentences if start <= sentence.start < end]


def _anchor(number: int) -> str:
    return f"chapter-{number + 1}"


def files(item: Item, root: str) -> list[Values]:
    """Return the files of an episode to download; `name` is the key of a file's label in the page's texts."""
    labelled = [("audio", item.enclosure)]
    labelled += [("text_file", transcript) for transcript in item.transcripts]
    labelled += [("chapters_file", item.chapters_file)] if item.chapters_file else []
    return [
        {
            "name": name,
            "kind": file.path.rsplit(".", 1)[-1].upper()[:8],
            "address": relative_address(root, file.path),
            "type": file.type,
        }
        for name, file in labelled
    ]


def participants(persons: Sequence[ManifestPerson], texts: Mapping[str, str]) -> list[Values]:
    """Return persons with their roles in the page's language."""
    return [
        {
            "name": person.name,
            "role": texts.get(f"role_{person.role}", person.role),
            "address": web_address(person.link),
        }
        for person in persons
    ]


def date_text(moment: datetime, language: str) -> str:
    """Return a date in the long format of a language: `17 February 2023`."""
    from babel.dates import format_date

    return format_date(moment.date(), "long", locale=_locale(language))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    for tag in (language, language.split("-", 1)[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return Locale("en")


def texts_for(language: str) -> tuple[str, Mapping[str, str]]:
    """Return the texts of pages for a language (BCP 47), with the language that they are in."""
    primary = primary_language(language.replace("_", "-"))
    chosen = primary if primary in LANGUAGES else LANGUAGES[0]
    return chosen, _read_texts(chosen)


@cache
def _read_texts(language: str) -> Mapping[str, str]:
    path = resources.files("audiobrief.publish.pages") / "texts" / f"{language}.json"
    texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return texts
