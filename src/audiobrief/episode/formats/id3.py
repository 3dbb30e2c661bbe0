"""ID3v2.3 tags with chapters, in the order that readers need.

Sources: id3v2.3.0, id3v2-chapters-1.0 (id3.org). mutagen writes each frame; the tag
is put together here, because mutagen sorts a tag's frames by size and so takes chapters out of their order.

Version 2.3 and not 2.4: ffmpeg reads the sizes inside a chapter as plain numbers, and loses every chapter of 2.4
that holds 128 bytes or more in one frame.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.episode.details import Details
from audiobrief.episode.media_tags import LARGEST_TAG
from audiobrief.episode.pictures import picture_type, upright_picture
from audiobrief.episode.web_addresses import web_address
from audiobrief.errors import OutputError
from audiobrief.timeline.timeline import Chapter
from audiobrief.units import samples_to_milliseconds

if TYPE_CHECKING:
    from mutagen.id3 import Frame

MOST_CHILDREN = 255
"""Entries of a table of contents: their number is one byte (id3v2-chapters-1.0, 3.2)."""
_UTF16 = 1
_TOP_LEVEL, _ORDERED = 0x02, 0x01
_NO_OFFSET = 0xFFFFFFFF
_LONGEST_TEXT = 20_000


def id3_tag(details: Details) -> bytes:
    """Return an episode's tag: texts, cover, table of contents, chapters in order of time.

    Raises:
        OutputError: the pictures are too large for a tag.
    """
    cover, timeline = details.script.cover, details.timeline
    frames = [*_texts(details), *([picture_frame(cover.path, 3, "Cover")] if cover else []), *_contents(details)]
    frames += [_chapter(*numbered, timeline.sample_rate) for numbered in enumerate(timeline.chapters)]
    body = b"".join(_frame_bytes(frame) for frame in frames)
    if len(body) > LARGEST_TAG:
        raise OutputError(f"the tag would hold {len(body) >> 20} MB of pictures (use smaller pictures)")
    return b"ID3\x03\x00\x00" + _syncsafe(len(body)) + body


def _syncsafe(number: int) -> bytes:
    """Write a size in four bytes of seven bits (id3v2.3.0, 3.1)."""
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))


def _frame_bytes(frame: Frame) -> bytes:
    """Let mutagen write a tag that holds this frame alone, and take its header off."""
    from mutagen.id3 import ID3

    tags = ID3()
    tags.add(frame)
    tags.update_to_v23()
    content = io.BytesIO()
    tags.save(content, v1=0, v2_version=3, padding=lambda _information: 0)
    return content.getvalue()[10:]


def _texts(details: Details) -> list[Frame]:
    from mutagen import id3

    script, timeline = details.script, details.timeline
    texts = {
        "TIT2": script.title,
        "TPE1": details.artist,
        "TALB": script.show.title,
        "TDRC": _timestamp(script.release_date) if script.release_date else None,
        "TRCK": str(script.number) if script.number is not None else None,
        "TPOS": str(script.season) if script.season is not None else None,
        "TCON": "Podcast",
        "TLAN": _iso639(script.language),
        "TLEN": str(samples_to_milliseconds(timeline.length, timeline.sample_rate)),
        "TCOP": script.show.copyright,
        "TSSE": "audiobrief",
        "TDES": script.summary,
    }
    frames: list[Frame] = [
        getattr(id3, name)(encoding=_UTF16, text=[text[:_LONGEST_TEXT]]) for name, text in texts.items() if text
    ]
    language = _iso639(script.language)
    comment = details.comment
    frames.append(id3.COMM(encoding=_UTF16, lang=language, desc="", text=[comment[:_LONGEST_TEXT]]))
    frames.append(id3.TXXX(encoding=_UTF16, desc="ai-content", text=[details.disclosure]))
    words = "\n".join(sentence.text for sentence in timeline.sentences)
    if words:
        frames.append(id3.USLT(encoding=_UTF16, lang=language, desc="", text=words))
    if source := web_address(script.source.url):
        frames.append(id3.WOAS(url=source))
    if link := web_address(script.show.link):
        frames.append(id3.WPUB(url=link))
    return frames


def _timestamp(moment: date) -> str:
    """Write a day, or a time as it is in its zone, as mutagen takes it, which writes it as TYER, TDAT and TIME."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S" if isinstance(moment, datetime) else "%Y-%m-%d")


def _iso639(language: str) -> str:
    """Return the three letters of ISO 639-2 that ID3 has for a language; `und` where they are not known."""
    short = language.split("-", maxsplit=1)[0].lower()
    return short if len(short) == 3 else _ISO_639_2.get(short, "und")


_ISO_639_2 = {
    "ar": "ara", "be": "bel", "bg": "bul", "bn": "ben", "ca": "cat", "cs": "cze", "cy": "wel", "da": "dan",
    "de": "ger", "el": "gre", "en": "eng", "es": "spa", "et": "est", "eu": "baq", "fa": "per", "fi": "fin",
    "fr": "fre", "ga": "gle", "gl": "glg", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "hy": "arm",
    "id": "ind", "is": "ice", "it": "ita", "ja": "jpn", "ka": "geo", "ko": "kor", "la": "lat", "lt": "lit",
    "lv": "lav", "mk": "mac", "ms": "may", "mt": "mlt", "nb": "nob", "nl": "dut", "nn": "nno", "no": "nor",
    "pl": "pol", "pt": "por", "ro": "rum", "ru": "rus", "sk": "slo", "sl": "slv", "sq": "alb", "sr": "srp",
    "sv": "swe", "sw": "swa", "ta": "tam", "te": "tel", "th": "tha", "tr": "tur", "uk": "ukr", "ur": "urd",
    "vi": "vie", "zh": "chi",
}  # fmt: skip


def picture_frame(path: Path, kind: int, description: str) -> Frame:
    """Make the frame of a picture; `kind` 3 is a front cover, 0 any other."""
    from mutagen.id3 import APIC

    data = upright_picture(path)
    # Latin-1, as the oldest readers expect of a picture's description.
    return APIC(encoding=0, mime=picture_type(data), type=kind, desc=description, data=data)


def contents_tables(chapters: Sequence[str]) -> dict[str, list[str]]:
    """Share chapters out over tables of contents.

    Some readers follow no nested tables (music-metadata): they find the chapters that the top one names itself, and so
    it names as many as it can, the first in time.

    Args:
        chapters: their names in order of time, at most 65,025.

    Returns:
        What each table names; the top one first, then those that it names after its chapters.
    """
    tables = max(0, -(-(len(chapters) - MOST_CHILDREN) // (MOST_CHILDREN - 1)))
    direct = min(len(chapters), MOST_CHILDREN - tables)
    starts = range(direct, len(chapters), MOST_CHILDREN)
    below = {f"toc{number}": list(chapters[at : at + MOST_CHILDREN]) for number, at in enumerate(starts)}
    return {"toc": [*chapters[:direct], *below], **below}


def _contents(details: Details) -> list[Frame]:
    """Return the tables of contents: one of the top level, and where that is too short, others below it."""
    from mutagen.id3 import CTOC, TIT2

    tables = contents_tables([f"chp{number}" for number in range(len(details.timeline.chapters))])
    return [
        CTOC(
            element_id=name,
            flags=_ORDERED if number else _TOP_LEVEL | _ORDERED,
            child_element_ids=children,
            sub_frames=[TIT2(encoding=_UTF16, text=[f"Part {number}" if number else "Table of Contents"])],
        )
        for number, (name, children) in enumerate(tables.items())
    ]


def _chapter(number: int, chapter: Chapter, sample_rate: int) -> Frame:
    from mutagen.id3 import CHAP, TIT2, WXXX

    inner: list[Frame] = [TIT2(encoding=_UTF16, text=[chapter.title])]
    if address := web_address(chapter.url):
        inner.append(WXXX(encoding=_UTF16, desc="chapter url", url=address))
    if chapter.image:
        inner.append(picture_frame(chapter.image.path, 0, ""))
    return CHAP(
        element_id=f"chp{number}",
        start_time=samples_to_milliseconds(chapter.start, sample_rate),
        end_time=samples_to_milliseconds(chapter.end, sample_rate),
        start_offset=_NO_OFFSET,
        end_offset=_NO_OFFSET,
        sub_frames=inner,
    )
