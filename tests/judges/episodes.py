"""The episodes that are judged: each is rendered when it is first asked for, and once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from builders import ROOT, SAMPLE, audiobrief

TEXTS = (
    "The bridge over the river is open again. It had been closed for a week, because the ice had moved a pillar.",
    "Engineers looked at every stone of it. What they found was better than what they had feared!",
)
SHRINKING = (
    "Übung", "macht", "den", "Мастера", "=", ";", "#", "back\\slash", "🎙", "日本語", "«quoted»", "<b>", "&amp;",
    "naïve", "e\u0301", "Łódź", "a,b", "it’s", "50%", "x",
)  # fmt: skip
"""Chapter titles get shorter when words are left off at the front."""


def _tones(chapters: Mapping[str, str]) -> str:
    segments = "".join(
        f"  - narration: {text}\n    chapter: {json.dumps(title, ensure_ascii=False)}\n"
        for title, text in chapters.items()
    )
    return (
        'title: Tones\nvoices: {low: {engine: tone, name: "220"}}\npauses: {segment: 100ms}\n'
        f"segments:\n{segments}"
    )


def _many(count: int) -> str:
    return _tones({f"Chapter {number}": f"Word {number}." for number in range(1, count + 1)})


def _shrinking() -> str:
    return _tones({" ".join(SHRINKING[at:]): f"Word {at}." for at in range(len(SHRINKING))})


# ID3v2.4 writes the size of a frame in bytes of seven bits, ID3v2.3 in whole ones; they differ from 128 bytes on. For
# the frames inside a CHAP, ffmpeg (5.1.9 and 9.0.2) and node-id3 (0.2.9) know the second way only: libavformat/id3v2.c,
# read_chapter; ID3Helpers.js, getTagsFromID3Body. Of ID3v2.4, ffmpeg drops a chapter with a long title, a long link or
# a picture, and node-id3 a long title.


def _long() -> str:
    """Make titles of fewer and of more than 128 bytes."""
    return _tones({f"{length} " + "т" * (length // 2): f"Word {length}." for length in (100, 120, 126, 128, 200, 260)})


def _illustrated() -> str:
    """Make a chapter with a short link and a picture, and one with a link of more than 128 bytes."""
    return f"cover: picture.png\n{_tones({f'Chapter {number}': f'Word {number}.' for number in range(1, 5)})}".replace(
        'chapter: "Chapter 2"\n',
        'chapter: "Chapter 2"\n    url: "https://example.org/?a=1&b=2"\n    image: picture.png\n',
    ).replace('chapter: "Chapter 4"\n', f'chapter: "Chapter 4"\n    url: "https://example.org/{"4" * 150}"\n')


def _five_seconds(output: str) -> str:
    return (
        f'title: Short\noutput: {{{output}}}\nvoices: {{low: {{engine: tone, name: "880"}}}}\n'
        "segments:\n  - narration: Seventy-eight letters and signs, as many as it takes to last for five seconds.\n"
    )


def _spoken(gain: str, output: str, sound: str = "") -> str:
    sounds = f"sounds:\n  music: {{file: audio_assets/theme.wav, gain: {sound}, duck: 0 dB}}\n" if sound else ""
    bed = "    bed: music\n" if sound else ""
    segments = "".join(f"  - narration: {text}\n{bed}" for text in TEXTS)
    return (
        f"title: The bridge\nlanguage: en-GB\noutput: {{{output}}}\n"
        f"voices: {{one: {{gain: {gain}}}}}\n{sounds}segments:\n{segments}"
    )


def _sample(output: str) -> str:
    return SAMPLE.read_text(encoding="utf-8") + f"\noutput: {{{output}}}\n"


CHAPTERED = {
    "sample": _sample("channels: stereo"),
    "shrinking titles": _shrinking(),
    "long titles": _long(),
    "pictures and links": _illustrated(),
    "1 chapter": _many(1),
    "255 chapters": _many(255),
    "256 chapters": _many(256),
    "300 chapters": _many(300),
}
"""Scripts whose chapters are read, by name."""

LOUD = {
    "sample": _sample("channels: stereo"),
    "sample, mono": _sample("channels: mono"),
    "quiet": _spoken("-30 dB", "channels: stereo"),
    "quiet, mono": _spoken("-30 dB", "channels: mono"),
    "loud": _spoken("+20 dB", "channels: stereo", "+20 dB"),
    "loud, mono": _spoken("+20 dB", "channels: mono", "+20 dB"),
    "5 s": _five_seconds("channels: stereo"),
    "5 s, mono": _five_seconds("channels: mono"),
    **{
        f"{name}, {channels}, {rate} Hz, {bitrate}": make(
            f"channels: {channels}, sample_rate: {rate}, bitrate: {bitrate}"
        )
        for name, make in (("5 s", _five_seconds), ("loud", lambda output: _spoken("+20 dB", output, "+12 dB")))
        for channels in ("stereo", "mono")
        for rate, bitrate in ((48_000, "128k"), (48_000, "64k"), (44_100, "64k"), (44_100, "320k"))
    },
}
"""Scripts whose loudness is measured, by name."""

M4A = {
    "sample, m4a": _sample("format: m4a"),
    "shrinking titles, m4a": f"output: {{format: m4a}}\n{_shrinking()}",
    "pictures and links, m4a": f"output: {{format: m4a}}\n{_illustrated()}",
    "loud, m4a": _spoken("+20 dB", "format: m4a", "+12 dB"),
    "5 s, m4a, mono": _five_seconds("format: m4a, channels: mono"),
}
"""Scripts that become M4A files, by name."""

MP3 = {**CHAPTERED, **LOUD}
"""Scripts that become MP3 files, by name."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A rendered episode."""

    audio: Path
    """The audio file."""
    manifest: dict[str, Any]
    """What the program says of it."""

    @property
    def chapters_file(self) -> dict[str, Any]:
        """The JSON chapters that stand beside it."""
        content: dict[str, Any] = json.loads(self.audio.with_suffix(".chapters.json").read_text(encoding="utf-8"))
        return content


@dataclass(frozen=True, slots=True)
class Episodes:
    """A project folder, and what was rendered in it."""

    folder: Path
    """The project folder."""
    made: dict[str, Judged] = field(default_factory=dict)
    """The rendered episodes by name."""

    @classmethod
    def in_folder(cls, folder: Path) -> Episodes:
        """Copy the house file, its sounds and its cover into a folder."""
        shutil.copytree(ROOT / "scripts", folder / "scripts")
        shutil.copytree(ROOT / "audio_assets", folder / "audio_assets", ignore=shutil.ignore_patterns("*.py", "__*"))
        Image.new("RGB", (300, 300), (20, 60, 120)).save(folder / "picture.png")
        return cls(folder)

    def get(self, name: str) -> Judged:
        """Return the episode of a name."""
        if name not in self.made:
            self.made[name] = self._render(name, {**MP3, **M4A}[name])
        return self.made[name]

    def _render(self, name: str, text: str) -> Judged:
        slug = "-".join("".join(sign if sign.isalnum() else " " for sign in name).split())
        # The sample names the house file beside it, the others name what stands in the project folder.
        place = self.folder / "scripts" if "show: show.yaml" in text else self.folder
        script = place / f"{slug}.yaml"
        script.write_text(text if "version: 1\n" in text else f"version: 1\n{text}", encoding="utf-8")
        audio = self.folder / "out" / f"{slug}.{'m4a' if name in M4A else 'mp3'}"
        run = audiobrief("render", script, "-o", audio, "--json", "--quiet", cwd=self.folder)
        assert run.status == 0, run.err
        return Judged(audio, run.manifest)
