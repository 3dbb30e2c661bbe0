"""Quotations are found by their marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.language.quotations import find_quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said: “I will not go there.” Then he left.", ["“I will not go there.”"]),
        ('He said: "I will not go." Then: "Never again, ever."', ['"I will not go."', '"Never again, ever."']),
        ("“Never,” she said.", ["“Never,”"]),
        ("“Why?” she asked, “why now of all days?”", ["“Why?”", "“why now of all days?”"]),
        ("The so-called “elite” troops", []),
        ("The “special operation” goes on.", []),
        ("The plan was “unlikely to hold”, they said.", ["“unlikely to hold”"]),
        ("Er sagte: „Ich gehe jetzt nach Hause.“ Dann ging er.", ["„Ich gehe jetzt nach Hause.“"]),
        ("Il a dit : « Je ne sais pas encore. » Puis", ["« Je ne sais pas encore. »"]),
        ("Er sagte: »Ich gehe jetzt nach Hause.« Dann", ["»Ich gehe jetzt nach Hause.«"]),
        ("‘It’s the people’s choice,’ he said.", ["‘It’s the people’s choice,’"]),
        ("It’s the people’s choice in the ’90s.", []),
        ("A 5\" screen and a 6\" one are shown here.", []),
        ("“She told me ‘go away now’ and I went.” So", ["“She told me ‘go away now’ and I went.”"]),
        ("“The first paragraph goes on to its end.", ["“The first paragraph goes on to its end."]),
        ("An “ open mark and nothing", []),
        ("“”", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_quotation_is_found_with_its_marks(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in find_quotations(text)] == quoted


@given(st.text(alphabet='ab “”„«»"‘’.,?( )', max_size=60))
def test_quotations_are_in_order_whatever_the_marks(text: str) -> None:
    found = find_quotations(text)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
