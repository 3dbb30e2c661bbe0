from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief import units


@pytest.mark.parametrize(("decibels", "gain"), [(0, 1.0), (20, 10.0), (-20, 0.1), (-6.0206, 0.5)])
def test_decibels_and_gains(decibels: float, gain: float) -> None:
    assert units.decibels_to_gain(decibels) == pytest.approx(gain, rel=1e-5)
    assert units.gain_to_decibels(gain) == pytest.approx(decibels, abs=1e-4)


def test_no_gain_is_silence() -> None:
    assert units.gain_to_decibels(0) == -math.inf


@given(st.floats(-120, 60))
def test_decibels_come_back(decibels: float) -> None:
    assert units.gain_to_decibels(units.decibels_to_gain(decibels)) == pytest.approx(decibels, abs=1e-9)


def test_samples_and_milliseconds() -> None:
    assert units.milliseconds_to_samples(1000, 44_100) == 44_100
    assert units.milliseconds_to_samples(10, 22_050) == 220  # 220.5, to the even one
    assert units.samples_to_milliseconds(44_100, 44_100) == 1000
    assert units.samples_to_seconds(44_123, 44_100) == 1.001


@given(st.integers(0, 10_000_000), st.sampled_from([22_050, 44_100, 48_000]))
def test_milliseconds_come_back(milliseconds: int, sample_rate: int) -> None:
    samples = units.milliseconds_to_samples(milliseconds, sample_rate)

    assert units.samples_to_milliseconds(samples, sample_rate) == milliseconds


@pytest.mark.parametrize(
    ("seconds", "timecode"),
    [
        (0, "00:00:00.000"),
        (1.5, "00:00:01.500"),
        (59.9996, "00:01:00.000"),
        (3661.001, "01:01:01.001"),
        (360_000, "100:00:00.000"),
    ],
)
def test_timecodes(seconds: float, timecode: str) -> None:
    assert units.seconds_to_timecode(seconds) == timecode
    assert units.seconds_to_timecode(seconds, fraction=",") == timecode.replace(".", ",")


@pytest.mark.parametrize(("seconds", "clock"), [(0, "0:00"), (7.4, "0:07"), (187, "3:07"), (3599.6, "1:00:00")])
def test_clocks(seconds: float, clock: str) -> None:
    assert units.seconds_to_clock(seconds) == clock


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("700ms", 700),
        ("1.5s", 1500),
        ("2 s", 2000),
        ("2min", 120_000),
        ("2m", 120_000),
        ("0s", 0),
        (" 1:30 ", 90_000),
        ("0:00.250", 250),
        ("1:02:03", 3_723_000),
    ],
)
def test_a_duration_is_read(text: str, milliseconds: int) -> None:
    assert units.parse_duration(text) == milliseconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "s",
        "-1s",
        "+1s",
        "1,5s",
        ".5s",
        "1.s",
        "1h",
        "1e3s",
        "1:60",
        "1:5",
        "1:75",
        "٣s",
        "1:٣٠",
        "9" * 400 + "s",
    ],
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        units.parse_duration(text)


@given(st.text() | st.from_regex(r"[0-9]{1,400}(\.[0-9]+)? ?(ms|s|m|min)", fullmatch=True))
def test_any_text_is_a_duration_or_a_value_error(text: str) -> None:
    message = f"{text.strip()!r} is not a duration"
    try:
        milliseconds = units.parse_duration(text)
    except ValueError as error:
        message, milliseconds = str(error), 0
    assert milliseconds >= 0
    assert message == f"{text.strip()!r} is not a duration"


@given(st.integers(0, 10_000_000))
def test_milliseconds_are_read_as_written(milliseconds: int) -> None:
    assert units.parse_duration(f"{milliseconds}ms") == milliseconds


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 999))
def test_a_clock_is_read_as_written(minutes: int, seconds: int, milliseconds: int) -> None:
    text = f"{minutes}:{seconds:02d}.{milliseconds:03d}"

    assert units.parse_duration(text) == (minutes * 60 + seconds) * 1000 + milliseconds


@pytest.mark.parametrize(
    ("text", "unit", "level"),
    [("-6 dB", "dB", -6), ("+3.5dB", "dB", 3.5), ("-16 lufs", "LUFS", -16), (" -1 dBTP ", "dBTP", -1)],
)
def test_a_level_is_read(text: str, unit: str, level: float) -> None:
    assert units.parse_decibels(text, unit) == level


@pytest.mark.parametrize("text", ["-6", "dB", "-6 LUFS", "- 6 dB", "−6 dB", "6 dB!", "٣ dB", ""])
def test_what_is_no_level_in_decibels(text: str) -> None:
    with pytest.raises(ValueError, match="is not a level in dB"):
        units.parse_decibels(text)


@pytest.mark.parametrize(("text", "bitrate"), [("128k", 128_000), ("64K", 64_000), ("96kbit/s", 96_000)])
def test_a_bit_rate_is_read(text: str, bitrate: int) -> None:
    assert units.parse_bitrate(text) == bitrate


@pytest.mark.parametrize("text", ["128", "k", "1k", "1280k", "-64k", "12.8k", "١٢٨k", ""])
def test_what_is_no_bit_rate(text: str) -> None:
    with pytest.raises(ValueError, match="is not a bit rate"):
        units.parse_bitrate(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("1000", 1000), ("1.5kB", 1500), ("500MB", 500_000_000), (" 2 GB ", 2 * 10**9), ("1t", 10**12)],
)
def test_sizes_are_read(text: str, number: int) -> None:
    assert units.parse_size(text) == number


@pytest.mark.parametrize("text", ["", "-1", "MB", "1 XB", "1e3", "١MB", "1 2"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a size"):
        units.parse_size(text)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (1_250_000_000, "1.2 GB"),
        (10**16, "10000.0 TB"),
    ],
)
def test_sizes_are_written_for_people(number: int, text: str) -> None:
    assert units.bytes_to_size(number) == text


@pytest.mark.parametrize(("text", "seconds"), [("0h", 0), ("12h", 43_200), ("30 d", 2_592_000), ("2W", 1_209_600)])
def test_ages_are_read(text: str, seconds: int) -> None:
    assert units.parse_age(text) == seconds


@pytest.mark.parametrize("text", ["", "30", "1.5d", "-1d", "1y", "d"])
def test_what_is_no_age_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an age"):
        units.parse_age(text)
