"""Transcripts are WebVTT and SubRip as apps take them."""

from __future__ import annotations

import json

import pytest

from audiobrief.publish.preflight.rules.transcript import Cue, json_rules, parse_cues, subrip_rules, transcript_rules
from publish.preflight.rules.lines import lines

BOTH = "(render the script again) [Apple, Podcasting 2.0]"
APPLE = "(render the script again) [Apple]"
PODCASTING = "(render the script again) [Podcasting 2.0]"


def vtt(*cues: str) -> str:
    return "WEBVTT\n\n" + "".join(f"{cue}\n\n" for cue in cues)


FIRST = "00:00:01.000 --> 00:00:02.500\n<v Ada>Salt &amp; 1 &lt; 2."
SECOND = "2\n00:02.500 --> 00:04.000 align:start\nIt <i>rained</i>.\nTwice."


def test_cues_are_read() -> None:
    cues, unreadable = parse_cues(vtt(FIRST, SECOND))
    assert cues == [Cue(3, 1.0, 2.5, ("Salt & 1 < 2.",)), Cue(7, 2.5, 4.0, ("It rained.", "Twice."))]
    assert unreadable is None


@pytest.mark.parametrize(
    "text",
    [
        vtt(FIRST, SECOND),
        "\ufeff" + vtt(FIRST).replace("\n", "\r\n"),
        "WEBVTT - A title\nKind: captions\n\nNOTE R&D\n\n" + FIRST,
        vtt(f"00:01.000 --> 00:02.000\n{'x' * 65}", "00:01.500 --> 00:04.400\nTogether."),
    ],
)
def test_a_good_transcript_is_let_pass(text: str) -> None:
    assert lines(transcript_rules(text, 4.0)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"1: error: this is no WebVTT file {BOTH}"),
        ("WEBVTTX\n\n" + FIRST, f"1: error: this is no WebVTT file {BOTH}"),
        (vtt(), f"1: error: the transcript has no cue {APPLE}"),
        (vtt(FIRST, "0:02.5 --> 0:04\nIt rained."), f"6: error: the times of the cue cannot be read {BOTH}"),
        (vtt(FIRST.replace("02.500", "01.000")), f"3: error: the cue ends before it starts {BOTH}"),
        (vtt(SECOND, FIRST), f"8: error: the cue starts before the one above it {BOTH}"),
        (
            vtt(f"00:01.000 --> 00:02.000\n{'x' * 66}"),
            f"3: error: a line has 66 characters, and apps show 65 {APPLE}",
        ),
        (
            vtt("00:01.000 --> 00:04.600\nIt rained."),
            f"3: error: the cue ends at 4.6 s, and the episode at 4 s {APPLE}",
        ),
        *(
            (vtt(f"00:01.000 --> 00:02.000\n{words}"), f"3: error: a '&' or '<' of the cue is not escaped {BOTH}")
            for words in ("Salt & fish", "1 < 2", "AT&T")
        ),
    ],
)
def test_what_is_wrong_with_a_transcript_is_named(text: str, expected: str) -> None:
    assert lines(transcript_rules(text, 4.0)) == [expected]


def srt(*cues: str) -> str:
    return "".join(f"{number}\n{cue}\n\n" for number, cue in enumerate(cues, 1))


LINE = "00:00:01,000 --> 00:00:02,500\nSalt & 1 < 2.\nIt rained."


def test_good_subrip_is_let_pass() -> None:
    assert lines(subrip_rules(srt(LINE, "00:00:02,500 --> 00:00:04,000\nTwice."), 4.0)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"1: error: the transcript has no cue {PODCASTING}"),
        (srt(LINE.replace(",500", "")), f"2: error: the times of the cue cannot be read {PODCASTING}"),
        (srt(LINE + "\nTwice."), f"2: error: the cue has 3 lines, and apps show 2 {PODCASTING}"),
        (srt(LINE, LINE.replace("01,", "00,")), f"7: error: the cue starts before the one above it {BOTH}"),
        (srt(LINE.replace("02,500", "04,600")), f"2: error: the cue ends at 4.6 s, and the episode at 4 s {APPLE}"),
    ],
)
def test_what_is_wrong_with_subrip_is_named(text: str, expected: str) -> None:
    assert lines(subrip_rules(text, 4.0)) == [expected]


def segments(*times: tuple[float, float]) -> str:
    spoken = [{"speaker": "Ada", "startTime": start, "endTime": end, "body": "so"} for start, end in times]
    return json.dumps({"version": "1.0.0", "segments": spoken})


def test_a_good_json_transcript_is_let_pass() -> None:
    assert lines(json_rules(segments((0, 1), (1, 2.5), (3, 4.4)), 4.0)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "this is no JSON transcript"),
        ("[]", "this is no JSON transcript"),
        (segments((0, 1)).replace("1.0.0", "2.0.0"), "this is no JSON transcript"),
        (segments((0, 1)).replace("body", "text"), "this is no JSON transcript"),
        (segments((0, float("nan"))), "this is no JSON transcript"),
        (segments(), "the transcript has no segment"),
        (segments((1, 2), (0.5, 3)), "the segments' times are not in order at 0.5 s"),
        (segments((1, 2), (3, 2.5)), "the segments' times are not in order at 3 s"),
        (segments((1, 2), (3, 4.6)), "the last segment ends at 4.6 s, and the episode at 4 s"),
    ],
)
def test_what_is_wrong_with_a_json_transcript_is_named(text: str, expected: str) -> None:
    assert lines(json_rules(text, 4.0)) == [f"1: error: {expected} {PODCASTING}"]
