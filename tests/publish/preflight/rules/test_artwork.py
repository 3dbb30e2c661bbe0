"""Covers are square RGB pictures of 1,400 to 3,000 pixels and 512 KB at most."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audiobrief.publish.preflight.facts import PictureFacts
from audiobrief.publish.preflight.rules.artwork import chapter_picture_rules, cover_rules
from publish.preflight.rules.lines import lines

COVER = PictureFacts(bytes=200_000, width=3000, height=3000)
EVERYBODY = "[Apple, Spotify, PSP-1]"


@pytest.mark.parametrize(
    "good",
    [COVER, replace(COVER, width=1400, height=1400), replace(COVER, format="PNG"), replace(COVER, bytes=512 * 1024)],
)
def test_a_good_cover_is_let_pass(good: PictureFacts) -> None:
    assert lines(cover_rules(good)) == []


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (None, f"cover: error: there is no picture (name a square JPEG or PNG in cover:) {EVERYBODY}"),
        (
            replace(COVER, readable=False),
            f"cover: error: the picture cannot be read (save it anew as JPEG or PNG, and render again) {EVERYBODY}",
        ),
        (
            replace(COVER, format="WEBP"),
            f"cover: error: the picture is WEBP (save it as JPEG or PNG) {EVERYBODY}",
        ),
        (
            replace(COVER, colours="CMYK"),
            "cover: error: the picture's colours are CMYK (save it as RGB) [Apple]",
        ),
        (replace(COVER, colours="L"), "cover: error: the picture's colours are grey (save it as RGB) [Apple]"),
        (replace(COVER, colours="P"), "cover: error: the picture's colours are a palette (save it as RGB) [Apple]"),
        (
            replace(COVER, colours="RGBA", alpha=True),
            "cover: error: the picture is transparent in parts (save it without alpha channel) [Apple]",
        ),
        (
            replace(COVER, width=2000),
            f"cover: error: the picture is not square: 2000 x 3000 pixels (crop it) {EVERYBODY}",
        ),
        (
            replace(COVER, width=1399, height=1399),
            "cover: error: the picture has 1399 x 1399 pixels (make it 1400 to 3000 pixels wide and high) " + EVERYBODY,
        ),
        (
            replace(COVER, width=3001, height=3001),
            "cover: error: the picture has 3001 x 3001 pixels (make it 1400 to 3000 pixels wide and high) " + EVERYBODY,
        ),
        (
            replace(COVER, bytes=512 * 1024 + 1),
            "cover: error: the picture has 513 KB (save it as a JPEG of at most 512 KB) [Apple]",
        ),
    ],
)
def test_each_fault_of_a_cover_is_named(picture: PictureFacts | None, expected: str) -> None:
    assert lines(cover_rules(picture)) == [expected]


def test_all_faults_of_a_cover_are_named() -> None:
    found = lines(cover_rules(PictureFacts(bytes=600 << 10, format="GIF", colours="P", width=10, height=20)))
    assert [line.split(": ")[2].split(" (")[0] for line in found] == [
        "the picture is GIF", "the picture's colours are a palette", "the picture is not square",
        "the picture has 10 x 20 pixels", "the picture has 600 KB",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (PictureFacts(bytes=900, width=8, height=8), []),
        (PictureFacts(bytes=900, format="PNG", colours="RGBA", alpha=True, width=800, height=20), []),
        (
            PictureFacts(bytes=900, readable=False),
            [
                (
                    "chapter 2: error: the picture cannot be shown (save it anew as JPEG or PNG, and render again) "
                    "[Podcasting 2.0]"
                )
            ],
        ),
        (
            replace(COVER, bytes=600 << 10),
            [
                (
                    "chapter 2: warning: the picture has 3000 x 3000 pixels and 600 KB "
                    "(make it smaller; apps fetch it on the move) [Podcasting 2.0]"
                )
            ],
        ),
        (
            replace(COVER, colours="CMYK"),
            ["chapter 2: warning: the picture's colours are CMYK (save it as RGB) [Podcasting 2.0]"],
        ),
    ],
)
def test_pictures_of_chapters(picture: PictureFacts, expected: list[str]) -> None:
    assert lines(chapter_picture_rules(2, picture)) == expected
