from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.script.forms import values
from audiobrief.script.forms.strict import Fault
from audiobrief.script.forms.values import Plain

KINDS = {name: getattr(values, name) for name in values.__all__ if name.isupper()}


def read(kind: str, value: Any) -> Any:
    return KINDS[kind].parse(value)


def refusal(kind: str, value: Any) -> str:
    with pytest.raises(Fault) as caught:
        read(kind, value)
    assert str(caught.value) == f"{caught.value.what} ({caught.value.advice})"
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("TEXT", " two\nlines ", " two\nlines "),
        ("LINE", " two\n lines ", "two lines"),
        ("INTEGER", Plain.make("0", "int"), 0),
        ("INTEGER", Plain.make("12", "int"), 12),
        ("ATTENUATION", "0 dB", 0.0),
        ("TRUE_PEAK", "-0.5 dBTP", -0.5),
        ("DURATION", Plain.make("1:30", "int"), 90_000),
        ("DURATION", "1:30", 90_000),
        ("DURATION", "10min", 600_000),
        ("DECIBELS", "-6 dB", -6.0),
        ("LOUDNESS", "-16 LUFS", -16.0),
        ("BITRATE", "128k", 128_000),
        ("SAMPLE_RATE", Plain.make("48000", "int"), 48_000),
        ("DATE", Plain.make("2023-02-17", "timestamp"), date(2023, 2, 17)),
        ("DATE", Plain.make("2023-02-17T06:00:00Z", "timestamp"), datetime(2023, 2, 17, 6, tzinfo=UTC)),
        ("DATE", "2024-02-29 06:00:00.5+00:00", datetime(2024, 2, 29, 6, 0, 0, 500_000, tzinfo=UTC)),
        ("LANGUAGE", "EN-gb", "en-GB"),
        ("LANGUAGE", "zh-Hant-tw", "zh-Hant-TW"),
        ("LANGUAGE", "no", "no"),
        ("SLUG", "belarus-briefing_2.1", "belarus-briefing_2.1"),
        ("PATH", "../a b.wav", "../a b.wav"),
        ("URL", "https://example.org/?q=1#x", "https://example.org/?q=1#x"),
    ],
)
def test_is_read(kind: str, written: str, value: object) -> None:
    found = read(kind, written)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "written", "message"),
    [
        ("TEXT", Plain.make("no", "bool"), "YAML reads 'no' as true or false, not as text (put it in quotes: \"no\")"),
        ("TEXT", Plain.make("1:30", "int"), "YAML reads '1:30' as a number, not as text (put it in quotes: \"1:30\")"),
        ("TEXT", Plain.make("", "null"), "the value is missing (write a text after the ':')"),
        ("TEXT", " \n", "the text is empty (write something, or delete the key)"),
        ("TEXT", ["a"], 'a text is wanted here, not a list (for example: "Headlines")'),
        ("TEXT", "a\x00", "the character U+0000 can be neither spoken nor shown (delete it)"),
        ("TEXT", "a\ue000", "the character U+E000 can be neither spoken nor shown (delete it)"),
        ("INTEGER", "3", "'3' is not a whole number (write digits only, without quotes, such as 3)"),
        (
            "INTEGER",
            Plain.make("010", "int"),
            "'010' is not a whole number (write digits only, without quotes, such as 3)",
        ),
        ("DURATION", "11min", "'11min' is longer than ten minutes (write a shorter duration)"),
        ("DECIBELS", "-6", "'-6' is not a level in dB (write it with its unit, such as -16 dB)"),
        ("DECIBELS", "21 dB", "'21 dB' is out of range (from -60 to 20 dB)"),
        ("SAMPLE_RATE", "44.1k", "the sample rate is 44100 or 48000 (44100 is what players expect)"),
        ("DATE", "2023-02-29", "there is no such day or time as '2023-02-29' (write it as 2023-02-17)"),
        (
            "URL",
            "ftp://example.org",
            "'ftp://example.org' is not a web address (write it whole, such as https://example.org/)",
        ),
        ("SLUG", "a/b", "'a/b' cannot be a file's name (use letters, digits, '-', '_' and '.', at most 100)"),
    ],
)
def test_is_refused(kind: str, written: Any, message: str) -> None:
    assert refusal(kind, written) == message


WORDS = st.text() | st.from_regex(r"[-+]?[0-9]{1,5}([.:][0-9]{1,3})?( ?(ms|s|dB|LUFS|k))?", fullmatch=True)
PLAIN = st.builds(Plain.make, WORDS, st.sampled_from(["bool", "int", "float", "null", "timestamp", "value"]))


@pytest.mark.parametrize("kind", KINDS)
@given(value=WORDS | PLAIN | st.lists(WORDS, max_size=2) | st.dictionaries(WORDS, WORDS, max_size=2))
def test_any_value_is_read_or_refused_with_advice(kind: str, value: Any) -> None:
    advice = "given"
    try:
        read(kind, value)
    except Fault as fault:
        advice = fault.what and fault.advice
    assert advice


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_any_day_is_read(day: date) -> None:
    assert read("DATE", day.isoformat()) == day


@given(st.text().filter(str.strip))
def test_a_line_has_no_line_ends_and_no_runs_of_spaces(text: str) -> None:
    try:
        line = read("LINE", text)
    except Fault:
        return
    assert line == " ".join(line.split())
    assert line.split() == text.split()
