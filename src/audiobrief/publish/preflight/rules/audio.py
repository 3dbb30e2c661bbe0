"""The files of an episode: whether they are those that the manifest names; the audio file's format and loudness."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import PurePath

from audiobrief.episode.manifest import Manifest, ManifestFile, ManifestLoudness
from audiobrief.findings import Finding
from audiobrief.publish.preflight.facts import AudioFacts
from audiobrief.publish.preflight.requirements import RENDER_AGAIN, Spec, error, note, quoted, warning
from audiobrief.publish.rendered import FileState
from audiobrief.script.models.formats import AUDIO_FORMATS, FEED_FORMATS

LOUDNESS, TOLERANCE = -16.0, 0.5
"""LUFS, LU."""
HIGHEST_PEAK = -1.0
"""dBTP."""
FARTHEST = 3.0
"""LU off beyond which listeners reach for the volume."""
_SILENT = -70.0
"""LUFS below which nothing counts as heard (ITU-R BS.1770)."""
_LOWEST_RATE, _HIGHEST_RATE = 96_000, 192_000
"""Bits a second."""
_SAMPLE_RATE = 44_100
"""Hz."""
_LENGTH_TOLERANCE = 0.1
"""Seconds; encoders add up to 0.05."""
_TYPES = {
    **{("audio", f".{name}"): audio.media_type for name, audio in AUDIO_FORMATS.items()},
    ("vtt", ".vtt"): "text/vtt",
    ("srt", ".srt"): "application/x-subrip",
    ("transcript", ".json"): "application/json",
    ("chapters", ".json"): "application/json+chapters",
}
"""Media types by role and ending (Apple; podcast namespace)."""
_ROLES = {
    "audio": "an audio file",
    "vtt": "a WebVTT file",
    "srt": "a SubRip file",
    "transcript": "a transcript in JSON",
    "chapters": "a file of chapters",
}


def format_rules(manifest: Manifest) -> Iterator[Finding]:
    """Check that a feed can carry the audio file, and say which others are not published."""
    carried = " and ".join(name.upper() for name in FEED_FORMATS)
    if manifest.alternates:
        names = ", ".join(file.name for file in manifest.alternates)
        yield note("files", f"not published: {names}", f"feeds carry one audio file, {carried.replace('and', 'or')}")
    if not is_for_feeds(manifest.audio_file):
        kind = PurePath(manifest.audio_file.name).suffix[1:]
        what = f"feeds carry {carried} files, and it is {kind.upper()}"
        yield error("files", what, f"render it with --format mp3,{kind.lower()}", Spec.APPLE, Spec.SPOTIFY)


def is_for_feeds(file: ManifestFile) -> bool:
    """Return whether a feed can carry an audio file, by the ending of its name; unknown endings are another finding."""
    kind = PurePath(file.name).suffix[1:].lower()
    return kind in FEED_FORMATS or kind not in AUDIO_FORMATS


def file_rules(state: FileState) -> Iterator[Finding]:
    """Check that a file is the one that was rendered, and that it has the type of its role."""
    file = state.file
    if state.difference is not None:
        # Feeds state the length; that of another file is only a consequence.
        required_by = (Spec.APPLE, Spec.PSP1) if state.sha256 == file.sha256 else ()
        yield error("", state.difference, RENDER_AGAIN, *required_by)
    media_type = _TYPES.get((file.role, PurePath(file.name).suffix.lower()))
    if media_type is None:
        yield error("", f"its name is not that of {_ROLES[file.role]}", RENDER_AGAIN, Spec.APPLE)
    elif file.type != media_type:
        what = f"the manifest calls it {quoted(file.type)}, not '{media_type}'"
        yield error("", what, RENDER_AGAIN, Spec.APPLE)


def audio_rules(audio: AudioFacts, title: str, duration: float) -> Iterator[Finding]:
    """Check whether apps play an audio file well, and whether it has the title and duration (s) of the manifest."""
    if audio.format != "mp3":
        what = f"in an {audio.format.upper()}, few apps show links and pictures of chapters"
        yield warning("", what, "render it as MP3, which every app plays")
    elif not audio.constant:
        yield warning("", "its bit rate varies, and players lose their place", "render it anew", Spec.APPLE)
    if not _LOWEST_RATE <= audio.bitrate <= _HIGHEST_RATE and audio.format == "mp3":
        what = f"its bit rate is {audio.bitrate / 1000:.0f} kbit/s"
        advice = "set bitrate: under output: to 96k to 192k, and render again"
        yield warning("", what, advice, Spec.APPLE, Spec.SPOTIFY)
    if audio.sample_rate != _SAMPLE_RATE:
        advice = f"set sample_rate: under output: to {_SAMPLE_RATE}, and render again"
        yield warning("", f"its sample rate is {audio.sample_rate} Hz", advice, Spec.APPLE)
    if abs(audio.length - duration) > _LENGTH_TOLERANCE:
        what = f"it lasts {audio.length:.1f} s, and the manifest says {duration:.1f} s"
        yield error("", what, RENDER_AGAIN, Spec.APPLE, Spec.PSP1)
    if audio.title.strip() != title:
        yield error("", f"the title in its tag is {quoted(audio.title)}, not {quoted(title)}", RENDER_AGAIN)


def loudness_rules(measured: ManifestLoudness | None) -> Iterator[Finding]:
    """Check whether an episode is as loud as others; its script sets the loudness."""
    if measured is None:
        yield error("loudness", "nothing says how loud it is", RENDER_AGAIN)
        return
    loudness, peak = measured.integrated_lufs, measured.true_peak_dbtp
    if not math.isfinite(loudness) or loudness < _SILENT:
        yield error("loudness", "nothing is heard", "see what the script says, and render again", Spec.APPLE)
        return
    # What was measured is known to a hundredth, and sums of such numbers a little less.
    off = round(abs(loudness - LOUDNESS), 3)
    if off > TOLERANCE:
        level = error if off > FARTHEST else warning
        what = f"it has {loudness:.1f} LUFS, and podcasts have {LOUDNESS:.0f} ±{TOLERANCE}"
        advice = "set loudness: under mastering: to -16 LUFS, and render again"
        yield level("loudness.integrated_lufs", what, advice, Spec.APPLE, Spec.SPOTIFY)
    if peak > HIGHEST_PEAK:
        level, what = warning, f"its peak is {peak:.1f} dBTP, and players may distort it"
        if peak > 0:
            level, what = error, f"it is distorted: its peak is {peak:.1f} dBTP"
        advice = "set peak: under mastering: to -1 dBTP, and render again"
        yield level("loudness.true_peak_dbtp", what, advice, Spec.APPLE, Spec.SPOTIFY)
