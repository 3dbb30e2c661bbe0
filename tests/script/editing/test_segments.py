"""Changes of segments: what is not changed keeps its bytes."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import ScriptError
from audiobrief.script.editing import segments, settings
from audiobrief.script.editing.outline import Edited, Outline, read_outline
from audiobrief.script.editing.scalars import clean_text, shown_text
from audiobrief.script.editing.segments import text_nodes
from audiobrief.script.yaml.nodes import Scalar
from builders import SAMPLE

SCRIPT = """\
# A script with all styles.
version: 1
title: Styles   # the title
segments:
  # Above the first.
  - intro: |
      Good evening. This is a line that
      goes on in the next one.

      A second paragraph.  Two spaces.
    chapter: Start
    # bed: theme

  # Above the second.
  - transition: "Then: the rest." # said quickly
    sound: sting

  - narration: >-
      Folded words
      go on here.


      Another paragraph.

  - narration: Plain words here.
    optional: true
  - narration:
      - anna: Why does it matter?
      - ben: |
          Because the border
          is long.
  - transition:
    sound: sting

  - outro: 'It''s over.'
"""


def outline(text: str = SCRIPT) -> Outline:
    return read_outline(text, "x.yaml")


def diff(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in {"+++", "---"}]


def texts(script: str) -> list[str]:
    return [
        shown_text(node.text)
        for block in outline(script).blocks
        for _, node in text_nodes(block)
        if isinstance(node, Scalar)
    ]


def test_segments_are_found_with_their_comments() -> None:
    found = outline()
    assert [block.kind for block in found.blocks] == [
        "intro", "transition", "narration", "narration", "narration", "transition", "outro",
    ]  # fmt: skip
    assert found.lines[found.blocks[0].end - 1] == "    # bed: theme\n"
    assert found.lines[found.blocks[1].lead] == "  # Above the second.\n"
    assert found.text == SCRIPT
    assert len({block.id for block in found.blocks}) == 7


def test_segments_with_the_same_lines_have_their_numbers() -> None:
    found = outline("segments:\n- intro: Hello.\n- intro: Hello.\n")
    assert [block.id[-2:] for block in found.blocks] == ["-1", "-2"]


@pytest.mark.parametrize(
    "script", ["segments: [{intro: Hello.}]\n", "segments:\n  - {intro: Hello.}\n", "segments: x\n"]
)
def test_other_lists_are_refused(script: str) -> None:
    with pytest.raises(ScriptError, match="a line of its own for each dash"):
        outline(script)


@pytest.mark.parametrize(
    ("index", "turn", "text", "expected"),
    [
        (
            0, 0,
            "Good evening. This is a row that goes on in the next one.\n\nA second paragraph. Two spaces.",
            ["-      Good evening. This is a line that", "+      Good evening. This is a row that"],
        ),
        (
            0, 0,
            "Good evening.\n\nThis is a line that goes on in the next one.\n\nA second paragraph. Two spaces.",
            ["-      Good evening. This is a line that", "+      Good evening.", "+", "+      This is a line that"],
        ),
        (1, 0, "Now: the rest.", [
            '-  - transition: "Then: the rest." # said quickly', '+  - transition: "Now: the rest." # said quickly',
        ]),
        (2, 0, "Folded letters go on here.\n\nAnother paragraph.", ["-      Folded words", "+      Folded letters"]),
        (3, 0, "Plain: words.", ["-  - narration: Plain words here.", '+  - narration: "Plain: words."']),
        (4, 0, "Why?", ["-      - anna: Why does it matter?", "+      - anna: Why?"]),
        (4, 1, "Because the border is short.", ["-          is long.", "+          is short."]),
        (5, 0, "Next.", ["-  - transition:", "+  - transition: Next."]),
        (6, 0, "It's all over.", ["-  - outro: 'It''s over.'", "+  - outro: 'It''s all over.'"]),
    ],
)  # fmt: skip
def test_a_diff_of_a_text_shows_what_was_changed(index: int, turn: int, text: str, expected: list[str]) -> None:
    edited = segments.set_text(outline(), index, text, turn)
    assert diff(SCRIPT, edited.text) == expected


def test_the_same_text_changes_nothing() -> None:
    for index, block in enumerate(outline().blocks):
        for turn, (_, node) in enumerate(text_nodes(block)):
            assert isinstance(node, Scalar)
            assert segments.set_text(outline(), index, shown_text(node.text), turn).text == SCRIPT


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_other_ends_of_lines_are_spaces(sign: str) -> None:
    before = outline(f'segments:\n  - intro: "Hello{json.dumps(sign)[1:-1]}world."\n')
    assert shown_text(f"Hello{sign}world.") == "Hello world."
    assert (
        segments.set_text(before, 0, f"Hello world.{sign}More.").text == 'segments:\n  - intro: "Hello world. More."\n'
    )


def test_a_long_text_becomes_a_block() -> None:
    edited = segments.set_text(outline(), 3, "word " * 40)
    assert diff(SCRIPT, edited.text)[1:3] == ["+  - narration: |", "+      " + " ".join(["word"] * 22)]


WORDS = st.text(st.sampled_from("abZ  é\u00a0#:-|>'\"\\{}[]&*!%@`,?.\n\n\u2026\U0001f600"), max_size=60)


@given(st.integers(0, 6), st.integers(0, 1), st.lists(WORDS, min_size=1, max_size=4).map(" ".join))
def test_any_text_is_read_back_and_all_else_stays(index: int, turn: int, text: str) -> None:
    before = outline()
    turn = min(turn, len(text_nodes(before.blocks[index])) - 1)
    edited = segments.set_text(before, index, text, turn)
    after = outline(edited.text)
    node = text_nodes(after.blocks[index])[turn][1]
    assert isinstance(node, Scalar)
    assert shown_text("" if node.tag == "null" else node.text) == clean_text(text)
    first, last = before.blocks[index].first, before.blocks[index].end
    assert after.lines[:first] == before.lines[:first]
    assert after.lines[after.blocks[index].end :] == before.lines[last:]


@given(st.data())
def test_edits_of_the_sample_stay_in_their_segment(data: st.DataObject) -> None:
    script = SAMPLE.read_text(encoding="utf-8")
    before = outline(script)
    index = data.draw(st.integers(0, len(before.blocks) - 1))
    node = text_nodes(before.blocks[index])[0][1]
    assert isinstance(node, Scalar)
    words = shown_text(node.text).split(" ")
    at = data.draw(st.integers(0, len(words) - 1))
    words[at : at + data.draw(st.integers(0, 3))] = data.draw(st.lists(st.just("changed"), max_size=3))
    text = " ".join(words)
    after = outline(segments.set_text(before, index, text).text)
    assert [one.id == other.id for one, other in zip(before.blocks, after.blocks, strict=True)].count(False) <= 1
    # A change of a few words leaves most lines of a long text as they were.
    assert len(diff(before.text, after.text)) <= 14


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (partial(settings.set_setting, index=0, key="chapter", value="Begin: now"),
         ["-    chapter: Start", '+    chapter: "Begin: now"']),
        (partial(settings.set_setting, index=0, key="bed", value="theme"), ["+    bed: theme"]),
        (partial(settings.set_setting, index=0, key="chapter", value=""), ["-    chapter: Start"]),
        (partial(settings.set_setting, index=3, key="optional", value="false"), ["-    optional: true"]),
        (partial(settings.set_setting, index=6, key="pause", value="1.5s"), ["+    pause: 1.5s"]),
        (partial(settings.set_setting, index=1, key="optional", value="true"), ["+    optional: true"]),
        (partial(segments.set_kind, index=3, kind="outro"),
         ["-  - narration: Plain words here.", "+  - outro: Plain words here."]),
        (partial(settings.set_script_setting, key="title", value="Other"),
         ["-title: Styles   # the title", "+title: Other   # the title"]),
        (partial(settings.set_script_setting, key="target", value="5:00"), ["+target: 5:00"]),
        (partial(settings.set_script_setting, key="date", value="2026-11-29"), ["+date: 2026-11-29"]),
        (
            partial(settings.set_script_setting, key="publish_at", value="2026-11-29T05:30:00Z"),
            ["+publish_at: 2026-11-29T05:30:00Z"],
        ),
        (partial(segments.remove, index=3), ["-", "-  - narration: Plain words here.", "-    optional: true"]),
        (partial(segments.insert, after=6, kind="outro", text="Bye."), ["+", "+  - outro: |", "+      Bye."]),
        (partial(segments.insert, after=-1, kind="transition", text="First."), ["+  - transition: First.", "+"]),
    ],
)  # fmt: skip
def test_a_diff_of_a_change(change: Callable[[Outline], Edited], expected: list[str]) -> None:
    edited = change(outline())
    assert diff(SCRIPT, edited.text) == expected
    outline(edited.text)


def test_a_key_stands_above_the_comment_of_the_segments() -> None:
    before = "version: 1\n\n# What is said.\nsegments:\n  - intro: Hello.\n"
    after = settings.set_script_setting(outline(before), "title", "One").text
    assert after == "version: 1\n\ntitle: One\n# What is said.\nsegments:\n  - intro: Hello.\n"


@pytest.mark.parametrize("script", ["title: One\n", "title: One\nsegments:\n", "title: One\nsegments: []\n"])
def test_a_file_without_segments(script: str) -> None:
    with pytest.raises(ScriptError, match="there are no segments"):
        outline(script)


def test_the_first_key_is_removed() -> None:
    before = "segments:\n  - chapter: Start\n    # Why.\n    intro: Hello.\n"
    after = settings.set_setting(outline(before), 0, "chapter", None).text
    assert after == "segments:\n  - intro: Hello.\n    # Why.\n"


def test_a_moved_segment_takes_its_comments_along() -> None:
    edited = segments.move(outline(), 1, 0)
    assert edited.text.index("# Above the second.") < edited.text.index("# Above the first.")
    assert segments.move(outline(edited.text), 0, 1).text == SCRIPT


@given(st.integers(0, 6), st.integers(0, 6))
def test_a_move_back_restores_the_file(index: int, to: int) -> None:
    moved = segments.move(outline(), index, to)
    assert sorted(texts(moved.text)) == sorted(texts(SCRIPT))
    assert segments.move(outline(moved.text), to, index).text == SCRIPT


def test_a_file_without_a_last_line_end() -> None:
    before = "segments:\n  - intro: One.\n  - outro: Two."
    assert segments.move(outline(before), 1, 0).text == "segments:\n  - outro: Two.\n  - intro: One.\n"
    assert segments.insert(outline(before), 1, "transition", "Three.").text == f"{before}\n  - transition: Three.\n"
    assert segments.set_text(outline(before), 1, "Ende.").text == "segments:\n  - intro: One.\n  - outro: Ende.\n"


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    before = "\ufeff" + SCRIPT.replace("\n", "\r\n")
    edited = segments.set_text(outline(before), 0, "Good evening.\n\nA new end.").text
    assert edited.startswith("\ufeff# A script")
    assert edited.count("\n") == edited.count("\r\n")


def test_a_divided_segment_is_joined_again() -> None:
    divided = segments.split(outline(), 3, "Plain", "words here.")
    assert texts(divided.text)[3:5] == ["Plain", "words here."]
    with pytest.raises(ScriptError, match="nothing to divide"):
        segments.split(outline(), 3, "Plain", " ")
    joined = segments.merge(outline(divided.text), 3)
    assert texts(joined.text)[3] == "Plain\n\nwords here."
    assert len(outline(joined.text).blocks) == 7


def test_line_breaks_stay_where_a_text_is_divided_and_joined() -> None:
    first, second = "      One of the lines\n      is this.\n", "      Two of them\n      are these.\n"
    before = outline(f"segments:\n  - narration: |\n{first}\n{second}")
    divided = segments.split(before, 0, "One of the lines is this.", "Two of them are these.")
    assert divided.text == f"segments:\n  - narration: |\n{first}\n  - narration: |\n{second}"
    assert segments.merge(outline(divided.text), 0).text == before.text


def test_joining_loses_no_setting() -> None:
    with pytest.raises(ScriptError, match="sound of its own"):
        segments.merge(outline(), 0)
    with pytest.raises(ScriptError, match="only segments of one text"):
        segments.merge(outline(), 3)


def test_the_last_segment_stays() -> None:
    with pytest.raises(ScriptError, match="at least one segment"):
        segments.remove(outline("segments:\n- intro: Hello.\n"), 0)
