"""Transcripts of recordings, as other programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.errors import SoundError
from audiobrief.script.turns.transcripts import read_transcript

VTT = """\
WEBVTT - made elsewhere
Kind: captions

NOTE not heard

1
00:00.500 --> 00:03.000 align:start
<v Ada Byrne>We &amp; you <i>will</i> start</v>
today.

01:00:04.000 --> 01:00:05.000
<00:00:04.100><c> next</c> one &lt;3
"""
SRT = """\
1
00:00:04,000 --> 00:00:05,000
Then &amp; there.

2
00:00:00,500 --> 00:00:03,000
{\\an8}<i>We will</i>
start
"""


def cues(folder: Path, content: str | bytes, name: str = "a.vtt") -> list[tuple[int, int, str]]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [(cue.start, cue.end, cue.text) for cue in read_transcript(path).cues]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_webvtt_loses_tags_and_settings(mark: str, line_end: str, tmp_path: Path) -> None:
    assert cues(tmp_path, mark + VTT.replace("\n", line_end)) == [
        (500, 3000, "We & you will start today."),
        (3_604_000, 3_605_000, "next one <3"),
    ]


def test_subrip_is_read_whatever_its_name_and_order(tmp_path: Path) -> None:
    assert cues(tmp_path, SRT) == [(500, 3000, "We will start"), (4000, 5000, "Then &amp; there.")]


def test_cues_without_words_or_time_are_left_out(tmp_path: Path) -> None:
    silent = "WEBVTT\n\n00:01.000 --> 00:02.000\n<i></i>\n\n00:03.000 --> 00:03.000\nNow.\n"
    assert cues(tmp_path, silent) == []


@pytest.mark.parametrize(
    ("note", "is_confirmed"),
    [("NOTE Not confirmed. Correct it.", False), ("NOTE by Ada", True), ("NOTE not confirmed", True)],
)
def test_a_note_tells_what_nobody_has_confirmed(note: str, is_confirmed: bool, tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text(f"WEBVTT\n\n{note}\n\n00:01.000 --> 00:02.000\nNow.\n", encoding="utf-8")
    assert read_transcript(tmp_path / "a.vtt").is_confirmed == is_confirmed


WRONG = [
    (b"", "'a.vtt' is no transcript with times"),
    (b"Just words.\n", "'a.vtt' is no transcript with times"),
    ("WEBVTT\n\n00:01.000 --> 00:02.000\ncaf\xe9".encode("latin-1"), "'a.vtt' is not UTF-8 text (save it as UTF-8)"),
    (b"WEBVTT\n\n00:01.000 --> 00:02.000\na\x07b", "'a.vtt': the character U+0007 can be neither spoken nor shown"),
    (b"WEBVTT\n" * 300_000, "'a.vtt' cannot be read: it is larger than 2,000,000 bytes"),
]


@pytest.mark.parametrize(("content", "message"), WRONG)
def test_what_is_no_transcript_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(SoundError) as error:
        cues(tmp_path, content)
    assert str(error.value).startswith(message)
