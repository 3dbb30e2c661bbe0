from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from audiobrief.script.models import quantities, texts
from audiobrief.script.models.messages import message
from audiobrief.script.models.texts import Plain

KINDS = {
    name: TypeAdapter(kind)
    for module in (texts, quantities)
    for name, kind in vars(module).items()
    if get_origin(kind) is Annotated
}


def read(kind: str, value: Any) -> Any:
    return KINDS[kind].validate_python(value)


def refusal(kind: str, value: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    (error,) = caught.value.errors()
    what, advice = message(error["type"], "key", "a list", error.get("ctx", {}))
    assert what.startswith("key: ")
    return f"{what.removeprefix('key: ')} ({advice})"


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("Text", " two\nlines ", " two\nlines "),
        ("Line", " two\n lines ", "two lines"),
        ("Integer", Plain.make("0", "int"), 0),
        ("Integer", Plain.make("12", "int"), 12),
        ("Attenuation", "0 dB", 0.0),
        ("TruePeak", "-0.5 dBTP", -0.5),
        ("Duration", Plain.make("1:30", "int"), 90_000),
        ("Duration", "1:30", 90_000),
        ("Duration", "10min", 600_000),
        ("Decibels", "-6 dB", -6.0),
        ("Loudness", "-16 LUFS", -16.0),
        ("Bitrate", "128k", 128_000),
        ("SampleRate", Plain.make("48000", "int"), 48_000),
        ("Date", Plain.make("2023-02-17", "timestamp"), date(2023, 2, 17)),
        ("Date", Plain.make("2023-02-17T06:00:00Z", "timestamp"), datetime(2023, 2, 17, 6, tzinfo=UTC)),
        ("Date", "2024-02-29 06:00:00.5+00:00", datetime(2024, 2, 29, 6, 0, 0, 500_000, tzinfo=UTC)),
        ("Language", "EN-gb", "en-GB"),
        ("Language", "zh-Hant-tw", "zh-Hant-TW"),
        ("Language", "no", "no"),
        ("Slug", "belarus-briefing_2.1", "belarus-briefing_2.1"),
        ("FilePath", "../a b.wav", "../a b.wav"),
        ("Url", "https://example.org/?q=1#x", "https://example.org/?q=1#x"),
    ],
)
def test_is_read(kind: str, written: str, value: object) -> None:
    found = read(kind, written)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "written", "message"),
    [
        ("Text", Plain.make("no", "bool"), "YAML reads 'no' as true or false, not as text (put it in quotes: \"no\")"),
        ("Text", Plain.make("1:30", "int"), "YAML reads '1:30' as a number, not as text (put it in quotes: \"1:30\")"),
        ("Text", Plain.make("", "null"), "the value is missing (write a text after the ':')"),
        ("Text", " \n", "the text is empty (write something, or delete the key)"),
        ("Text", ["a"], 'a text is wanted here, not a list (for example: "Headlines")'),
        ("Text", "a\x00", "the character U+0000 can be neither spoken nor shown (delete it)"),
        ("Text", "a\ue000", "the character U+E000 can be neither spoken nor shown (delete it)"),
        ("Integer", "3", "'3' is not a whole number (write digits only, without quotes, such as 3)"),
        (
            "Integer",
            Plain.make("010", "int"),
            "'010' is not a whole number (write digits only, without quotes, such as 3)",
        ),
        ("Duration", "11min", "'11min' is longer than ten minutes (write a shorter duration)"),
        ("Decibels", "-6", "'-6' is not a level in dB (write it with its unit, such as -16 dB)"),
        ("Decibels", "21 dB", "'21 dB' is out of range (-60 to 20 dB)"),
        ("SampleRate", "44.1k", "'44.1k' is neither 44100 nor 48000 (44100 is what players expect)"),
        ("Date", "2023-02-29", "there is no such day or time as '2023-02-29' (write it as 2023-02-17)"),
        (
            "Url",
            "ftp://example.org",
            "'ftp://example.org' is not a web address (write it in full, such as https://example.org/)",
        ),
        ("Slug", "a/b", "'a/b' cannot be a file's name (use letters, digits, '-', '_' and '.', at most 100)"),
    ],
)
def test_is_refused(kind: str, written: Any, message: str) -> None:
    assert refusal(kind, written) == message


WORDS = st.text() | st.from_regex(r"[-+]?[0-9]{1,5}([.:][0-9]{1,3})?( ?(ms|s|dB|LUFS|k))?", fullmatch=True)
PLAIN = st.builds(Plain.make, WORDS, st.sampled_from(["bool", "int", "float", "null", "timestamp", "value"]))


@pytest.mark.parametrize("kind", KINDS)
@given(value=WORDS | PLAIN | st.lists(WORDS, max_size=2) | st.dictionaries(WORDS, WORDS, max_size=2))
def test_any_value_is_read_or_refused_with_advice(kind: str, value: Any) -> None:
    try:
        read(kind, value)
    except ValidationError:
        assert refusal(kind, value)


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_any_day_is_read(day: date) -> None:
    assert read("Date", day.isoformat()) == day


@given(st.text().filter(str.strip))
def test_a_line_has_no_line_ends_and_no_runs_of_spaces(text: str) -> None:
    try:
        line = read("Line", text)
    except ValidationError:
        return
    assert line == " ".join(line.split())
    assert line.split() == text.split()
