"""An audio file is the one that was rendered, plays everywhere, and is as loud as others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from audiobrief.episode.manifest import Manifest, ManifestFile, ManifestLoudness
from audiobrief.publish.preflight.facts import AudioFacts
from audiobrief.publish.preflight.rules.audio import audio_rules, file_rules, format_rules, loudness_rules
from audiobrief.publish.rendered import FileState
from publish.preflight.rules.lines import MANIFEST, lines, manifest

AGAIN = "(render the script again)"
SOUND = AudioFacts(format="mp3", bitrate=128_000, constant=True, sample_rate=44_100, length=60.03, title="The bridge")


def file(sha256: str | None = "a" * 64, length: int = 3, problem: str | None = None, **said: Any) -> FileState:
    content = {"role": "audio", "name": "bridge.mp3", "type": "audio/mpeg", "bytes": 3, "sha256": "A" * 64} | said
    return FileState(ManifestFile.model_validate(content), sha256, length, problem)


@pytest.mark.parametrize(
    "facts",
    [
        file(),
        file(name="bridge.m4a", type="audio/mp4"),
        file(role="vtt", name="bridge.vtt", type="text/vtt"),
        file(role="srt", name="bridge.srt", type="application/x-subrip"),
        file(role="transcript", name="bridge.transcript.json", type="application/json"),
        file(role="chapters", name="bridge.chapters.json", type="application/json+chapters"),
    ],
)
def test_a_file_that_was_rendered_is_good(facts: FileState) -> None:
    assert lines(file_rules(facts)) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (file(None, problem="the file is missing"), f": error: the file is missing {AGAIN} [audiobrief]"),
        (file("b" * 64), f": error: this is not the file that the manifest names {AGAIN} [audiobrief]"),
        (file(length=4), f": error: it has 4 bytes, and the manifest says 3 {AGAIN} [Apple, PSP-1]"),
        (file(type="audio/mp3"), f": error: the manifest calls it 'audio/mp3', not 'audio/mpeg' {AGAIN} [Apple]"),
        (file(name="bridge.xyz"), f": error: its name is not that of an audio file {AGAIN} [Apple]"),
        (file(role="vtt"), f": error: its name is not that of a WebVTT file {AGAIN} [Apple]"),
    ],
)
def test_another_file_is_refused(facts: FileState, expected: str) -> None:
    assert lines(file_rules(facts)) == [expected]


def in_formats(main: str, *others: str) -> Manifest:
    named = [(file["role"], file["name"], file) for file in MANIFEST["files"]]
    files = [content | {"name": f"bridge.{main}"} if role == "audio" else content for role, _, content in named]
    alternates = [
        {
            "name": f"bridge.{name}",
            "duration": 60,
            "audio": {"format": name, "bitrate": 1, "channels": 2, "sample_rate": 44_100, "samples": 1},
            "loudness": {"integrated_lufs": -16, "true_peak_dbtp": -1},
        }
        for name in others
    ]
    return manifest(files=files, alternates=alternates)


@pytest.mark.parametrize("main", ["mp3", "m4a", "MP3", "bin"])
def test_a_format_that_feeds_carry_is_good(main: str) -> None:
    assert lines(format_rules(in_formats(main))) == []


def test_other_formats_are_named_in_one_line() -> None:
    assert lines(format_rules(in_formats("mp3", "opus", "m4a"))) == [
        "files: note: not published: bridge.opus, bridge.m4a (feeds carry one audio file, MP3 or M4A) [audiobrief]"
    ]
    (refusal,) = lines(format_rules(in_formats("opus")))
    what = "files: error: feeds carry MP3 and M4A files, and it is OPUS"
    assert refusal == f"{what} (render it with --format mp3,opus) [Apple, Spotify]"


@pytest.mark.parametrize("bitrate", [96_000, 192_000])
def test_a_sound_that_apps_play_well_is_good(bitrate: int) -> None:
    assert lines(audio_rules(replace(SOUND, bitrate=bitrate), "The bridge", 60.0)) == []


@pytest.mark.parametrize(
    ("sound", "expected"),
    [
        (
            replace(SOUND, format="m4a", bitrate=64_000, constant=False),
            (
                ": warning: in an M4A, few apps show links and pictures of chapters (render it as MP3, which every app "
                "plays) "
                "[audiobrief]"
            ),
        ),
        (
            replace(SOUND, constant=False),
            ": warning: its bit rate varies, and players lose their place (render it anew) [Apple]",
        ),
        (
            replace(SOUND, bitrate=64_000),
            (
                ": warning: its bit rate is 64 kbit/s (set bitrate: under output: to 96k to 192k, and render again) "
                "[Apple, Spotify]"
            ),
        ),
        (
            replace(SOUND, bitrate=320_000),
            (
                ": warning: its bit rate is 320 kbit/s (set bitrate: under output: to 96k to 192k, and render again) "
                "[Apple, Spotify]"
            ),
        ),
        (
            replace(SOUND, sample_rate=48_000),
            (
                ": warning: its sample rate is 48000 Hz (set sample_rate: under output: to 44100, and render again) "
                "[Apple]"
            ),
        ),
        (
            replace(SOUND, length=59.8),
            f": error: it lasts 59.8 s, and the manifest says 60.0 s {AGAIN} [Apple, PSP-1]",
        ),
        (
            replace(SOUND, title="A bridge"),
            f": error: the title in its tag is 'A bridge', not 'The bridge' {AGAIN} [audiobrief]",
        ),
    ],
)
def test_what_is_wrong_with_a_sound_is_named(sound: AudioFacts, expected: str) -> None:
    assert lines(audio_rules(sound, "The bridge", 60.0)) == [expected]


@pytest.mark.parametrize(("loudness", "peak"), [(-16.0, -1.0), (-16.5, -3.0), (-15.5, -1.5)])
def test_an_episode_as_loud_as_others_is_good(loudness: float, peak: float) -> None:
    assert lines(loudness_rules(ManifestLoudness(integrated_lufs=loudness, true_peak_dbtp=peak))) == []


LOUDER = "(set loudness: under mastering: to -16 LUFS, and render again) [Apple, Spotify]"
LOWER_PEAK = "(set peak: under mastering: to -1 dBTP, and render again) [Apple, Spotify]"


@pytest.mark.parametrize(
    ("loudness", "peak", "expected"),
    [
        (-16.6, -3.0, "integrated_lufs: warning: it has -16.6 LUFS, and podcasts have -16 ±0.5 " + LOUDER),
        (-14.0, -1.0, "integrated_lufs: warning: it has -14.0 LUFS, and podcasts have -16 ±0.5 " + LOUDER),
        (-19.0, -3.0, "integrated_lufs: warning: it has -19.0 LUFS, and podcasts have -16 ±0.5 " + LOUDER),
        (-19.1, -3.0, "integrated_lufs: error: it has -19.1 LUFS, and podcasts have -16 ±0.5 " + LOUDER),
        (-12.9, -1.0, "integrated_lufs: error: it has -12.9 LUFS, and podcasts have -16 ±0.5 " + LOUDER),
        (-16.0, -0.9, "true_peak_dbtp: warning: its peak is -0.9 dBTP, and players may distort it " + LOWER_PEAK),
        (-16.0, 0.2, "true_peak_dbtp: error: it is distorted: its peak is 0.2 dBTP " + LOWER_PEAK),
    ],
)
def test_another_loudness_is_named(loudness: float, peak: float, expected: str) -> None:
    found = lines(loudness_rules(ManifestLoudness(integrated_lufs=loudness, true_peak_dbtp=peak)))
    assert found == [f"loudness.{expected}"]


@pytest.mark.parametrize("loudness", [-70.1, float("-inf"), float("nan")])
def test_silence_is_refused(loudness: float) -> None:
    measured = ManifestLoudness.model_construct(integrated_lufs=loudness, true_peak_dbtp=-90.0)
    assert lines(loudness_rules(measured)) == [
        "loudness: error: nothing is heard (see what the script says, and render again) [Apple]"
    ]


def test_a_loudness_that_was_not_measured_is_refused() -> None:
    assert lines(loudness_rules(None)) == [f"loudness: error: nothing says how loud it is {AGAIN} [audiobrief]"]
