from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import ScriptError
from audiobrief.script.models.base import Model
from audiobrief.script.models.lexicon import LexiconFile
from audiobrief.script.models.script import HouseFile, ScriptFile
from audiobrief.script.models.texts import Plain
from audiobrief.script.validation import to_data, validate
from audiobrief.script.yaml.tree import parse_document

HEAD = "version: 1\ntitle: T\n"
TEXT = "segments:\n- narration: Hello.\n"


def problems(text: str, model: type[Model] = ScriptFile) -> list[str]:
    return str(ScriptError(validate(model, parse_document(text, "x"))[1])).splitlines()


def episode(text: str) -> ScriptFile:
    script, found = validate(ScriptFile, parse_document(text, "x"))
    assert found == []
    assert script is not None
    return script


def test_words_that_yaml_would_change_keep_what_was_written() -> None:
    data = to_data(parse_document("[no, 1:30, 'no', text]", "x").root)

    assert data == ["no", "1:30", "no", "text"]
    assert [isinstance(value, Plain) for value in data] == [True, True, False, False]
    assert data[0].reads_as == "bool"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("|\n  a\n  b\n\n  c\n", "a\nb\n\nc\n"),
        (">-\n  a\n  b\n\n  c\n", "a b\n\nc"),
        ("'a\n  b\n\n  c'", "a b\n\nc"),
        ('"a\n  b\n\n  c"', "a b\n\nc"),
        ("a\n  b\n\n  c", "a b\n\nc"),
    ],
)
def test_paragraphs_are_the_same_in_every_style(written: str, text: str) -> None:
    assert to_data(parse_document(f"a: {written}\n", "x").root) == {"a": text}


def test_a_whole_script() -> None:
    script = episode(HEAD + "number: 1\nvoices: {a: {speed: 1}}\n" + TEXT + "  pause: 1:30\n")

    assert (script.number, script.voices["a"].speed, script.segments[0].pause) == (1, 1.0, 90_000)
    assert (script.segments[0].kind, script.segments[0].text) == ("narration", "Hello.")


@pytest.mark.parametrize("kind", ["intro", "narration", "transition", "outro"])
def test_a_segment_is_of_one_kind(kind: str) -> None:
    assert episode(HEAD + f"segments:\n- {kind}: Hello.\n").segments[0].kind == kind


def test_a_transition_may_be_a_sound_alone() -> None:
    assert episode(HEAD + "segments:\n- transition:\n  sound: sting\n").segments[0].text is None


@pytest.mark.parametrize("speed", ["1", "1.0", "0.5", "2"])
def test_a_speed_is_a_number(speed: str) -> None:
    assert episode(HEAD + f"voices: {{a: {{speed: {speed}}}}}\n" + TEXT).voices["a"].speed == float(speed)


def test_quoted_words_are_text() -> None:
    script = episode('version: 1\ntitle: "no"\nlexicon: {oui: {say: "yes"}}\n' + TEXT)

    assert script.title == "no"
    assert not isinstance(script.lexicon, str)
    assert script.lexicon["oui"].say == "yes"


def test_one_mistake_does_not_hide_the_next() -> None:
    found = problems(
        HEAD
        + "date: x\nvoices:\n  a: {speed: 9, gain: loud, nmae: y}\n  b: z\n"
        + "segments:\n- narration: no\n  url: u\n  pause: 5\n"
    )

    assert [line.split(": ")[0] for line in found] == [
        "x:3:7",
        "x:5:14",
        "x:5:23",
        "x:5:29",
        "x:6:6",
        "x:8:14",
        "x:9:8",
        "x:10:10",
    ]


@pytest.mark.parametrize(
    ("model", "text", "told"),
    [
        (LexiconFile, "lexicon:\n", ["x:1:9: lexicon: keys with values are wanted here, not nothing"]),
        (LexiconFile, "lexicon: [a]\n", ["x:1:10: lexicon: keys with values are wanted here, not a list"]),
        (LexiconFile, "lexicon: {a: {say: 1, ipa: 2}, b: {x: y}}\n", ["x:1:20", "x:1:28", "x:1:36"]),
        (LexiconFile, "lexicon: {a: b, c: d}\n", ["x:1:14", "x:1:20"]),
        (HouseFile, "title: T\nsegments:\n- narration: Hello.\n", ["x:2:1: unknown key 'segments'"]),
        (HouseFile, "segments: x\nslug: y\nlexicon: [a]\n", ["x:3:10", "x:1:1", "x:2:1"]),
        (HouseFile, "funding: [null, {url: null}]\n", ["x:1:11", "x:1:23", "x:1:17"]),
        (ScriptFile, f"{HEAD}lexicon: {{a: {{say: 1, ipa: 2}}}}\n{TEXT}", ["x:3:20", "x:3:28"]),
        (ScriptFile, "{}\n", ["x:1:1: 'version'", "x:1:1: 'title'", "x:1:1: 'segments'"]),
    ],
)
def test_each_mistake_is_told_once(model: type[Model], text: str, told: list[str]) -> None:
    _, found = validate(model, parse_document(text, "x"))
    lines = [str(problem) for problem in found]
    assert [line[: len(start)] for line, start in zip(lines, told, strict=True)] == told


def test_a_house_file_says_which_keys_are_an_episodes_own() -> None:
    assert problems("version: 1\ndate: 2023-02-17\n", HouseFile) == [
        "x:2:1: unknown key 'date' (this key is an episode's own: write it in the script)"
    ]


def test_a_house_file_needs_nothing() -> None:
    assert problems("language: en\n", HouseFile) == []


KEYS = st.sampled_from([*ScriptFile.model_fields, "narration", "file", "say", "name", "x", "0"])
VALUES = st.sampled_from(["1", "no", "text", "~", '""', "1s", "-3 dB", "2023-02-17", "https://example.org/"])
TREES = st.recursive(
    VALUES,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(KEYS, inner, max_size=4).map(
            lambda entries: "{" + ", ".join(f'"{key}": {value}' for key, value in entries.items()) + "}"
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(list(ScriptFile.model_fields)), TREES))
def test_any_tree_fits_or_is_refused_with_places(entries: dict[str, str]) -> None:
    document = parse_document("{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}", "x")

    script, found = validate(ScriptFile, document)

    assert (script is not None) or found
    assert all(str(problem).startswith("x:1:") for problem in found)
