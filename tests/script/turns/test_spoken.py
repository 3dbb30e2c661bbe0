"""Quotations are assigned to a voice of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import ScriptError
from audiobrief.script.loader import load_script
from audiobrief.script.markup.parser import Break, Span, parse_markup
from audiobrief.script.turns.spoken import voice_quotations
from builders import write_script


def voiced(text: str) -> list[tuple[str, str | None]]:
    (paragraph,) = parse_markup(text).paragraphs
    return [(item.text, item.voice) for item in voice_quotations(paragraph, "quote") if isinstance(item, Span)]


def test_a_quotation_gets_its_voice_and_the_rest_keeps_its_own() -> None:
    assert voiced("He said: “I am ready to go.” We wait.") == [
        ("He said: ", None),
        ("“I am ready to go.”", "quote"),
        (" We wait.", None),
    ]


def test_a_mark_within_a_quotation_belongs_to_it() -> None:
    assert voiced("“We are in (Kyiv)[ipa:'ˈkiːjɪv'] now.” So") == [
        ("“We are in ", "quote"),
        ("Kyiv", "quote"),
        (" now.”", "quote"),
        (" So", None),
    ]


def test_a_voice_that_a_mark_gives_stays() -> None:
    assert voiced('(“I will not go.”)[voice:"other"] “Nor will I, never.”') == [
        ("“I will not go.”", "other"),
        (" ", None),
        ("“Nor will I, never.”", "quote"),
    ]


def test_a_break_stays_where_it_is() -> None:
    (paragraph,) = parse_markup("“We wait [500ms] for them.”").paragraphs
    kinds = [type(item) for item in voice_quotations(paragraph, "quote")]
    assert kinds == [Span, Break, Span]


QUOTED = "segments:\n  - narration: He said “I am ready to go.” So.\n"
VOICES = "voices:\n  a: {engine: tone}\n  b: {engine: tone}\n"


def voices_of(script: str, folder: Path, show: str | None = None) -> list[str | None]:
    if show is not None:
        (folder / "show.yaml").write_text(f"version: 1\n{show}", encoding="utf-8")
        script = f"show: show.yaml\n{script}"
    (turn,) = load_script(write_script(folder, script)).segments[0].turns
    return [item.voice for paragraph in turn.paragraphs for item in paragraph if isinstance(item, Span)]


def test_a_script_names_the_voice(tmp_path: Path) -> None:
    assert voices_of(f"{VOICES}quotes: b\n{QUOTED}", tmp_path) == [None, "b", None]


def test_the_speaker_keeps_its_own_quotations(tmp_path: Path) -> None:
    assert voices_of(f"{VOICES}quotes: a\n{QUOTED}", tmp_path) == [None]


def test_the_house_file_names_the_voice_and_a_script_switches_it_off(tmp_path: Path) -> None:
    assert voices_of(QUOTED, tmp_path, f"{VOICES}quotes: b\n") == [None, "b", None]
    assert voices_of(f"quotes: null\n{QUOTED}", tmp_path, f"{VOICES}quotes: b\n") == [None]


def test_an_unknown_voice_is_named_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(
        ScriptError,
        match=r"episode\.yaml:6:9: quotes: unknown voice 'c' \(did you mean 'a'\?\)|6:9: quotes: unknown voice 'c'",
    ):
        voices_of(f"{VOICES}quotes: c\n{QUOTED}", tmp_path)


@given(st.text(alphabet='ab “”„«»"‘’.,?( )', max_size=60))
def test_no_letter_is_lost_whatever_the_marks(text: str) -> None:
    paragraph = (Span(text),)
    assert "".join(item.text for item in voice_quotations(paragraph, "q") if isinstance(item, Span)) == text
