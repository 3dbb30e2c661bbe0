"""How findings are written."""

from __future__ import annotations

import pytest

from audiobrief.errors import Position
from audiobrief.findings import (
    Finding,
    Level,
    Place,
    format_annotation,
    format_json,
    format_text,
    shorten,
    shorten_middle,
)

PLACE = Place("a.yaml", 3, 7)
FINDING = Finding(Level.WARNING, "long-sentence", PLACE, "too long", "cut it")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place.at(Position("a.yaml", 3, 7)), "a.yaml:3:7"),
        (Place("a.vtt", 12), "a.vtt:12"),
        (Place("a.yaml", 12, time=59.96), "a.yaml:12: at 1:00.0"),
        (Place("a.yaml", 12, time=3725.5), "a.yaml:12: at 1:02:05.5"),
        (Place("a.json", key="chapters.0.title"), "a.json: chapters.0.title"),
        (Place("a.mp3"), "a.mp3"),
        (Place(line=12), "12"),
        (Place(key="slug"), "slug"),
    ],
)
def test_a_place_has_what_is_known_of_it(place: Place, text: str) -> None:
    assert str(place) == text


def test_places_sort_by_file_line_column_and_time() -> None:
    places = [Place("a", 1, 2), Place("a", 1, 3), Place("a", 2, time=1.0), Place("a", 2, time=2.0), Place("b")]
    assert sorted(places, key=lambda place: place.order) == places
    places.reverse()
    assert sorted(places, key=lambda place: place.order) == places[::-1]


def test_a_file_and_a_parent_key_are_put_before_a_place() -> None:
    def finding(place: Place) -> Finding:
        return Finding(Level.ERROR, "", place, "wrong", "fix it")

    assert str(finding(Place(key="title")).in_file("a.json", "show").place) == "a.json: show.title"
    assert str(finding(Place()).in_file("a.json", "show").place) == "a.json"
    assert str(finding(Place(line=2)).in_file("a.vtt").place) == "a.vtt:2"


def test_text_is_one_line_with_the_level_and_who_requires_it() -> None:
    assert str(FINDING) == format_text(FINDING) == "a.yaml:3:7: warning: too long (cut it)"
    assert format_text(FINDING, with_level=False) == "a.yaml:3:7: too long (cut it)"
    finding = Finding(Level.ERROR, "", Place(key="slug"), "one\ntwo\ud800", "fix it", ("Apple", "audiobrief"))
    assert str(finding) == "slug: error: one\\ntwo\\ud800 (fix it) [Apple, audiobrief]"


def test_json_has_the_keys_that_are_asked_for() -> None:
    keys = ("level", "check", "file", "line", "column", "message", "advice", "passage")
    assert format_json(FINDING, keys) == {
        "level": "warning",
        "check": "long-sentence",
        "file": "a.yaml",
        "line": 3,
        "column": 7,
        "message": "too long",
        "advice": "cut it",
        "passage": None,
    }
    heard = Finding(Level.WARNING, "dead air", Place("a", 3, time=1.26), "silence", "cut it", details={"seconds": 3.0})
    assert format_json(heard, ("kind", "time", "seconds")) == {"kind": "dead air", "time": 1.3, "seconds": 3.0}
    required = Finding(Level.ERROR, "", Place("a.json", key="slug"), "wrong", "fix it", ("Apple",))
    assert format_json(required, ("where", "what", "who")) == {
        "where": "a.json: slug",
        "what": "wrong",
        "who": ["Apple"],
    }


def test_annotations_are_escaped() -> None:
    finding = Finding(Level.NOTE, "x", Place("a,b.yaml", 3, 7), "100%\nsure", "look")
    assert format_annotation(finding) == "::notice file=a%2Cb.yaml,line=3,col=7::100%25%0Asure (look)"
    assert (
        format_annotation(Finding(Level.ERROR, "x", Place("a"), "wrong", "fix it")) == "::error file=a::wrong (fix it)"
    )


def test_long_texts_are_shortened() -> None:
    assert shorten("one  two\nthree", 9) == "one two…"
    assert shorten("one  two") == "one two"
    assert shorten_middle("x" * 100) == "x" * 100
    assert shorten_middle("a" * 100 + "b" * 100) == "a" * 66 + " … " + "b" * 34
